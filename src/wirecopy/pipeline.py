"""The line. `run` is the table of contents: whoever reads it knows what a fetch does and in which order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from wirecopy import __version__, clean, dedupe, fetch, fulltext, images, stories
from wirecopy.compose import article_of, with_also
from wirecopy.config import Config
from wirecopy.health import read_health, survey, write_health
from wirecopy.index import Index, Recorded, locked
from wirecopy.reading import Job, Manners, Piece, Reading, read
from wirecopy.report import Report
from wirecopy.states import moved, next_states
from wirecopy.supply import with_pictures, with_whole_texts
from wirecopy.types import (
    Article,
    Dropped,
    Failed,
    Fetched,
    FetchSettings,
    Note,
    NotModified,
    Skipped,
    Source,
)
from wirecopy.window import Windows, open_windows, told_apart
from wirecopy.writing import Desk, finish_journal

Outcome = Fetched | NotModified | Skipped | Failed
Spread = Callable[[Callable[[Job], Reading], Iterable[Job]], Iterable[Reading]]
Ask = Callable[..., Iterator[Outcome]]  # as fetch.fetch
Watch = Callable[[Source, str], None]

KEEP_HISTORY = timedelta(days=30)  # of drops and traces: what `why` and `check --try` look back on


class Site(Struct, frozen=True):
    """A site on disk."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def cache(self) -> Path:
        return self.folder / ".cache"

    @property
    def journal(self) -> Path:
        """Files that a run has decided on and is writing."""
        return self.cache / "journal"


def run(
    site: Site,
    config: Config,
    now: datetime,
    *,
    force: bool = False,
    spread: Spread = map,
    ask: Ask = fetch.fetch,
    watch: Watch = lambda source, said: None,
) -> Report:
    """Feeds in, files below content/ out; what was done, dropped and why, as a Report.

    `spread` runs the pure part of the line over the feeds: the builtin `map`, a pool's or a cluster's.
    `ask` gets the answers: the network, or the network within bounds.
    Raises LockedError when another run is under way; a feed that fails is part of the report.
    """
    began = time.monotonic()
    with locked(site.cache, "fetch"), Index(site.cache / "index.sqlite") as index:
        site.content.mkdir(parents=True, exist_ok=True)  # Pelican wants it even where no feed gave anything
        finish_journal(site.journal, site.content)
        unreadable = index.sync(site.content)
        states = index.states()
        outcomes: dict[str, Outcome] = {}
        readings: dict[str, Reading] = {}
        answers = ask(config.sources, states, fetch_settings(config), now, force=force)
        for reading in spread(read, _jobs(answers, index, config, now, outcomes, watch)):
            readings[reading.fetched.source.id] = reading
            outcomes[reading.fetched.source.id] = reading.failed or reading.fetched
            watch(
                reading.fetched.source,
                reading.failed.reason if reading.failed else f"{len(reading.met)} items",
            )

        pieces = _newcomers(readings)
        windows = open_windows(index, site.content, config.sources, now)
        desk = Desk(site.content, index, site.journal)
        policy = clean.CleanPolicy(images=config.build.images)
        pieces = with_whole_texts(pieces, fetch_settings(config), policy)
        fresh, updates = _apart(pieces, index)
        traces: dict[str, tuple[Note, ...]] = {}
        dropped = [d for source_id in sorted(readings) for d in readings[source_id].dropped]

        fresh, in_the_way = _places(fresh, desk)
        merged = _settle_duplicates(fresh, windows, desk, traces)
        standing = told_apart([p for p in fresh if p.entry.entry_id not in merged], windows)
        if policy.images == "local":
            standing = with_pictures(standing, fetch_settings(config), site.content)
            updates = with_pictures(updates, fetch_settings(config), site.content)
            for piece in standing:
                desk.rewrite(piece)
        joined, merges = _settle_stories(standing, windows, desk, traces, now)
        updates, kept_out = _updated(updates, desk, now)
        for piece in updates:
            traces[piece.entry.entry_id] = (
                *piece.entry.trace,
                Note(stage="markdown", text="updated in place"),
            )
        dropped += in_the_way
        new_stories = {desk.article(p.entry.entry_id).story for p in standing}
        written = desk.write()

        fresh_states = next_states(config.sources, states, outcomes, readings, standing, now)
        with index.transaction():
            desk.remember()
            index.put_states(fresh_states)
            index.put_fingerprints(windows.rows([*standing, *updates]))
            index.expire_fingerprints(windows.begin)
            index.put_traces(traces | {d.entry_id: d.trace for d in dropped}, now)
            dropped += kept_out  # their traces stay those of the articles that stand
            index.put_dropped(dropped, now)
            index.expire_dropped(now - KEEP_HISTORY)
        items = {i: len(r.met) + len(r.dropped) + r.beyond for i, r in readings.items() if not r.failed}
        write_health(site.cache, survey(index, config.sources, dropped, items, read_health(site.cache), now))

    met = sum(len(r.met) for r in readings.values())
    return Report(
        as_of=now,
        read=sum(isinstance(o, Fetched) for o in outcomes.values()),
        unchanged=sum(isinstance(o, NotModified) for o in outcomes.values()),
        skipped=tuple(o for o in _in_order(config.sources, outcomes) if isinstance(o, Skipped)),
        failed=tuple(o for o in _in_order(config.sources, outcomes) if isinstance(o, Failed)),
        moved=tuple(moved(config.sources, fresh_states)),
        problems=(
            *(f"{i}: {readings[i].problem}" for i in sorted(readings) if readings[i].problem),
            *missing_extras(config),
        ),
        unreadable=tuple(u.reason for u in unreadable),
        items=met + sum(len(r.dropped) + r.beyond for r in readings.values()),
        new=len(standing),
        updated=len(updates),
        known=met - len(standing) - len(updates) - len(merged) - len(in_the_way) - len(kept_out),
        merged=len(merged),
        dropped=tuple(dropped),
        beyond=sum(r.beyond for r in readings.values()),
        stories=len(new_stories),
        joined=joined,
        merges=merges,
        changed_files=written,
        seconds=round(time.monotonic() - began, 2),
    )


def fetch_settings(config: Config) -> FetchSettings:
    """The network's part of the owner's settings."""
    return FetchSettings(
        timeout_s=config.fetch.timeout_s,
        max_bytes=config.fetch.max_bytes,
        concurrency=config.fetch.concurrency,
        per_host=config.fetch.per_host,
        allow_private=config.fetch.allow_private,
        contact=config.fetch.contact or config.site.url,
        version=__version__,
    )


def missing_extras(config: Config) -> Iterator[str]:
    """What the owner asks for and this installation cannot do, one clear sentence each."""
    wanting = [s.id for s in config.sources if s.full_text]
    if wanting and not fulltext.is_available():
        yield f"{wanting[0]}{' and others' if len(wanting) > 1 else ''}: {fulltext.MISSING}"
    if config.build.images == "local" and not images.is_available():
        yield images.MISSING


def manners(config: Config) -> Manners:
    """The reader's part of the owner's settings."""
    return Manners(
        rules=config.rules,
        max_age_days=config.fetch.max_age_days,
        max_new=config.fetch.max_new_per_run,
        images=config.build.images,
        language=config.site.language,
    )


def _jobs(
    answers: Iterable[Outcome],
    index: Index,
    config: Config,
    now: datetime,
    outcomes: dict[str, Outcome],
    watch: Watch,
) -> Iterator[Job]:
    """The documents to read, as they come; all other answers go straight to `outcomes`."""
    how = manners(config)
    for answer in answers:
        if isinstance(answer, Fetched):
            known = tuple((r.known(), r.feed_hash) for r in index.of_source(answer.source.id).values())
            yield Job(fetched=answer, known=known, manners=how, now=now)
        else:
            outcomes[answer.source.id] = answer
            watch(answer.source, answer.reason if isinstance(answer, Failed | Skipped) else "unchanged")


def _newcomers(readings: Mapping[str, Reading]) -> list[Piece]:
    """All pieces of the run in one order that no feed's place in the list can change."""
    pieces = [piece for reading in readings.values() for piece in reading.pieces]
    return sorted(pieces, key=lambda p: (p.entry.published, p.entry.entry_id))


def _apart(pieces: Iterable[Piece], index: Index) -> tuple[list[Piece], list[Piece]]:
    """Newcomers and updates. An entry id that two feeds share (one feed listed at two addresses) counts once.

    An update of an article whose file cannot be read waits until somebody has mended the file.
    """
    fresh: dict[str, Piece] = {}
    updates: dict[str, Piece] = {}
    for piece in pieces:
        kind = updates if index.find(piece.entry.entry_id) else fresh
        if piece.entry.entry_id not in index.broken:
            kind.setdefault(piece.entry.entry_id, piece)
    return list(fresh.values()), list(updates.values())


def _places(fresh: list[Piece], desk: Desk) -> tuple[list[Piece], list[Dropped]]:
    """The newcomers that have an address to themselves, and those whose address is taken by a file nobody can read."""
    refused = {p.entry.entry_id: d for p in fresh if (d := desk.take_place(p, article_of(p, "", "")))}
    return [p for p in fresh if p.entry.entry_id not in refused], list(refused.values())


def _updated(pieces: list[Piece], desk: Desk, now: datetime) -> tuple[list[Piece], list[Dropped]]:
    """The updates that reached the record, and those that were kept out of it."""
    verdicts = [(p, desk.update(p, now)) for p in pieces]
    return [p for p, said in verdicts if said is True], [d for _, d in verdicts if isinstance(d, Dropped)]


def _settle_duplicates(
    fresh: list[Piece], windows: Windows, desk: Desk, traces: dict[str, tuple[Note, ...]]
) -> set[str]:
    """Names each near-duplicate in the article that stands; the entry ids of those that were merged."""
    verdicts = dedupe.find_duplicates([p.fingerprint for p in fresh], windows.texts)
    by_id = {p.entry.entry_id: p for p in fresh}
    merged = {}
    for verdict in verdicts:
        if verdict is not None:
            merged[verdict.id] = verdict
    for entry_id in merged:
        desk.withdraw(entry_id)
    for entry_id in [p.entry.entry_id for p in fresh if p.entry.entry_id in merged]:
        verdict, piece = merged[entry_id], by_id[entry_id]
        desk.change(with_also(desk.article(verdict.of), piece.entry, verdict))
        note = Note(
            stage="dedupe",
            text=f"same text as {desk.article(verdict.of).link or verdict.of}: {verdict.evidence}",
        )
        traces[entry_id] = (*piece.entry.trace, note)
    return set(merged)


def _settle_stories(
    standing: list[Piece], windows: Windows, desk: Desk, traces: dict[str, tuple[Note, ...]], now: datetime
) -> tuple[int, int]:
    """Puts each new article into its story; how many joined one, and how many stories turned out to be one."""
    assignments, merges = stories.assign([p.profile for p in standing], windows.stories, now)
    own = {p.entry.entry_id: p for p in standing}
    joined = 0
    for a in assignments:
        story = desk.story_slug(a.story) if a.story != a.id else desk.article(a.id).slug
        if a.id not in own:  # a second look at the window moved an article that stood already
            desk.assign(a.id, story, a.evidence)
            continue
        joined += a.story != a.id
        desk.assign(a.id, story, a.evidence)
        said = f"joined {story}: {a.evidence}" if a.story != a.id else "starts a story of its own"
        traces[a.id] = (*own[a.id].entry.trace, Note(stage="stories", text=said))
    for merge in merges:
        desk.merge_stories(desk.story_slug(merge.newer), desk.story_slug(merge.older), merge.evidence)
    return joined, len(merges)


def _in_order(sources: Iterable[Source], outcomes: Mapping[str, Outcome]) -> list[Outcome]:
    return [outcomes[s.id] for s in sources if s.id in outcomes]


__all__ = ["Article", "Dropped", "Recorded", "Site", "fetch_settings", "manners", "run"]
