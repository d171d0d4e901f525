"""The line. `run` is the table of contents: whoever reads it knows what a fetch does and in which order."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from wirecopy import __version__, clean, dedupe, fetch, fulltext, images, stories
from wirecopy.compose import article_of, with_also
from wirecopy.config import Config
from wirecopy.health import read_health, survey, write_health
from wirecopy.index import Index, Recorded, locked
from wirecopy.intake import Intake, Pieces, traces_of
from wirecopy.journal import finish_journal
from wirecopy.reading import Job, Manners, Reading, read
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
from wirecopy.window import Opening, Windows, told_apart
from wirecopy.writing import Desk

Outcome = Fetched | NotModified | Skipped | Failed
Spread = Callable[[Callable[[Job], Reading], Iterable[Job]], Iterable[Reading]]
Ask = Callable[..., Iterator[Outcome]]  # as fetch.fetch
Watch = Callable[[Source, str], None]

ALONE = Note(stage="stories", text="starts a story of its own")
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
    with (
        locked(site.cache, "fetch"),
        Index(site.cache / "index.sqlite") as index,
        closing(Intake(site.cache)) as intake,
        closing(Desk(site.content, index, site.journal)) as desk,
        closing(Opening(index, now, site.cache)) as opening,
    ):
        site.content.mkdir(parents=True, exist_ok=True)  # Pelican wants it even where no feed gave anything
        finish_journal(site.journal, site.content)
        unreadable = index.sync(site.content)
        states = index.states()
        outcomes: dict[str, Outcome] = {}
        answers = ask(config.sources, states, fetch_settings(config), now, force=force)
        for reading in spread(read, _jobs(answers, index, config, now, outcomes, watch)):
            intake.take(reading)
            if any(index.find(p.entry.entry_id) is None for p in reading.pieces):
                opening.start()
            outcomes[reading.fetched.source.id] = reading.failed or reading.fetched
            watch(
                reading.fetched.source,
                reading.failed.reason if reading.failed else f"{len(reading.met)} items",
            )

        pieces, readings = intake.pieces(), intake.readings
        policy = clean.CleanPolicy(images=config.build.images)
        if any(s.full_text for s in config.sources):
            pieces = with_whole_texts(pieces, fetch_settings(config), policy)
        fresh, updates = _apart(pieces, index)
        fresh, in_the_way = _places(fresh, desk)
        windows = opening.finish(site.content, config.sources)
        notes: dict[str, Note] = {}

        merged = _settle_duplicates(fresh, windows, desk, notes)
        again = fresh.where(lambda m: m.entry_id in merged)
        standing = told_apart(fresh.where(lambda m: m.entry_id not in merged), windows)
        if policy.images == "local":
            standing = with_pictures(standing, fetch_settings(config), site.content)
            updates = with_pictures(updates, fetch_settings(config), site.content)
            for piece in standing:
                desk.rewrite(piece)
        joined, merges = _settle_stories(standing, windows, desk, notes, now)
        updates, kept_out = _updated(updates, desk, now)
        notes |= dict.fromkeys(updates.ids, Note(stage="markdown", text="updated in place"))
        intake.leave_out(in_the_way)
        new_stories = {desk.story_of(entry_id) for entry_id in standing.ids}
        written = desk.write()

        new = Counter(mark.source_id for mark in standing.marks)
        fresh_states = next_states(config.sources, states, outcomes, readings, new, now)
        with index.transaction():
            desk.remember()
            index.put_states(fresh_states)
            index.put_fingerprints(windows.rows(standing, updates))
            index.expire_fingerprints(windows.begin)
            index.put_traces(traces_of((again, standing, updates), notes, intake.dropped()), now)
            intake.leave_out(kept_out)  # their traces stay those of the articles that stand
            index.put_dropped(intake.dropped(), now)
            index.expire_dropped(now - KEEP_HISTORY)
        health = survey(index, config.sources, intake.dropped(), intake.items(), read_health(site.cache), now)
        write_health(site.cache, health)
        items = intake.items()
        del windows, notes  # the report holds what was dropped; both at once would be too much
        dropped = tuple(intake.dropped())

    met = sum(intake.met.values())
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
        items=sum(items.values()),
        new=len(standing),
        updated=len(updates),
        known=met - len(standing) - len(updates) - len(merged) - len(in_the_way) - len(kept_out),
        merged=len(merged),
        dropped=dropped,
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


def _apart(pieces: Pieces, index: Index) -> tuple[Pieces, Pieces]:
    """Newcomers and updates. An entry id that two feeds share (one feed listed at two addresses) counts once.

    An update of an article whose file cannot be read waits until somebody has mended the file.
    """
    known: dict[str, bool] = {}
    places: set[int] = set()
    for mark in pieces.marks:
        if mark.entry_id not in known and mark.entry_id not in index.broken:
            known[mark.entry_id] = index.find(mark.entry_id) is not None
            places.add(mark.place)
    once = pieces.where(lambda m: m.place in places)
    return once.where(lambda m: not known[m.entry_id]), once.where(lambda m: known[m.entry_id])


def _places(fresh: Pieces, desk: Desk) -> tuple[Pieces, list[Dropped]]:
    """The newcomers that have an address to themselves, and those whose address is taken by a file nobody can read."""
    refused = {p.entry.entry_id: d for p in fresh if (d := desk.take_place(p, article_of(p, "", "")))}
    return fresh.where(lambda m: m.entry_id not in refused), list(refused.values())


def _updated(pieces: Pieces, desk: Desk, now: datetime) -> tuple[Pieces, list[Dropped]]:
    """The updates that reached the record, and those that were kept out of it."""
    verdicts = {p.entry.entry_id: desk.update(p, now) for p in pieces}
    kept_out = [d for d in verdicts.values() if isinstance(d, Dropped)]
    return pieces.where(lambda m: verdicts[m.entry_id] is True), kept_out


def _settle_duplicates(fresh: Pieces, windows: Windows, desk: Desk, notes: dict[str, Note]) -> set[str]:
    """Names each near-duplicate in the article that stands; the entry ids of those that were merged."""
    verdicts = dedupe.find_duplicates(fresh.fingerprints, windows.texts)
    merged = {verdict.id: verdict for verdict in verdicts if verdict}
    for entry_id in merged:
        desk.withdraw(entry_id)
    for piece in fresh.where(lambda m: m.entry_id in merged):
        verdict = merged[piece.entry.entry_id]
        stands = desk.article(verdict.of)
        desk.change(with_also(stands, piece.entry, verdict))
        text = f"same text as {stands.link or verdict.of}: {verdict.evidence}"
        notes[piece.entry.entry_id] = Note(stage="dedupe", text=text)
    return set(merged)


def _settle_stories(
    standing: Pieces, windows: Windows, desk: Desk, notes: dict[str, Note], now: datetime
) -> tuple[int, int]:
    """Puts each new article into its story; how many joined one, and how many stories turned out to be one."""
    assignments, merges = stories.assign(standing.profiles, windows.stories, now)
    own = set(standing.ids)
    joined = 0
    for a in assignments:
        story = desk.story_slug(a.story) if a.story != a.id else desk.slug(a.id)
        desk.assign(a.id, story, a.evidence)
        if a.id in own:  # else a second look at the window moved an article that stood already
            joined += a.story != a.id
            notes[a.id] = (
                Note(stage="stories", text=f"joined {story}: {a.evidence}") if a.story != a.id else ALONE
            )
    for merge in merges:
        desk.merge_stories(desk.story_slug(merge.newer), desk.story_slug(merge.older), merge.evidence)
    return joined, len(merges)


def _in_order(sources: Iterable[Source], outcomes: Mapping[str, Outcome]) -> list[Outcome]:
    return [outcomes[s.id] for s in sources if s.id in outcomes]


__all__ = ["Article", "Dropped", "Recorded", "Site", "fetch_settings", "manners", "run"]
