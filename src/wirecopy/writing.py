"""The desk: the articles that a run touches, until they are written to content/ all together.

They lie in a spool, in memory is only where. What is to be written goes through the journal, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from wirecopy import bodies, boilerplate
from wirecopy.compose import (
    is_another_story,
    is_only_summary,
    moved_to_story,
    updated,
    with_new_hash,
)
from wirecopy.errors import WirecopyError
from wirecopy.index import Index, digest_of, story_is_fixed
from wirecopy.journal import finish_journal, write_journal
from wirecopy.markdown import Unreadable, article_path, dump, read_file
from wirecopy.reading import Piece, strip_rules
from wirecopy.spool import Spool
from wirecopy.types import Article, Dropped

OTHER_STORY = "another story under an old id"


def refused(piece: Piece, reason: str, detail: str) -> Dropped:
    """What the record does not take in, and why."""
    e = piece.entry
    return Dropped(
        stage="markdown", reason=reason, detail=detail, source_id=e.source.id, guid=e.guid, entry_id=e.entry_id,
        title=e.title, link=e.link, published=e.published, trace=e.trace,
    )  # fmt: skip


class Desk:
    """Articles on their way to the record, by entry id."""

    def __init__(self, content: Path, index: Index, journal: Path):
        self._content = content
        self._index = index
        self._journal = journal
        self._spool = Spool(journal.parent, Article)
        self._places: dict[str, int] = {}  # of each article as it will be written, in the spool
        self._before: dict[str, int] = {}  # … as it is on record, where it is
        self._digests: dict[str, int] = {}  # of the files written, by name
        self._stories: dict[str, str] = {}  # the story that each will be in
        self._slugs: dict[
            str, str
        ] = {}  # of newcomers, by entry id: a story is called by its first article's slug

    def article(self, entry_id: str) -> Article:
        """The article as it will be written. Raises WirecopyError when its file vanished during the run."""
        if entry_id not in self._places:
            path = self._content / self._index.path_of(entry_id)
            article = read_file(path, self._content)
            if isinstance(article, Unreadable):
                raise WirecopyError(f"changed while the run was under way: {article.reason}")
            self.change(article)
            self._before[entry_id] = self._places[entry_id]
        return self._spool[self._places[entry_id]]

    def add(self, article: Article) -> None:
        """A new article."""
        self.change(article)
        self._slugs[article.entry_id] = article.slug

    def change(self, article: Article) -> None:
        """An article in another version."""
        self._places[article.entry_id] = len(self._spool)
        self._spool.append(article)
        self._stories[article.entry_id] = article.story

    def rewrite(self, piece: Piece) -> None:
        """A newcomer whose body turned out otherwise after its place was taken."""
        article = self.article(piece.entry.entry_id)
        self.change(
            replace(article, markdown=piece.markdown, feed_hash=piece.feed_hash, removed=piece.entry.removed)
        )

    def withdraw(self, entry_id: str) -> None:
        """A newcomer that makes no article of its own after all."""
        for of in (self._places, self._before, self._stories, self._slugs):
            of.pop(entry_id, None)

    def take_place(self, piece: Piece, article: Article) -> Dropped | None:
        """None when the article can be written at its own address; else why not: a file that nobody can read is there."""
        path = self._content / article_path(article)
        if not path.exists():
            self.add(article)
            return None
        return refused(piece, "its file is in the way", f"{path.name} is there and cannot be read")

    def update(self, piece: Piece, now: datetime) -> bool | Dropped:
        """True when the publisher's change reaches the record; boilerplate and white space alone do not.

        Dropped when the feed tells another story under the old id: the article stays as it is.
        """
        article = self.article(piece.entry.entry_id)
        html = bodies.to_html(article.markdown)
        rules = strip_rules(piece.entry.source)
        stands = boilerplate.strip(
            html, title=article.title, lang=article.lang, link=article.link, source=rules
        ).text
        same_text = stands.split() == piece.text.text.split() or is_only_summary(article, piece)
        if same_text and article.feed_hash[:10] == piece.feed_hash[:10]:
            if piece.entry.source.full_text and article.feed_hash.count("-") > 1:
                self.change(with_new_hash(article, piece))
            return False
        if is_another_story(article, stands, piece):
            return refused(piece, OTHER_STORY, f"“{article.title[:80]}” keeps its text")
        self.change(updated(article, piece, html, now))
        return True

    def story_slug(self, key: str) -> str:
        """The story's id: the slug of the newcomer that starts it, or what it is called on record."""
        return self._slugs.get(key, key)

    def assign(self, entry_id: str, story: str, evidence: str) -> None:
        """Puts an article into a story, unless a person has chosen one for it."""
        if self._stories.get(entry_id) == story:
            return
        article = self.article(entry_id)
        if story_is_fixed(article) or article.story == story:
            return
        why = f"{story} {evidence}" if story != article.slug else ""
        self.change(replace(article, story=story, story_why=why))

    def merge_stories(self, newer: str, older: str, evidence: str) -> None:
        """All articles of the newer story tell the older one from now on."""
        ids = {r.entry_id for r in self._index.in_story(newer)}
        ids |= {e for e, story in self._stories.items() if story == newer}
        for entry_id in sorted(ids):
            article = self.article(entry_id)
            if article.story == newer and not story_is_fixed(article):
                self.change(moved_to_story(article, older, evidence))

    def slug(self, entry_id: str) -> str:
        """What a story would be called that an article starts."""
        return self._slugs.get(entry_id) or self.article(entry_id).slug

    def story_of(self, entry_id: str) -> str:
        """The story that an article will be in."""
        return self._stories.get(entry_id) or self.article(entry_id).story

    def write(self) -> int:
        """The number of files that changed."""
        if write_journal(self._journal, self._files()):
            return finish_journal(self._journal, self._content)
        return 0

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for article in self.touched():
            name, data = self._name(article), dump(article).encode("utf-8")
            self._digests[name] = digest_of(data)
            yield name, data

    def _name(self, article: Article) -> str:
        return self._index.path_of(article.entry_id) or article_path(article).as_posix()

    def remember(self) -> None:
        """Tells the index what was written."""
        for article in self.touched():
            name = self._name(article)
            state = self._index.stat_of(self._content / name)
            self._index.put_article(article, name, state, self._digests.get(name, 0))

    def touched(self) -> Iterator[Article]:
        """The articles of this run that differ from the record, in a stable order."""
        for entry_id, place in sorted(self._places.items()):
            before = self._before.get(entry_id)
            if before is None or self._spool.packed(place) != self._spool.packed(before):
                yield self._spool[place]

    def close(self) -> None:
        self._spool.close()
