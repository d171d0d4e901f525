"""Articles out of entries: what is fixed at the first writing, and what a later fetch may still change.

Pure: the record's articles and the line's decisions in, the articles that should be on file out.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from wirecopy.markdown import slug_for
from wirecopy.normalise.identity import titles_agree
from wirecopy.reading import Piece, feed_hash
from wirecopy.types import Also, Article, Duplicate, Entry

LONGEST_OUTLETS = (
    200  # Also lines of one article: a story under a thousand addresses must not grow a file for ever
)
# A publisher who makes new guids and new addresses at each fetch is merged at each fetch: some lines say it all.
LONGEST_OWN = 3  # Also lines of one source in one article
# Of the sample newsroom's pairs of unrelated articles of one outlet 95 % share less than .29 of the shorter one's
# words; a corrected article keeps most of its own.
OTHER_TEXT = 0.3
_WORDS = re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7af]{4,}|(?=([\u2e80-\u9fff\uac00-\ud7af]{2}))")


def article_of(piece: Piece, story: str, story_why: str) -> Article:
    """A new article. Slug, story, entry id, date and first-seen date are fixed here, once."""
    e = piece.entry
    slug = slug_for(e.title, e.entry_id)
    return Article(
        title=e.title,
        date=e.published,
        slug=slug,
        entry_id=e.entry_id,
        source_id=e.source.id,
        source_name=e.source.name or e.feed.title,
        source_home=e.feed.link,
        link=e.link,
        guid=e.guid,
        story=story or slug,
        story_why=story_why,
        first_seen=e.first_seen,
        markdown=piece.markdown,
        section=e.source.section,
        modified=e.modified if e.modified and e.modified > e.published else None,
        authors=e.authors,
        lang=e.lang,
        shown=e.source.show,
        licence=e.source.licence,
        status="muted" if e.muted else "",
        date_note=e.date_note,
        categories=e.categories,
        tags=e.tags,
        removed=e.removed,
        enclosures=e.enclosures,
        image=e.image,
        feed_hash=piece.feed_hash,
    )


def updated(article: Article, piece: Piece, body_html: str, now: datetime) -> Article:
    """The article after its publisher changed it: address, dates, ids and what a person edited stay.

    A field is a person's when it no longer hashes to what the feed had said.
    """
    e = piece.entry
    told_title, told_body, told_written = parts_of(article.feed_hash)
    title_now, body_now, _ = parts_of(feed_hash(article.title, body_html))
    new_title, new_body, new_written = parts_of(piece.feed_hash)
    values: dict[str, Any] = {"feed_hash": piece.feed_hash, "modified": _modified(article, e, now)}
    if title_now == told_title and new_title != told_title:
        values["title"] = e.title
    if is_only_summary(article, piece):
        values["feed_hash"] = f"{new_title}-{new_body}-{told_written}"
    elif body_now == told_written and (new_body, new_written) != (told_body, told_written):
        values |= {"markdown": piece.markdown, "removed": e.removed}
    return replace(article, **values)


def is_only_summary(article: Article, piece: Piece) -> bool:
    """Whether the whole text is on file and the page could not be had this time: the summary does not replace it."""
    _, told_body, told_written = parts_of(article.feed_hash)
    _, new_body, new_written = parts_of(piece.feed_hash)
    return piece.entry.source.full_text and told_written != told_body and new_written == new_body


def is_another_story(article: Article, stands: str, piece: Piece) -> bool:
    """Whether a feed says something wholly different under an old id: taken over, or turned to spam.

    `stands` is the stripped text on file. The article keeps what it says; nobody's correction changes headline
    and text at once until hardly a word is left.
    """
    if titles_agree(article.title, piece.entry.title):
        return False
    mine = _words(f"{article.title}\n{stands}")
    theirs = _words(f"{piece.entry.title}\n{piece.text.text}")
    return len(mine & theirs) < OTHER_TEXT * min(len(mine), len(theirs))


def _words(text: str) -> set[str]:
    return {match[1] or match[0] for match in _WORDS.finditer(text.casefold())}


def with_new_hash(article: Article, piece: Piece) -> Article:
    """The article, which stays, with what the feed says of it now: so that its page is not asked for again."""
    title, body, written = parts_of(piece.feed_hash)
    if is_only_summary(article, piece):
        written = parts_of(article.feed_hash)[2]
    return replace(article, feed_hash=f"{title}-{body}-{written}")


def parts_of(whole: str) -> tuple[str, str, str]:
    """Hashes of the title and body that the feed told, and of the body that was written."""
    title, body, written = (*whole.split("-"), "", "", "")[:3]
    return title, body, written or body


def _modified(article: Article, entry: Entry, now: datetime) -> datetime:
    """When the publisher says it changed, if that can be: after the last time, not in the future; else now."""
    last = article.modified or article.date
    said = entry.modified
    return said if said and last < said <= now else max(now, last)


def with_also(article: Article, entry: Entry, verdict: Duplicate) -> Article:
    """The article that names one more outlet with the same text, in the order of publication."""
    if any(a.entry_id == entry.entry_id for a in article.also) or len(article.also) >= LONGEST_OUTLETS:
        return article
    if sum(a.source_id == entry.source.id for a in article.also) >= LONGEST_OWN:
        return article
    line = Also(
        entry_id=entry.entry_id,
        source_id=entry.source.id,
        published=entry.published,
        similarity=round(verdict.similarity, 2),
        link=entry.link,
        title=entry.title,
    )
    return replace(
        article, also=tuple(sorted((*article.also, line), key=lambda a: (a.published, a.entry_id)))
    )


def moved_to_story(article: Article, older: str, evidence: str) -> Article:
    """The article after its story turned out to be an older one; the former id stands as a redirect."""
    former = () if article.story == older else (article.story,)
    was = tuple(dict.fromkeys((*article.story_was, *former)))
    return replace(
        article, story=older, story_was=tuple(s for s in was if s != older), story_why=f"{older} {evidence}"
    )
