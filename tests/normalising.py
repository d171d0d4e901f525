"""Items as a feed may say them, and what normalise makes of them."""

from __future__ import annotations

from datetime import UTC, datetime

from wirecopy.normalise import normalise
from wirecopy.types import Dropped, Entry, FeedInfo, Item, Known, Parsed, Source

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
SOURCE = Source(id="example", url="https://example.org/feed")
FEED = FeedInfo(title="The Daily Example", link="https://example.org/")


def item(position: int = 0, **fields: object) -> Item:
    return Item(
        **{"source": SOURCE, "feed": FEED, "base": "https://example.org/feed", "position": position, **fields}
    )  # type: ignore[arg-type]


def entries(*items: Item, known: list[Entry] | None = None, now: datetime = NOW) -> list[Entry]:
    return [one for one in run(*items, known=known, now=now) if isinstance(one, Entry)]


def run(*items: Item, known: list[Entry] | None = None, now: datetime = NOW) -> list[Entry | Dropped]:
    records = [
        Known(
            entry_id=one.entry_id,
            guid=one.guid,
            link=one.link,
            title=one.title,
            published=one.published,
            first_seen=one.first_seen,
        )
        for one in known or []
    ]
    return normalise(
        Parsed(source=SOURCE, feed=FEED, items=items),
        {record.entry_id: record for record in records},
        now,
        known_links={record.link: record for record in records if record.link},
    )


def only(*items: Item, known: list[Entry] | None = None, now: datetime = NOW) -> Entry:
    [entry] = entries(*items, known=known, now=now)
    return entry
