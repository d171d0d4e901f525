"""How often a feed should be asked, given when it published: requests a day against delay.

    python bench/fit_schedule.py ../shared/feeds

Replays the publication times in a folder of feed files. At each simulated request a policy sees the
RHYTHM_LENGTH latest times, as `fetch.next_state` would. Printed for each policy: requests a day over
all feeds, the median and the mean delay of an entry, and the entries that come more than 6 h late.
"""

from __future__ import annotations

import calendar
import statistics
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import feedparser

from wirecopy.fetch.schedule import LONGEST, RHYTHM_LENGTH, SHORTEST, UNKNOWN, interval
from wirecopy.types import FeedState

Policy = Callable[[Sequence[datetime], datetime], timedelta]
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def gaps(times: Sequence[datetime]) -> list[float]:
    return [(a - b).total_seconds() for a, b in pairwise(times)]


def ours(times: Sequence[datetime], now: datetime) -> timedelta:
    return interval(FeedState(url="", rhythm=tuple(times)), None, now).length


def by(center: Callable[[Sequence[float]], float], share: float, silence: float) -> Policy:
    def policy(times: Sequence[datetime], now: datetime) -> timedelta:
        if len(times) < 2:
            return UNKNOWN
        quiet = (now - times[0]).total_seconds() * silence
        return timedelta(seconds=max(center(gaps(times)) * share, quiet))

    return policy


def at_most(hours: int, policy: Policy) -> Policy:
    return lambda times, now: min(policy(times, now), timedelta(hours=hours))


POLICIES: dict[str, Policy] = {
    "every hour": lambda times, now: timedelta(hours=1),
    "every 30 minutes": lambda times, now: SHORTEST,
    "median gap": by(statistics.median, 1, 0),
    "median gap / 2": by(statistics.median, 0.5, 0),
    "mean gap / 2": by(statistics.mean, 0.5, 0),
    "median / 2 or silence / 4": by(statistics.median, 0.5, 0.25),
    "median / 2 or silence / 8": by(statistics.median, 0.5, 0.125),
    "median / 2 or silence / 16": by(statistics.median, 0.5, 0.0625),
    "the same, at most 12 h": at_most(12, by(statistics.median, 0.5, 0.125)),
    "the same, at most 6 h": at_most(6, by(statistics.median, 0.5, 0.125)),
    "the same, at most 4 h": at_most(4, by(statistics.median, 0.5, 0.125)),
    "median / 4 or silence / 8, 6 h": at_most(6, by(statistics.median, 0.25, 0.125)),
    "median / 2 or silence / 16, 6 h": at_most(6, by(statistics.median, 0.5, 0.0625)),
    "fetch.schedule": ours,
}


def replay(times: list[datetime], policy: Policy) -> tuple[int, list[float]]:
    """Requests, and each entry's delay in hours; `times` ascending. The first half is the warm-up."""
    now = times[len(times) // 2]
    end, seen, requests, delays = times[-1], len(times) // 2 + 1, 0, []
    while now < end:
        known = times[max(0, seen - RHYTHM_LENGTH) : seen][::-1]
        now += min(max(policy(known, now), SHORTEST), LONGEST)
        requests += 1
        upto = bisect_right(times, now)
        delays += [(now - t).total_seconds() / 3600 for t in times[seen:upto]]
        seen = max(seen, upto)
    return requests, delays


def publication_times(path: Path) -> list[datetime]:
    entries = feedparser.parse(path.read_bytes()).entries
    stamps = {calendar.timegm(e.published_parsed) for e in entries if e.get("published_parsed")}
    return sorted(when for when in (datetime.fromtimestamp(s, UTC) for s in stamps if s > 0) if when > SINCE)


def main() -> None:
    feeds = [
        times
        for path in sorted(Path(sys.argv[1]).glob("*.xml"))
        if len(times := publication_times(path)) >= 8
    ]
    days = [(times[-1] - times[len(times) // 2]).total_seconds() / 86400 for times in feeds]
    print(f"{len(feeds)} feeds")
    print(f"{'policy':<32} requests a feed a day   delay: mean over feeds of median, mean; > 6 h")
    for name, policy in POLICIES.items():
        rows = [replay(times, policy) for times in feeds]
        rate = statistics.mean(requests / length for (requests, _), length in zip(rows, days, strict=True))
        middle = statistics.mean(statistics.median(delays) for _, delays in rows)
        mean = statistics.mean(statistics.mean(delays) for _, delays in rows)
        late = sum(d > 6 for _, delays in rows for d in delays) / sum(len(delays) for _, delays in rows)
        print(f"{name:<32} {rate:6.1f}             {middle:6.2f} h {mean:6.2f} h   {late:.1%}")


if __name__ == "__main__":
    main()
