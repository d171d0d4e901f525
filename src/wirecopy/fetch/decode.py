"""Bodies out of their Content-Encoding, never more than a limit of bytes."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

from wirecopy.fetch.words import shown

ACCEPTED = "gzip, deflate, br, zstd"
MAX_LAYERS = 2  # more is an attack; two happens where a cache compresses what was compressed


class TooLargeError(ValueError):
    """More than the limit came out."""


class DecodeError(ValueError):
    """The body is not what its Content-Encoding says; the message is a clause for the owner."""


def decode(body: bytes, content_encoding: str, limit: int) -> bytes:
    """`body` as the publisher wrote it, at most `limit` bytes; raises TooLargeError or DecodeError.

    Work and memory are bounded by `limit`, whatever the body says of itself.
    """
    codings = [c.strip().lower() for c in content_encoding.split(",")]
    codings = [c for c in codings if c and c != "identity"]
    if len(codings) > MAX_LAYERS:
        raise DecodeError(f"compressed {len(codings)} times over")
    for coding in reversed(codings):
        if body:
            decoder = _DECODERS.get(coding)
            if decoder is None:
                raise DecodeError(f"in an unknown compression, “{shown(coding)}”")
            body = decoder(body, limit)
    if len(body) > limit:
        raise TooLargeError
    return body


def _gzip(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body  # announced and not done: seen behind misconfigured caches; it is readable as it is
    return _inflate(body, limit, 31)


def _deflate(body: bytes, limit: int) -> bytes:
    # RFC 9110 means zlib; some servers send raw deflate, so a first byte that is no zlib header decides
    wrapped = len(body) > 1 and body[0] & 15 == 8 and (body[0] * 256 + body[1]) % 31 == 0
    return _inflate(body, limit, 15 if wrapped else -15)


def _inflate(body: bytes, limit: int, wbits: int) -> bytes:
    out: list[bytes] = []
    room = limit
    while body:  # gzip may have several members
        decoder = zlib.decompressobj(wbits)
        try:
            piece = decoder.decompress(body, room + 1)
        except zlib.error as error:
            if out:
                break  # rubbish behind the last member
            raise DecodeError("its compressed body is damaged") from error
        if len(piece) > room:
            raise TooLargeError
        if not decoder.eof:
            raise DecodeError("its compressed body ends too early")
        room -= len(piece)
        out.append(piece)
        body = decoder.unused_data if wbits == 31 and decoder.unused_data.startswith(b"\x1f\x8b") else b""
    return out[0] if len(out) == 1 else b"".join(out)


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli  # imported where it is met: most feeds come as gzip

    decoder = brotli.Decompressor()
    out: list[bytes] = []
    room = limit
    try:
        piece = decoder.process(body, output_buffer_limit=room + 1)
        while piece:
            if len(piece) > room:
                raise TooLargeError
            room -= len(piece)
            out.append(piece)
            if decoder.is_finished():
                break
            piece = decoder.process(b"", output_buffer_limit=room + 1)
    except brotli.error as error:
        raise DecodeError("its compressed body is damaged") from error
    if not decoder.is_finished():
        raise DecodeError("its compressed body ends too early")
    return b"".join(out)


def _zstd(body: bytes, limit: int) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    out: list[bytes] = []
    room = limit
    # RFC 9659: over HTTP a window is at most 8 MB (2**23)
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
    while body:
        decoder = zstd.ZstdDecompressor(options=options)
        try:
            piece = decoder.decompress(body, room + 1)
        except zstd.ZstdError as error:
            if out:
                break
            raise DecodeError("its compressed body is damaged") from error
        if len(piece) > room:
            raise TooLargeError
        if not decoder.eof:
            raise DecodeError("its compressed body ends too early")
        room -= len(piece)
        out.append(piece)
        body = decoder.unused_data
    return b"".join(out)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
