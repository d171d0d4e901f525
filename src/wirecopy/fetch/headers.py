"""Response headers, kept as they came and read with suspicion."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from wirecopy.types import Validators

MAX_VALIDATOR = 2_000  # bytes; a longer one would only make our own request fail
FIRST_SENSIBLE_YEAR, LAST_SENSIBLE_YEAR = 1990, 2200

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SECONDS = re.compile(r"\s*0*(\d+)(?:\.\d*)?\s*", re.ASCII)
_FOR_EVER = 10**9  # s; what is longer means the same
_DIRECTIVE = re.compile(r'([a-z0-9-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,;]*)))?', re.IGNORECASE)


class Headers:
    """The header lines of one answer. Values are latin-1 text, so that they go back byte for byte."""

    def __init__(self, lines: list[bytes]) -> None:
        self._values: dict[str, list[str]] = {}
        for line in lines:
            name, colon, value = line.decode("latin-1").partition(":")
            if colon:
                self._values.setdefault(name.strip().lower(), []).append(value.strip(" \t\r\n"))

    def first(self, name: str) -> str:
        """The value, the first where a header came twice; "" when it did not come."""
        values = self._values.get(name)
        return values[0] if values else ""

    def joined(self, name: str) -> str:
        """All values of a list header, as one."""
        return ", ".join(self._values.get(name, ()))


def validators(headers: Headers) -> Validators:
    """What can be sent back unchanged: anything that would break a header line is left out."""
    return Validators(
        etag=_sendable(headers.first("etag")), last_modified=_sendable(headers.first("last-modified"))
    )


def _sendable(value: str) -> str:
    return "" if _CONTROL.search(value) or len(value) > MAX_VALIDATOR else value


def read_date(text: str) -> datetime | None:
    """An HTTP date in any of its three forms, UTC; None when it is none or makes no sense."""
    try:
        when = parsedate_to_datetime(text)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return when if FIRST_SENSIBLE_YEAR <= when.year <= LAST_SENSIBLE_YEAR else None


def _span(digits: str) -> timedelta:
    return timedelta(seconds=min(int(digits[:12]), _FOR_EVER))


def retry_after(headers: Headers, now: datetime) -> datetime | None:
    """When the publisher wants to be asked again: `Retry-After` in seconds or as a date.

    A date is taken by our clock or by the publisher's own, whichever means the longer wait: one of
    the two may be wrong. None when the header is missing, unreadable or in the past.
    """
    text = headers.first("retry-after")
    seconds = _SECONDS.fullmatch(text)
    if seconds:
        wait = _span(seconds[1])
    else:
        until = read_date(text) if text else None
        if until is None:
            return None
        wait = until - min(read_date(headers.first("date")) or now, now)
    return now + wait if wait > timedelta(0) else None


def freshness(cache_control: str, expires: str, date: str, now: datetime) -> timedelta | None:
    """How long an answer says it stays fresh (RFC 9111 §4.2.1); None when it does not say.

    `s-maxage` is for shared caches and is not ours. `no-store` and `no-cache` give zero.
    """
    directives = {name.lower(): quoted or bare for name, quoted, bare in _DIRECTIVE.findall(cache_control)}
    if "no-cache" in directives or "no-store" in directives:
        return timedelta(0)
    age = _SECONDS.fullmatch(directives.get("max-age", ""))
    if age:
        return _span(age[1])
    if not expires:
        return None
    until = read_date(expires)
    return max(until - (read_date(date) or now), timedelta(0)) if until else timedelta(0)
