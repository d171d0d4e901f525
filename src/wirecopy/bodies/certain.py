"""What the sanitiser would say of a plain body, without asking it.

Nearly every body is paragraphs, headings, lists and quotes with emphasis and links. Written from a
canonical tree by a list as explicit as the sanitiser's, such a body is what the sanitiser would give
letter by letter (a law that the tests hold), and asking costs as much as everything else that is done to it. Whatever
is not on the short list here is not certain, and is asked. This is for bodies on their way into the
record; what readers get has always passed the sanitiser itself, last when the Markdown was read.
"""

from __future__ import annotations

import re

from wirecopy.bodies.allow import hide_braces, is_shown
from wirecopy.bodies.spaces import Children
from wirecopy.bodies.tree import Node, escape, escape_value

# None of these changes how a parser reads what is inside it, whatever that is.
INLINE = frozenset({
    "cite", "code", "del", "em", "ins", "kbd", "mark", "s", "samp", "small", "strong", "sub", "sup", "u", "var",
})  # fmt: skip
LINES = frozenset({"p", "h2", "h3", "h4", "h5", "h6"})
# Addresses that every parser of addresses accepts: a name of letters, digits and single hyphens (so none
# that is encoded, which can be encoded wrongly) that does not end in a number, or four numbers as IPv4 has them.
_NUMBER = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
ADDRESS = re.compile(
    rf"https?://(?:(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{{2,24}}+|{_NUMBER}(?:\.{_NUMBER}){{3}})"
    r"(?::[1-5]?[0-9]{1,4})?(?:/[A-Za-z0-9:/?=%#.,;~+@$!_&()*'-]*+)?"
)
# Those of them that stand in Markdown as they are: the address between the round brackets of a link.
PLAIN_ADDRESS = r"https?://(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,24}+(?:/[A-Za-z0-9:/?=%#.,;~+@$!_-]*+)?"


class _Uncertain(Exception):  # noqa: N818  no error: a verdict
    pass


def write_certain(root: Node) -> tuple[str, list[str]]:
    """The safe body of a canonical tree and the text of each of its lines; ("", []) when only the sanitiser can tell."""
    lines: list[str] = []
    try:
        html = "\n".join([_block(block, lines) for block in root.children])
    except _Uncertain:
        return "", []
    return (hide_braces(html), lines) if is_shown(html) else ("", [])


def _block(node: Node | str, lines: list[str]) -> str:
    if isinstance(node, str) or node.attrs:
        raise _Uncertain
    tag = node.tag
    if tag in LINES:
        return f"<{tag}>{_line(node.children, lines)}</{tag}>"
    if tag in ("ul", "ol"):
        return f"<{tag}>{''.join([_item(item, lines) for item in node.children])}</{tag}>"
    if tag == "blockquote":
        return f"<blockquote>{''.join([_block(block, lines) for block in node.children])}</blockquote>"
    raise _Uncertain


def _item(node: Node | str, lines: list[str]) -> str:
    """An item of a list: a line, then blocks."""
    if isinstance(node, str) or node.tag != "li" or node.attrs:
        raise _Uncertain
    first, rest = split_item(node)
    line = _line(first, lines) if first else ""
    return f"<li>{line}{''.join([_block(block, lines) for block in rest])}</li>"


def split_item(node: Node) -> tuple[Children, Children]:
    """The line that an item of a list begins with, and its blocks."""
    at = 0
    for child in node.children:
        if isinstance(child, Node) and (child.tag in LINES or child.tag in ("ul", "ol", "blockquote")):
            break
        at += 1
    return node.children[:at], node.children[at:]


def _line(children: Children, lines: list[str]) -> str:
    if len(children) == 1 and isinstance(only := children[0], str):
        lines.append(only)
        return escape(only)
    texts: list[str] = []
    line = _inline(children, texts, in_link=False)
    lines.append("".join(texts))
    return line


def _inline(children: Children, texts: list[str], *, in_link: bool) -> str:
    parts = []
    for child in children:
        if isinstance(child, str):
            texts.append(child)
            parts.append(escape(child))
        elif child.tag == "a" and not in_link:
            parts.append(_link(child, texts))
        elif child.attrs:
            raise _Uncertain
        elif child.tag in INLINE:
            parts.append(f"<{child.tag}>{_inline(child.children, texts, in_link=in_link)}</{child.tag}>")
        elif child.tag == "br" and not child.children:
            texts.append("\n")
            parts.append("<br>")
        else:
            raise _Uncertain
    return "".join(parts)


def _link(node: Node, texts: list[str]) -> str:
    attrs = node.attrs
    address = attrs.get("href", "")
    if not ADDRESS.fullmatch(address):
        raise _Uncertain
    title = ""
    if len(attrs) > 1:
        if [*attrs] != ["href", "title"]:
            raise _Uncertain
        title = f' title="{escape_value(attrs["title"])}"'
    address = address.replace("&", "&amp;")  # of what is escaped the only one that an address may hold
    return f'<a href="{address}"{title} rel="noopener noreferrer">{_inline(node.children, texts, in_link=True)}</a>'
