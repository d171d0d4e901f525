"""Who covers a story, in the order in which they joined, and when a feed says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Derived

# A subscriber is told of the second, third, fifth and tenth outlet, not of each one in between.
STEPS = (10, 5, 3, 2, 1)


class Joined(Struct, frozen=True, order=True):
    """One outlet, at its first report."""

    when: datetime
    published: datetime
    source_id: str


def first_of(members: Sequence[Derived]) -> Derived:
    """The report that leads the story in feeds: the first one seen, and never one that came by a merge."""
    if len(members) == 1:
        return members[0]
    return min(members, key=lambda d: (bool(d.article.story_was), *_age(d)))


def _age(d: Derived) -> tuple[datetime, datetime, str]:
    return d.article.first_seen, d.article.date, d.article.entry_id


def joined(members: Sequence[Derived], lead: Derived) -> list[Joined]:
    """Every outlet once, the lead's first, then as they came.

    The record does not say when a reprint was met, only when it was published; before the report that
    it repeats it was not.
    """
    found: dict[str, Joined] = {}
    reports = [Joined(d.article.first_seen, d.article.date, d.article.source_id) for d in members]
    reprints = [
        Joined(max(also.published, d.article.first_seen), also.published, also.source_id)
        for d in members
        for also in d.article.also
    ]
    head = Joined(lead.article.first_seen, lead.article.date, lead.article.source_id)
    for one in (head, *sorted((*reports, *reprints))):
        found.setdefault(one.source_id, one)
    return list(found.values())


def told_of(outlets: Sequence[Joined]) -> Sequence[Joined]:
    """The outlets up to the last step that was reached."""
    return outlets[: next(step for step in STEPS if step <= len(outlets))]
