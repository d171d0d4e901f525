"""Asking within bounds: a run that must end in time, and a machine whose clock is wrong.

Both wrap `fetch.fetch` and are handed to the pipeline in its place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from wirecopy.errors import WirecopyError
from wirecopy.fetch import fetch
from wirecopy.types import Failed, FeedState, Fetched, FetchSettings, NotModified, Skipped, Source

Outcome = Fetched | NotModified | Skipped | Failed
Ask = Callable[..., Iterator[Outcome]]

OUT_OF_TIME = "the run's time was used up; it comes first the next time"

# A clock may be this far off. Time zones set wrongly reach 14 h and harm nothing: dates are taken from
# feeds. A day more or less moves what `max_age_days` takes in and what First_seen says.
CLOCK_MAY_BE_OFF = timedelta(days=1)
WITNESSES = 3  # publishers that must agree before our own clock is called wrong: one of them may be


def within(seconds: float, ask: Ask = fetch, clock: Callable[[], float] = time.monotonic) -> Ask:
    """The same, but stopping cleanly after `seconds`: feeds that have not answered by then are Skipped.

    The feeds that were asked longest ago come first, so that no feed is always the one that is left out.
    An answer that is under way is waited for, at most for the timeout of one request.
    """
    end = clock() + seconds

    def asking(
        sources: Iterable[Source],
        states: Mapping[str, FeedState],
        settings: FetchSettings,
        now: datetime,
        *,
        force: bool = False,
    ) -> Iterator[Outcome]:
        waiting = {s.id: s for s in longest_ago_first(sources, states)}
        answers = ask(list(waiting.values()), states, settings, now, force=force)
        while clock() < end and waiting:
            outcome = next(answers, None)
            if outcome is None:
                return
            waiting.pop(outcome.source.id, None)
            yield outcome
        close = getattr(answers, "close", None)
        if close:
            close()
        for source in waiting.values():
            yield Skipped(source=source, until=now, reason=OUT_OF_TIME)

    return asking


def longest_ago_first(sources: Iterable[Source], states: Mapping[str, FeedState]) -> list[Source]:
    """Feeds in the order in which they were last asked; two that answer at one address stay together."""
    never = datetime.min.replace(tzinfo=UTC)
    asked: dict[str, datetime] = {}
    sources = list(sources)
    for source in sources:
        state = states.get(source.id)
        url = (state.moved_to if state else "") or source.url
        last = (state.last_checked if state else None) or never
        asked[url] = max(last, asked.get(url, never))

    def when(source: Source) -> datetime:
        state = states.get(source.id)
        return asked[(state.moved_to if state else "") or source.url]

    return sorted(sources, key=when)


def trusting(now: datetime, ask: Ask = fetch) -> Ask:
    """The same, but raising WirecopyError when publishers agree that this machine's clock is days off.

    Nothing has been written by then. Without it, a clock that is a year ahead would call every entry too
    old, and one that is behind would date what is new into the past, for good.
    """

    def asking(
        sources: Iterable[Source],
        states: Mapping[str, FeedState],
        settings: FetchSettings,
        now_: datetime,
        *,
        force: bool = False,
    ) -> Iterator[Outcome]:
        offs: dict[str, float] = {}
        for outcome in ask(sources, states, settings, now_, force=force):
            said = said_time(outcome)
            if said is not None and isinstance(outcome, Fetched | NotModified):
                offs[outcome.url] = (now - said).total_seconds()
            if len(offs) >= WITNESSES:
                refuse_wrong_clock(list(offs.values()), now)
            yield outcome

    return asking


def said_time(outcome: Outcome) -> datetime | None:
    """The publisher's clock when it answered; None when it did not say."""
    if not isinstance(outcome, Fetched | NotModified) or not outcome.date:
        return None
    try:
        said = parsedate_to_datetime(outcome.date)
    except (ValueError, OverflowError):
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def refuse_wrong_clock(offs: list[float], now: datetime) -> None:
    """Raises WirecopyError when the publishers' clocks agree with each other and not with ours."""
    middle = median(offs)
    agreeing = [off for off in offs if abs(off - middle) < CLOCK_MAY_BE_OFF.total_seconds() / 2]
    if abs(middle) < CLOCK_MAY_BE_OFF.total_seconds() or len(agreeing) < WITNESSES:
        return
    theirs = now - timedelta(seconds=middle)
    raise WirecopyError(
        f"this machine's clock says {now:%Y-%m-%d %H:%M}, {len(agreeing)} publishers' clocks say "
        f"{theirs:%Y-%m-%d %H:%M}; nothing was written. Set the clock, then run it again"
    )
