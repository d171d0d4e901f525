"""Bytes to text: which encoding a document really is in, whatever it says it is in.

Declarations are wrong in both directions (a Latin-1 page that calls itself UTF-8 is as common as the
reverse), so what the bytes allow comes first: a text with non-ASCII characters that decodes strictly
as UTF-8 is UTF-8. Names are mapped as browsers map them (https://encoding.spec.whatwg.org/), and
encodings that can hide ASCII from a reader of the bytes (UTF-7) are not believed.
"""

from __future__ import annotations

import codecs
import re

from wirecopy.parse.guess import guess_encoding, reads_as_another_alphabet

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The first characters of a document without a BOM: "<" and another ASCII character, or JSON's "{".
_WIDE = (
    (re.compile(rb"[<{\s]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\s]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{\s]\0[^\0]"), "utf-16-be"),
)

# Python's name of a codec → the superset that browsers decode it with.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_KNOWN = re.compile(
    r"utf-(8|8-sig|16|16-le|16-be|32|32-le|32-be)|cp(125\d|437|85\d|86[0236]|874|932|949)|iso8859-\d+"
    r"|koi8-[rut]|mac-(roman|cyrillic|greek|turkish|latin2)|euc_jp|iso2022_jp|iso2022_kr|gb18030|big5hkscs"
)

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?([A-Za-z0-9._:+-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:+-]{1,40})""", re.IGNORECASE)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a document and a remark ("" or "declared as utf-8, read as cp1251"); never raises."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), ""
    for pattern, encoding in _WIDE:
        if pattern.match(body):
            return body.decode(encoding, "replace"), ""
    declared = _declarations(body, content_type)
    if body.isascii() and b"\x1b" not in body:
        return body.decode("ascii"), ""
    encoding = _choose(body, [codec for _, codec in declared if codec])
    text = _decode_leniently(body, encoding)
    first = declared[0] if declared else ("utf-8", "utf-8")
    remark = "" if first[1] == encoding else f"declared as {first[0]}, read as {encoding}"
    return text, remark


def _declarations(body: bytes, content_type: str) -> list[tuple[str, str]]:
    """Labels with the codec that each names ("" for none we believe), the most credible first."""
    inside = _DECLARED.match(body[:1024])
    outside = _CHARSET.search(content_type)
    labels = [
        found
        for found in (
            outside.group(1) if outside else "",
            inside.group(1).decode("ascii") if inside else "",
        )
        if found
    ]
    pairs = [(label.lower(), codec_of(label)) for label in labels]
    # A server's default charset is Latin-1; the publisher's own declaration knows better than that.
    if len(pairs) == 2 and pairs[0][1] == "cp1252":
        pairs.reverse()
    return pairs


def codec_of(label: str) -> str:
    """The name of the codec that a declared charset is read with; "" when it is unknown or refused."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _SUPERSETS.get(name, name)
    return name if _KNOWN.fullmatch(name) else ""


def _choose(body: bytes, declared: list[str]) -> str:
    if "iso2022_jp" in declared and b"\x1b" in body:
        return "iso2022_jp"
    if _decodes(body, "utf-8"):
        return "utf-8"
    valid = len(_UTF8_SEQUENCE.findall(body))
    stray = len(_HIGH.findall(_UTF8_SEQUENCE.sub(b"", body)))
    # A feed put together from several sources has a few foreign bytes in good UTF-8. In Latin-1 or
    # cp1251 text, bytes form a valid sequence by accident in well under one case in ten.
    if valid and stray * 4 <= valid:
        return "utf-8"
    for codec in declared:
        if codec.startswith("utf-") or not _decodes(body, codec):
            continue
        if codec in {"cp1252", "iso8859-15"} and reads_as_another_alphabet(body):
            continue
        return codec
    return guess_encoding(body)


def _decodes(body: bytes, codec: str) -> bool:
    if codec == "cp1252":
        return True  # the few bytes that it leaves undefined are read as C1 controls
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _decode_leniently(body: bytes, encoding: str) -> str:
    return body.decode(encoding, "wirecopy-stray" if encoding in {"utf-8", "cp1252"} else "replace")


def _read_stray_byte(error: UnicodeError) -> tuple[str, int]:
    """A byte that does not belong, read as Windows-1252: what it nearly always is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return "\ufffd", error.start + 1


codecs.register_error("wirecopy-stray", _read_stray_byte)
