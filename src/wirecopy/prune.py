"""Old stories go, so that the repository stays small; what is left of them keeps them from coming back.

A story goes as a whole, when its latest article is old enough: nobody wants half of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wirecopy.images import FOLDER
from wirecopy.markdown import Unreadable, add_tombstones, dump, read_all, write_whole
from wirecopy.markdown.tombstones import Tombstone
from wirecopy.types import Article

Leave = Literal["redirect", "page", "nothing"]

_PICTURE = re.compile(
    r"[0-9a-f]{32}\.webp"
)  # the names that `images.name_of` gives; no other file is touched


class Pruned(Struct, frozen=True, kw_only=True):
    """What was taken away, or would be."""

    articles: int = 0  # whose files went, or were cut down to their headline
    entries: int = 0  # those and the reprints that they named
    pictures: int = 0  # that no article shows any more
    bytes: int = 0  # that content/ is smaller
    kept: int = 0  # articles that stay as they are
    unreadable: tuple[str, ...] = ()  # files that were left alone


def prune(content: Path, before: datetime, leave: Leave, *, really: bool = True) -> Pruned:
    """Takes the stories away whose latest article is older than `before`; with `really` off only counts.

    `leave` says what stands at an article's old address: "redirect" leads to its publisher, "page" keeps
    headline and link in a file without body, "nothing" gives "not found". The tombstones are written before
    a file goes, so a run that dies loses nothing and the next one ends its work.
    """
    read = list(read_all(content))
    articles = [(path, a) for path, a in read if isinstance(a, Article)]
    old = old_stories((a for _, a in articles), before)
    going = [(path, a) for path, a in articles if a.story in old]
    if leave == "page":
        going = [(path, a) for path, a in going if headline_only(a) != a]
    size = sum(path.stat().st_size for path, _ in going)
    if leave == "page":
        size -= sum(len(dump(headline_only(a)).encode()) for _, a in going)
    pictures = list(_unshown(content, {path for path, _ in going}))
    size += sum(path.stat().st_size for path in pictures)
    if really and leave == "page":
        for path, a in going:
            write_whole(path, dump(headline_only(a)).encode("utf-8"))
    elif really:
        add_tombstones(content, tombstones([a for _, a in going], leave))
        for path, _ in going:
            path.unlink()
            _remove_empty(path.parent, content / "news")
    if really:
        for path in pictures:  # after the articles: one that a dying run left is found by the next
            path.unlink()
    return Pruned(
        articles=len(going),
        entries=sum(1 + len(a.also) for _, a in going),
        pictures=len(pictures),
        bytes=size,
        kept=len(articles) - len(going),
        unreadable=tuple(u.reason for _, u in read if isinstance(u, Unreadable)),
    )


def _unshown(content: Path, going: set[Path]) -> Iterator[Path]:
    """The pictures below content/images/ that only articles in `going` name; all Markdown is looked through as text,
    pages of the owner's and files that cannot be read as articles too."""
    stored = {path.name: path for path in (content / FOLDER).glob("*.webp") if _PICTURE.fullmatch(path.name)}
    if stored:
        for path in content.rglob("*.md"):
            if path not in going:
                for name in _PICTURE.findall(path.read_text("utf-8", "replace")):
                    stored.pop(name, None)
    yield from (stored[name] for name in sorted(stored))


def old_stories(articles: Iterable[Article], before: datetime) -> set[str]:
    """The ids of the stories in which nothing was published or first seen since `before`."""
    latest: dict[str, datetime] = {}
    for a in articles:
        when = max(a.date, a.first_seen)
        latest[a.story] = max(when, latest.get(a.story, when))
    return {story for story, when in latest.items() if when < before}


def headline_only(article: Article) -> Article:
    """The article without its body: headline, link, dates, outlets and story stay."""
    return replace(
        article, markdown="", summary="", shown="headline", licence="", image="", enclosures=(), categories=(), removed=(),
    )  # fmt: skip


def tombstones(articles: Iterable[Article], leave: Leave) -> Iterator[Tombstone]:
    """A tombstone for each article and each reprint that it names; hidden articles leave no address."""
    led: set[str] = set()
    for a in sorted(articles, key=lambda a: (a.first_seen, a.date, a.slug)):
        left: list[str] = []
        if leave == "redirect" and a.status != "hidden" and a.link:
            left = [f"{a.date:%Y/%m/%d}/{a.slug}/"]
            left += [f"story/{s}/" for s in dict.fromkeys((a.story, *a.story_was)) if s not in led]
            led.update((a.story, *a.story_was))
        yield Tombstone(
            published=a.date, entry_id=a.entry_id, source_id=a.source_id, first_seen=a.first_seen, link=a.link,
            guid="" if a.guid == a.link else a.guid, title=a.title, left=tuple(left),
        )  # fmt: skip
        for also in a.also:
            yield Tombstone(
                published=also.published, entry_id=also.entry_id, source_id=also.source_id,
                first_seen=a.first_seen, link=also.link, title=also.title,
            )  # fmt: skip


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
