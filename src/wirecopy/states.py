"""What a run learned about each feed, for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from wirecopy import fetch
from wirecopy.reading import Reading
from wirecopy.report import Moved
from wirecopy.types import Failed, FeedState, Fetched, NotModified, Skipped, Source, Validators

Outcome = Fetched | NotModified | Skipped | Failed


def next_states(
    sources: Iterable[Source],
    states: Mapping[str, FeedState],
    outcomes: Mapping[str, Outcome],
    readings: Mapping[str, Reading],
    new: Mapping[str, int],
    now: datetime,
) -> dict[str, FeedState]:
    """What to remember of each feed that was asked or passed over. `new`: articles by source id."""
    result = {}
    for source in sources:
        if (outcome := outcomes.get(source.id)) is None:
            continue
        reading = readings.get(source.id)
        state = fetch.next_state(
            before
            if (before := states.get(source.id)) and before.url == source.url
            else FeedState(url=source.url),
            outcome,
            reading.feed if reading and not reading.failed else None,
            reading.published if reading else (),
            new.get(source.id, 0),
            now,
            parsed_ok=bool(reading and not reading.failed),
        )
        if reading and reading.excess:  # a 304 would hide what was left for the next run
            state = replace(state, validators=Validators(), body_hash="", next_due=None)
        result[source.id] = state
    return result


def moved(sources: Iterable[Source], states: Mapping[str, FeedState]) -> Iterator[Moved]:
    """Feeds that answer for good at another address than the owner's."""
    for source in sources:
        state = states.get(source.id)
        if state and state.moved_to and state.moved_to != source.url:
            yield Moved(source.id, source.url, state.moved_to)
