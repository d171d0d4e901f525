"""An independent look at finished HTML: html5lib parses it, a walk compares it with a list of its own.

It shares nothing with the package: another parser, another list, so that a hole in one shows in the other.
"""

from __future__ import annotations

import re
from typing import Any

import html5lib

TAGS = frozenset({
    "a", "abbr", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "dl", "dt",
    "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre",
    "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
ATTRIBUTES = {
    "href", "title", "rel", "src", "alt", "width", "height", "dir", "lang", "start", "reversed", "colspan", "rowspan",
    "datetime", "class",
}  # fmt: skip
_UNSAFE_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_PLACEHOLDER = re.compile(r"[{|}]")


def faults(html: str) -> list[str]:
    """Everything in a body that could act, call home or break the page around it."""
    page = f'<!DOCTYPE html><html><body><main id="m">{html}</main><footer id="f">end</footer></body></html>'
    tree: Any = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    body = tree.find("body")
    found = [] if [child.tag for child in body] == ["main", "footer"] else ["breaks the page around it"]
    if body is None or found:
        return found
    for element in body[0].iter():
        if element is not body[0]:
            found += _element_faults(element)
    if _UNSAFE_CHARACTERS.search(html):
        found.append("a control character")
    if _PLACEHOLDER.search(html):
        found.append("a placeholder that Pelican would see")
    return found


def _element_faults(element: Any) -> list[str]:
    if not isinstance(element.tag, str):
        return ["a comment or instruction"]
    found = [] if element.tag in TAGS else [f"<{element.tag}>"]
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            found.append(f"{element.tag}[{name}]")
        if name == "href" and not re.match(
            r"https?://[^/?#\s\\]+|mailto:\S|(?!//)[^:\s\\]*(?:[?#]|$)", value
        ):
            found.append(f"href={value}")
        if name == "src" and not re.fullmatch(r"(?:\.\./)*[\w-][\w./-]*", value):
            found.append(f"src={value}")
        if name == "class" and not re.fullmatch(r"language-[\w+#.-]+", value):
            found.append(f"class={value}")
    return found


def visible(html: str) -> str:
    """The text of a body as a parser of its own sees it."""
    return "".join(html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False).itertext())
