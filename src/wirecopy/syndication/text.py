"""Text and addresses that every format can carry: no control characters, nothing but web links, known languages."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from urllib.parse import urlsplit

# Everything that XML 1.0 does not allow, and what it only discourages: noncharacters, C1 controls.
_UNFIT = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+")
_UNSAFE = re.compile(r"[^!-~]|[<>\"'{}|\\^`]")
LONGEST = 400  # characters of a name or a title: a feed's million is no headline
LONGEST_LINK = 2000  # characters: what browsers and readers agree on


def fit(text: str) -> str:
    """The text without characters that XML cannot carry."""
    # What can be printed is fit, and so are line ends: seen in a tenth of the time that the pattern takes.
    return text if text.replace("\n", " ").isprintable() else _unfit().sub("", text)


@cache  # at first use: compiling it takes as long as ten items
def _unfit() -> re.Pattern[str]:
    return re.compile(_UNFIT)


def line(text: str) -> str:
    """The text on one line, of bearable length."""
    flat = " ".join(fit(text[: LONGEST * 20]).split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"


def markup(text: str) -> str:
    """The text as it stands in XML and HTML, in elements and in attributes."""
    return html.escape(fit(text)).replace("&#x27;", "&#39;")


@lru_cache(maxsize=8192)  # an address stands in three formats of several feeds
def web(address: str) -> str:
    """The address when it is one of the web, in ASCII and without a password; else ""."""
    if len(address) > LONGEST_LINK:
        return ""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{port}" if port is not None else host
    return _ascii(parts._replace(netloc=place).geturl())


def _ascii(address: str) -> str:
    def quoted(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))

    return _UNSAFE.sub(quoted, address)


def language(tag: str) -> str:
    """A language tag as feeds may carry it; "" where it is none."""
    return tag if _LANG.fullmatch(tag) else ""


def media(kind: str) -> str:
    """A media type; "" where it is none."""
    kind = kind.partition(";")[0].strip().lower()
    return kind if _MEDIA.fullmatch(kind) else ""


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, with the fraction only where there is one."""
    moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    fraction = f".{moment.microsecond:06d}" if moment.microsecond else ""
    day = f"{moment.year}-{moment.month:02d}-{moment.day:02d}"
    return f"{day}T{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}{fraction}Z".rjust(20, "0")


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def mail_stamp(moment: datetime) -> str:
    """RFC 822 with a year of four digits, in English whatever the machine speaks."""
    m = moment.astimezone(UTC)
    return f"{_DAYS[m.weekday()]}, {m.day:02d} {_MONTHS[m.month - 1]} {m.year:04d} {m.hour:02d}:{m.minute:02d}:{m.second:02d} +0000"


def clock(moment: datetime) -> str:
    """As people read it, in no language: "2026-02-17 10:30 UTC"."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
