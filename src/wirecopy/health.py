"""How the sources are: gathered after a run for the site's pages and `wirecopy status`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from wirecopy.markdown import write_whole
from wirecopy.types import Dropped, FeedState, Source
from wirecopy.views.health import LEFT_OUT, Count, DroppedLine, Health, SourceHealth, State

if TYPE_CHECKING:  # a build reads what a run has gathered, and needs no index
    from wirecopy.index import Index, Recorded

_NUMBER = re.compile(r"\d+")
SPAN = timedelta(days=30)  # of the counts by day


def survey(
    index: Index,
    sources: Iterable[Source],
    dropped: Iterable[Dropped],
    items: Mapping[str, int],
    before: Health,
    now: datetime,
) -> Health:
    """The health of every source after a run. `items`: entries in each document that was read in it."""
    states = index.states()
    last = {s.id: s for s in before.sources}
    by_source: dict[str, Counter[str]] = {}
    lines = LeftOut()
    for d in dropped:
        by_source.setdefault(d.source_id, Counter())[d.reason] += 1
        lines.add(d)
    found = []
    for source in sources:
        former = last.get(source.id, SourceHealth(id=source.id))
        records = index.of_source(source.id).values()
        found.append(
            _one(source, states.get(source.id), records, by_source.get(source.id), items, former, now)
        )
    if lines.counts:
        return Health(sources=tuple(found), dropped=lines.shown(), left_out=lines.totals(), as_of=now)
    if before.as_of and before.as_of.date() == now.date():
        return Health(sources=tuple(found), dropped=before.dropped, left_out=before.left_out, as_of=now)
    return Health(sources=tuple(found), as_of=now)


class LeftOut:
    """What a run dropped, as far as a page can show it: of each reason the first lines, and how many there are."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._first: dict[str, list[tuple[tuple[str, ...], DroppedLine]]] = {}

    def add(self, d: Dropped) -> None:
        line = _line(d)
        self.counts[line.why] += 1
        first = self._first.setdefault(line.why, [])
        first.append(((d.source_id, d.reason, d.title, d.entry_id), line))
        if len(first) > 4 * LEFT_OUT:
            self._cut(first)

    @staticmethod
    def _cut(first: list[tuple[tuple[str, ...], DroppedLine]]) -> None:
        first.sort(key=itemgetter(0))
        del first[LEFT_OUT:]

    def shown(self) -> tuple[DroppedLine, ...]:
        """In order of source, reason and title."""
        for first in self._first.values():
            self._cut(first)
        return tuple(line for _, line in sorted(chain(*self._first.values()), key=itemgetter(0)))

    def totals(self) -> tuple[Count, ...]:
        """How many lines each reason has, where they are more than are shown."""
        return _counts({why: count for why, count in self.counts.items() if count > LEFT_OUT})


def _one(
    source: Source,
    state: FeedState | None,
    records: Iterable[Recorded],
    counts: Counter[str] | None,
    items: Mapping[str, int],
    former: SourceHealth,
    now: datetime,
) -> SourceHealth:
    records = [r for r in records if not r.is_pruned]
    kept = [r for r in records if not r.of]
    days = Counter(r.first_seen.date().isoformat() for r in records if now - r.first_seen <= SPAN)
    condition, reason = judge(state, now)
    return SourceHealth(
        id=source.id,
        state=condition,
        reason=reason,
        last_checked=state.last_checked if state else None,
        last_new=max((r.first_seen for r in records), default=None),
        moved_to=state.moved_to if state and state.moved_to != source.url else "",
        items=items.get(source.id, former.items),
        kept=len(kept),
        merged=len(records) - len(kept),
        dropped=_counts(counts) if counts is not None else former.dropped,
        per_day=_counts(days),
    )


def _counts(counts: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(Count(name, count) for name, count in sorted(counts.items()))


def judge(state: FeedState | None, now: datetime) -> tuple[State, str]:
    """The condition of a feed and one line that explains it."""
    if state is None or state.last_checked is None:
        return "unknown", "not asked yet"
    if state.gone_since:
        return "gone", f"gone for good since {state.gone_since:%Y-%m-%d}"
    if state.failures:
        since = f" (since {state.failing_since:%Y-%m-%d})" if state.failing_since else ""
        return ("blocked" if state.failure == "blocked" else "failing"), state.failure_reason + since
    if state.moved_to and state.moved_to != state.url:
        return "moved", ""  # where to stands beside it
    if quiet := quiet_for(state.rhythm, now):
        return "quiet", f"nothing new for {quiet.days} days, unusual for this feed"
    return "ok", ""


def quiet_for(rhythm: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long a feed has been silent, when that is unusual: a week at least, and four times its longest pause."""
    times = sorted(rhythm)
    if len(times) < 4:
        return None
    longest = max(b - a for a, b in pairwise(times))
    silent = now - times[-1]
    return silent if silent > max(timedelta(days=7), 4 * longest) else None


def _line(d: Dropped) -> DroppedLine:
    kind, _, rule = d.reason.partition(": ")
    return DroppedLine(
        title=d.title, source_id=d.source_id, reason=kind, rule=rule, detail=d.detail, link=d.link
    )


def read_health(cache: Path) -> Health:
    """What the last run left; an empty one when there was none or it cannot be read."""
    try:
        return msgspec.json.decode((cache / "health.json").read_bytes(), type=Health)
    except (OSError, msgspec.MsgspecError):
        return Health()


def write_health(cache: Path, health: Health) -> bool:
    """True when the file changed. A run that found nothing new leaves it, so that no page changes either."""
    if _essence(read_health(cache)) == _essence(health):
        return False
    return write_whole(cache / "health.json", msgspec.json.format(msgspec.json.encode(health)) + b"\n")


def _essence(health: Health) -> Health:
    """Without what differs from run to run; "back at 14:05", "for 9 days" are no news by themselves."""
    return replace(
        health,
        as_of=None,
        sources=tuple(
            replace(s, last_checked=None, reason=_NUMBER.sub("#", s.reason)) for s in health.sources
        ),
    )
