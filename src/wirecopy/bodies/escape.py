"""Text written so that Markdown shows it letter by letter.

Backslashes where Markdown itself knows them, character references where it does not or where the
character means something to a later program (`{`, `|`). Only what can have a meaning is escaped, so
that the files stay pleasant to read and to edit.
"""

from __future__ import annotations

import re

_ALWAYS = {
    "\\": "\\\\", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[", "]": "\\]",
    "<": "&lt;", ">": "&gt;", "{": "&#123;", "|": "&#124;", "}": "&#125;",
    "\xa0": "&nbsp;", "\t": " ", "\n": " ", "\r": " ", "\x0c": " ",
}  # fmt: skip
# White space that Python's str.strip() takes away, and so does the Markdown library at the edges
# of a block; as a reference it stays.
_WIDE = "\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ALWAYS.update((space, f"&#{ord(space)};") for space in _WIDE)

_SPECIAL = re.compile("[" + re.escape("".join(_ALWAYS)) + "]|&(?! )")
_MARKS = frozenset("".join(_ALWAYS) + "&")
_QUIET = bytes(code for code in range(32, 127) if chr(code) not in _MARKS)
_SPECIAL_BUT_AND = re.compile("[" + re.escape("".join(_ALWAYS)) + "]")  # without the choice twice as quick
# What makes a block something else when it stands first: heading, list item, quote, rule, fence.
_FIRST = re.compile(r"#|[-+](?=\s|$|[-+])|(?<=\d)[.)](?=\s|$)|~(?=~~)|=(?==*\s*$)")
_NUMBER = re.compile(r"\d{1,20}")
_VALUE = re.compile(r"[^0-9A-Za-z \-.,:;/?=%+@$']")


def escape_text(text: str) -> str:
    """Markdown of which the text, with its white space on one line, is what a reader sees."""
    # By bytes, for a half of what the pattern takes: nearly always nothing is left.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _QUIET)
    if not rest:
        return text
    odd = rest.decode("utf-8", "surrogatepass")
    if odd.isprintable() and _MARKS.isdisjoint(odd):
        return text
    if "&" not in text:
        return _SPECIAL_BUT_AND.sub(lambda found: _ALWAYS[found[0]], text)
    return _SPECIAL.sub(lambda found: _ALWAYS.get(found[0], "&amp;"), text)


def escape_start(markdown: str) -> str:
    """Escaped Markdown that is a plain paragraph whatever it begins with."""
    if markdown[:1].isalpha():
        return markdown
    number = _NUMBER.match(markdown)
    first = _FIRST.match(markdown, number.end() if number else 0)
    if not first or (first[0] in ".)") != bool(number):
        return markdown
    escaped = f"&#{ord(first[0])};" if first[0] in "~=" else "\\" + first[0]
    return markdown[: first.start()] + escaped + markdown[first.end() :]


def escape_value(value: str) -> str:
    """An attribute value in which nothing but letters and plain punctuation stands for itself."""
    return _VALUE.sub(lambda found: f"&#{ord(found[0])};" if found[0].isascii() else _wide(found[0]), value)


def _wide(character: str) -> str:
    return f"&#{ord(character)};" if character in _WIDE or character == "\xa0" else character
