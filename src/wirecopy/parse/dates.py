"""Dates as publishers write them, read as instants.

RFC 822 as of RSS, ISO 8601 as of Atom and Dublin Core, and the broken forms that occur: two-digit years,
missing seconds, zones by name, full names of months, day before or after the month, `2026-02-17 10:30`.
Every pattern is linear and the text is bounded, so no date can cost time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
# Names of months in languages whose feeds were seen to use them in RSS, where English is prescribed;
# matched by their first letters. Only forms that differ from the English ones.
_MONTHS |= {
    "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "fév": 2, "fev": 2, "avr": 4, "juin": 6, "juil": 7,
    "aoû": 8, "aou": 8, "déc": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6,
    "lug": 7, "set": 9, "ott": 10, "mei": 5, "mrt": 3, "maj": 5, "out": 10,
}  # fmt: skip

# RFC 822 names and those of Wikipedia's list that mean one zone only where feeds use them; hours.
_ZONES = {
    "ut": 0.0, "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0, "cet": 1.0, "met": 1.0,
    "cest": 2.0, "mest": 2.0, "mesz": 2.0, "mez": 1.0, "eet": 2.0, "sast": 2.0, "eest": 3.0, "msk": 3.0,
    "pkt": 5.0, "ist": 5.5, "npt": 5.75, "wib": 7.0, "ict": 7.0, "hkt": 8.0, "sgt": 8.0, "pht": 8.0,
    "awst": 8.0, "jst": 9.0, "kst": 9.0, "acst": 9.5, "aest": 10.0, "acdt": 10.5, "aedt": 11.0, "nzst": 12.0,
    "nzdt": 13.0, "brt": -3.0, "art": -3.0, "adt": -3.0, "ast": -4.0, "edt": -4.0, "est": -5.0, "cdt": -5.0,
    "cst": -6.0, "mdt": -6.0, "mst": -7.0, "pdt": -7.0, "pst": -8.0, "akdt": -8.0, "akst": -9.0, "hst": -10.0,
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:(?:[T\s_]|\s?at\s)\s?(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,]\d{1,12})?)?)?\s*(.*)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,?\s+")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d]{3,12})\.?,?[\s-]+(\d{2,6})\b(.*)")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4})\b(.*)")
_ASCTIME = re.compile(r"([^\W\d]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s+(?:([A-Z]{1,5})\s+)?(\d{4})$")
_SLASHES = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})\b(.*)")
_CLOCK = re.compile(
    r"[,\s-]{0,5}(?:at\s+|T)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([ap]\.?m\.?)?\s*(.*)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])\s?(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
_NAME = re.compile(r"\(?([A-Za-z]{1,5})\b")


def read_date(text: str) -> datetime | None:
    """The instant in UTC that a date names, or None. A date without a zone is taken as UTC."""
    text = text.strip()[:100]
    if not text:
        return None
    try:
        return _counted(text) or _iso(text) or _written(text)
    except (ValueError, OverflowError):
        return None  # the 31st of February, the year 0, a zone of -99:00


def _counted(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, as some generators print them, of the years 2001 to 2286."""
    if not (text.isascii() and text.isdigit() and len(text) in {10, 13}):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC) if text[0] != "0" else None


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, rest = match.groups()
    if day is None and hour is not None:
        return None
    return _instant(int(year), int(month), int(day or 1), hour, minute, second, rest)


def _written(text: str) -> datetime | None:
    bare = _WEEKDAY.sub("", text, count=1) if not _month(text[:9]) or "," in text[:12] else text
    for candidate in dict.fromkeys((bare, text)):
        if match := _DAY_FIRST.match(candidate):
            day, name, year, rest = match.groups()
        elif match := _MONTH_FIRST.match(candidate):
            name, day, year, rest = match.groups()
        elif match := _ASCTIME.match(candidate):
            name, day, clock, zone, year = match.groups()
            rest = f" {clock} {zone or ''}"
        elif match := _SLASHES.match(candidate):
            year, number, day, rest = match.groups()
            return _with_clock(int(year), int(number), int(day), rest)
        else:
            continue
        month = _month(name)
        if month and len(year) in {2, 4}:
            return _with_clock(_century(year), month, int(day), rest)
    return None


def _with_clock(year: int, month: int, day: int, rest: str) -> datetime:
    match = _CLOCK.match(rest)
    if not match:
        return datetime(year, month, day, tzinfo=UTC)
    hour, minute, second, half, zone = match.groups()
    if half:
        hour = str(int(hour) % 12 + (12 if half[0] in "pP" else 0))
    return _instant(year, month, day, hour, minute, second, zone)


def _instant(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, zone: str
) -> datetime:
    hours, minutes, seconds = int(hour or 0), int(minute or 0), min(int(second or 0), 59)  # 60: a leap second
    extra = timedelta(days=1) if (hours, minutes) == (24, 0) else timedelta()
    moment = datetime(year, month, day, 0 if extra else hours, minutes, seconds, tzinfo=UTC)
    return moment + extra - _offset(zone)


def _offset(zone: str) -> timedelta:
    zone = zone.strip()
    if match := _OFFSET.match(zone):
        sign, hours, minutes = match.groups()
        if len(hours) == 2 and minutes is None and int(hours) > 14:
            raise ValueError(zone)
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if offset > timedelta(hours=14, minutes=59):
            raise ValueError(zone)
        return -offset if sign == "-" else offset
    if match := _NAME.match(zone):
        return timedelta(hours=_ZONES.get(match[1].lower(), 0.0))
    return timedelta()


def _month(name: str) -> int:
    name = name.lower()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3]) or 0


def _century(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 70 else 1900)  # RFC 2822 4.3, with the Unix epoch as the turn
