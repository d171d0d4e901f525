"""The pure part of the line, for one feed: parse, normalise, keep, clean, and what newcomers are compared by.

`read` is a function of its job alone. So it runs here, in a process pool or on a cluster, whichever
`map` the pipeline is handed, and gives the same values everywhere.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from wirecopy import bodies, boilerplate, clean, dedupe, keep, normalise, parse, stories
from wirecopy.boilerplate import SourceRules
from wirecopy.keep import CompiledRules, Rule
from wirecopy.types import Article, Dropped, Entry, Failed, FeedInfo, Fetched, Known, Source, Text

MOST_ENTRIES = 2_000  # of one document; more than the longest real feed, and a bound for a hostile one


class Manners(Struct, frozen=True, kw_only=True):
    """What reading a feed needs of the owner's settings."""

    rules: tuple[Rule, ...] = ()
    max_age_days: int = 14
    max_new: int = 500  # of one feed in one run
    images: clean.Images = "drop"
    language: str = "en"  # of entries that do not say and cannot be told


class Job(Struct, frozen=True, kw_only=True):
    """One feed to read, and what is on record about it."""

    fetched: Fetched
    known: tuple[tuple[Known, str], ...]  # with the hash of what the feed said last time
    manners: Manners
    now: datetime


class Piece(Struct, frozen=True, kw_only=True):
    """An entry that is new, or says something else than last time, ready to be compared and written."""

    entry: Entry
    markdown: str
    feed_hash: str
    text: Text
    fingerprint: dedupe.Fingerprint
    profile: stories.Profile


class Reading(Struct, frozen=True, kw_only=True):
    """What one feed came to."""

    fetched: Fetched  # without its body
    failed: Failed | None = None
    feed: FeedInfo = FeedInfo()
    problem: str = ""
    pieces: tuple[Piece, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    excess: int = 0  # entries left for the next runs: the document is asked for again
    met: tuple[str, ...] = ()  # entry ids of all that the feed holds and that goes on, new or not
    published: tuple[datetime, ...] = ()  # of all entries in the document, for the feed's rhythm


def feed_hash(title: str, html: str) -> str:
    """Two short hashes, `title-body`, of the words alone: white space and markup make no update."""
    parts = (title, bodies.plain_text(html))
    return "-".join(hashlib.sha256(" ".join(p.split()).encode()).hexdigest()[:10] for p in parts)


def strip_rules(source: Source) -> SourceRules:
    """What the owner says about one feed's bodies."""
    return SourceRules(strip=source.strip, selectors=source.strip_selectors, cues=source.strip_cues)


def text_of(entry_id: str, source: Source, article: Article | Entry, html: str) -> Text:
    """What dedupe and stories see of an entry: its stripped text. The same for a newcomer and for the record."""
    stripped = boilerplate.strip(
        html, title=article.title, lang=article.lang, link=article.link, source=strip_rules(source)
    )
    return Text(
        id=entry_id,
        source_id=source.id,
        guid=article.guid,
        link=article.link,
        title=article.title,
        text=stripped.text,
        lang=article.lang,
        published=article.published if isinstance(article, Entry) else article.date,
        first_seen=article.first_seen,
    )


@lru_cache(maxsize=8)
def _compiled(rules: tuple[Rule, ...]) -> CompiledRules:
    return keep.compile_rules(rules)


def read(job: Job) -> Reading:
    """What one feed document gives: pieces for the record, drops with their reasons, or why it is no feed."""
    source = job.fetched.source
    head = _without_body(job.fetched)
    parsed = parse.parse(job.fetched, limit=MOST_ENTRIES)
    if isinstance(parsed, Failed):
        return Reading(fetched=head, failed=parsed)
    known = {k.entry_id: k for k, _ in job.known}
    hashes = {k.entry_id: h for k, h in job.known}
    policy = clean.CleanPolicy(images=job.manners.images)
    pieces: list[Piece] = []
    dropped: list[Dropped] = []
    met: list[str] = []
    published: list[datetime] = []
    new = excess = 0
    links = {k.link: k for k, _ in job.known if k.link}
    entries = normalise.normalise(parsed, known, job.now, known_links=links, language=job.manners.language)
    for entry in sorted(entries, key=_newest_first):
        if isinstance(entry, Dropped):
            dropped.append(entry)
            continue
        published.append(entry.published)
        kept = keep.keep(entry, _compiled(job.manners.rules), job.now, max_age_days=job.manners.max_age_days)
        if isinstance(kept, Dropped):
            if entry.entry_id not in hashes:  # what is on record stays there, whatever a later rule says
                dropped.append(kept)
            continue
        met.append(kept.entry_id)
        if kept.entry_id not in hashes and (new := new + 1) > job.manners.max_new:
            met.pop()
            excess += 1
            dropped.append(_left_for_later(kept))
            continue
        cleaned = clean.clean(kept, policy)
        told = feed_hash(cleaned.title, cleaned.html)
        if hashes.get(cleaned.entry_id) in (
            told,
            "",
        ):  # "" is an Also line: it has no text of its own to update
            continue
        text = text_of(cleaned.entry_id, source, cleaned, cleaned.html)
        pieces.append(
            Piece(
                entry=cleaned,
                markdown=bodies.to_markdown(cleaned.html),
                feed_hash=told,
                text=text,
                fingerprint=dedupe.fingerprint(text),
                profile=stories.profile(text),
            )
        )
    return Reading(
        fetched=head,
        feed=parsed.feed,
        problem=parsed.problem,
        pieces=tuple(pieces),
        dropped=tuple(dropped),
        excess=excess,
        met=tuple(met),
        published=tuple(published),
    )


def _newest_first(entry: Entry | Dropped) -> tuple[float, str]:
    return (-entry.published.timestamp() if entry.published else 0.0, entry.entry_id)


def _left_for_later(entry: Entry) -> Dropped:
    return Dropped(
        stage="keep",
        reason="left for the next run",
        detail="more new entries than max_new_per_run",
        source_id=entry.source.id,
        guid=entry.guid,
        entry_id=entry.entry_id,
        title=entry.title,
        link=entry.link,
        published=entry.published,
        trace=entry.trace,
    )


def _without_body(fetched: Fetched) -> Fetched:
    values = {name: getattr(fetched, name) for name in Fetched.__struct_fields__}
    return Fetched(**values | {"body": b""})
