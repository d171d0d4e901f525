"""A reader that runs `fetch` again and again and remembers the states, as the pipeline does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from loopback import Loopback
from wirecopy import fetch
from wirecopy.types import FeedInfo, FeedState, FetchSettings, Source

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


class Reader:
    """`states` is by source id; the sources of a run are `s0`, `s1`, … in order."""

    def __init__(self, *servers: Loopback, **more: object) -> None:
        allowed = tuple(server.place for server in servers)
        base = {
            "timeout_s": 5.0,
            "allow_private": allowed,
            "version": "0.1",
            "contact": "https://owner.example/about",
        }
        self.settings = FetchSettings(**(base | more))
        self.states: dict[str, FeedState] = {}

    def run(
        self,
        *urls: str,
        now: datetime = NOW,
        force: bool = False,
        parsed_ok: bool = True,
        feed: FeedInfo | None = None,
    ) -> Sequence[object]:
        sources = [Source(id=f"s{n}", url=url) for n, url in enumerate(urls)]
        outcomes = {}
        for outcome in fetch.fetch(sources, self.states, self.settings, now, force=force):
            key = outcome.source.id
            state = self.states.get(key, FeedState(url=outcome.source.url))
            self.states[key] = fetch.next_state(state, outcome, feed, (), 0, now, parsed_ok=parsed_ok)
            outcomes[key] = outcome
        return [outcomes[source.id] for source in sources]
