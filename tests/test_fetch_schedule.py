"""When a feed is asked again, as a pure function of what is known about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.fetch import next_state
from wirecopy.fetch.headers import Headers, freshness, read_date, retry_after
from wirecopy.fetch.schedule import LONGEST, RETRY_LONGEST, SHORTEST, SKIP_DAYS_LONGEST, allowed_from, waiting
from wirecopy.types import Failed, FeedInfo, FeedState, Fetched, NotModified, Skipped, Source, Validators

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)  # a Tuesday
SOURCE = Source(id="canal", url="https://canal.example/feed")
FRESH = FeedState(url=SOURCE.url)


def fetched(**more: object) -> Fetched:
    base = {"source": SOURCE, "url": SOURCE.url, "body": b"<rss/>", "fetched_at": NOW, "body_hash": "h1"}
    return Fetched(**(base | more))


def failed(kind: str = "server", **more: object) -> Failed:
    return Failed(**({"source": SOURCE, "kind": kind, "reason": "no luck"} | more))


def after(
    outcome: object = None,
    *,
    state: FeedState = FRESH,
    feed: FeedInfo | None = None,
    published: tuple[datetime, ...] = (),
    new: int = 0,
    now: datetime = NOW,
    ok: bool = True,
) -> FeedState:
    return next_state(state, outcome or fetched(), feed or FeedInfo(), published, new, now, parsed_ok=ok)


def wait_of(state: FeedState) -> timedelta:
    assert state.next_due
    assert state.last_checked
    return state.next_due - state.last_checked


def every(gap: timedelta, count: int = 20, last: timedelta = timedelta(minutes=5)) -> tuple[datetime, ...]:
    return tuple(NOW - last - gap * n for n in range(count))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("feed", "answer", "published", "expected"),
    [
        (FeedInfo(), {}, (), HOUR),
        (FeedInfo(ttl_minutes=5), {}, (), SHORTEST),
        (FeedInfo(ttl_minutes=180), {}, (), 3 * HOUR),
        (FeedInfo(ttl_minutes=10**9), {}, (), DAY),
        (FeedInfo(ttl_minutes=-7), {}, (), HOUR),
        (FeedInfo(update_every_minutes=1440), {}, (), DAY),
        (FeedInfo(ttl_minutes=60, update_every_minutes=120), {}, (), 2 * HOUR),
        (FeedInfo(), {"cache_control": "max-age=0"}, (), SHORTEST),
        (FeedInfo(), {"cache_control": "max-age=10800"}, (), 3 * HOUR),
        (FeedInfo(), {"cache_control": "no-cache, max-age=10800"}, (), SHORTEST),
        (FeedInfo(), {"cache_control": "max-age=31536000, immutable"}, (), DAY),
        (FeedInfo(), {"cache_control": 'private, MAX-AGE="7200"'}, (), 2 * HOUR),
        (FeedInfo(), {"cache_control": "s-maxage=99999"}, (), HOUR),
        (FeedInfo(), {"cache_control": "max-age=" + "9" * 99}, (), timedelta(days=1)),
        (FeedInfo(), {"cache_control": "max-age=-1"}, (), HOUR),
        (FeedInfo(), {"expires": "0"}, (), SHORTEST),
        (
            FeedInfo(),
            {"expires": "Tue, 17 Feb 2026 15:00:00 GMT", "date": "Tue, 17 Feb 2026 13:00:00 GMT"},
            (),
            2 * HOUR,
        ),
        (FeedInfo(), {}, every(timedelta(minutes=10)), SHORTEST),
        (FeedInfo(), {}, every(4 * HOUR), 2 * HOUR),
        (FeedInfo(), {}, every(30 * DAY), 6 * HOUR),
        (FeedInfo(), {}, every(timedelta(minutes=10), last=DAY), 3 * HOUR),
        (FeedInfo(), {}, every(timedelta(0)), SHORTEST),
        (FeedInfo(ttl_minutes=60), {}, every(timedelta(minutes=10)), HOUR),
    ],
)
def test_the_publishers_word_and_the_feeds_rhythm_set_the_wait(
    feed: FeedInfo, answer: dict[str, str], published: tuple[datetime, ...], expected: timedelta
) -> None:
    state = after(fetched(**answer), feed=feed, published=published)
    assert wait_of(state) == expected
    assert state.due_reason


def test_a_304_keeps_to_what_the_document_asked_for() -> None:
    state = after(feed=FeedInfo(ttl_minutes=240, skip_days=("Sunday",), title="Canal notes"))
    again = next_state(state, NotModified(source=SOURCE, fetched_at=NOW), None, (), 0, NOW, parsed_ok=True)
    assert (again.floor_minutes, again.skip_days, again.title) == (240, ("sunday",), "Canal notes")
    assert wait_of(again) == 4 * HOUR


@given(
    skip_hours=st.sets(st.integers(0, 23)),
    skip_days=st.sets(st.sampled_from(["Monday", "tuesday", " Sunday", "Noday"])),
    minutes=st.integers(0, 60 * 24 * 8),
    ttl=st.integers(-5, 10**12),
    max_age=st.integers(0, 10**12),
    gaps=st.lists(st.integers(0, 10**7), max_size=30),
)
def test_a_feed_is_asked_at_most_every_half_hour_and_at_least_daily_save_for_days_it_excludes(
    skip_hours: set[int], skip_days: set[str], minutes: int, ttl: int, max_age: int, gaps: list[int]
) -> None:
    now = NOW + timedelta(minutes=minutes)
    feed = FeedInfo(ttl_minutes=ttl, skip_hours=tuple(skip_hours), skip_days=tuple(skip_days))
    published = tuple(now - timedelta(seconds=sum(gaps[:n])) for n in range(len(gaps)))
    state = after(fetched(cache_control=f"max-age={max_age}"), feed=feed, published=published, now=now)
    assert SHORTEST <= wait_of(state) <= LONGEST + SKIP_DAYS_LONGEST
    assert state.next_due is not None
    if not skip_days and len(skip_hours) < 24:
        assert state.next_due.hour not in skip_hours
        assert wait_of(state) < 2 * LONGEST
    assert waiting(SOURCE, state, state.next_due - timedelta(seconds=1)) is not None
    assert waiting(SOURCE, state, now + LONGEST + SKIP_DAYS_LONGEST) is None


def test_hours_and_days_that_a_feed_excludes_are_left_out() -> None:
    assert allowed_from(NOW, (10, 11, 12), ()) == NOW.replace(hour=13, minute=0)
    assert allowed_from(NOW, (), ("tuesday",)) == datetime(2026, 2, 18, tzinfo=UTC)
    assert allowed_from(NOW, tuple(range(24)), ()) == NOW


def test_a_run_that_comes_in_an_excluded_hour_waits_unless_all_runs_do() -> None:
    state = after(feed=FeedInfo(skip_hours=(14,)))
    skipped = waiting(SOURCE, state, NOW.replace(hour=14, minute=10))
    assert skipped
    assert skipped.until == NOW.replace(hour=15, minute=0)
    assert waiting(SOURCE, state, NOW.replace(hour=14, minute=10), force=True) is None
    assert waiting(SOURCE, state, NOW.replace(hour=14, minute=10) + DAY) is None


def test_failures_back_off_to_a_day_and_one_success_ends_it() -> None:
    state, waits = FRESH, []
    for _ in range(9):
        state = after(failed(), state=state)
        waits.append(wait_of(state) / SHORTEST)
    assert waits == [1, 2, 4, 8, 16, 32, 48, 48, 48]
    assert (state.failures, state.failure, state.failing_since) == (9, "server", NOW)
    healed = after(state=state)
    assert (healed.failures, healed.failure, healed.failure_reason, healed.failing_since) == (
        0,
        None,
        "",
        None,
    )


def test_a_failure_loses_nothing_that_was_known() -> None:
    good = after(
        fetched(validators=Validators(etag='"1"'), moved_to="https://new.example/"),
        published=every(HOUR),
        new=3,
    )
    bad = after(failed(), state=good, now=NOW + DAY)
    for field in ("validators", "body_hash", "moved_to", "rhythm", "title", "last_new", "last_success"):
        assert getattr(bad, field) == getattr(good, field)


def test_an_answer_that_could_not_be_parsed_counts_as_a_failure() -> None:
    state = after(fetched(validators=Validators(etag='"1"'), moved_to="https://new.example/"), ok=False)
    assert (state.failures, state.failure) == (1, "not-a-feed")
    assert (state.validators, state.body_hash, state.moved_to) == (Validators(), "", "")


def test_a_retry_after_of_years_is_cut() -> None:
    state = after(failed("rate-limited", retry_after=NOW + timedelta(days=9999)))
    assert state.not_before == NOW + RETRY_LONGEST


def test_a_clock_that_once_ran_years_ahead_does_not_silence_a_feed() -> None:
    state = after(now=NOW + timedelta(days=3000))
    assert waiting(SOURCE, state, NOW) is None
    state = after(failed("server", retry_after=NOW + timedelta(days=3001)), now=NOW + timedelta(days=3000))
    assert waiting(SOURCE, state, NOW) is None


def test_publication_times_in_the_future_say_nothing_about_the_rhythm() -> None:
    assert after(published=(NOW + timedelta(days=9999), NOW - HOUR)).rhythm == (NOW - HOUR,)


def test_a_skipped_feed_keeps_its_state() -> None:
    state = after()
    assert after(Skipped(source=SOURCE, until=None, reason="gone"), state=state) == state


@given(st.builds(FeedState, url=st.text(), failures=st.integers(0, 99), rhythm=st.just((NOW, NOW - HOUR))))
def test_a_state_survives_json(state: FeedState) -> None:
    assert msgspec.json.decode(msgspec.json.encode(state), type=FeedState) == state


@given(st.text(max_size=40) | st.binary(max_size=40).map(lambda b: b.decode("latin-1")))
def test_no_header_value_raises(value: str) -> None:
    read_date(value)
    freshness(value, value, value, NOW)
    lines = [b"Retry-After: " + value.encode("utf-8", "replace"), value.encode("utf-8", "replace")]
    until = retry_after(Headers(lines), NOW)
    assert until is None or until > NOW


@pytest.mark.parametrize("piece", ["9", "a=", 'a="', "a ", "max-age", ",", "Mon, ", "(", "\\", "-", ":"])
def test_no_header_value_takes_long(piece: str) -> None:
    value = piece * (60_000 // len(piece))
    read_date(value)
    freshness(value, value, value, NOW)
    retry_after(Headers([b"Retry-After: " + value.encode()]), NOW)


@pytest.mark.parametrize(
    "text", ["Tue, 17 Feb 2026 10:30:00 GMT", "Tuesday, 17-Feb-26 10:30:00 GMT", "Tue Feb 17 10:30:00 2026"]
)
def test_an_http_date_is_read_in_its_three_forms(text: str) -> None:
    assert read_date(text) == NOW
