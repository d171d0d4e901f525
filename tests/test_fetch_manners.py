"""What a publisher sees in the request log: polite, exact, and never more than it allows."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

import brotli
import pytest

import hostile
from loopback import Asked, Document, Loopback, Wire
from reader import LATER, NOW, Reader
from wirecopy.types import (
    Failed,
    Fetched,
    FetchSettings,
    NotModified,
    Skipped,
)


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


@pytest.mark.parametrize(
    "spelling",
    [
        "http://{place}/a/feed#again",
        "HTTP://{place}/a/feed",
        "http://0x7f.0.0.1:{port}/a/feed",
        "http://127.0.0.1.:{port}/a/feed",
        "http://{place}/a/./feed",
        "http://{place}/a/b/../feed",
        "http://{place}/%61/fe%65d",
        "http://{place}/a/feed?",
    ],
)
def test_a_feed_that_is_listed_twice_is_asked_once_in_all_runs(spelling: str) -> None:
    with Loopback() as server:
        url = server.reply("/a/feed", hostile.FEED, Cache_Control="max-age=7200")
        reader = Reader(server)
        reader.settings = FetchSettings(allow_private=("127.0.0.1", "0x7f.0.0.1", "127.0.0.1."))
        again = spelling.format(place=server.place, port=server.port)
        outcomes = reader.run(url, again)
        assert isinstance(reader.run(url, again, now=NOW + timedelta(hours=1))[1], Skipped)
        assert len(server.log) == 1
        reader.run(url, again, now=NOW + timedelta(hours=4))
    assert [type(o) for o in outcomes] == [Fetched, Skipped]
    assert outcomes[1].reason == "the same address as 's0', asked once"  # type: ignore[attr-defined]
    assert len(server.log) == 2


def test_addresses_that_differ_in_more_than_spelling_are_two_feeds() -> None:
    with Loopback() as server:
        paths = ("/feed", "/Feed", "/feed/", "/feed%2F", "/feed?a=1", "/feed?a=2", "//feed")
        outcomes = Reader(server).run(*(server.reply(path, hostile.FEED) for path in paths))
    assert [type(o) for o in outcomes] == [Fetched] * len(paths)


def test_a_feed_listed_under_its_old_and_its_new_address_is_asked_once_when_that_is_known() -> None:
    with Loopback() as server:
        urls = server.redirect("/old", "/new", 301), server.reply("/new", hostile.FEED, ETag='"1"')
        reader = Reader(server)
        reader.run(*urls)
        server.log.clear()
        reader.run(*urls, now=NOW + timedelta(minutes=5))
        reader.run(*urls, now=LATER)
    assert [(a.path, a.headers.get("if-none-match")) for a in server.log] == [("/new", '"1"')]


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


@pytest.mark.parametrize("value", ["", "soon", "-5", "0", "000", "1e9", "Thu, 99 Foo 20000", "\x01"])
def test_a_retry_after_that_makes_no_sense_still_means_backing_off(value: str) -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"", 429, Retry_After=value)
        reader.run(url)
        assert isinstance(reader.run(url, now=NOW + timedelta(minutes=29))[0], Skipped)
        reader.run(url, now=NOW + timedelta(days=8))
    assert len(server.log) == 2


@pytest.mark.parametrize("value", ["9" * 18, "9" * 400, "9" * 5000, "0" * 30 + "9" * 20 + ".5"])
def test_a_retry_after_without_end_means_a_week(value: str) -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", b"", 429, Retry_After=value)
        reader.run(url)
        assert isinstance(reader.run(url, now=NOW + timedelta(days=6.9))[0], Skipped)
        reader.run(url, now=NOW + timedelta(days=7.1))
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
