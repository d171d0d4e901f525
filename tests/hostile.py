"""Scenarios of a publisher that is broken or hostile, by name, for `loopback.Loopback`."""

from __future__ import annotations

import gzip
import random
import zlib

from loopback import Asked, Scenario, Wire

FEED = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<rss version="2.0"><channel><title>Canal notes</title><link>https://canal.example/</link>'
    b"<item><title>Lock gate repaired</title><guid>n1</guid><link>https://canal.example/1</link></item>"
    b"</channel></rss>\n"
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
PACE = 0.02  # seconds between the drops of a drip


def drip_headers(wire: Wire, _: Asked) -> None:
    """One byte of the head at a time, for ever."""
    wire.send(HEAD)
    while True:
        wire.send(b"X")
        wire.pause(PACE)


def drip_body(wire: Wire, _: Asked) -> None:
    """One byte of the body at a time, for ever: every single read succeeds."""
    wire.send(HEAD + b"Content-Length: 200000\r\n\r\n")
    while True:
        wire.send(b" ")
        wire.pause(PACE)


def drip_error(wire: Wire, _: Asked) -> None:
    """A status that says all there is to know, with a body that never ends."""
    wire.send(b"HTTP/1.1 410 Gone\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        wire.send(b" ")
        wire.pause(PACE)


def silence(wire: Wire, _: Asked) -> None:
    """Nothing at all."""
    wire.pause(3600)


def endless_body(wire: Wire, _: Asked) -> None:
    """Bytes as fast as they go, with no length announced."""
    wire.send(HEAD + b"\r\n<rss>")
    while True:
        wire.send(b"<item/>" * 10_000)


def endless_chunks(wire: Wire, _: Asked) -> None:
    """The same, chunked."""
    wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        wire.send(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def endless_headers(wire: Wire, _: Asked) -> None:
    """Header lines without an end."""
    wire.send(HEAD)
    while True:
        wire.send(b"X-More: " + b"a" * 1000 + b"\r\n")


def endless_interim(wire: Wire, _: Asked) -> None:
    """Interim answers without an end."""
    while True:
        wire.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)


def endless_trailers(wire: Wire, _: Asked) -> None:
    """Trailer lines without an end, after a good body."""
    wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\n<rss\r\n0\r\n")
    while True:
        wire.send(b"X-More: " + b"a" * 1000 + b"\r\n")


def announced_too_large(wire: Wire, _: Asked) -> None:
    """Says that 9 GB are to come, then sends one byte."""
    wire.send(HEAD + b"Content-Length: 9000000000\r\n\r\nx")
    wire.pause(3600)


def gzip_bomb(wire: Wire, _: Asked) -> None:
    """1 MB that becomes 1 GB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    first = squeeze.compress(bytes(10_000_000)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    further = squeeze.compress(bytes(10_000_000)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    wire.answer(200, first + further * 99, Content_Encoding="gzip")


def double_gzip_bomb(wire: Wire, _: Asked) -> None:
    """A bomb within a bomb: small on the wire, small once unpacked, huge after that."""
    wire.answer(200, gzip.compress(gzip.compress(bytes(50_000_000), 1), 9), Content_Encoding="gzip, gzip")


def broken_gzip(wire: Wire, _: Asked) -> None:
    """A gzip head with noise behind it."""
    noise = random.Random(1).randbytes(500)
    wire.answer(200, gzip.compress(FEED)[:10] + noise, Content_Encoding="gzip")


def cut_gzip(wire: Wire, _: Asked) -> None:
    """A gzip body that ends in the middle, with the length to match."""
    wire.answer(200, gzip.compress(FEED)[:-40], Content_Encoding="gzip")


def false_gzip(wire: Wire, _: Asked) -> None:
    """Announces gzip and sends plain text."""
    wire.answer(200, FEED, Content_Encoding="gzip")


def unknown_encoding(wire: Wire, _: Asked) -> None:
    """A compression that nobody asked for."""
    wire.answer(200, FEED, Content_Encoding="x-\x1b[31mhomemade")


def broken_chunks(wire: Wire, _: Asked) -> None:
    """Chunk lengths that are no numbers."""
    wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + FEED)
    wire.pause(0.05)
    raise ConnectionAbortedError


def cut_chunks(wire: Wire, _: Asked) -> None:
    """The connection closes within a chunk."""
    wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n" + FEED)
    raise ConnectionAbortedError


def cut_body(wire: Wire, _: Asked) -> None:
    """The connection closes before the announced length."""
    wire.send(HEAD + b"Content-Length: 5000\r\n\r\n" + FEED)
    raise ConnectionAbortedError


def reset_before(wire: Wire, _: Asked) -> None:
    """A TCP reset instead of an answer."""
    wire.reset()


def reset_within(wire: Wire, _: Asked) -> None:
    """A TCP reset in the middle of the body."""
    wire.send(HEAD + b"Content-Length: 5000\r\n\r\n" + FEED)
    wire.pause(0.05)
    wire.reset()


def closed(_wire: Wire, _: Asked) -> None:
    """The connection is closed without a word."""
    raise ConnectionAbortedError


def not_http(wire: Wire, _: Asked) -> None:
    """Another protocol's greeting."""
    wire.send(b"220 mail.example ESMTP ready\r\n")
    raise ConnectionAbortedError


def status_of_nonsense(wire: Wire, _: Asked) -> None:
    """A status line with a number that is no status."""
    wire.send(b"HTTP/1.1 99999 \x1b[31mred\r\n\r\n")
    raise ConnectionAbortedError


def nul_in_headers(wire: Wire, _: Asked) -> None:
    """A NUL byte in a header line."""
    wire.send(HEAD + b"X-Odd: a\x00b\r\nContent-Length: 0\r\n\r\n")


def circle(wire: Wire, asked: Asked) -> None:
    """A redirect to itself that also sets a cookie."""
    wire.answer(302, Location=asked.path, Set_Cookie="seen=1")


def corridor(wire: Wire, asked: Asked) -> None:
    """Redirects that never end and never repeat."""
    path, _, count = asked.path.partition("?")
    wire.answer(302, Location=f"{path}?{int(count or 0) + 1}")


def control_validators(wire: Wire, _: Asked) -> None:
    """Validators that would break the request that sends them back."""
    wire.send(HEAD + b'ETag: "a\x1b[31m\tb"\r\nLast-Modified: \x01now\r\n')
    wire.send(b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED)


def smuggling_validators(wire: Wire, _: Asked) -> None:
    """A lone carriage return, which some programs take for the end of a header line."""
    wire.send(HEAD + b'ETag: "a\rX-Smuggled: 1"\r\nContent-Length: %d\r\n\r\n' % len(FEED) + FEED)


def not_modified_for_nothing(wire: Wire, _: Asked) -> None:
    """304 to a request without conditions."""
    wire.answer(304, ETag='"none"')


def no_content(wire: Wire, _: Asked) -> None:
    """204: well, and without a document."""
    wire.answer(204)


def switching(wire: Wire, _: Asked) -> None:
    """101: goes over to another protocol that nobody asked for."""
    wire.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: gopher\r\n\r\n" + FEED)
    raise ConnectionAbortedError


def partial(wire: Wire, _: Asked) -> None:
    """206 though no part was asked for."""
    wire.answer(206, FEED[:100], Content_Range=f"bytes 0-99/{len(FEED)}")


SCENARIOS: dict[str, Scenario] = {
    name.replace("_", "-"): scenario
    for name, scenario in list(globals().items())
    if callable(scenario) and getattr(scenario, "__module__", "") == __name__
}
