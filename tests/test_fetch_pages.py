"""Single pages, the feeds that they name, robots.txt, and compressed bodies as pure functions."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
from loopback import Loopback
from wirecopy import fetch
from wirecopy.fetch.decode import DecodeError, TooLargeError, decode
from wirecopy.fetch.discover import GUESSES
from wirecopy.fetch.robots import is_allowed, matches, read_robots
from wirecopy.types import Failed, FetchSettings, Source

BASE = "https://canal.example/news/"
PAGE = b"""<!doctype html><html><head>
<link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/rss+xml" title="Comments on Canal notes" href="/comments/feed">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="Canal
  notes" href="feed.xml">
<link rel="ALTERNATE home" type="application/atom+xml" href="//atom.example/a#top">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">
</head><body><a href="/podcast.rss">Podcast <b>feed</b></a> <a href="/feedback">Write to us</a>
<a href="feed.xml">again</a></body></html>"""


def test_the_feeds_of_a_page_are_found_the_likeliest_first() -> None:
    links = fetch.discover(PAGE, BASE)
    assert [(link.url, link.title, link.type, link.found) for link in links] == [
        ("https://canal.example/news/feed.xml", "Canal notes", "RSS", "link"),
        ("https://atom.example/a", "", "Atom", "link"),
        ("https://canal.example/podcast.rss", "Podcast feed", "", "anchor"),
        ("https://canal.example/comments/feed", "Comments on Canal notes", "RSS", "link"),
    ]


def test_a_page_without_feeds_gives_the_usual_places_as_guesses() -> None:
    links = fetch.discover(b"<p>nothing here", BASE)
    assert {link.found for link in links} == {"guess"}
    assert [link.url for link in links] == ["https://canal.example" + path for path in GUESSES]


def test_a_base_element_moves_the_addresses_of_a_page() -> None:
    page = b'<base href="https://cdn.example/x/"><link rel=alternate type=application/rss+xml href=f>'
    assert fetch.discover(page, BASE)[0].url == "https://cdn.example/x/f"


@given(st.binary(max_size=400))
def test_any_bytes_can_be_searched_for_feeds(page: bytes) -> None:
    links = fetch.discover(page, BASE) + fetch.discover(b"<a href=feed>" + page, BASE)
    assert links
    assert all(link.url.startswith(("http://", "https://")) and link.title.isprintable() for link in links)
    fetch.is_web_page(page)


@pytest.mark.parametrize(
    "page",
    [
        b"<a " * 300_000,
        b"<div>" * 300_000,
        b"<!--" * 300_000,
        b"<!---->" * 300_000 + b"x",
        b"<link rel=alternate " * 100_000,
        b" " * 9_999_999,
    ],
)
def test_a_pathological_page_can_be_searched_for_feeds(page: bytes) -> None:
    fetch.discover(page, BASE)
    fetch.is_web_page(page)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf \n<!-- hello --><html lang=en>", True),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', True),
        (b'<?xml version="1.0"?><!-- html --><rss>', False),
        (b"<br />\n<b>Warning</b>: mysql in feed.php <?xml version='1.0'?><rss>", False),
        (b"<rss><html></html></rss>", False),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', False),
        (b"<htmlfeed>", False),
        (b"", False),
    ],
)
def test_a_web_page_is_told_from_a_feed_by_its_first_element(body: bytes, expected: bool) -> None:
    assert fetch.is_web_page(body) is expected


def settings(server: Loopback, **more: object) -> FetchSettings:
    return FetchSettings(**({"timeout_s": 5.0, "allow_private": (server.place,)} | more))


def test_a_web_page_in_the_feed_list_is_answered_with_the_feeds_that_it_names() -> None:
    from datetime import UTC, datetime

    with Loopback() as server:
        url = server.reply("/news/", PAGE)
        (outcome,) = fetch.fetch([Source(id="c", url=url)], {}, settings(server), datetime.now(UTC))
        feed = server.url("/news/feed.xml")
    assert isinstance(outcome, Failed)
    assert outcome.kind == "not-a-feed"
    assert outcome.reason.startswith(
        f"not a feed: an HTML page; it links these feeds: {feed}, http://atom.example/a"
    )


def test_a_page_is_got_with_its_address_after_redirects() -> None:
    with Loopback() as server:
        server.reply("/b", PAGE, Content_Type="text/html")
        page = fetch.get(server.redirect("/a", "/b", 301), settings(server), accept="text/html")
        assert isinstance(page, fetch.Page)
        assert (page.url, page.moved_to, page.content_type) == (
            server.url("/b"),
            server.url("/b"),
            "text/html",
        )
        assert page.body == PAGE
        assert server.log[0].headers["accept"] == "text/html"


def test_pages_that_cannot_be_had_say_why() -> None:
    with Loopback() as server:
        server.route("/endless", hostile.endless_body)
        urls = [server.url("/missing"), server.url("/endless"), "http://127.1/", "mailto:me@canal.example"]
        failed = {f.asked: f for f in fetch.get_all(urls, settings(server, max_bytes=1000))}
    assert [failed[url].kind for url in urls] == [
        "not-found",
        "too-large",
        "refused-address",
        "refused-address",
    ]
    assert failed[urls[0]].status == 404


def test_a_page_that_is_wanted_twice_is_asked_for_once() -> None:
    with Loopback() as server:
        url = server.reply("/a", PAGE)
        assert len(list(fetch.get_all([url, url], settings(server)))) == 1


ROBOTS = """
User-agent: Wirecopy/2.0
User-agent: other
Disallow: /private   # not for programs
Allow: /private/open
Disallow: /*.pdf$

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/private/x", False), ("/private/open/x", True), ("/a.pdf", False), ("/a.pdf?x", True)],
)
def test_robots_rules_of_our_own_group_count_and_the_longest_match_decides(path: str, allowed: bool) -> None:
    assert is_allowed("https://canal.example" + path, read_robots(ROBOTS)) is allowed


def test_without_a_group_of_our_own_the_rules_for_all_count() -> None:
    assert not is_allowed("https://canal.example/x", read_robots(ROBOTS, "nobody"))
    assert is_allowed("https://canal.example/x", read_robots("User-agent: x\nDisallow: /"))
    assert is_allowed("https://canal.example/x", read_robots("User-agent: *\nDisallow:"))
    assert not is_allowed("https://canal.example/café", read_robots("User-agent: *\nDisallow: /caf%c3%a9"))


@given(st.text("ab*$/", max_size=12), st.text("ab/", max_size=12))
def test_a_robots_pattern_matches_as_its_regular_expression_would(pattern: str, path: str) -> None:
    import re

    body, end = (pattern[:-1], "$") if pattern.endswith("$") else (pattern, "")
    expression = ".*".join(re.escape(piece) for piece in body.split("*")) + ("\\Z" if end else "")
    assert matches(path, pattern) == (re.match(expression, path) is not None)


@given(st.text(max_size=300))
def test_any_text_is_a_robots_file(text: str) -> None:
    is_allowed("https://canal.example/x", read_robots(text))


def test_a_hostile_robots_pattern_takes_no_time() -> None:
    rules = read_robots("User-agent: *\nDisallow: /" + "a*" * 5000 + "b$")
    assert is_allowed("https://canal.example/" + "a" * 7000, rules)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_missing_robots_file_allows_all_and_a_failing_one_nothing(status: int, allowed: bool) -> None:
    with Loopback() as server:
        server.reply("/robots.txt", b"", status)
        robots = fetch.Robots(settings(server))
        assert robots.allows(server.url("/article")) is allowed
        assert robots.allows(server.url("/another")) is allowed
        assert len(server.asked("/robots.txt")) == 1


def test_the_robots_files_of_many_sites_are_asked_for_once_each() -> None:
    with Loopback() as one, Loopback() as other:
        one.reply("/robots.txt", b"User-agent: *\nDisallow: /x")
        robots = fetch.Robots(FetchSettings(timeout_s=5.0, allow_private=("127.0.0.1",)))
        robots.learn([one.url("/x"), one.url("/y"), other.url("/z")])
        assert [robots.allows(url) for url in (one.url("/x"), one.url("/y"), other.url("/z"))] == [
            False,
            True,
            True,
        ]
        assert (len(one.log), len(other.log)) == (1, 1)


def test_robots_are_obeyed_for_pages() -> None:
    with Loopback() as server:
        server.reply("/robots.txt", b"User-agent: *\nDisallow: /closed")
        robots = fetch.Robots(settings(server))
        assert robots.allows(server.url("/open"))
        assert not robots.allows(server.url("/closed/1"))


def pack(coding: str, body: bytes) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(body))
    if coding == "zstd":
        return bytes(pytest.importorskip("backports.zstd").compress(body))
    return gzip.compress(body) if coding == "gzip" else zlib.compress(body)


CODINGS = st.sampled_from(["gzip", "deflate", "br", "zstd"])


@given(CODINGS, st.binary(max_size=2000), st.integers(0, 2500))
def test_decoding_gives_back_what_was_packed_or_stops_at_the_limit(
    coding: str, body: bytes, limit: int
) -> None:
    packed = pack(coding, body)
    if len(body) <= limit:
        assert decode(packed, coding, limit) == body
    else:
        with pytest.raises(TooLargeError):
            decode(packed, coding, limit)


@given(st.lists(CODINGS, max_size=3), st.binary(max_size=300), st.integers(0, 300), st.binary(max_size=20))
def test_damaged_bodies_give_bytes_within_the_limit_or_an_error(
    codings: list[str], body: bytes, cut: int, tail: bytes
) -> None:
    for coding in codings:
        body = pack(coding, body)
    try:
        assert len(decode(body[:cut] + tail, ", ".join(codings), 1000)) <= 1000
    except (DecodeError, TooLargeError):
        pass


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_in_any_compression_is_stopped(coding: str) -> None:
    bomb = pack(coding, bytes(20_000_000))
    with pytest.raises(TooLargeError):
        decode(bomb, coding, 100_000)


def test_rubbish_behind_a_gzip_body_is_left_out_and_members_are_joined() -> None:
    assert decode(gzip.compress(b"ab") + gzip.compress(b"cd") + b"rubbish", "x-gzip", 99) == b"abcd"
