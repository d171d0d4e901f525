"""The kept records brought up to what content/ holds now: only what changed, or learnt from what changed, is derived."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from wirecopy.build.derive import Case, Derive
from wirecopy.build.record import Record
from wirecopy.build.sight import look_into
from wirecopy.build.stamp import NOWHERE, Stamp, settled
from wirecopy.corpus.learnt import Lesson, month_of
from wirecopy.markdown.files import Unreadable, parse_file
from wirecopy.types import Article


class Thaw(Exception):  # noqa: N818  # no error: the long way is taken
    """The sums of the past do not serve this build: it must look at everything. Says why."""


class Caught(Struct, frozen=True):
    """The record of now."""

    records: dict[str, Record]
    fresh: frozenset[str]  # paths of the articles that were derived anew
    changed: bool  # anything at all that must be kept


def catch_up(
    content: Path,
    old: Mapping[str, Record],
    found: Mapping[str, Stamp],
    now: int,
    derive: Derive,
    since: str = "",
    doubted: Collection[str] = (),
    jobs: int = 1,
) -> Caught:
    """The records of the files `found` (path below content → stamp, taken when the file system's time was `now`).

    `old` knows what was first seen from the month before `since` on. Raises Thaw when more must be known.
    What articles learnt whose records are `doubted` is looked at again, the files being the same or not.
    `jobs` processes read what must be read.
    """
    records = {p: r for p, stamp in found.items() if (r := old.get(p)) is not None and r.stamp == stamp}
    news: dict[str, Case] = {}
    todo = [(p, r.source if (r := old.get(p)) is not None else b"") for p in found if p not in records]
    touched = len(old) != len(found) or bool(todo)
    for (path, source), seen in zip(todo, look_into(content, todo, jobs), strict=True):
        stamp = settled(found[path], now)
        if seen.fault:
            lesson = Lesson("", "")
            stamp = stamp if seen.source else NOWHERE
            records[path] = Record(path, stamp, seen.source, b"", lesson, None, broken=seen.fault)
        elif seen.article is not None:
            a = seen.article
            news[path] = Case(path, stamp, seen.source, a.first_seen, a.entry_id, a.slug, article=a)
        elif seen.source and seen.source == source:
            records[path] = msgspec.structs.replace(old[path], stamp=stamp)
    # A file that cannot be read any more teaches as little as one that is gone.
    gone = [
        r.order[0]
        for path, r in old.items()
        if r.order and ((now_there := records.get(path)) is None or now_there.order is None)
    ]
    moments = [case.first_seen for case in news.values()] + gone
    moments += [r.order[0] for path in doubted if (r := records.get(path)) is not None and r.order]
    if not moments:
        return Caught(records, frozenset(), touched)

    def read(path: str) -> Article:
        again = parse_file((content / path).read_bytes(), content / path, content)
        if isinstance(again, Unreadable):
            raise FileNotFoundError(f"{path}: changed while the site was built; build again")
        return again

    cases = [*news.values()]
    cases += [
        Case(r.path, r.stamp, r.source, *r.order, record=r) for r in records.values() if r.order is not None
    ]
    if month_of(min(moments)) < since:
        raise Thaw("an article was changed whose neighbours in time are frozen")
    fresh = derive(cases, min(moments), read)
    records.update((r.path, r) for r in fresh)
    return Caught(records, frozenset(r.path for r in fresh), True)
