"""Every limit and every kind of broken answer gives one sentence, in bounded time, and the run goes on."""

from __future__ import annotations

import gzip
import socket
from datetime import UTC, datetime
from time import sleep

import pytest

import hostile
from loopback import Loopback, ca_file
from wirecopy import fetch
from wirecopy.types import Failed, Fetched, FetchSettings, Source

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)


def settings(*servers: Loopback, **more: object) -> FetchSettings:
    base = {"timeout_s": 0.6, "max_bytes": 300_000, "allow_private": tuple(s.place for s in servers)}
    return FetchSettings(**(base | more))


def outcome_of(server: Loopback, path: str, **more: object) -> object:
    source = Source(id="canal", url=server.url(path))
    (outcome,) = fetch.fetch([source], {}, settings(server, **more), NOW)
    return outcome


EXPECTED = {
    "drip-headers": ("timeout", "no complete answer within 0.6 s"),
    "drip-body": ("timeout", "stopped after 0.6 s with"),
    "drip-error": ("gone", "gone for good (410)"),
    "silence": ("timeout", "no complete answer within 0.6 s"),
    "endless-body": ("too-large", "stopped after 300 kB"),
    "endless-chunks": ("too-large", "stopped after 300 kB"),
    "endless-headers": ("too-large", "stopped after 65.5 kB of headers"),
    "endless-interim": ("too-large", "stopped after 65.5 kB of headers"),
    "endless-trailers": ("too-large", "stopped after 65.5 kB of headers"),
    "announced-too-large": ("too-large", "stopped after 300 kB"),
    "gzip-bomb": ("too-large", "stopped after 300 kB"),
    "double-gzip-bomb": ("too-large", "stopped after 300 kB"),
    "broken-gzip": ("broken", "its compressed body is damaged"),
    "cut-gzip": ("broken", "its compressed body ends too early"),
    "unknown-encoding": ("broken", "in an unknown compression"),
    "broken-chunks": ("broken", "the answer is badly chunked"),
    "cut-chunks": ("broken", "the answer broke off after"),
    "cut-body": ("broken", "of 5 kB"),
    "reset-before": ("broken", "the connection broke off"),
    "reset-within": ("broken", "the connection broke off after"),
    "closed": ("broken", "the connection was closed without an answer"),
    "not-http": ("protocol", "does not answer in HTTP"),
    "status-of-nonsense": ("protocol", "does not answer in HTTP"),
    "nul-in-headers": ("protocol", "the headers of its answer are malformed"),
    "smuggling-validators": ("protocol", "the headers of its answer are malformed"),
    "circle": ("redirects", "its redirects go round in a circle"),
    "corridor": ("redirects", "sends on more than 5 times"),
    "not-modified-for-nothing": ("protocol", "though nothing was named to compare with"),
    "no-content": ("empty", "the answer is empty"),
    "switching": ("protocol", "answers with status 101"),
    "partial": ("protocol", "sends only a part of the document (206)"),
}
READABLE = {"false-gzip", "control-validators"}


def test_every_hostile_scenario_has_an_expectation() -> None:
    assert set(hostile.SCENARIOS) == set(EXPECTED) | READABLE


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_hostile_answer_becomes_a_sentence(name: str) -> None:
    kind, reason = EXPECTED[name]
    with Loopback() as server:
        server.route("/feed", hostile.SCENARIOS[name])
        outcome = outcome_of(server, "/feed", max_bytes=3_000_000 if "interim" in name else 300_000)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, reason in outcome.reason) == (kind, True), outcome
    assert outcome.reason.isprintable()


def test_all_hostile_publishers_together_cost_one_timeout_and_no_other_feed() -> None:
    with Loopback() as server:
        sources = [
            Source(id=name, url=server.route(f"/{name}", scenario))
            for name, scenario in hostile.SCENARIOS.items()
        ]
        sources.append(Source(id="well-run", url=server.reply("/feed", hostile.FEED)))
        outcomes = {o.source.id: o for o in fetch.fetch(sources, {}, settings(server, per_host=40), NOW)}
    assert set(outcomes) == {s.id for s in sources}
    assert {o.source.id for o in outcomes.values() if isinstance(o, Fetched)} == {"well-run"} | READABLE


def test_plain_text_announced_as_gzip_is_read() -> None:
    with Loopback() as server:
        server.route("/feed", hostile.false_gzip)
        outcome = outcome_of(server, "/feed")
    assert isinstance(outcome, Fetched)
    assert outcome.body == hostile.FEED


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_valid_feed_on_an_error_page_is_not_taken(status: int) -> None:
    with Loopback() as server:
        server.reply("/feed", hostile.FEED, status)
        assert isinstance(outcome_of(server, "/feed"), Failed)


def test_a_body_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    body = b"<rss>" + b" " * 995
    with Loopback() as server:
        server.reply("/plain", body, Content_Encoding="identity")
        server.reply("/packed", gzip.compress(body), Content_Encoding="gzip")
        for path in ("/plain", "/packed"):
            assert isinstance(outcome_of(server, path, max_bytes=1000), Fetched)
            outcome = outcome_of(server, path, max_bytes=999)
            assert isinstance(outcome, Failed)
            assert outcome.kind == "too-large"


def test_a_slow_caller_fails_no_feed() -> None:
    """The clock of the feeds under way stands still while the caller works on one of them."""
    with Loopback() as server, Loopback(delay=0.3) as slow:
        sources = [
            Source(id="quick", url=server.reply("/a", hostile.FEED)),
            Source(id="slow", url=slow.reply("/b", hostile.FEED)),
        ]
        outcomes = []
        for outcome in fetch.fetch(sources, {}, settings(server, slow), NOW):
            outcomes.append(type(outcome))
            sleep(0.8)
    assert outcomes == [Fetched, Fetched]


def test_a_caller_that_stops_early_leaves_nothing_behind() -> None:
    with Loopback() as server:
        sources = [Source(id=str(n), url=server.reply(f"/{n}", hostile.FEED)) for n in range(20)]
        server.route("/silent", hostile.silence)
        sources.append(Source(id="silent", url=server.url("/silent")))
        run = fetch.fetch(sources, {}, settings(server, per_host=30), NOW)
        next(run)
        run.close()


def test_many_large_bodies_at_once_all_arrive_within_the_memory_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wirecopy.fetch.download.HELD", 400_000)
    body = b"<rss>" + b"x" * 250_000
    with Loopback() as server:
        sources = [
            Source(id=str(n), url=server.reply(f"/{n}", body, Content_Encoding="identity")) for n in range(24)
        ]
        outcomes = list(fetch.fetch(sources, {}, settings(server, per_host=24, timeout_s=10), NOW))
    assert [type(o) for o in outcomes] == [Fetched] * 24
    assert {len(o.body) for o in outcomes} == {len(body)}


@pytest.mark.parametrize(
    ("tls", "reason"),
    [
        ("self-signed", "its certificate is signed by nobody we know"),
        ("expired", "its certificate has expired"),
        ("other-name", "its certificate is for another name"),
    ],
)
def test_a_bad_certificate_is_named(tls: str, reason: str) -> None:
    with Loopback(tls=tls) as server:
        server.reply("/feed", hostile.FEED)
        outcome = outcome_of(server, "/feed", ca_file=ca_file(), timeout_s=5.0)
        assert not server.log
    assert isinstance(outcome, Failed)
    assert outcome.kind == "tls"
    assert outcome.reason.startswith(reason)


def test_a_good_certificate_is_accepted() -> None:
    with Loopback(tls="good") as server:
        server.reply("/feed", hostile.FEED)
        assert isinstance(outcome_of(server, "/feed", ca_file=ca_file(), timeout_s=5.0), Fetched)


def test_a_certificate_bundle_that_is_missing_fails_the_feed_and_says_so() -> None:
    with Loopback(tls="good") as server:
        outcome = outcome_of(server, "/feed", ca_file="/nowhere.pem", timeout_s=5.0)
    assert isinstance(outcome, Failed)
    assert outcome.reason == "the file with the trusted certificates cannot be read"


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with Loopback() as server:
        place = server.place
    source = Source(id="away", url=f"http://{place}/feed")
    (outcome,) = fetch.fetch([source], {}, FetchSettings(allow_private=(place,), timeout_s=5.0), NOW)
    assert isinstance(outcome, Failed)
    assert outcome.kind == "unreachable"


def test_a_dead_host_with_many_feeds_is_given_up_after_a_few_and_others_are_not() -> None:
    with Loopback() as dead:
        place = dead.place
    with Loopback() as server:
        sources = [Source(id=str(n), url=f"http://{place}/{n}") for n in range(20)]
        sources.append(Source(id="well-run", url=server.reply("/feed", hostile.FEED)))
        how = FetchSettings(allow_private=(place, server.place), timeout_s=5.0)
        outcomes = {o.source.id: o for o in fetch.fetch(sources, {}, how, NOW)}
    assert isinstance(outcomes.pop("well-run"), Fetched)
    assert {o.kind for o in outcomes.values()} == {"unreachable"}
    assert sum("as just before" in o.reason for o in outcomes.values()) >= 15


def test_a_host_that_takes_no_more_connections_times_out_in_so_many_words() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        place = f"127.0.0.1:{full.getsockname()[1]}"
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        how = FetchSettings(allow_private=(place,), timeout_s=0.4)
        (outcome,) = fetch.fetch([Source(id="full", url=f"http://{place}/")], {}, how, NOW)
        for one in crowd:
            one.close()
    assert isinstance(outcome, Failed)
    assert (outcome.kind, outcome.reason) == ("timeout", "no connection within 0.4 s")
