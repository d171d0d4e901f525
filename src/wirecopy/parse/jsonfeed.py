"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), forgiving about types."""

from __future__ import annotations

import json
from typing import Any

from wirecopy.parse.ends import Ends
from wirecopy.parse.head import Head, describe
from wirecopy.parse.raw import Author, Link, Raw, Value, assemble, enclosure
from wirecopy.parse.schedule import Schedule
from wirecopy.parse.text import forbid
from wirecopy.types import Enclosure, Fetched, Parsed


def read_json(text: str, fetched: Fetched, limit: int) -> Parsed | str:
    """The feed in a JSON text, or what the text is instead: "JSON, but no JSON Feed"."""
    try:
        document = json.loads(text, strict=False)
    except RecursionError:
        return "JSON nested too deeply to be a feed"
    except ValueError as error:
        return f"not JSON either: {str(error)[:100]}"
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return "JSON, but no JSON Feed: it has no list of items"
    version = document.get("version")
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        return "JSON, but no JSON Feed: its version does not name jsonfeed.org"
    head = Head(
        format="json11" if version.rstrip("/").endswith("1.1") else "json1",
        base=fetched.url,
        id=_text(document, "feed_url"),
        title=_text(document, "title"),
        title_is_html=False,
        links=[Link("alternate", "text/html", _text(document, "home_page_url")), *_hubs(document)],
        authors=_authors(document),
        language=_text(document, "language"),
    )
    feed = describe(head, Schedule(), fetched)
    ends: Ends[dict[str, Any]] = Ends(limit)
    for entry in document["items"]:
        if isinstance(entry, dict):
            ends.add(entry)
    start, chosen, excess = ends.newest(lambda entry: _text(entry, "date_published"))
    items = []
    for position, entry in enumerate(chosen, start):
        raw = _raw(entry, fetched.url)
        raw.authors = raw.authors or head.authors
        items.append(assemble(raw, source=fetched.source, feed=feed, position=position))
    return Parsed(source=fetched.source, feed=feed, items=tuple(items), excess=excess)


def _raw(entry: dict[str, Any], base: str) -> Raw:
    contents = [
        Value(_text(entry, "content_html"), "html", base),
        Value(_text(entry, "content_text"), "text", base),
    ]
    summary = _text(entry, "summary")
    return Raw(
        base=base,
        guid=_text(entry, "id"),
        links=[Link("alternate", "text/html", _text(entry, "url") or _text(entry, "external_url"))],
        title=Value(_text(entry, "title"), "text", base),
        summary=Value(summary, "text", base) if summary else None,
        contents=contents,
        published=_text(entry, "date_published"),
        updated=_text(entry, "date_modified"),
        authors=_authors(entry),
        categories=[forbid(tag) for tag in _list(entry, "tags") if isinstance(tag, str)],
        language=_text(entry, "language"),
        enclosures=[*_attachments(entry)],
    )


def _attachments(entry: dict[str, Any]) -> list[Enclosure]:
    found = [enclosure(_text(entry, key), "", "", "image") for key in ("image", "banner_image")]
    for attachment in _list(entry, "attachments"):
        if isinstance(attachment, dict):
            size = _text(attachment, "size_in_bytes").removesuffix(".0")
            found.append(enclosure(_text(attachment, "url"), _text(attachment, "mime_type"), size))
    return found


def _authors(mapping: dict[str, Any]) -> list[Author]:
    """`authors` of version 1.1 or `author` of 1.0."""
    candidates = [*_list(mapping, "authors"), mapping.get("author")]
    found = [Author(_text(one, "name"), "", _text(one, "url")) for one in candidates if isinstance(one, dict)]
    return [*dict.fromkeys(author for author in found if author.name)]


def _hubs(document: dict[str, Any]) -> list[Link]:
    return [Link("hub", "", _text(hub, "url")) for hub in _list(document, "hubs") if isinstance(hub, dict)]


def _list(mapping: dict[str, Any], key: str) -> list[Any]:
    found = mapping.get(key)
    return found if isinstance(found, list) else []


def _text(mapping: dict[str, Any], key: str) -> str:
    """A string member; numbers are written out, because ids occur as numbers."""
    found = mapping.get(key)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return forbid(str(found)).strip()
