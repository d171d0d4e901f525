"""What a subscriber's reader would notice between two builds: `wirecopy check --feeds OLD NEW`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from lxml import etree
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
    updated: str
    shown: str  # everything but ids and dates


def compare(old: Path, new: Path) -> list[Finding]:
    """What is wrong with the feeds in `new` for somebody who has read those in `old`; both are output folders.

    An item under a new id whose link or title another one had that is gone turns unread again; what
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
            findings += _compare(
                name, before.items, now.items, (old / name).read_bytes() == path.read_bytes()
            )
    return sorted(findings)


def _compare(
    name: str, old: Mapping[str, Seen], new: Mapping[str, Seen], same_bytes: bool
) -> Iterator[Finding]:
    gone = {id: seen for id, seen in old.items() if id not in new}
    known = {
        (what, text): id
        for id, s in gone.items()
        for what, text in (("link", s.link), ("title", s.title))
        if text
    }
    quiet = old.keys() == new.keys()
    for id, now in new.items():
        before = old.get(id)
        if before is None:
            was = known.get(("link", now.link)) or known.get(("title", now.title))
            if was:
                yield Finding(name, "unread again", id, f"{now.title!r} was {was}")
        elif before.shown != now.shown and before.updated == now.updated:
            yield Finding(name, "silent", id, f"{now.title!r} changed, its date did not")
        elif before.shown == now.shown and before.updated != now.updated:
            yield Finding(name, "noise", id, f"{now.title!r}: only its date changed, to {now.updated}")
        quiet = quiet and before == now
    if quiet and not same_bytes:
        yield Finding(name, "bytes", "", "the file differs, no item does")


class _Feed(Struct, frozen=True):
    items: Mapping[str, Seen]
    twice: tuple[str, ...]


def _read(path: Path) -> _Feed | str | None:
    """The feed; why it cannot be read; None where the file is no feed."""
    data = path.read_bytes()
    try:
        pairs = list(_of_json(data) if path.suffix == ".json" else _of_xml(data))
    except _NotAFeedError:
        return None
    except (ValueError, etree.XMLSyntaxError) as error:
        return str(error)
    ids = [id for id, _ in pairs]
    return _Feed(dict(pairs), tuple(dict.fromkeys(id for id in ids if ids.count(id) > 1)))


class _NotAFeedError(Exception):
    """The file is something else."""


def _of_json(data: bytes) -> Iterator[tuple[str, Seen]]:
    feed = json.loads(data)
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith("https://jsonfeed.org/"):
        raise _NotAFeedError
    for item in feed["items"]:
        shown = {k: v for k, v in item.items() if k not in _DATES}
        updated = item.get("date_modified") or item.get("date_published", "")
        link = item.get("external_url") or item.get("url", "")
        yield item["id"], Seen(link, item.get("title", ""), updated, json.dumps(shown, sort_keys=True))


def _of_xml(data: bytes) -> Iterator[tuple[str, Seen]]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if root.tag not in (f"{_ATOM}feed", "rss"):
        raise _NotAFeedError
    for entry in root.iter(f"{_ATOM}entry", "item"):
        parts = [part for part in entry if isinstance(part.tag, str)]
        shown = [etree.tostring(p, with_tail=False) for p in parts if etree.QName(p).localname not in _DATES]
        id = _told(entry, f"{_ATOM}id", "guid", "link")
        link = next(
            (p.get("href", "") for p in entry.findall(f"{_ATOM}link") if p.get("rel") in (None, "alternate")),
            "",
        )
        title = _told(entry, f"{_ATOM}title", "title")
        updated = _told(entry, f"{_ATOM}updated", "pubDate")
        yield (
            id,
            Seen(link or _told(entry, "link"), title, updated, b"\n".join(shown).decode("utf-8", "replace")),
        )


def _told(entry: Any, *names: str) -> str:
    return next((str(text) for name in names if (text := entry.findtext(name))), "")
