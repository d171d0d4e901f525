"""What a safe body may consist of, and the sanitiser that lets nothing else through.

The list is explicit and short: what a news text needs and what the Markdown writer knows how to
carry. Everything that a browser could act on (scripts, frames, forms, styles, ids, handlers, foreign
content) is absent, so a new browser feature is absent too.
"""

from __future__ import annotations

import re

import nh3

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
VOID = frozenset({"br", "hr", "img", "wbr"})
INLINE = frozenset({
    "a", "abbr", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "img", "ins", "kbd", "mark", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
BLOCKS = HEADINGS | {
    "blockquote", "caption", "dd", "details", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p", "pre",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
TAGS = INLINE | BLOCKS
SCHEMES = frozenset({"http", "https", "mailto"})

_DIRECTED = ("p", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "td", "th", "dd", "dt", "ul", "ol")
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "bdi": {"dir", "lang"},
    "bdo": {"dir", "lang"},
    "dfn": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed"},
    "q": {"lang"},
    "span": {"dir", "lang"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
for _tag in _DIRECTED:
    ATTRIBUTES.setdefault(_tag, set()).add("dir")

# Elements whose text is no text: it goes with them.
WITH_THEIR_CONTENT = frozenset({
    "script", "style", "template", "noembed", "noframes", "datalist", "select",
})  # fmt: skip

LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9_+#.-]{1,30}")


def _language_only(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if LANGUAGE_CLASS.fullmatch(value) else None
    return value


_PLAIN = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    clean_content_tags=set(WITH_THEIR_CONTENT),
    url_schemes=set(SCHEMES),
    link_rel="noopener noreferrer",
)
# A second one, because a Python callback for each attribute costs more than the rest together and
# only code blocks with a language need it.
_WITH_LANGUAGES = nh3.Cleaner(
    tags=set(TAGS),
    attributes={**ATTRIBUTES, "code": {"class"}},
    attribute_filter=_language_only,
    clean_content_tags=set(WITH_THEIR_CONTENT),
    url_schemes=set(SCHEMES),
    link_rel="noopener noreferrer",
)

# C0 without tab and line feed, DEL, C1, surrogates and noncharacters: one of them in any article makes
# a feed invalid XML. U+2028 and U+2029 are line ends to some readers of lines.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ASCII_CONTROLS = {code: " " if code in (0x0C, 0x0D) else None for code in (*range(9), *range(11, 32), 127)}
PRINTABLE = bytes(range(32, 127))  # in ASCII
_SHOWN_OR_TAB = PRINTABLE + b"\n\t"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNWANTED_ASTRAL = re.compile(
    "[" + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)) + "]"
)


# What a person may write into Markdown beside it: dissolved or renamed when the body is shaped.
RENAMED = {"b": "strong", "i": "em", "strike": "s", "tt": "code", "acronym": "abbr"}
_WRAPPERS = {"article", "aside", "center", "div", "footer", "header", "main", "nav", "section"}
_ROUGH = nh3.Cleaner(
    tags=TAGS | RENAMED.keys() | _WRAPPERS | {"h1"},
    attributes={**ATTRIBUTES, "code": {"class"}},
    attribute_filter=_language_only,
    clean_content_tags=set(WITH_THEIR_CONTENT),
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def is_shown(text: str, in_ascii: bytes = PRINTABLE + b"\n") -> bool:
    """Whether every character is printable; of those in ASCII, whether it is one of the given ones.

    By bytes, because to ask each character takes three times as long.
    """
    rest = text.encode("utf-8", "surrogatepass").translate(None, in_ascii)
    return not rest or rest.decode("utf-8", "surrogatepass").isprintable()


def drop_controls(text: str) -> str:
    """The text without characters that XML forbids; form feeds and line separators become spaces."""
    if is_shown(text, _SHOWN_OR_TAB):
        return text
    if text.isascii():
        return text.translate(_ASCII_CONTROLS)  # a quarter of what the pattern takes
    text = _UNWANTED.sub(lambda m: " " if m[0] in "\x0c\r\u2028\u2029\x85" else "", text)
    # Asked apart: with these 32 in one class the search takes five times as long.
    if _ASTRAL.search(text):
        text = _UNWANTED_ASTRAL.sub("", text)
    return text


def hide_braces(html: str) -> str:
    """Safe HTML with `{`, `|` and `}` as references, so that no later program finds a placeholder.

    Pelican's link replacer searches whole tags, attribute values included, for `{attach}` and
    `|attach|` and copies the file that is named there into the site.
    """
    if "{" in html or "|" in html or "}" in html:
        return html.replace("{", "&#123;").replace("|", "&#124;").replace("}", "&#125;")
    return html


def sanitise_roughly(html: str) -> str:
    """Harmless HTML that still has wrappers, older names and a first-level heading, to be shaped."""
    return drop_controls(_ROUGH.clean(html))


def sanitise(html: str) -> str:
    """HTML of which every tag, attribute and scheme is on the list, without control characters."""
    cleaner = _WITH_LANGUAGES if "class=" in html else _PLAIN
    return hide_braces(drop_controls(cleaner.clean(html)))
