"""The pure part of the line, for one feed: parse, normalise, keep, clean, and what newcomers are compared by.

`read` is a function of its job alone. So it runs here, in a process pool or on a cluster, whichever
`map` the pipeline is handed, and gives the same values everywhere.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from wirecopy import bodies, boilerplate, clean, dedupe, keep, normalise, parse, stories
from wirecopy.boilerplate import SourceRules
from wirecopy.keep import CompiledRules, Rule
from wirecopy.types import (
    Article,
    Dropped,
    Entry,
    Failed,
    FeedInfo,
    Fetched,
    Item,
    Known,
    Note,
    Parsed,
    Removal,
    Source,
    Text,
)

# One poisonous entry must not take its feed or the run with it. Whatever else can be raised here is a
# bug in wirecopy or in a library that met hostile text; the entry is dropped with the exception's name.
POISON = (Exception,)

LEFT = "left for the next run"
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
    # Older entries beyond MOST_ENTRIES are counted and not looked at. The next run would find the same
    # ones there, so the document is not asked for again on their account.
    beyond: int = 0
    met: tuple[str, ...] = ()  # entry ids of all that the feed holds and that goes on, new or not
    published: tuple[datetime, ...] = ()  # of all entries in the document, for the feed's rhythm


def feed_hash(title: str, html: str) -> str:
    """Two short hashes, `title-body`, of the words alone: white space and markup make no update.

    An article whose body is not what its feed said (the page's text, a link for a lost picture) has a
    third one behind them, of the body that was written: see `rewritten`.
    """
    return f"{_short_hash(' '.join(title.split()))}-{body_hash(html)}"


def body_hash(html: str) -> str:
    """The second part of a feed hash."""
    return _short_hash(bodies.plain_words(html))


def _short_hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def told_part(whole: str) -> str:
    """What the feed said, of a hash on record: its title and its body."""
    return "-".join(whole.split("-")[:2])


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
    head = replace(job.fetched, body=b"")
    parsed = parse.parse(job.fetched, limit=MOST_ENTRIES)
    if isinstance(parsed, Failed):
        return Reading(fetched=head, failed=parsed)
    hashes = {k.entry_id: told for k, told in job.known}
    pieces: list[Piece] = []
    dropped: list[Dropped] = []
    met: list[str] = []
    published: list[datetime] = []
    new = excess = 0
    for entry in sorted(_entries(parsed, job), key=_newest_first):
        if isinstance(entry, Dropped):
            dropped.append(entry)
            continue
        published.append(entry.published)
        outcome = _treat(entry, job, hashes.get(entry.entry_id), has_room=new < job.manners.max_new)
        if isinstance(outcome, Dropped):
            dropped.append(outcome)
            excess += outcome.reason == LEFT
            continue
        met.append(entry.entry_id)
        if outcome:
            pieces.append(outcome)
            new += entry.entry_id not in hashes
    return Reading(
        fetched=head,
        feed=parsed.feed,
        problem=parsed.problem,
        pieces=tuple(pieces),
        dropped=tuple(dropped),
        excess=excess,
        beyond=parsed.excess,
        met=tuple(met),
        published=tuple(published),
    )


def _entries(parsed: Parsed, job: Job) -> list[Entry | Dropped]:
    """The document's items, normalised; one that cannot be does not take the others with it."""
    known = {k.entry_id: k for k, _ in job.known}
    links = {k.link: k for k, _ in job.known if k.link}

    def normalised(part: Parsed) -> list[Entry | Dropped]:
        return normalise.normalise(part, known, job.now, known_links=links, language=job.manners.language)

    try:
        return normalised(parsed)
    except POISON:
        found: list[Entry | Dropped] = []
        for item in parsed.items:
            try:
                found += normalised(replace(parsed, items=(item,)))
            except POISON as error:
                found.append(_unreadable(item, error))
        return found


def _treat(entry: Entry, job: Job, told_before: str | None, *, has_room: bool) -> Piece | Dropped | None:
    """The entry as a piece; why it goes no further; None when nothing about it is new."""
    manners = job.manners
    try:
        kept = keep.keep(entry, _compiled(manners.rules), job.now, max_age_days=manners.max_age_days)
        if isinstance(kept, Dropped):
            # what is on record stays there, whatever a later rule says
            return kept if told_before is None else None
        if told_before is None and not has_room:
            return _refused(entry, "keep", LEFT, "more new entries than max_new_per_run")
        cleaned = clean.clean(kept, clean.CleanPolicy(images=manners.images))
        told = feed_hash(cleaned.title, cleaned.html)
        if told_before is not None and told_part(told_before) in (told, ""):
            return None  # "" is an Also line: it has no text of its own to update
        piece = _piece(cleaned, told)
        return _slim(piece, job.manners) if told_before is None else piece
    except POISON as error:
        if told_before is not None:
            return None  # the article that stands is better than none
        return _refused(entry, "clean", "cannot be read", f"{type(error).__name__}: {error}")


def _piece(entry: Entry, told: str) -> Piece:
    text = text_of(entry.entry_id, entry.source, entry, entry.html)
    return Piece(
        entry=entry,
        markdown=bodies.to_markdown(entry.html),
        feed_hash=told,
        text=text,
        fingerprint=dedupe.fingerprint(text),
        profile=stories.profile(text),
    )


def _slim(piece: Piece, manners: Manners) -> Piece:
    """A newcomer without what nobody asks of it any more: half of the memory of a run.

    Pictures are looked for in its HTML, and a page's text is compared with its own.
    """
    entry, text = piece.entry, piece.text
    if manners.images != "local":
        entry = replace(entry, html="")
    if not entry.source.full_text:
        text = replace(text, text="")
    return replace(piece, entry=entry, text=text)


def rewritten(piece: Piece, html: str, *notes: Note, removed: tuple[Removal, ...] = ()) -> Piece:
    """The piece with another safe body than its feed gave; its hash knows both."""
    told = told_part(piece.feed_hash)
    written = body_hash(html)
    entry = replace(
        piece.entry,
        html=html,
        removed=clean.merged(piece.entry.removed, removed),
        trace=(*piece.entry.trace, *notes),
    )
    return _piece(entry, told if told.endswith(f"-{written}") else f"{told}-{written}")


def noted(piece: Piece, note: Note) -> Piece:
    """The piece as it is, with one more line for `wirecopy why`."""
    return replace(piece, entry=replace(piece.entry, trace=(*piece.entry.trace, note)))


def _newest_first(entry: Entry | Dropped) -> tuple[float, str]:
    return (-entry.published.timestamp() if entry.published else 0.0, entry.entry_id)


def _refused(entry: Entry, stage: str, reason: str, detail: str) -> Dropped:
    return Dropped(
        stage=stage,
        reason=reason,
        detail=" ".join(detail.split())[:200],
        source_id=entry.source.id,
        guid=entry.guid,
        entry_id=entry.entry_id,
        title=entry.title,
        link=entry.link,
        published=entry.published,
        trace=entry.trace,
    )


def _unreadable(item: Item, error: Exception) -> Dropped:
    """An item of which nothing can be relied on, so its place in the document stands for its id."""
    return Dropped(
        stage="normalise",
        reason="cannot be read",
        detail=" ".join(f"{type(error).__name__}: {error}".split())[:200],
        source_id=item.source.id,
        guid=item.guid[:200],
        entry_id=f"{item.source.id}:{item.position}",
        title=" ".join(item.title.split())[:200],
        link="",
    )
