"""How the sources are and what a run left out: plain facts that the pipeline notes and pages show."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

State = Literal["ok", "quiet", "failing", "blocked", "moved", "gone", "unknown"]


class Count(Struct, frozen=True, order=True):
    """How many of one kind."""

    name: str  # "too old", "rule: no deals", "tracking parameter"
    count: int


class SourceHealth(Struct, frozen=True, kw_only=True):
    """One feed as the last runs found it."""

    id: str
    state: State = "unknown"
    reason: str = ""  # one line a person understands: "stopped after 10 MB"; "" when all is well
    last_checked: datetime | None = None
    last_new: datetime | None = None  # when an entry last turned out to be new
    moved_to: str = ""  # the address that it answers from now
    items: int = 0  # entries in the feed at the last look
    kept: int = 0  # entries that became articles, all runs on record
    merged: int = 0  # entries that were another's text
    dropped: tuple[Count, ...] = ()  # by reason
    removed: tuple[Count, ...] = ()  # by kind: "pixel", "tracking parameter"
    per_day: tuple[Count, ...] = ()  # "2026-02-17" → new entries, oldest first, the last 30 days at most


LEFT_OUT = 300  # lines on the page of what was left out


class DroppedLine(Struct, frozen=True, kw_only=True):
    """One entry that was left out in the latest run."""

    title: str
    source_id: str
    reason: str  # class: "too old", "rule", "same as"
    rule: str = ""  # which of the owner's rules
    detail: str = ""  # "published 2019-03-02, older than 14 days"
    link: str = ""

    @property
    def why(self) -> str:
        """The reason in full: "rule: no deals"."""
        return f"{self.reason}: {self.rule}" if self.rule else self.reason


class Health(Struct, frozen=True, kw_only=True):
    """What is on record about the latest run."""

    sources: tuple[SourceHealth, ...] = ()
    dropped: tuple[DroppedLine, ...] = ()  # today's, at most LEFT_OUT of each reason
    left_out: tuple[Count, ...] = ()  # how many in all, of each reason that has more
    as_of: datetime | None = None  # None: no run is on record
