"""A document that has not changed costs its publisher as little as can be: validators, exactly."""

from __future__ import annotations

from datetime import timedelta

import pytest

import hostile
from loopback import Asked, Loopback, Wire
from reader import LATER, Reader
from wirecopy.types import (
    Failed,
    Fetched,
    NotModified,
)


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


def test_a_304_that_nobody_asked_for_is_a_fault_and_loses_nothing() -> None:
    with Loopback() as server:
        reader = Reader(server)
        url = server.reply("/feed", hostile.FEED)
        reader.run(url)
        server.reply("/feed", b"", 304)
        (outcome,) = reader.run(url, now=LATER)
        server.reply("/feed", hostile.FEED)
        (again,) = reader.run(url, now=LATER + timedelta(days=2))
    assert isinstance(outcome, Failed)
    assert outcome.kind == "protocol"
    assert isinstance(again, NotModified)
    assert all("if-none-match" not in a.headers for a in server.log)
