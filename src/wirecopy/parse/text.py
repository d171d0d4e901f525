"""What is done to the text of a field, whichever reader it came from."""

from __future__ import annotations

import re
from html.entities import html5

# Not allowed in XML 1.0: https://www.w3.org/TR/xml/#charsets; the last are the non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_ASCII = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))
_CHARACTER_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));?")

_C1 = {
    code: bytes([code]).decode("cp1252", "replace")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}

# Elements whose presence shows that a nominally plain text is HTML. Others (<T>, <stdio.h>, <you>)
# are more likely meant as they stand.
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "b",
        "big",
        "blockquote",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_CLOSING_OR_REFERENCE = re.compile(r"</\w+>|<(?:br|hr|img|wbr)\b[^<>]*>|&#?\w{1,32};")
_TAG_NAME = re.compile(r"</?([A-Za-z][\w:-]*)")
_NAMED_REFERENCE = re.compile(r"&(\w+);")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_UNPARSED = re.compile(r"<!\[CDATA\[|<!--")


def forbid(text: str) -> str:
    """The text without the characters that XML refuses, raw or as numeric references."""
    if not (
        text.isascii() and len(text.translate(_FORBIDDEN_ASCII)) == len(text)
    ):  # a sixth of the pattern's time
        text = _FORBIDDEN.sub("", text)
    return _CHARACTER_REFERENCE.sub(_allow_reference, text) if "#" in text and "&#" in text else text


def _allow_reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
        return ""
    return match[0]


def spell_entities(text: str) -> str:
    """XML in which HTML's named references are numeric ones; "" where there are none or it is broken anyway.

    `&eacute;` in a feed is an error to every XML parser and the commonest that there is. CDATA sections
    and comments stay as they are. Names that HTML does not know stay too: then a parser says so.
    """
    parts: list[str] = []
    found = at = 0
    while at < len(text):
        opened = _UNPARSED.search(text, at)
        stop = opened.start() if opened else len(text)
        part, count = _NAMED_REFERENCE.subn(_spell, text[at:stop])
        parts.append(part)
        found += count
        if not opened:
            break
        close = "]]>" if opened[0].startswith("<!") and opened[0].endswith("[") else "-->"
        at = text.find(close, opened.end())
        if at < 0:
            return ""
        at += len(close)
        parts.append(text[stop:at])
    return "".join(parts) if found else ""


def _spell(match: re.Match[str]) -> str:
    if match[1] in _XML_NAMES:
        return match[0]
    characters = html5.get(f"{match[1]};", "")
    return "".join(f"&#{ord(c)};" for c in characters) or match[0]


def mend(text: str) -> str:
    """The text with the two commonest encoding accidents undone: UTF-8 taken for Latin-1 and encoded
    again, and Windows-1252 characters written with their byte value. As feedparser does."""
    if text.isascii():
        return text
    try:
        text = text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        pass
    return text.translate(_C1)


def looks_like_html(text: str) -> bool:
    """True when a nominally plain text (an RSS title) can only have been meant as HTML.

    It has a closing tag, a void element or a character reference, every tag is one of running text,
    and every named reference exists. The idea is feedparser's.
    """
    if "<" not in text and "&" not in text:
        return False
    if not _CLOSING_OR_REFERENCE.search(text):
        return False
    if any(name.lower() not in _ELEMENTS for name in _TAG_NAME.findall(text)):
        return False
    return all(f"{name};" in html5 for name in _NAMED_REFERENCE.findall(text))
