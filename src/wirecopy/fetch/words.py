"""Sentences about the network that people understand, safe to print anywhere."""

from __future__ import annotations

from datetime import datetime


def shown(text: str, limit: int = 120) -> str:
    """`text` on one line without anything that a terminal or a log would obey, cut to `limit`."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def size(count: int) -> str:
    """A number of bytes as people say it: `10 MB`, `340 kB`, `12 bytes`."""
    if count < 1_000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1_000:.3g} kB"
    return f"{count / 1_000_000:.3g} MB"


def span(minutes: float) -> str:
    """A length of time as people say it: `45 minutes`, `2 hours`, `1 day`."""
    for unit, length in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= length:
            count = f"{minutes / length:.1f}".removesuffix(".0")
            return f"{count} {unit}" if count == "1" else f"{count} {unit}s"
    return "less than a minute"


def moment(when: datetime, now: datetime) -> str:
    """A point in time (UTC) seen from `now`: `14:05` on the same day, else `2026-02-18 14:05`."""
    return f"{when:%H:%M}" if when.date() == now.date() else f"{when:%Y-%m-%d %H:%M}"
