"""A run that must end in time: what was asked counts, what was not comes first the next time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from examples.newsroom import serve
from wirecopy.asking import OUT_OF_TIME, longest_ago_first, within
from wirecopy.config import load
from wirecopy.pipeline import Site, run
from wirecopy.types import FeedState, FetchSettings, NotModified, Skipped, Source

NOW = datetime.fromtimestamp(serve.NOW, UTC)


def a_source(name: str) -> Source:
    return Source(id=name, url=f"https://{name}.example/feed")


def test_a_run_out_of_time_stops_cleanly_and_leaves_the_rest_for_the_next() -> None:
    clock = iter([0.0, 1.0, 2.0, 99.0])
    closed = []

    def ask(sources: list[Source], *_: object, **__: object) -> Iterator[NotModified]:
        try:
            for source in sources:
                yield NotModified(source=source, fetched_at=NOW)
        finally:
            closed.append(True)

    asking = within(10, ask, clock=lambda: next(clock))
    outcomes = list(asking([a_source(n) for n in "abcd"], {}, FetchSettings(), NOW))
    assert [type(o).__name__ for o in outcomes] == ["NotModified", "NotModified", "Skipped", "Skipped"]
    assert closed == [True]
    assert all(o.reason == OUT_OF_TIME for o in outcomes if isinstance(o, Skipped))


def test_feeds_that_were_left_out_come_first_and_twins_stay_together() -> None:
    a, b, c, d = (a_source(n) for n in "abcd")
    states = {
        "a": FeedState(url=a.url, last_checked=NOW),
        "b": FeedState(url=b.url, last_checked=NOW - timedelta(hours=5), moved_to=a.url),
        "c": FeedState(url=c.url, last_checked=NOW - timedelta(hours=1)),
        "a-moved": FeedState(url=a.url),
    }
    assert [s.id for s in longest_ago_first([a, b, c, d], states)] == ["d", "c", "a", "b"]


def test_fetch_within_a_budget_takes_in_what_it_can(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with serve.serve() as newsroom:
        (tmp_path / "feeds.toml").write_text(
            newsroom.settings().replace("timeout_s = 3 ", "timeout_s = 1 "), "utf-8"
        )
        none = run(site, load(tmp_path / "feeds.toml"), NOW, ask=within(0.000001))
        most = run(site, load(tmp_path / "feeds.toml"), NOW, ask=within(60))
    assert none.read == 0
    assert len(none.skipped) == none.feeds
    assert none.exit_code == 0
    assert most.new > 100
