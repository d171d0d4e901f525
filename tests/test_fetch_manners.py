"""What a publisher sees in the request log: polite, exact, and never more than it allows."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import brotli
import pytest

import hostile
from loopback import Asked, Document, Loopback, Wire
from wirecopy import fetch
from wirecopy.types import (
    Failed,
    FeedInfo,
    FeedState,
    Fetched,
    FetchSettings,
    NotModified,
    Skipped,
    Source,
)

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


class Reader:
    """Runs `fetch` again and again and remembers the states, as the pipeline does."""

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


def test_a_request_names_the_program_its_version_and_the_owner_and_carries_no_cookie() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", hostile.FEED, Set_Cookie="track=me; Path=/")
        reader.run(url)
        reader.run(url, now=LATER)
    first, second = server.asked("/feed")
    assert first.method == "GET"
    assert first.headers["user-agent"] == "wirecopy/0.1 (+https://owner.example/about)"
    assert first.headers["accept"].startswith("application/atom+xml, application/rss+xml")
    assert first.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "cookie" not in second.headers
    assert "referer" not in second.headers


def test_a_contact_with_line_breaks_cannot_add_a_header() -> None:
    with Loopback() as server:
        reader = Reader(server, contact="me\r\nX-Smuggled: 1")
        reader.run(server.reply("/feed", hostile.FEED))
    assert "x-smuggled" not in server.log[0].headers


@pytest.mark.parametrize(
    "validators",
    [
        {"ETag": 'W/"weak, with comma"', "Last_Modified": "Tue, 17 Feb 2026 10:00:00 GMT"},
        {"ETag": "unquoted"},
        {"ETag": '"tail"   '},
        {"ETag": '"\xe4\xff"'},
        {"Last_Modified": "yesterday afternoon"},
        {"Last_Modified": "Tue, 17-Feb-26 10:00:00 GMT"},
    ],
)
def test_validators_go_back_exactly_as_they_came(validators: dict[str, str]) -> None:
    with Loopback() as server:
        url = server.reply("/feed", hostile.FEED, **validators)
        reader = Reader(server)
        (first,) = reader.run(url)
        server.route("/feed", lambda wire, _: wire.answer(304))
        (second,) = reader.run(url, now=LATER)
    assert isinstance(first, Fetched)
    assert isinstance(second, NotModified)
    sent = server.asked("/feed")[1].headers
    assert sent.get("if-none-match") == (validators["ETag"].strip() if "ETag" in validators else None)
    assert sent.get("if-modified-since") == validators.get("Last_Modified")


def test_validators_that_would_break_a_request_are_forgotten() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.route("/feed", hostile.control_validators)
        assert isinstance(reader.run(url)[0], Fetched)
        reader.run(url, now=LATER)
        server.reply("/feed", hostile.FEED, ETag='"' + "a" * 5000 + '"')
        reader.run(url, now=LATER + timedelta(days=2))
        reader.run(url, now=LATER + timedelta(days=4))
    assert all("if-none-match" not in a.headers and "if-modified-since" not in a.headers for a in server.log)


def test_validators_of_an_answer_that_could_not_be_parsed_are_not_kept() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"<rss", ETag='"broken"')
        reader.run(url, parsed_ok=False)
        reader.run(url, now=LATER, parsed_ok=False)
        assert "if-none-match" not in server.log[1].headers
        server.reply("/feed", hostile.FEED, ETag='"good"')
        reader.run(url, now=LATER + timedelta(days=2))
        server.reply("/feed", b"<rss", ETag='"broken"')
        reader.run(url, now=LATER + timedelta(days=4), parsed_ok=False)
        reader.run(url, now=LATER + timedelta(days=6), parsed_ok=False)
    assert server.log[4].headers["if-none-match"] == '"good"'


def test_a_web_page_in_place_of_the_feed_leaves_no_validators() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"<!doctype html><title>Down for repairs</title>", ETag='"page"')
        (outcome,) = reader.run(url)
        reader.run(url, now=LATER)
    assert isinstance(outcome, Failed)
    assert "if-none-match" not in server.log[1].headers


def test_a_304_keeps_the_validators_of_the_document_even_if_it_names_others() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", hostile.FEED, ETag='"1"')
        reader.run(url)
        server.route("/feed", lambda wire, _: wire.answer(304, ETag='"2"'))
        reader.run(url, now=LATER)
        reader.run(url, now=LATER + timedelta(days=2))
    assert [a.headers.get("if-none-match") for a in server.log] == [None, '"1"', '"1"']


def test_a_304_with_a_body_does_not_disturb_the_next_request_on_the_connection() -> None:
    def wordy(wire: Wire, _: Asked) -> None:
        wire.send(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello")

    with Loopback() as server:
        reader = Reader(server, per_host=1)
        urls = (
            server.reply("/a", hostile.FEED, ETag='"1"'),
            server.reply("/b", hostile.FEED + b" ", ETag='"2"'),
        )
        reader.run(*urls)
        server.route("/a", wordy)
        outcomes = reader.run(*urls, now=LATER)
    assert [type(o) for o in outcomes] == [NotModified, NotModified]


def test_a_body_that_is_the_same_again_is_not_modified_and_its_new_validators_count() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", hostile.FEED, ETag='"1"')
        reader.run(url)
        server.reply("/feed", hostile.FEED, ETag='"2"')
        (outcome,) = reader.run(url, now=LATER)
        reader.run(url, now=LATER + timedelta(days=2))
    assert isinstance(outcome, NotModified)
    assert server.log[2].headers["if-none-match"] == '"2"'


def test_an_address_that_changed_in_feeds_toml_starts_afresh() -> None:
    with Loopback() as server:
        reader = Reader(server)
        reader.run(server.reply("/old", hostile.FEED, ETag='"1"'))
        (outcome,) = reader.run(server.reply("/new", hostile.FEED, ETag='"1"'))
    assert isinstance(outcome, Fetched)
    assert "if-none-match" not in server.asked("/new")[0].headers


def test_never_more_than_per_host_requests_at_once() -> None:
    with Loopback(delay=0.03) as server:
        reader = Reader(server, per_host=2)
        reader.run(*(server.reply(f"/{n}", hostile.FEED) for n in range(12)))
    assert len(server.log) == 12
    assert server.most_at_once == 2


def test_redirects_count_at_the_host_that_they_lead_to() -> None:
    with Loopback() as first, Loopback(delay=0.03) as second:
        reader = Reader(first, second, per_host=6)
        # both are 127.0.0.1, so the name `localhost` makes them two hosts
        reader.settings = FetchSettings(allow_private=("127.0.0.1", "localhost"), per_host=2)
        urls = []
        for n in range(8):
            second.reply(f"/{n}", hostile.FEED)
            urls.append(first.redirect(f"/{n}", second.url(f"/{n}", host="localhost")))
        assert all(isinstance(o, Fetched) for o in reader.run(*urls))
    assert second.most_at_once <= 2


def test_requests_to_one_host_share_connections() -> None:
    seen = set()

    def notice(wire: Wire, asked: Asked) -> None:
        seen.add(wire.sock.getpeername())
        Document(hostile.FEED)(wire, asked)

    with Loopback() as server:
        Reader(server, per_host=2).run(*(server.route(f"/{n}", notice) for n in range(10)))
    assert len(server.log) == 10
    assert len(seen) <= 2


def test_a_feed_that_is_listed_twice_is_asked_once() -> None:
    with Loopback() as server:
        url = server.reply("/feed", hostile.FEED)
        outcomes = Reader(server).run(url, url + "#again", url.replace("http", "HTTP", 1))
    assert [type(o) for o in outcomes] == [Fetched, Skipped, Skipped]
    assert outcomes[1].reason == "the same address as 's0', asked once"  # type: ignore[attr-defined]
    assert len(server.log) == 1


@pytest.mark.parametrize(
    ("hops", "remembered"),
    [
        ((301,), "/hop1"),
        ((308,), "/hop1"),
        ((301, 308, 301), "/hop3"),
        ((302,), ""),
        ((303,), ""),
        ((307,), ""),
        ((301, 302), "/hop1"),
        ((302, 301), ""),
        ((301, 307, 301), "/hop1"),
    ],
)
def test_only_permanent_redirects_are_remembered(hops: tuple[int, ...], remembered: str) -> None:
    with Loopback() as server:
        for n, status in enumerate(hops):
            server.redirect(f"/hop{n}", f"/hop{n + 1}", status)
        server.reply(f"/hop{len(hops)}", hostile.FEED, ETag='"1"')
        reader = Reader(server)
        (outcome,) = reader.run(server.url("/hop0"))
        server.log.clear()
        (again,) = reader.run(server.url("/hop0"), now=LATER)
    assert isinstance(outcome, Fetched)
    assert isinstance(again, NotModified)
    assert outcome.moved_to == (server.url(remembered) if remembered else "")
    assert server.log[0].path == (remembered or "/hop0")
    assert server.log[-1].headers["if-none-match"] == '"1"'


def test_a_permanent_redirect_to_something_unreadable_is_not_remembered() -> None:
    with Loopback() as server:
        server.reply("/new", b"<html>sold", ETag='"1"')
        reader = Reader(server)
        url = server.redirect("/feed", "/new", 301)
        reader.run(url)
        reader.run(url, now=LATER)
    assert len(server.asked("/feed")) == 2


def test_a_new_address_that_keeps_failing_is_given_up_for_the_old_one() -> None:
    with Loopback() as server:
        server.reply("/new", hostile.FEED)
        reader = Reader(server)
        url = server.redirect("/feed", "/new", 301)
        reader.run(url)
        server.reply("/new", b"", 404)
        server.reply("/feed", hostile.FEED + b"<!-- back -->")
        outcomes = [reader.run(url, now=NOW + timedelta(days=2 * n))[0] for n in range(1, 6)]
    assert [type(o) for o in outcomes] == [Failed, Failed, Failed, Fetched, NotModified]


def test_a_move_from_https_to_http_is_followed_but_not_remembered() -> None:
    from loopback import ca_file

    with Loopback() as plain, Loopback(tls="good") as secure:
        plain.reply("/feed", hostile.FEED)
        reader = Reader(plain, secure, ca_file=ca_file())
        (outcome,) = reader.run(secure.redirect("/feed", plain.url("/feed"), 301))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to == ""


def http_date(when: datetime) -> str:
    return f"{when:%a, %d %b %Y %H:%M:%S} GMT"


@pytest.mark.parametrize("status", [429, 503, 403])
@pytest.mark.parametrize("form", ["seconds", "date", "date without Date"])
def test_retry_after_is_obeyed_across_runs_even_under_force(status: int, form: str) -> None:
    headers = {"Retry_After": "7200" if form == "seconds" else http_date(NOW + timedelta(hours=2))}
    if form == "date":
        headers["Date"] = http_date(NOW)
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"slow down", status, **headers)
        (outcome,) = reader.run(url)
        (early,) = reader.run(url, now=NOW + timedelta(minutes=119), force=True)
        assert len(server.log) == 1
        reader.run(url, now=NOW + timedelta(minutes=121))
    assert isinstance(outcome, Failed)
    assert outcome.retry_after == NOW + timedelta(hours=2)
    assert isinstance(early, Skipped)
    assert early.reason == "asked to come back at 12:30"
    assert len(server.log) == 2


@pytest.mark.parametrize("value", ["", "soon", "-5", "0", "9" * 400, "Thu, 99 Foo 20000", "\x01"])
def test_a_retry_after_that_makes_no_sense_still_means_backing_off(value: str) -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"", 429, Retry_After=value)
        reader.run(url)
        assert isinstance(reader.run(url, now=NOW + timedelta(minutes=29))[0], Skipped)
        reader.run(url, now=NOW + timedelta(days=8))
    assert len(server.log) == 2


def test_a_feed_that_is_gone_is_not_asked_again_unless_forced() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"", 410)
        reader.run(url)
        (outcome,) = reader.run(url, now=NOW + timedelta(days=400))
        assert isinstance(outcome, Skipped)
        assert (outcome.until, outcome.reason) == (None, "gone since 2026-02-17")
        server.reply("/feed", hostile.FEED)
        assert isinstance(reader.run(url, now=NOW + timedelta(days=401), force=True)[0], Fetched)
        assert isinstance(reader.run(url, now=NOW + timedelta(days=403))[0], NotModified)


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_refusal_is_called_blocked_and_never_gone(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with Loopback() as server:
        reader = Reader(server)
        (outcome,) = reader.run(server.reply("/feed", b"", status))
    assert isinstance(outcome, Failed)
    assert outcome.kind == "blocked"
    assert f"({status}), as many do with machines in data centres" in outcome.reason
    assert reader.states["s0"].gone_since is None


def test_max_age_is_obeyed_across_runs() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply(
            "/feed", hostile.FEED, Cache_Control="public, max-age=7200, s-maxage=1", ETag='"1"'
        )
        reader.run(url)
        (early,) = reader.run(url, now=NOW + timedelta(minutes=119))
        assert isinstance(early, Skipped)
        assert early.reason == "not due until 12:30: the answer stays fresh for 2 hours"
        assert isinstance(reader.run(url, now=NOW + timedelta(minutes=119), force=True)[0], NotModified)
        assert isinstance(reader.run(url, now=NOW + timedelta(minutes=230))[0], Skipped)
        assert isinstance(reader.run(url, now=NOW + timedelta(minutes=240))[0], NotModified)


def compressed(coding: str, body: bytes) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(body))
    if coding == "zstd":
        zstd = pytest.importorskip(
            "compression.zstd" if __import__("sys").version_info >= (3, 14) else "backports.zstd"
        )
        return bytes(zstd.compress(body))
    raw = zlib.compressobj(6, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw deflate": -15}[coding])
    return raw.compress(body) + raw.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "br", "zstd"])
def test_every_compression_that_is_asked_for_can_be_read(coding: str) -> None:
    with Loopback() as server:
        body = compressed(coding, hostile.FEED)
        url = server.reply("/feed", body, Content_Encoding=coding.removeprefix("raw "))
        (outcome,) = Reader(server).run(url)
    assert isinstance(outcome, Fetched)
    assert outcome.body == hostile.FEED
