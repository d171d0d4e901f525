"""What stands in recent.json and excerpts.json, of stories looked at one by one and of those that are over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from wirecopy.corpus.past import Indexed
from wirecopy.search.coding import COMMON, as_json, coded, inverted, is_little, step, steps
from wirecopy.search.row import Row
from wirecopy.search.words import words_of

PIECE = 16  # stories


def write_recent(found: Sequence[Row], older: int, archive: bool, past: Indexed | None = None) -> bytes:
    """Words with the stories that have them; sources, topics and days as columns."""
    sources = sorted({name for r in found for name in r.sources}.union(past.sources if past else ()))
    topics = sorted({name for r in found for name in r.topics}.union(past.topics if past else ()))
    source_of = {name: number for number, name in enumerate(sources)}
    topic_of = {name: number for number, name in enumerate(topics)}
    columns = [([source_of[n] for n in r.sources], [topic_of[n] for n in r.topics]) for r in found]
    days = [[day, sum(1 for _ in group)] for day, group in groupby(r.day for r in found)]
    if past:
        ours, on = [source_of[name] for name in past.sources], [topic_of[name] for name in past.topics]
        same = past.sources == sources and past.topics == topics
        columns += (
            past.told
            if same
            else [([ours[n] for n in of], [on[n] for n in about]) for of, about in past.told]
        )
        days += [[day, count] for day, count, _ in past.days]
    where, common = told_words(inverted(map(headline_words, found)), len(found), past)
    return as_json(
        {
            "piece": PIECE,
            "older": older,
            "archive": archive and older > 0,
            "sources": sources,
            "topics": topics,
            "days": days,
            "from": [of[0] if len(of) == 1 else of for of, _ in columns],  # most stories have one source
            "on": {str(number): about for number, (_, about) in enumerate(columns) if about},
            **_coded(where, common),
        }
    )


def told_words(
    index: dict[str, list[int]], count: int, past: Indexed | None
) -> tuple[dict[str, str], list[str]]:
    """Word → its stories as steps, `index` telling of the first `count` and `past` of those after them; the common ones apart."""
    most = (count + (len(past.told) if past else 0)) * COMMON
    where: dict[str, str] = {}
    common = set()
    for word, (having, first, rest) in past.words.items() if past else ():
        numbers = index.pop(word, ())
        if having + len(numbers) > most and is_little(word):
            common.add(word)
        elif numbers:
            where[word] = f"{steps(numbers)}{step(count + first - numbers[-1])}{rest}"
        else:
            where[word] = step(count + first) + rest
    for word, numbers in index.items():
        if len(numbers) > most and is_little(word):
            common.add(word)
        else:
            where[word] = steps(numbers)
    return where, sorted(common)


def write_excerpts(found: Sequence[Row], past: Sequence[Sequence[str]] = ()) -> bytes:
    """Words that stand in an excerpt and not in its headlines, with the stories that have them."""
    index = inverted([*map(excerpt_words, found), *past])
    return as_json(_coded(*told_words(index, len(found) + len(past), None)))


def _coded(where: dict[str, str], common: list[str]) -> dict[str, object]:
    words, steps_of = coded(where)
    return {"common": common, "words": words, "where": steps_of}


def headline_words(row: Row) -> list[str]:
    return words_of(" ".join((row.title, *row.words)))


def excerpt_words(row: Row) -> list[str]:
    told = set(headline_words(row))
    return [word for word in words_of(row.excerpt) if word not in told]


def pieces(days: Sequence[str]) -> Iterator[tuple[str, range]]:
    """File and numbers of the stories of each piece, `days` being those of all stories, newest first."""
    start = 0
    for day, group in groupby(days):
        end = start + sum(1 for _ in group)
        for piece, first in enumerate(range(start, end, PIECE)):
            yield f"search/{day}-{piece}.json", range(first, min(first + PIECE, end))
        start = end


def write_piece(found: Sequence[Row]) -> bytes:
    """What is shown of some stories."""
    return as_json([[r.title, r.path, r.link, r.excerpt, r.lang] for r in found])
