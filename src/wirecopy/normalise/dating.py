"""Honest dates: the publisher's own where it can be true, else when the entry was first seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wirecopy.parse.dates import read_date
from wirecopy.types import Item, Known

# The first web page went public on 6 August 1991: no entry of a feed is older. Zero dates of programs
# (year 1, 1900, 1904, 1970, 1980) all lie before it.
_EARLIEST = datetime(1991, 8, 6, tzinfo=UTC)
# Clocks of publishers run ahead of ours by some minutes; what is later than that is a mistake or a trick.
_SKEW = timedelta(minutes=15)


def date_entry(item: Item, record: Known | None, now: datetime) -> tuple[datetime, datetime | None, str]:
    """Published, modified (None when it never was) and the note for readers ("" when all is as published).

    What is on record stays: a feed that dates its entries anew every day keeps its first dates.
    """
    first_seen = record.first_seen if record else now
    published, note = _published(item, first_seen)
    if record is not None and published != record.published:
        published = record.published
        note = "the feed changed the date: first date kept"
    return published, _modified(item, published, now), note


def _published(item: Item, first_seen: datetime) -> tuple[datetime, str]:
    written = item.published or item.updated
    if not written:
        return first_seen, "no date given: first seen"
    moment = read_date(written) or read_date(item.updated)
    if moment is None:
        return first_seen, "date not understood: first seen"
    if moment < _EARLIEST:
        return first_seen, f"dated {moment.year}: first seen"
    if moment > first_seen:
        if moment - first_seen <= _SKEW:
            return first_seen, ""
        return first_seen, "dated in the future: first seen"
    return moment, ""


def _modified(item: Item, published: datetime, now: datetime) -> datetime | None:
    moment = read_date(item.updated) if item.published else None
    if moment is None or not published < moment <= now + _SKEW:
        return None
    return min(moment, now)
