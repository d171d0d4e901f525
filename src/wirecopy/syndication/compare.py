"""What a subscriber's reader would notice between two builds: `wirecopy check --feeds OLD NEW`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

_ATOM = "{http://www.w3.org/2005/Atom}"
_DATES = frozenset({"updated", "published", "pubDate", "id", "guid", "date_published", "date_modified"})

Kind = Literal["unread again", "silent", "noise", "bytes", "broken", "twice"]


class Finding(Struct, frozen=True, order=True):
    """One thing that must not happen to a subscriber."""

    file: str  # below the output folder
    kind: Kind
    item: str  # its id; "" of the whole file
    text: str  # what happened, one line


class Seen(Struct, frozen=True):
    """An item as a reader keeps it."""

    link: str
    title: str
    day: str  # it was published: as its format writes it, without the time
    updated: str
    shown: str  # everything but ids and dates


def compare(old: Path, new: Path) -> list[Finding]:
    """What is wrong with the feeds in `new` for somebody who has read those in `old`; both are output folders.

    An item under a new id whose link, or title and day of publication, another one had that is gone turns
    unread again (a daily item comes under yesterday's title and is another all the same); what
    changed with the same date does so silently; a date that moved alone is noise; a file that differs
    though nothing in it does defeats every cache. Feeds that only one folder has are no finding.
    """
    findings: list[Finding] = []
    for path in sorted(p for ending in ("*.atom", "*.rss", "*.json", "*.xml") for p in new.rglob(ending)):
        name = path.relative_to(new).as_posix()
        now = _read(path)
        if isinstance(now, str):
            findings += [Finding(name, "broken", "", now)] if path.suffix in (".atom", ".rss") else []
            continue
        if now is None:
            continue
        before = _read(old / name) if (old / name).is_file() else None
        findings += [Finding(name, "twice", id, "stands twice in the feed") for id in now.twice]
        if isinstance(before, _Feed):
            findings += _compare(name, before, now, (old / name).read_bytes() == path.read_bytes())
    return sorted(findings)


class _Feed(Struct, frozen=True):
    head: str  # all that the feed says of itself but its date
    items: Mapping[str, Seen]
    twice: tuple[str, ...]


def _compare(name: str, old: _Feed, new: _Feed, same_bytes: bool) -> Iterator[Finding]:
    gone = {id: seen for id, seen in old.items.items() if id not in new.items}
    links = {seen.link: id for id, seen in gone.items() if seen.link}
    titles = {(seen.title, seen.day): id for id, seen in gone.items() if seen.title}
    for id, now in new.items.items():
        before = old.items.get(id)
        if before is None:
            was = links.get(now.link) or titles.get((now.title, now.day))
            if was:
                yield Finding(name, "unread again", id, f"{now.title!r} was {was}")
        elif before.shown != now.shown and before.updated == now.updated:
            yield Finding(name, "silent", id, f"{now.title!r} changed, its date did not")
        elif before.shown == now.shown and before.updated != now.updated:
            yield Finding(name, "noise", id, f"{now.title!r}: only its date changed, to {now.updated}")
    if not same_bytes and old.head == new.head and list(old.items.items()) == list(new.items.items()):
        yield Finding(name, "bytes", "", "the file differs, nothing in it does")


def _read(path: Path) -> _Feed | str | None:
    """The feed; why it cannot be read; None where the file is no feed."""
    data = path.read_bytes()
    try:
        head, pairs = _of_json(data) if path.suffix == ".json" else _of_xml(data)
    except _NotAFeedError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        return f"{type(error).__name__}: {error}"
    ids = Counter(id for id, _ in pairs)
    return _Feed(head, dict(pairs), tuple(id for id, count in ids.items() if count > 1))


class _NotAFeedError(Exception):
    """The file is something else."""


def _of_json(data: bytes) -> tuple[str, list[tuple[str, Seen]]]:
    feed = json.loads(data)
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith("https://jsonfeed.org/"):
        raise _NotAFeedError
    items = feed.pop("items")
    return json.dumps(feed, sort_keys=True), [_of_item(item) for item in items]


def _of_item(item: dict[str, Any]) -> tuple[str, Seen]:
    shown = {k: v for k, v in item.items() if k not in _DATES}
    updated = item.get("date_modified") or item.get("date_published", "")
    link = item.get("external_url") or item.get("url", "")
    day = item.get("date_published", "")[:10]
    return item["id"], Seen(link, item.get("title", ""), day, updated, json.dumps(shown, sort_keys=True))


def _of_xml(data: bytes) -> tuple[str, list[tuple[str, Seen]]]:
    from lxml import etree  # a build compares nothing, and has this module beside what it needs

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if root.tag not in (f"{_ATOM}feed", "rss"):
        raise _NotAFeedError
    feed = root if root.tag != "rss" else root[0]
    dates = (f"{_ATOM}updated", "lastBuildDate")
    head = [e for e in feed if e.tag not in (f"{_ATOM}entry", "item", *dates)]
    return _markup(head), [_of_entry(entry) for entry in feed.iter(f"{_ATOM}entry", "item")]


def _of_entry(entry: Any) -> tuple[str, Seen]:
    parts = [part for part in entry if isinstance(part.tag, str)]
    shown = _markup(part for part in parts if part.tag.rpartition("}")[2] not in _DATES)
    links = entry.findall(f"{_ATOM}link")
    link = next((p.get("href", "") for p in links if p.get("rel") in (None, "alternate")), "")
    title = _told(entry, f"{_ATOM}title", "title")
    updated = _told(entry, f"{_ATOM}updated", "pubDate")
    day = _told(entry, f"{_ATOM}published")[:10] or _told(entry, "pubDate")[:16]
    return _told(entry, f"{_ATOM}id", "guid", "link"), Seen(
        link or _told(entry, "link"), title, day, updated, shown
    )


def _markup(elements: Iterable[Any]) -> str:
    from lxml import etree

    return "\n".join(etree.tostring(e, encoding="unicode", with_tail=False) for e in elements)


def _told(entry: Any, *names: str) -> str:
    return next((str(text) for name in names if (text := entry.findtext(name))), "")
