"""Whole articles for feeds that deliver only a summary: which pages to ask for, and which text is taken.

Pure: pages in, decisions out. `supply` does the asking. The extraction is `boilerplate.extract`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from msgspec import Struct

from wirecopy import bodies, boilerplate, clean
from wirecopy.clean.policy import CleanPolicy
from wirecopy.fetch import FailedGet, Page
from wirecopy.parse.decode import decode
from wirecopy.reading import Piece, strip_rules
from wirecopy.types import Removal

MISSING = (
    "full_text needs trafilatura: pip install 'wirecopy[fulltext]'; until then the feed's own text is used"
)

PAGES_PER_RUN = 500
PAGES_PER_HOST = 30
"""A cold start asks a publisher for a screenful of its front page, not for its archive."""
LONG_ENOUGH = 2_500
"""Characters from which a feed's text is taken for the whole article, unless its end says otherwise."""
LONGER = 1.2
"""How much longer a page's text must be, in words: a summary that the page repeats is no gain."""
CONTAINED = 0.6
"""Share of the words of the feed's text that the page's must hold. Of 341 entries of the development
feeds that carry both a summary and a longer text, nine summaries in ten reach .58 in their own text (the
others are an editor's own words), and of 115,940 wrong pairs 99 in 100 stay at .61 or below
(`python bench/fit_fulltext.py ../shared/feeds`). A wrong text harms more than a short one."""

_WORD = re.compile(r"[^\W_]{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")
_CUT = re.compile(r"(?:\.\.\.|…)\W{0,10}(?:[^.!?]{0,60})$")
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


class Text(Struct, frozen=True, kw_only=True):
    """What came of a page: the body to write, or why the feed's own is kept."""

    html: str = ""  # safe; "" when the feed's own text stays
    removed: tuple[Removal, ...] = ()
    note: str  # for the trace


def is_available() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("trafilatura") is not None


def wants_page(piece: Piece) -> bool:
    """Whether a piece's page is worth asking for: the owner wants it, and the feed has only a summary."""
    text = piece.text.text
    return (
        piece.entry.source.full_text
        and piece.entry.link.startswith("http")
        and (len(text) < LONG_ENOUGH or bool(_CUT.search(text[-100:])))
    )


def pages_to_ask(pieces: Iterable[Piece], host_of: dict[str, str]) -> Iterator[str]:
    """The addresses of a run, newest entries first, within the bounds of a run and of a host."""
    hosts: Counter[str] = Counter()
    wanted = (p.entry for p in pieces if wants_page(p))
    for _, _, link in sorted((-e.published.timestamp(), e.entry_id, e.link) for e in wanted):
        host = host_of[link]
        if hosts[host] < PAGES_PER_HOST and hosts.total() < PAGES_PER_RUN:
            hosts[host] += 1
            yield link


def choose(piece: Piece, page: Page | FailedGet, policy: CleanPolicy) -> Text:
    """The page's article where it is longer than the feed's own text and holds its words; else why not.

    Never raises, whatever the page holds.
    """
    if isinstance(page, FailedGet):
        return Text(note=f"the feed's own text: {page.reason}")
    entry = piece.entry
    html = boilerplate.extract(
        page_text(page), page.url, title=entry.title, lang=entry.lang, source=strip_rules(entry.source)
    )
    if not html:
        return Text(note="the feed's own text: no article found on the page")
    safe, removed = clean.clean_fragment(html, page.url, policy)
    found = bodies.plain_text(safe)
    if reason := objection(entry.title, piece.text.text, found):
        return Text(note=f"the feed's own text: {reason}")
    return Text(
        html=safe,
        removed=removed,
        note=f"the text of the page, {len(found)} characters instead of {len(piece.text.text)}",
    )


def objection(title: str, own: str, found: str) -> str:
    """Why a page's text cannot stand for the feed's own; "" when it can."""
    theirs, ours = words(found), words(own)
    if len(theirs) < LONGER * len(ours):
        return "the page's is not longer"
    asked = set(ours) if len(ours) >= 8 else set(ours) | set(words(title))
    held = len(asked & set(theirs)) / len(asked) if asked else 0.0
    if held < CONTAINED:
        return f"the page holds only {held:.0%} of its words"
    return ""


def words(text: str) -> list[str]:
    """Words of three letters and more, lower case; characters where a script has no spaces."""
    return _WORD.findall(_WIDE.sub(r" \1 ", text).casefold())


def page_text(page: Page) -> str:
    """The page as text: by what its header or its own head says, if the bytes agree."""
    content_type = page.content_type
    if "charset" not in content_type.lower() and (meta := _META.search(page.body[:4096])):
        content_type = f"text/html; charset={meta[1].decode()}"
    return decode(page.body, content_type)[0]
