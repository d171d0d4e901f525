"""Titles: plain text on one line, without the name of the site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from wirecopy.parse.plain import plain_line
from wirecopy.types import Item

MAX_TITLE = 300
_TAIL = re.compile(r"\s+[|–—·•»:-]{1,2}\s+(?=\S)|\s?[|]\s?(?=\S)")
_MARK = re.compile(r"[|–—·•»:-]")  # without one there is no separator
_LEAST_TITLES = 4  # fewer prove nothing: two of three headlines may well end alike
_LEAST_SHARE = 0.8


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:-–—") + "…"


def repeated_tails(titles: Sequence[str], site: str) -> frozenset[str]:
    """The endings, separator included, that most titles of a feed share: " | The Daily Example"."""
    tails = Counter(tail for title in set(titles) if (tail := _tail(title)))
    total = len(set(titles))
    return frozenset(
        tail
        for tail, count in tails.items()
        if (total >= _LEAST_TITLES and count >= _LEAST_SHARE * total) or _names(tail, site)
    )


def strip_tail(title: str, tails: frozenset[str]) -> str:
    """The title without the site's name at its end."""
    tail = _tail(title)
    return title[: -len(tail)].rstrip() if tail and tail in tails else title


def _tail(title: str) -> str:
    """The last separator and what follows it; "" when that is the whole title."""
    if not _MARK.search(title):
        return ""
    last = None
    for last in _TAIL.finditer(title):  # noqa: B007 - the last one is what we want
        pass
    return title[last.start() :] if last and last.start() > 0 else ""


def _names(tail: str, site: str) -> bool:
    """True when an ending is the feed's own title or the first part of it."""
    name = _TAIL.sub("", " " + tail.strip(), count=1).strip().casefold()
    own = site.casefold()
    return len(name) >= 3 and (name == own or _TAIL.split(own)[0].strip() == name)


def title_of(item: Item) -> str:
    """The item's own title as plain text; "" when it has none."""
    return plain_line(item.title, is_html=item.title_is_html)


def stand_in(body: str, host: str) -> str:
    """A title for an entry without one: the first words of its text, else the host of its link."""
    text = plain_line(body[:2000], is_html=True)
    return shorten(text, 80) or host or "Untitled"
