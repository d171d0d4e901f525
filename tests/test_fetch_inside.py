"""Nobody's inside is ever connected to: not from the list, not after DNS, not after a redirect."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

import hostile
from loopback import Loopback
from reader import LATER, Reader
from wirecopy import fetch
from wirecopy.types import Failed, Fetched, FetchSettings, Source

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)


def outcome_of(url: str, *allowed: str) -> object:
    settings = FetchSettings(timeout_s=5.0, allow_private=allowed)
    (outcome,) = fetch.fetch([Source(id="canal", url=url)], {}, settings, NOW)
    return outcome


def refused(outcome: object) -> bool:
    return isinstance(outcome, Failed) and outcome.kind == "refused-address" and outcome.reason.isprintable()


TARGETS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "localhost",
    "127.0.0.1.",
]


@pytest.mark.parametrize("host", TARGETS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_inside_is_not_followed(host: str, status: int) -> None:
    with Loopback() as public, Loopback() as private:
        private.reply("/secret", hostile.FEED)
        url = public.redirect("/feed", f"http://{host}:{private.port}/secret", status)
        outcome = outcome_of(url, public.place)
        assert not private.log
    assert refused(outcome)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:,x", "//[::1]/"]
)
def test_a_redirect_to_something_else_than_the_web_is_not_followed(target: str) -> None:
    with Loopback() as public:
        assert refused(outcome_of(public.redirect("/feed", target), public.place))


def test_a_redirect_chain_is_checked_at_each_hop() -> None:
    with Loopback() as public, Loopback() as private:
        private.reply("/secret", hostile.FEED)
        public.redirect("/b", private.url("/secret"))
        url = public.redirect("/a", public.url("/b"), 301)
        assert refused(outcome_of(url, public.place))
        assert not private.log


def resolving(name: str, ip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let libcurl find `ip` behind `name`, as a hostile name server would."""
    import pycurl

    from wirecopy.fetch import line

    class Resolved(line.Line):
        def ask(self, address: object, *rest: object) -> None:
            super().ask(address, *rest)  # type: ignore[arg-type]
            self.curl.setopt(pycurl.RESOLVE, [f"{name}:{address.port}:{ip}"])  # type: ignore[attr-defined]

    monkeypatch.setattr("wirecopy.fetch.download.Line", Resolved)


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "[fd00:ec2::254]"]
)
def test_a_name_that_resolves_to_the_inside_is_not_connected_to(
    ip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback() as private:
        resolving("rebound.example", ip, monkeypatch)
        private.reply("/feed", hostile.FEED)
        outcome = outcome_of(f"http://rebound.example:{private.port}/feed", private.place)
        assert not private.log
    assert refused(outcome)
    assert "rebound.example leads to a" in outcome.reason  # type: ignore[attr-defined]


def test_a_listed_name_may_resolve_to_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as private:
        resolving("feeds.internal", "127.0.0.1", monkeypatch)
        private.reply("/feed", hostile.FEED)
        url = f"http://feeds.internal:{private.port}/feed"
        assert isinstance(outcome_of(url, "feeds.internal"), Fetched)


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as server, Loopback() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.setenv("ALL_PROXY", proxy.url(""))
        assert isinstance(outcome_of(server.reply("/feed", hostile.FEED), server.place), Fetched)
        assert not proxy.log


def test_credentials_stay_at_their_origin() -> None:
    with Loopback() as mine, Loopback() as other:
        other.reply("/feed", hostile.FEED)
        mine.redirect("/b", other.url("/feed"))
        mine.redirect("/a", "/b")
        outcome = outcome_of(mine.url("/a").replace("://", "://me:secret@"), mine.place, other.place)
        assert isinstance(outcome, Fetched)
        assert "authorization" in mine.asked("/a")[0].headers
        assert "authorization" in mine.asked("/b")[0].headers
        assert "authorization" not in other.asked("/feed")[0].headers
    assert "secret" not in outcome.url


def test_credentials_follow_a_feed_that_moved_within_its_origin() -> None:
    with Loopback() as server:
        reader = Reader(server)
        server.reply("/new", hostile.FEED)
        url = server.redirect("/old", "/new", 301).replace("://", "://me:secret@")
        reader.run(url)
        reader.run(url, now=LATER)
    assert [(a.path, "authorization" in a.headers) for a in server.log] == [
        ("/old", True),
        ("/new", True),
        ("/new", True),
    ]


def test_both_address_families_are_asked() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        server = Loopback(host="::1")
    except OSError:
        pytest.skip("no IPv6 loopback here")
    with server:
        server.reply("/feed", hostile.FEED)
        assert isinstance(outcome_of(f"http://[::1]:{server.port}/feed", "::1"), Fetched)
