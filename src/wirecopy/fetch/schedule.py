"""When a feed is asked again: the publisher's word, the feed's own rhythm, and our manners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from wirecopy.fetch.headers import freshness
from wirecopy.fetch.words import moment, span
from wirecopy.types import Failed, FeedInfo, FeedState, Fetched, NotModified, Skipped, Source

SHORTEST = timedelta(minutes=30)
LONGEST = timedelta(days=1)
SKIP_DAYS_LONGEST = timedelta(days=3)  # a long weekend; who excludes more excludes nothing
UNKNOWN = timedelta(hours=1)  # where neither publisher nor rhythm say anything
RETRY_LONGEST = timedelta(days=7)  # of a Retry-After: a slip of a server must not silence a feed for years
# How long a feed's own rhythm may keep us away. Replayed over 24 feeds' publication times
# (bench/fit_schedule.py): 6 h costs 9 % more requests than a day, and an entry comes 1.4 h late
# instead of 4.6 h on average; half of the usual gap, or an eighth of the silence, is its other part.
RHYTHM_LONGEST = timedelta(hours=6)
RHYTHM_LENGTH = 20  # publication times remembered
FALL_BACK_AFTER = 3  # failures in a row after which a remembered new address is no longer trusted
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def new_state(source: Source, state: FeedState | None) -> FeedState:
    """What is known about the feed at the address that `source` names now."""
    return state if state is not None and state.url == source.url else FeedState(url=source.url)


def asked_at(state: FeedState) -> str:
    """The address to ask: where permanent redirects led, unless that keeps failing."""
    return state.moved_to if state.moved_to and state.failures < FALL_BACK_AFTER else state.url


def waiting(source: Source, state: FeedState, now: datetime, *, force: bool = False) -> Skipped | None:
    """Why the feed is not asked now; None when it is its turn.

    `force` overrides the schedule and a 410, never the time that the publisher asked us to wait.
    """
    if state.gone_since and not force:
        return Skipped(source=source, until=None, reason=f"gone since {state.gone_since:%Y-%m-%d}")
    if state.last_checked and state.last_checked > now + LONGEST:
        return None  # the clock was years ahead once: what was planned then means nothing
    if state.not_before and state.not_before > now:
        reason = f"asked to come back at {moment(state.not_before, now)}"
        return Skipped(source=source, until=state.not_before, reason=reason)
    if force:
        return None
    if state.next_due and state.next_due > now:
        reason = f"not due until {moment(state.next_due, now)}: {state.due_reason}"
        return Skipped(source=source, until=state.next_due, reason=reason)
    allowed = allowed_from(now, state.skip_hours, state.skip_days)
    if allowed > now and state.last_checked and now < state.last_checked + _patience(state, now):
        reason = f"the feed names this time as one to leave it alone, until {moment(allowed, now)}"
        return Skipped(source=source, until=allowed, reason=reason)
    return None


def _patience(state: FeedState, now: datetime) -> timedelta:
    """How long excluded hours or days may keep us away, for runs that only ever come within them."""
    return SKIP_DAYS_LONGEST if DAYS[now.weekday()] in state.skip_days else LONGEST


class Interval(Struct, frozen=True):
    """How long to wait, and the reason as the end of a sentence."""

    length: timedelta
    reason: str


def next_state(
    state: FeedState,
    outcome: Fetched | NotModified | Skipped | Failed,
    feed: FeedInfo | None,
    published: Sequence[datetime],
    new_count: int,
    now: datetime,
    *,
    parsed_ok: bool,
) -> FeedState:
    """What to remember of one feed after one run.

    `feed` and `published` (publication times of the document's entries) come from a parsed
    document, `new_count` is how many entries were never seen before. Validators, the hash of the
    body and a new address are taken only from a document that could be parsed.
    """
    if isinstance(outcome, Skipped):
        return state
    if isinstance(outcome, Failed):
        return _after_failure(state, outcome, now)
    if isinstance(outcome, Fetched) and not parsed_ok:
        failed = Failed(source=outcome.source, kind="not-a-feed", reason="not a feed that can be read")
        return _after_failure(state, failed, now)
    return _after_success(state, outcome, feed, published, new_count, now)


def _after_failure(state: FeedState, failed: Failed, now: datetime) -> FeedState:
    failures = state.failures + 1
    wait = min(SHORTEST * 2 ** min(failures - 1, 10), LONGEST)
    times = "once" if failures == 1 else f"{failures} times in a row"
    until = min(failed.retry_after, now + RETRY_LONGEST) if failed.retry_after else None
    return replace(
        state,
        last_checked=now,
        failures=failures,
        failure=failed.kind,
        failure_reason=failed.reason,
        failing_since=state.failing_since or now,
        gone_since=(state.gone_since or now) if failed.kind == "gone" else None,
        not_before=until,
        next_due=max(now + wait, until or now),
        due_reason=f"it failed {times}",
    )


def _after_success(
    state: FeedState,
    outcome: Fetched | NotModified,
    feed: FeedInfo | None,
    published: Sequence[datetime],
    new_count: int,
    now: datetime,
) -> FeedState:
    known = replace(
        state,
        last_checked=now,
        last_success=now,
        last_new=now if new_count else state.last_new,
        failures=0,
        failure=None,
        failure_reason="",
        failing_since=None,
        gone_since=None,
        not_before=None,
        moved_to=outcome.moved_to or (state.moved_to if state.failures < FALL_BACK_AFTER else ""),
    )
    if isinstance(outcome, Fetched):
        known = replace(
            known,
            validators=outcome.validators,
            validated_url=outcome.url,
            body_hash=outcome.body_hash,
            rhythm=tuple(sorted({p for p in published if p <= now}, reverse=True)[:RHYTHM_LENGTH]),
        )
    elif outcome.validators.etag or outcome.validators.last_modified:
        known = replace(known, validators=outcome.validators, validated_url=outcome.url)
    if feed is not None:
        known = replace(
            known,
            floor_minutes=max(feed.ttl_minutes, feed.update_every_minutes, 0),
            skip_hours=tuple(sorted({hour % 24 for hour in feed.skip_hours if 0 <= hour <= 24})),
            skip_days=tuple(day for day in DAYS if day in {d.strip().lower() for d in feed.skip_days}),
            title=feed.title or known.title,
            home=feed.link or known.home,
        )
    wait = interval(known, freshness(outcome.cache_control, outcome.expires, outcome.date, now), now)
    due = allowed_from(now + wait.length, known.skip_hours, known.skip_days)
    reason = (
        wait.reason if due == now + wait.length else "the feed names hours or days on which it is not asked"
    )
    return replace(known, next_due=due, due_reason=reason)


def interval(state: FeedState, fresh: timedelta | None, now: datetime) -> Interval:
    """The longest of what the publisher asks for and what the feed's rhythm makes sensible.

    Between SHORTEST and LONGEST in any case.
    """
    choices = [Interval(SHORTEST, f"a feed is asked at most every {span(SHORTEST.total_seconds() / 60)}")]
    rhythm = usual_gap(state.rhythm, now)
    if rhythm is not None:
        choices.append(
            Interval(
                min(rhythm, RHYTHM_LONGEST), f"it publishes about every {span(rhythm.total_seconds() / 30)}"
            )
        )
    elif not state.floor_minutes and fresh is None:
        choices.append(Interval(UNKNOWN, "it does not say how often it changes"))
    floor = timedelta(minutes=min(state.floor_minutes, 10**6))
    choices.append(Interval(floor, f"the feed asks for {span(floor.total_seconds() / 60)} between requests"))
    if fresh:
        choices.append(Interval(fresh, f"the answer stays fresh for {span(fresh.total_seconds() / 60)}"))
    longest = max(choices, key=lambda choice: choice.length)
    return Interval(min(longest.length, LONGEST), longest.reason)


def usual_gap(rhythm: Sequence[datetime], now: datetime) -> timedelta | None:
    """Half the usual time between two publications, None where too little is known.

    The time since the last one counts as a gap, so a feed that fell silent is asked less and less.
    """
    if not rhythm:
        return None
    gaps = [(newer - older).total_seconds() for newer, older in pairwise(rhythm)]
    silence = (now - rhythm[0]).total_seconds()
    usual = max(median(gaps), silence / 4) if gaps else silence
    return timedelta(seconds=max(0.0, usual) / 2)


def allowed_from(due: datetime, skip_hours: Sequence[int], skip_days: Sequence[str]) -> datetime:
    """The first moment from `due` on that lies on no day and in no hour (UTC) that the feed excludes.

    A feed that excludes more than SKIP_DAYS_LONGEST at a stretch excludes nothing.
    """
    for hours in range(SKIP_DAYS_LONGEST // timedelta(hours=1)):
        start = due if not hours else due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)
        if start.hour not in skip_hours and DAYS[start.weekday()] not in skip_days:
            return start
    return due
