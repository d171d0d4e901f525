"""What is written in many rows of the index, made small: ids, keys, moments, JSON and fingerprints.

A million articles of the window must fit in 1.5 GB. What a row holds was weighed with `bench/index_size.py`.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime, timedelta

from wirecopy.index.lean import lean, whole

_URN = "urn:uuid:"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1000, 1, 1, tzinfo=UTC)  # as `markdown.frontmatter.stamp`

# What nearly every row says. A row can be opened only with the words it was packed with, so these stay as they are
# until the schema changes, whatever becomes of the fields that they are named after.
_WORDS = (
    b'"floor_minutes":0,"skip_hours":[],"skip_days":[],"title":"The ","home":"https://www.","due_reason":"it publishes about every '
    b'hours","rhythm":["2026-03-10T12:00:00Z","2026-03-"failing_since":null,"gone_since":null,"not_before":null,"next_due":"2026-'
    b'"last_success":"2026-","last_new":"2026-","failures":0,"failure":null,"failure_reason":"","body_hash":"","moved_to":"",'
    b'"last_checked":"2026-"validators":{"etag":"","last_modified":" 2026 GMT"},"validated_url":"https://www.{"url":"https://'
    b'{"stage":"keep","reason":"too old","detail":" days","source_id":"","guid":"https://","entry_id":"urn:uuid:","title":"'
    b'","link":"https://www.","published":"2026-","trace":[{"stage":"normalise","text":"date: link: removed utm_source, '
    b'utm_medium, utm_campaign"},{"stage":"clean","text":"removed: image 1, pixel 1, tracking parameter 2, script 1"},'
    b'{"stage":"dedupe","text":"same text as https://: {"stage":"keep","text":"joined  within  h: {"stage":"stories","text":"'
    b'starts a story of its own"}]'
)
_FIELDS = (
    b"\xaashingles\xa9confirmed\xa5terms\xa7opening\xa4live\xa6origin\xa2of\xa5title\xa4lead\xa5names\xa7numbers\xa4kind"
    b"\xa2id\xd9-urn:uuid:\xa6source\xa4lang\xa2en\xa2at\xcei\xa4link\xa6digest\xc4\x0c\xa5title\xa5words\xa8shingles\xc4"
)


def packed_id(entry_id: str) -> bytes | str:
    """The 16 bytes of an id in the usual form; any other id (of a hand-made file) as it is."""
    if len(entry_id) == 45 and entry_id.startswith(_URN):
        try:
            short = bytes.fromhex(entry_id[9:].replace("-", ""))
        except ValueError:
            return entry_id
        if unpacked_id(short) == entry_id:
            return short
    return entry_id


def unpacked_id(stored: bytes | str) -> str:
    """The id that `packed_id` made small."""
    if isinstance(stored, str):
        return stored
    h = stored.hex()
    return f"{_URN}{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def key_of(text: str) -> int:
    """64 bits that stand for a text where it is only looked up: a path, a story."""
    return digest_of(text.encode("utf-8", "surrogatepass"))


def digest_of(data: bytes) -> int:
    """64 bits that stand for the bytes of a file: the same again, and nothing in it has changed."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=True)


def seconds(when: datetime) -> int:
    """Seconds since 1970, UTC, as exact as the front matter."""
    return (max(when, _FIRST) - _EPOCH) // timedelta(seconds=1)


def moment(stored: int) -> datetime:
    """The moment that `seconds` made small."""
    return _EPOCH + timedelta(seconds=stored)


def packed(data: bytes, *, beside: bytes = _WORDS) -> bytes:
    """The data without what stands beside it anyway; `beside` is needed to open it again."""
    made = zlib.compressobj(zdict=beside)
    return made.compress(data) + made.flush()


def unpacked(stored: bytes, *, beside: bytes = _WORDS) -> bytes:
    """The data that `packed` made small; raises zlib.error when something else stood beside it."""
    opened = zlib.decompressobj(zdict=beside)
    return opened.decompress(stored) + opened.flush()


def beside_fingerprint(entry_id: str, source_id: str, link: str, title: str) -> bytes:
    """What the row of an entry says already: its fingerprint says most of it again."""
    return _FIELDS + f"{title.lower()} {link} {source_id}{entry_id}".encode("utf-8", "surrogatepass")


def packed_fingerprint(text: bytes, profile: bytes, beside: bytes) -> tuple[int, bytes]:
    """Where the two are cut apart, and both as one; the cut is negative where the text is written in the lean way."""
    short = lean(text)
    if short is None:
        return len(text), packed(text + profile, beside=beside)
    return -len(short), packed(short + profile, beside=beside)


def unpacked_fingerprint(cut: int, body: bytes, beside: bytes) -> tuple[bytes, bytes]:
    """Text and profile; raises zlib.error when something else stood beside them."""
    both = unpacked(body, beside=beside)
    return (whole(both[:-cut]), both[-cut:]) if cut < 0 else (both[:cut], both[cut:])
