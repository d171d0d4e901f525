"""The few words of a story that a page may show: an extract, never a sentence of ours."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 200  # characters: "very short extracts" are free under Article 15 of Directive (EU) 2019/790
# A full stop ends a sentence after a word of four letters or more, when no small letter or number follows: so that
# "Jan. 3", "U.S. court" and "Mr. Fen" go on. It may miss an end, which costs a few words; it must not invent one.
_SENTENCE_END = re.compile(
    r"""(?:(?<=\w{4})[.…]|[!?؟۔])['"”’»)]*(?=\s+[^\W\d_a-zß-ÿ]|\s+["“„'‘«(¿¡]|\s*$)|[。！？]"""
)
_ENDING = ".…!?؟۔。！？'\"”’»)"  # all that the end of a sentence is made of
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def excerpt(text: str, title: str = "", limit: int = LIMIT) -> str:
    """At most `limit` characters from the start of `text`, on one line, cut where a word or a sentence ends.

    A first line that only repeats the title is skipped. A cut that is no sentence end is marked by
    "…", which counts. Scripts without spaces are cut between characters, never inside a combined one.
    """
    flat = " ".join(_lines(text[: limit * 40], title, 2 * limit + 2))
    limit = _room(flat, limit)
    if len(flat) <= limit:
        return flat
    end = _last_end(flat[: limit + 1], int(limit * 0.6), limit)
    if end >= limit * 0.6:  # a whole sentence reads better than a few words more
        return flat[:end].rstrip()
    return _cut(flat, limit - 1) + "…"


def _last_end(flat: str, least: int, most: int) -> int:
    """Where the last sentence ends that ends between the two; what ends before `least` may not be found, then 0."""
    start = min(max(0, least - 1), len(flat))
    while start and flat[start - 1] in _ENDING:
        start -= 1
    return max([m.end() for m in _SENTENCE_END.finditer(flat, start) if m.end() <= most], default=0)


def _lines(text: str, title: str, enough: int) -> list[str]:
    """The first lines, white space collapsed, until they are `enough` characters: nothing beyond is looked at."""
    found: list[str] = []
    first = True
    for raw in text.split("\n"):
        # A line whose only white space is single spaces is what it would become.
        line = raw.strip(" ") if "  " not in raw and raw.isprintable() else " ".join(raw.split())
        if not line:
            continue
        if not (first and title and _same(line, title)):
            found.append(line)
            enough -= len(line)
        first = False
        if enough < 0:
            break
    return found


def _room(flat: str, limit: int) -> int:
    """Half as many characters for scripts whose characters are twice as wide and say twice as much."""
    if flat.isascii():
        return limit
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in flat[:limit])
    return limit // 2 if wide > limit // 4 or wide * 2 > len(flat) else limit


def _cut(flat: str, room: int) -> str:
    head = flat[: room + 1]
    space = head.rfind(" ")
    if space >= room // 2 and not _NO_SPACES.search(head[space:]):
        return head[:space].rstrip(" ,;:–—-(")
    end = room
    while end > 0 and end < len(flat) and (unicodedata.combining(flat[end]) or flat[end] in "\u200d\ufe0f"):
        end -= 1
    return flat[:end].rstrip()


def _same(line: str, title: str) -> bool:
    one, other = line.casefold(), title.casefold()
    # Nearly every first line begins with another letter than the title.
    return next(filter(str.isalnum, one), "") == next(filter(str.isalnum, other), "") and _letters(
        one
    ) == _letters(other)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
