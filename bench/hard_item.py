"""One hard case: a text, what it is, and with what it is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from wirecopy.types import Text

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday


class Item(NamedTuple):
    """`cluster` is the same for texts that a careful reader calls one."""

    kind: str
    cluster: str
    text: Text


def item(kind: str, cluster: str, id: str, source: str, hours: float, title: str, body: str) -> Item:
    """A case published some hours after BEGIN."""
    at = BEGIN + timedelta(hours=hours)
    return Item(
        kind,
        cluster,
        Text(
            id=id,
            source_id=source,
            link=f"https://{source}.example/{id}",
            title=title,
            text=body,
            published=at,
            first_seen=at,
        ),
    )
