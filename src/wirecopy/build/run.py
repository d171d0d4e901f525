"""One build, from what content/ holds to a whole site: read this first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from wirecopy.build import ledger as book
from wirecopy.build.catchup import Caught, catch_up
from wirecopy.build.decide import Decision, decide
from wirecopy.build.derive import derive_cases
from wirecopy.build.file import Build, Planned
from wirecopy.build.ledger import Ledger, Written
from wirecopy.build.pool import cores
from wirecopy.build.press import Watch, publish, stage, unstage
from wirecopy.build.record import Record
from wirecopy.build.report import Report, explain
from wirecopy.build.shelf import Shelf
from wirecopy.build.stamp import Clock, digest_of, settled, stamp_of, walk
from wirecopy.build.store import keep, kept
from wirecopy.build.templates import keep_compiled, kept_closures
from wirecopy.corpus import Corpus
from wirecopy.corpus.knowledge import Rules
from wirecopy.pages import Page

Plan = Callable[[Build], Iterable[Planned]]


class Records(Struct, frozen=True):
    """What is kept of the articles."""

    rules: bytes  # digest of all that derivation depends on beside the articles
    records: list[Record]


class Order(Struct, frozen=True, kw_only=True):
    """What is to be built, and from what. Paths are absolute."""

    content: Path
    output: Path
    cache: Path
    config: Any  # `wirecopy.config.Config`
    knowledge: bytes  # digest of the code and the rules that derive
    state: bytes  # digest of everything that every page depends on
    templates: bytes  # digest of all templates
    theirs: Sequence[str]  # files below output/ that Pelican writes itself
    explain: str = ""  # a file below output/
    jobs: int = 0  # processes; 0: as many as there are cores
    watch: Watch | None = None  # is told of every page that is made


def build(order: Order, make_build: Callable[[Corpus], Build], plans: Sequence[Plan]) -> tuple[Report, str]:
    """Brings output/ up to date; what was done, and the explanation that was asked for.

    The old site stands until every new page is made. Raises what a template or a plugin raises,
    and OSError when the disk is full, with the old site as it was.
    """
    folder = order.cache / "build"
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock(folder)
    caught, usable = _records(order, folder, clock)
    records = caught.records
    corpus = Corpus(r.derived for r in records.values() if r.derived is not None)
    made = make_build(corpus)
    planned = _planned(made, plans, set(order.theirs))
    ledger = kept(folder / "pages", Ledger) or Ledger()
    keep_compiled(made.env, folder / "compiled")
    names = sorted({p.template for p in planned if isinstance(p, Page)})
    templates = kept_closures(made.env, names, order.templates, folder / "templates")
    decision = decide(
        planned,
        ledger,
        order.state,
        templates,
        lambda written, name: book.is_intact(written, f"{order.output}/{name}"),
    )
    removed, holes = _print(order, made, planned, decision, ledger, clock, folder)
    if caught.changed or not usable:
        keep(folder / "articles", Records(_rules_digest(order), list(records.values())))
    report = Report(
        articles=len(records),
        derived=len(caught.fresh),
        why=decision.why,
        unchanged=len(decision.stand),
        removed=tuple(removed),
        files=sorted({one.file for one in planned} | set(order.theirs)),
        broken=tuple(r.broken for r in records.values() if r.broken),
        holes=tuple(holes),
    )
    return report, _explained(order, planned, decision, caught) if order.explain else ""


def _rules_digest(order: Order) -> bytes:
    return digest_of(
        msgspec.json.encode((order.config.sources, order.config.topics, order.config.privacy))
        + order.knowledge
    )


def _records(order: Order, folder: Path, clock: Clock) -> tuple[Caught, bool]:
    before = kept(folder / "articles", Records)
    usable = before is not None and before.rules == _rules_digest(order)
    old = {r.path: r for r in before.records} if before is not None and usable else {}
    now = clock.now()
    found = {f"news/{name}": stamp for name, stamp in walk(str(order.content / "news"), ".md")}
    config = order.config
    rules = cache(lambda: Rules(config.sources, config.topics, config.privacy))
    caught = catch_up(order.content, old, found, now, partial(derive_cases, rules, order.jobs or cores()))
    return caught, usable


def _planned(made: Build, plans: Sequence[Plan], theirs: set[str]) -> list[Planned]:
    """Every file once: where two want one address the first stands, and what Pelican writes goes before all."""
    files: dict[str, Planned] = {}
    for plan in plans:
        for one in plan(made):
            if one.file not in theirs:
                files.setdefault(one.file, one)
    return list(files.values())


def _print(
    order: Order,
    made: Build,
    planned: Sequence[Planned],
    decision: Decision,
    ledger: Ledger,
    clock: Clock,
    folder: Path,
) -> tuple[list[str], list[str]]:
    """Makes what must be made, puts it in place, removes what fell away, notes it all: files removed, pages left out."""
    output = order.output
    shelf = Shelf(folder / "shelf")

    def on_shelf(number: int) -> bytes | None:
        known = decision.made_of[number].content
        return shelf.take(known) if known else None

    staged = (
        stage(made.env, decision.make, output, order.jobs or cores(), order.watch, on_shelf)
        if decision.make
        else []
    )
    names = {one.file for one in planned} | set(order.theirs)
    ours = book.ours(output)
    gone = (ours | set(ledger.files)) - names
    book.claim(output, names | ours | set(ledger.files)) if decision.make or names != ours else None
    files = dict(decision.stand)
    if decision.make:
        publish(
            [None if one.broken else file for file, one in zip(decision.make, staged, strict=True)], output
        )
        now = clock.now()
        for one, printed, made_of in zip(decision.make, staged, decision.made_of, strict=True):
            if printed.broken:
                continue  # not noted, so the next build tries again; an older version of the page stands
            stamp = settled(stamp_of(f"{output}/{one.file}"), now)
            files[one.file] = Written(made_of.template, made_of.reads, printed.digest, stamp)
    else:
        unstage(output)
    removed = book.remove(output, gone)
    if names != ours:
        book.claim(output, names)
    if files != ledger.files or order.state != ledger.state:
        keep(folder / "pages", Ledger(order.state, files))
    if decision.make or removed:
        shelf.fill(files, output, anew=any(name.endswith(".html") for name in removed))
    shelf.close()
    return removed, [one.broken for one in staged if one.broken]


def _explained(order: Order, planned: Sequence[Planned], decision: Decision, caught: Caught) -> str:
    name = order.explain.strip("/")
    for candidate in (name, f"{name}/index.html".lstrip("/")):
        for one in planned:
            if one.file == candidate:
                titles = {
                    r.derived.digest: f"{r.path}: {r.derived.article.title}"
                    for r in caught.records.values()
                    if r.derived
                }
                fresh = {d.digest for path in caught.fresh if (d := caught.records[path].derived)}
                return explain(candidate, decision.why, one.reads, titles, fresh)
    return f"{order.explain}: no such page in this build"
