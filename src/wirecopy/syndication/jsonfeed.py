"""JSON Feed 1.1. What it has no name for stands under `_wirecopy`, as its extensions do."""

from __future__ import annotations

from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

from wirecopy.syndication.channel import Head
from wirecopy.syndication.format import Format
from wirecopy.syndication.item import Item
from wirecopy.syndication.text import fit, media, stamp


def _opening(head: Head) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.self,
        "description": head.subtitle,
        "icon": head.icon,
        "favicon": head.icon,
        "language": head.lang,
        "authors": [{"name": head.site}],
        "hubs": [{"type": "WebSub", "url": head.hub}] if head.hub else [],
    }
    return _lines(_without_gaps(feed))[:-2] + ',\n"items":['


def _entry(item: Item, _: Head) -> str:
    return _lines(entry(item))


def entry(item: Item) -> Mapping[str, Any]:
    """One item as plain values."""
    origin = item.origin
    whose = {"name": origin.name, "feed": origin.feed, "home": origin.home} if origin else {}
    told = {
        "id": item.id,
        "url": item.link,
        "external_url": item.via if item.via != item.link else "",
        "title": item.title,
        "content_html": fit(item.html),
        "summary": item.summary,
        "date_published": stamp(item.published),
        "date_modified": stamp(item.updated),
        "authors": [_without_gaps({"name": p.name, "url": p.url}) for p in item.authors],
        "tags": [label.name for label in item.labels],
        "language": item.lang,
        "attachments": [
            _without_gaps({"url": e.url, "mime_type": media(e.type) or "application/octet-stream", "size_in_bytes": e.length})
            for e in item.enclosures
        ],
        "_wirecopy": _without_gaps(
            {"source": _without_gaps(whose), "also": list(item.outlets), "rights": item.rights, "licence": item.licence}
        ),
    }  # fmt: skip
    return _without_gaps(told)


def _without_gaps(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that say nothing: an empty address is none."""
    return {name: value for name, value in values.items() if value not in ("", [], {}, 0)}


def _lines(value: Any) -> str:
    """What `json.dumps` gives with `indent=0`, a value a line: where it is asked for lines, it is all Python, and slow."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        pairs = [f"{encode_basestring(name)}:{_lines(inner)}" for name, inner in value.items()]
        return "{\n" + ",\n".join(pairs) + "\n}" if pairs else "{}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_lines, value)) + "\n]" if value else "[]"
    return str(value)


JSON = Format(opening=_opening, entry=_entry, closing="]\n}\n", between=",\n", empty="")
