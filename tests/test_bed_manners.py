"""A week of runs of the real program, and its publishers' request log held against what polite readers do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import hostile
from liveline import LiveSite
from loopback import Asked, Loopback, Wire
from test_bed_publishers import story
from wirecopy.selftest.scenario import feed

FEED = feed(*[story(n) for n in range(3)])
OTHER = feed(*[story(n) for n in range(4)])
START = datetime(2026, 3, 12, 12, tzinfo=UTC)
HOURS = (0, 0.25, 1, 2, 3, 5, 8, 12, 24, 25, 48, 72, 96, 120, 144, 168)
Answer = Callable[[Wire, Asked], None]


def http_date(hours: float) -> str:
    return f"{START + timedelta(hours=hours):%a, %d %b %Y %H:%M:%S} GMT"


class Publisher:
    """A feed whose answers come in turn, the last again and again; `log` is (hour, path, headers) of each request."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.log: list[tuple[float, Asked]] = []
        self.hour = 0.0

    def __call__(self, wire: Wire, asked: Asked) -> None:
        self.log.append((self.hour, asked))
        (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(wire, asked)

    @property
    def hours(self) -> list[float]:
        return [hour for hour, _ in self.log]

    def sent(self, header: str) -> list[str]:
        return [asked.headers.get(header, "") for _, asked in self.log]


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    return lambda wire, _: wire.answer(status, body, **headers)


PUBLISHERS: dict[str, list[Answer]] = {
    "etag": [says(200, FEED, ETag='W/"a, b"'), says(304)],
    "modified": [says(200, FEED, Last_Modified="Thu, 12-Mar-26 08:00:00 GMT"), says(304)],
    "no-validators": [says(200, FEED)],
    "broken-etag": [says(200, b"<rss><chan", ETag='"broken"'), says(200, FEED, ETag='"good"'), says(200, b"<html>down</html>", ETag='"page"'), says(304)],
    "error-etag": [says(500, FEED, ETag='"error"'), says(200, FEED, ETag='"good"'), says(503, FEED, ETag='"error"'), says(304)],
    "control-etag": [hostile.control_validators],
    "304-at-once": [says(304, ETag='"x"'), says(200, FEED, ETag='"y"'), says(304, ETag='"z"')],
    "304-for-all": [says(304)],
    "retry-seconds": [says(429, Retry_After="36000"), says(200, FEED)],
    "retry-date": [says(503, Retry_After=http_date(30)), says(200, FEED)],
    "retry-garbage": [says(503, Retry_After="soon, \x01please"), says(200, FEED)],
    "retry-negative": [says(429, Retry_After="-3600"), says(200, FEED)],
    "retry-huge": [says(429, Retry_After="9" * 60), says(200, FEED)],
    "retry-past": [says(503, Retry_After=http_date(-999)), says(200, FEED)],
    "gone": [says(410, FEED, ETag='"gone"')],
    "gone-later": [says(200, FEED), says(410)],
    "max-age": [says(200, FEED, Cache_Control="public, max-age=18000", ETag='"m"'), says(304, Cache_Control="max-age=18000")],
    "expires": [says(200, FEED, Expires=http_date(6), Date=http_date(0)), says(200, OTHER)],
    "max-age-odd": [says(200, FEED, Cache_Control="max-age=-5, max-age=banana, =, ,,,max-age", Expires="0")],
    "ttl": [says(200, FEED.replace(b"<item>", b"<ttl>360</ttl><item>", 1))],
    "dead": [says(404)],
    "cookies": [says(200, FEED, Set_Cookie="id=1; Path=/; Max-Age=99999")],
}  # fmt: skip


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Publisher]:
    """Every publisher after all runs of a week; "" has every request."""
    everyone = Publisher(says(404))
    found = {name: Publisher(*answers) for name, answers in PUBLISHERS.items()}
    with Loopback() as server:
        site = LiveSite(tmp_path_factory.mktemp("manners") / "site", server)
        site.feeds(**{f"p_{n}": server.route(f"/{name}", one) for n, (name, one) in enumerate(found.items())})
        for hour in HOURS:
            for one in found.values():
                one.hour = hour
            site.now = START + timedelta(hours=hour)
            site.fetch()
        everyone.log = [(0.0, asked) for asked in server.log]
        assert server.most_at_once <= 2
    return found | {"": everyone}


def test_every_request_says_who_asks_takes_gzip_and_carries_nothing_else(week: dict[str, Publisher]) -> None:
    agents = set(week[""].sent("user-agent"))
    assert len(agents) == 1
    assert "wirecopy/" in agents.pop()
    assert all("gzip" in sent for sent in week[""].sent("accept-encoding"))
    for header in ("cookie", "referer", "authorization", "range"):
        assert not any(week[""].sent(header))
    assert {asked.method for _, asked in week[""].log} == {"GET"}


@pytest.mark.parametrize(
    ("name", "header", "values"),
    [
        ("etag", "if-none-match", {"", 'W/"a, b"'}),
        ("modified", "if-modified-since", {"", "Thu, 12-Mar-26 08:00:00 GMT"}),
        ("broken-etag", "if-none-match", {"", '"good"'}),
        ("error-etag", "if-none-match", {"", '"good"'}),
        ("control-etag", "if-none-match", {""}),
        ("304-at-once", "if-none-match", {"", '"y"'}),
        ("304-for-all", "if-none-match", {""}),
        ("gone", "if-none-match", {""}),
    ],
)
def test_validators_are_those_of_the_last_document_that_could_be_read(
    week: dict[str, Publisher], name: str, header: str, values: set[str]
) -> None:
    sent = week[name].sent(header)
    assert sent[0] == ""
    assert set(sent) == values
    assert sent == sorted(sent)  # once there, they stay


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("retry-seconds", 10),
        ("retry-date", 30),
        ("retry-huge", 168),
        ("max-age", 5),
        ("expires", 6),
        ("ttl", 6),
    ],
)
def test_nobody_is_asked_before_the_time_they_named(
    week: dict[str, Publisher], name: str, until: float
) -> None:
    hours = week[name].hours
    assert len(hours) > 1
    assert hours[1] >= until


@pytest.mark.parametrize("name", ["retry-garbage", "retry-negative", "retry-past", "dead", "304-for-all"])
def test_failures_are_met_with_longer_and_longer_pauses(week: dict[str, Publisher], name: str) -> None:
    assert week[name].hours[1] >= 0.5
    if name in ("dead", "304-for-all"):
        pauses = [b - a for a, b in zip(week[name].hours, week[name].hours[1:], strict=False)]
        assert pauses[-1] >= 23
        assert len(pauses) < len(HOURS) - 2


def test_what_is_gone_is_asked_for_once(week: dict[str, Publisher]) -> None:
    assert len(week["gone"].log) == 1
    assert len(week["gone-later"].log) == 2


def test_nobody_is_asked_twice_within_half_an_hour(week: dict[str, Publisher]) -> None:
    for name, one in week.items():
        if name:
            assert all(b - a >= 0.5 for a, b in zip(one.hours, one.hours[1:], strict=False)), name


@pytest.mark.parametrize(
    ("hops", "asked_later"),
    [
        ((301, 302), "/x/hop1"),
        ((302, 301), "/x/hop0"),
        ((301, 301, 307, 308), "/x/hop2"),
        ((307,), "/x/hop0"),
        ((308, 303), "/x/hop1"),
    ],
)
def test_the_real_program_remembers_permanent_moves_alone(
    tmp_path: Path, hops: tuple[int, ...], asked_later: str
) -> None:
    with Loopback() as server:
        for n, status in enumerate(hops):
            server.redirect(f"/x/hop{n}", f"hop{n + 1}", status)
        server.reply(f"/x/hop{len(hops)}", FEED, ETag='"1"')
        site = LiveSite(tmp_path / "site", server)
        site.feeds(f=server.url("/x/hop0"))
        site.fetch()
        server.log.clear()
        said = site.fetch(hours=48).out
        assert server.log[0].path == asked_later
        assert server.log[-1].headers.get("if-none-match") == '"1"'
        assert (asked_later == "/x/hop0") != (asked_later in said)
        assert len(site.articles()) == 3


def test_many_feeds_of_one_host_are_asked_two_at_a_time(tmp_path: Path) -> None:
    with Loopback(delay=0.02) as server:
        site = LiveSite(tmp_path / "site", server)
        site.feeds(**{f"f{n}": server.reply(f"/{n}", FEED) for n in range(20)})
        site.fetch()
    assert server.most_at_once == 2
    assert sorted(a.path for a in server.log) == sorted(f"/{n}" for n in range(20))
