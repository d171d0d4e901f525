"""Raw HTML made fit for a parser of the standard: bounded in size, in depth, in what it repeats.

The HTML standard's tree construction is quadratic in depth and in open formatting elements. Measured
with nh3 0.3.8: `<ul><li>` × 16,000 takes 2.7 s, `<b c=1><b c=2>…` × 16,000 4.9 s, and each quadruples
with twice the length. So long documents are parsed in pieces of 4,000 tags, .3 s each at the worst.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_HTML = 500_000
"""Characters of raw HTML that are looked at; the longest real body measured had 92,226."""
MAX_TAGS = 4_000
"""Start tags parsed at once. The most in a real body measured were 3,199."""
MAX_PIECES = 5
"""Pieces that are parsed; what comes after them is kept as text."""
MAX_FORMATTING = 600
"""Formatting elements beyond which their attributes go: with them, each paragraph repeats every open one.
The most in a real body measured were 292."""

_TAG = re.compile(r"<[^<>]*>")
_START = re.compile(r"<[A-Za-z]")
_NAME = re.compile(r"</?([A-Za-z]+)")
_TRANSPARENT = re.compile(
    r"</?(?:noscript|math|m[inos]|mtext|mrow|mfrac|msup|msub|msubsup|mover|munder|munderover|msqrt|mroot|mfenced"
    r"|mtable|mtr|mtd|mspace|mstyle|mpadded|mphantom|menclose|merror|mglyph|maction|mmultiscripts|semantics)"
    r"(?=[\s/>])[^>]*>",
    re.IGNORECASE,
)
# The names above as far as they are letters, to see in a quarter of the time that none of them is there.
_TRANSPARENT_NAMES = frozenset({
    "noscript", "math", "mi", "mn", "mo", "ms", "mtext", "mrow", "mfrac", "msup", "msub", "msubsup", "mover",
    "munder", "munderover", "msqrt", "mroot", "mfenced", "mtable", "mtr", "mtd", "mspace", "mstyle", "mpadded",
    "mphantom", "menclose", "merror", "mglyph", "maction", "mmultiscripts", "semantics",
})  # fmt: skip
_DATA = re.compile(r"data:[^\"'\s<>]{2000,}", re.IGNORECASE)
_FORMATTING = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*>", re.IGNORECASE
)
_ENDLESS_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}>?")


def element_names(html: str) -> frozenset[str]:
    """What the elements of raw HTML are called, as far as a name is letters, in lower case."""
    return frozenset([name.lower() for name in set(_NAME.findall(html))])


def bound(html: str, limit: int) -> tuple[str, frozenset[str]]:
    """At most `limit` characters of HTML, without what would explode in a parser, and its `element_names`.

    `noscript` gives up its tags: what it holds is for readers without scripts, which ours all are. So
    do the elements of MathML, which the sanitiser would take away with all the text in them.
    """
    if len(html) > 10_000:
        html = _DATA.sub("data:,", html)
        html = _ENDLESS_TAG.sub("", html[: 2 * limit])[:limit]
    names = element_names(html)
    if not _TRANSPARENT_NAMES.isdisjoint(names):
        html = _TRANSPARENT.sub("", html)
    if html.count("<") > MAX_FORMATTING and sum(1 for _ in _FORMATTING.finditer(html)) > MAX_FORMATTING:
        html = _FORMATTING.sub(r"<\1>", html)
    return html, names


def pieces(html: str) -> Iterator[str]:
    """The HTML whole, or, where it has too many tags, in pieces that each begin with one."""
    if html.count("<") <= MAX_TAGS:
        yield html
        return
    begin = 0
    parts = 0
    for number, tag in enumerate(_START.finditer(html), 1):
        if number % MAX_TAGS == 0:
            yield html[begin : tag.start()]
            begin = tag.start()
            parts += 1
            if parts == MAX_PIECES:
                yield _TAG.sub(" ", html[begin:]).replace("<", " ")
                return
    yield html[begin:]
