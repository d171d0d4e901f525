"""Whatever bytes a server sends, a fetch ends with one outcome and one printable sentence."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hostile
from loopback import Asked, Loopback, Wire
from wirecopy import fetch
from wirecopy.types import Failed, FeedState, Fetched, FetchSettings, NotModified, Source, Validators

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)

LINES = [
    b"Content-Length: 9",
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999999",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Content-Encoding: gzip",
    b"Content-Encoding: br, zstd",
    b"Content-Encoding: ,,",
    b"Location: /feed",
    b"Location: http://[",
    b"Location: \xff\xfe//\xc3",
    b"Location:",
    b"ETag: \x1b]0;title\x07",
    b"Retry-After: Thu, 01 Jan 1970",
    b"Retry-After: 1e9",
    b"Cache-Control: max-age=,,=;",
    b"Expires: -1",
    b"Date: \xff",
    b"Connection: upgrade",
    b"Upgrade: h2c",
    b'Alt-Svc: h3=":443"',
    b"Strict-Transport-Security: max-age=99999",
    b"Trailer: Location",
    b"Set-Cookie: a=b",
    b" folded",
    b"\x00",
    b":",
]
STATUS = st.sampled_from(
    [100, 101, 103, 200, 204, 206, 226, 300, 301, 302, 304, 308, 401, 410, 429, 503, 999]
)
BODY = st.sampled_from(
    [hostile.FEED, gzip.compress(hostile.FEED), b"5\r\nhello\r\n0\r\n\r\n", b"<html>", b""]
) | st.binary(max_size=60)


def answer(status: int, lines: list[bytes], body: bytes, cut: int) -> bytes:
    return b"".join([b"HTTP/1.1 %d x\r\n" % status, *(line + b"\r\n" for line in lines), b"\r\n", body])[:cut]


ANSWERS = st.builds(
    answer, STATUS, st.lists(st.sampled_from(LINES), max_size=4), BODY, st.integers(0, 400) | st.just(100_000)
) | st.binary(max_size=200)


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4), known=st.booleans())
def test_any_bytes_give_one_outcome_a_feed(server: Loopback, answers: list[bytes], known: bool) -> None:
    sources, states = [], {}
    for number, data in enumerate(answers):

        def noise(wire: Wire, _: Asked, data: bytes = data) -> None:
            wire.send(data)
            raise ConnectionAbortedError

        source = Source(id=str(number), url=server.route(f"/{number}", noise))
        sources.append(source)
        if known:
            validators = Validators(etag='"1"')
            states[source.id] = FeedState(
                url=source.url, validators=validators, validated_url=source.url, body_hash="0"
            )
    server.route("/feed", lambda wire, _: wire.answer(200, hostile.FEED))
    how = FetchSettings(timeout_s=1.0, max_bytes=2000, allow_private=(server.place,))
    outcomes = list(fetch.fetch(sources, states, how, NOW))
    assert sorted(o.source.id for o in outcomes) == sorted(s.id for s in sources)
    for outcome in outcomes:
        assert isinstance(outcome, Fetched | NotModified | Failed)
        if isinstance(outcome, Failed):
            assert outcome.reason.isprintable()
            assert outcome.reason
        state = FeedState(url=outcome.source.url)
        fetch.next_state(state, outcome, None, (), 0, NOW, parsed_ok=True)
