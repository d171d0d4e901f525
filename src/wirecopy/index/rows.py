"""One entry as the index has it: the row in the table `entry`, and the value that the line sees."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from wirecopy.index.pack import key_of, moment, packed_id, seconds, unpacked_id
from wirecopy.types import Article, Known


class Recorded(NamedTuple):
    """One row of what is on record."""

    entry_id: str
    of: str  # "" for an article; else the entry id of the article that names it, or the file of its tombstone
    source_id: str
    guid: str
    link: str
    title: str
    published: datetime
    first_seen: datetime
    story: str
    story_fixed: bool
    feed_hash: str
    slug: str

    @property
    def is_pruned(self) -> bool:
        """Whether only a tombstone is left of it."""
        return self.of.endswith(".jsonl")

    def known(self) -> Known:
        return Known(
            entry_id=self.entry_id, guid=self.guid, link=self.link, title=self.title,
            published=self.published, first_seen=self.first_seen,
        )  # fmt: skip


COLUMNS = "entry_id, of, source_id, guid, link, title, published, first_seen, story, story_key, story_fixed, feed_hash, slug"
# Without `entry_id` itself: an entry that comes again keeps its number, which files and fingerprints are kept under.
_AGAIN = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])
INSERT = f"insert into entry ({COLUMNS}) values (?,?,?,?,?,?,?,?,?,?,?,?,?) on conflict (entry_id)"
PUT = f"{INSERT} do update set {_AGAIN}"
PUT_IF_NEW = f"{INSERT} do nothing"
ENTRY = (
    "entry.entry_id, of, source_id, coalesce(guid, link), link, title, published, entry.first_seen,"
    " coalesce(story, slug), story_fixed, feed_hash, slug"
)


def stored(r: Recorded) -> tuple[Any, ...]:
    """The row. What follows from another column is null: a guid that is the link, a story that the article starts."""
    return (
        packed_id(r.entry_id), packed_id(r.of) if r.of else None, r.source_id, None if r.guid == r.link else r.guid,
        r.link, r.title, seconds(r.published), seconds(r.first_seen), None if r.story == r.slug else r.story,
        key_of(r.story) if r.story else None, int(r.story_fixed), r.feed_hash, r.slug,
    )  # fmt: skip


def recorded(row: tuple[Any, ...]) -> Recorded:
    """The value of a row of ENTRY."""
    e, of, s, g, link, t, published, first, story, fixed, h, slug = row
    return Recorded(
        unpacked_id(e), unpacked_id(of or ""), s, g, link, t, moment(published), moment(first), story, bool(fixed), h, slug
    )  # fmt: skip


def usual_path(published: int, slug: str) -> str:
    """Where an article lies below content/ unless somebody moved it or its date."""
    return f"news/{moment(published):%Y/%m/%d}/{slug}.md"


def rows_of(article: Article) -> list[Recorded]:
    """The article, and every entry that its Also lines name."""
    return [
        Recorded(article.entry_id, "", article.source_id, article.guid, article.link, article.title, article.date,
                 article.first_seen, article.story, story_is_fixed(article), article.feed_hash, article.slug),
        *(Recorded(a.entry_id, article.entry_id, a.source_id, "", a.link, a.title, a.published, article.first_seen,
                   "", False, "", "")
          for a in article.also),
    ]  # fmt: skip


def story_is_fixed(article: Article) -> bool:
    """Whether a person chose the story: then what the program wrote beside it does not explain it."""
    told = article.story_why.partition(" ")[0] or article.slug
    return told != article.story
