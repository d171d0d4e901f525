"""Moments in words of the reader's language; month and weekday names come out of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache

Translate = Callable[[str], str]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def iso(moment: datetime) -> str:
    """As `<time datetime>` wants it: "2026-02-17T10:30Z"."""
    if moment.year < 1000:
        return "1000-01-01T00:00Z"
    m = _utc(moment)
    return (
        f"{m.year}-{m.month:02d}-{m.day:02d}T{m.hour:02d}:{m.minute:02d}Z"  # a third of what strftime takes
    )


def clock(moment: datetime) -> str:
    """The time of day, UTC: "10:30"."""
    m = _utc(moment)
    return f"{m.hour:02d}:{m.minute:02d}"


def span(minutes: int) -> str:
    """A length of time with units that need no translation: "45 min", "3 h 20 min", "4 d 3 h"."""
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"


class Dates:
    """The date filters of one language. Each day is put into words once."""

    def __init__(self, translate: Translate) -> None:
        self._ = translate
        self._told = lru_cache(maxsize=4096)(self._tell)

    def day(self, when: datetime | str) -> str:
        """ "Tuesday, 17 February 2026"."""
        return self._told("{weekday}, {day} {month} {year}", *_date(when))

    def short_day(self, when: datetime | str) -> str:
        """ "17 February"."""
        return self._told("{day} {month}", *_date(when))

    def month(self, when: str) -> str:
        """ "February 2026" for "2026-02"."""
        return self._told("{month} {year}", *_date(when + "-01"))

    def date(self, when: datetime | str) -> str:
        """ "17 February 2026"."""
        return self._told("{day} {month} {year}", *_date(when))

    def _tell(self, form: str, year: int, month: int, day: int) -> str:
        return self._(form).format(
            weekday=self._(_WEEKDAYS[date(year, month, day).weekday()]),
            day=day,
            month=self._(_MONTHS[month - 1]),
            year=year,
        )


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _date(when: datetime | str) -> tuple[int, int, int]:
    moment = datetime.fromisoformat(when) if isinstance(when, str) else _utc(when)
    return moment.year, moment.month, moment.day
