"""When a feed asks to be read again: RSS `ttl`, `skipHours`, `skipDays`, and `sy:updatePeriod`.

Read from the text itself and not from a parsed tree: feedparser keeps only the last of several hours.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_TTL = re.compile(r"<ttl>\s*(\d{1,7})\s*</ttl>", re.IGNORECASE)
_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAYS = re.compile(r"<skipDays>(.{0,1000}?)</skipDays>", re.DOTALL | re.IGNORECASE)
_DAY = re.compile(r"<day>\s*([A-Za-z]+)\s*</day>", re.IGNORECASE)
_PERIOD = re.compile(r"<sy:updatePeriod[^<>]{0,99}>\s*(\w{1,10})\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(r"<sy:updateFrequency[^<>]{0,99}>\s*(\d{1,5})\s*<", re.IGNORECASE)
_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Schedule(NamedTuple):
    ttl_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    update_every_minutes: int = 0


def read_schedule(text: str) -> Schedule:
    """The wishes that stand in the head of a document; zeros and () where it has none."""
    first = _HEAD.search(text)
    head = text[: first.start() if first else 50_000][:50_000]
    ttl = _TTL.search(head)
    hours = _HOURS.search(head)
    days = _DAYS.search(head)
    period = _PERIOD.search(head)
    frequency = _FREQUENCY.search(head)
    every = _MINUTES.get(period[1].lower(), 0) if period else 0
    return Schedule(
        ttl_minutes=min(int(ttl[1]), 525600) if ttl else 0,
        # RSS 0.92 counted 1…24, RSS 2.0 counts 0…23
        skip_hours=tuple(sorted({int(hour) % 24 for hour in _HOUR.findall(hours[1]) if int(hour) <= 24}))
        if hours
        else (),
        skip_days=tuple(day for day in _WEEK if day in {name.capitalize() for name in _DAY.findall(days[1])})
        if days
        else (),
        update_every_minutes=every // max(1, int(frequency[1]) if frequency else 1),
    )
