"""One build, from what content/ holds to a whole site: read this first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from wirecopy.build import ledger as book
from wirecopy.build.catchup import Caught, Thaw, catch_up
from wirecopy.build.decide import Decision, decide
from wirecopy.build.derive import derive_cases
from wirecopy.build.file import Build, Made, Planned
from wirecopy.build.found import Found, in_past
from wirecopy.build.freeze import Whole, freeze, names_in, standing_of
from wirecopy.build.frozen import (
    Frozen,
    check_corpus,
    check_planned,
    check_same,
    cut_of,
    young_of,
)  # fmt: skip
from wirecopy.build.heap import WORTH, give_back
from wirecopy.build.join import Given, gather
from wirecopy.build.ledger import Written
from wirecopy.build.memory import Memory, recall, remember, rules_digest
from wirecopy.build.pool import cores
from wirecopy.build.press import Watch, publish, sample, stage, unstage
from wirecopy.build.quick import look_at
from wirecopy.build.ready import ReadyRules
from wirecopy.build.report import Report, explain
from wirecopy.build.shelf import Shelf
from wirecopy.build.stamp import Clock, settled, stamp_of
from wirecopy.build.store import sweep
from wirecopy.build.templates import keep_compiled, kept_closures
from wirecopy.corpus import Corpus
from wirecopy.corpus.knowledge import Rules
from wirecopy.pages import Page

Plan = Callable[[Build], Iterable[Planned]]
MakeBuild = Callable[[Corpus], Build]


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
    found: Found  # the files of content/news/, by their paths below content
    looked_at: int  # the file system's time before that look, as `Clock.now` says it
    freeze_after: int = 0  # days; 0: everything is looked at in every build
    explain: str = ""  # a file below output/
    jobs: int = 0  # processes; 0: as many as there are cores
    watch: Watch | None = None  # is told of every page that is made
    shards: Sequence[Path] = ()  # folders with shards to begin with
    shard: str = ""  # the months of one shard, in words: only that is made


class Plot(Struct, frozen=True, kw_only=True):
    """What a build is made of."""

    caught: Caught
    made: Build
    planned: list[Planned]
    frozen: Frozen | None = None  # the past, when it is left alone
    standing: frozenset[str] = frozenset()  # its pages
    looked: str = ""  # why it was not


def build(order: Order, make_build: MakeBuild, plans: Sequence[Plan]) -> tuple[Report, str]:
    """Brings output/ up to date; what was done, and the explanation that was asked for.

    The old site stands until every new page is made. Raises what a template or a plugin raises,
    and OSError when the disk is full, with the old site as it was.
    """
    folder = order.cache / "build"
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    clock = Clock(folder)
    memory = recall(folder, order)
    lay_out = partial(laid_out, order, make_build, plans)
    given = gather(order.shards, memory.rules, order.state)
    plot, memory = _plotted(order, memory, lay_out, given)
    made, planned, caught = plot.made, plot.planned, plot.caught
    keep_compiled(made.env, folder / "compiled")
    names = sorted({p.template for p in planned if isinstance(p, Page)})
    templates = kept_closures(made.env, names, order.templates, folder / "templates")
    decision = decide(
        planned,
        memory.ledger,
        order.state,
        templates,
        lambda written, name: book.is_intact(written, f"{order.output}/{name}"),
    )
    site = {one.file for one in planned} | set(order.theirs)
    removed, holes, files = _print(order, plot, decision, memory, clock, site | plot.standing, given)
    given.close()
    frozen = plot.frozen
    if frozen is None and order.freeze_after and not holes:
        whole = Whole(made, planned, caught.records, order.found, files, order.theirs)
        cut = cut_of(made.corpus.now, order.freeze_after)
        frozen = freeze(folder, order.output, clock, memory.key, cut, order.freeze_after, whole, lay_out)
    remember(folder, order, memory, caught, frozen, files, is_new=plot.frozen is None)
    report = Report(
        articles=len(caught.records) + (plot.frozen.cold if plot.frozen else 0),
        derived=len(caught.fresh),
        why=decision.why,
        unchanged=len(decision.stand) + len(plot.standing),
        removed=tuple(removed),
        files=sorted(site - plot.standing),
        standing=standing_of(plot.frozen),
        broken=tuple(r.broken for r in caught.records.values() if r.broken),
        looked=plot.looked,
        holes=tuple(holes),
        given=sum(map(given.knows, (one.file for one in decision.make), decision.made_of)),
        shards=tuple(given.told),
    )
    return report, _explained(order, planned, decision, caught) if order.explain else ""


def _plotted(
    order: Order, memory: Memory, lay_out: Callable[[Corpus], tuple[Build, list[Planned]]], given: Given
) -> tuple[Plot, Memory]:
    """The plan, of the young alone where nothing speaks against it."""
    looked = ""
    if memory.frozen and not order.explain and not given.records:  # pages of the past can be asked for
        try:
            return _young(order, memory, memory.frozen, lay_out), memory
        except Thaw as reason:
            looked = str(reason)
    memory = memory.whole()
    records = given.beside(memory.records)
    content, jobs = order.content, order.jobs or cores()
    caught = catch_up(
        content, records, order.found, order.looked_at, deriver(order), doubted=given.records, jobs=jobs
    )
    if len(caught.fresh) >= WORTH:
        give_back()
    made, planned = lay_out(Corpus(r.derived for r in caught.records.values() if r.derived is not None))
    return Plot(caught=caught, made=made, planned=planned, looked=looked), memory


def _young(
    order: Order,
    memory: Memory,
    frozen: Frozen,
    lay_out: Callable[[Corpus], tuple[Build, list[Planned]]],
) -> Plot:
    """The plan of what is younger than the frozen months. Raises Thaw when that would not be the whole truth."""
    cut, teachers = frozen.past.cut, frozen.teachers()
    records = {**memory.records, **teachers}
    if order.found.of_past(cut) != frozen.content:
        raise Thaw("files of the past changed")
    names = names_in(memory.folder, frozen)
    if look_at(order.output, names) != frozen.output:
        raise Thaw("pages of the past changed or are lost")
    # Those of the past: their files are as they were.
    late = {path: r.stamp for path, r in records.items() if in_past(path, cut)}
    caught = catch_up(
        order.content, records, {**order.found.since(cut), **late}, order.looked_at, deriver(order), cut
    )
    if any(caught.records[path] is not record for path, record in teachers.items()):
        raise Thaw("an article of the past changed")
    own = {path: r for path, r in caught.records.items() if path not in teachers}
    caught = Caught(own, caught.fresh, caught.changed)
    young = [*own.values()]

    def everything() -> Corpus:
        return Corpus(r.derived for r in (*young, *memory.cold()) if r.derived is not None)

    made, planned = lay_out(Corpus([*young_of(young, cut), *frozen.tail], frozen.past, everything))
    standing = frozenset(names)
    check_corpus(made, frozen.past, order.freeze_after)
    check_same(frozen, made, young, order.theirs)
    check_planned(frozen.past, planned, standing)
    return Plot(caught=caught, made=made, planned=planned, frozen=frozen, standing=standing)


def deriver(order: Order) -> Any:
    """Derives cases by the order's rules, which are read when the first case needs them."""
    config = order.config
    ready = ReadyRules(order.cache / "build", rules_digest(order))
    rules = cache(lambda: Rules(config.sources, config.topics, config.privacy, ready))
    return partial(derive_cases, rules, order.jobs or cores())


def laid_out(
    order: Order, make_build: MakeBuild, plans: Sequence[Plan], corpus: Corpus
) -> tuple[Build, list[Planned]]:
    """Every file once: where two want one address the first stands, and what Pelican writes goes before all."""
    made = make_build(corpus)
    theirs = set(order.theirs)
    files: dict[str, Planned] = {}
    for plan in plans:
        for one in plan(made):
            if one.file not in theirs:
                files.setdefault(one.file, one)
    return made, list(files.values())


def _print(
    order: Order, plot: Plot, decision: Decision, memory: Memory, clock: Clock, names: set[str], given: Given
) -> tuple[list[str], list[str], dict[str, Written]]:
    """Makes what must be made, puts it in place, removes what fell away: files removed, pages left out, what stands now."""
    output, ledger = order.output, memory.ledger
    shelf = Shelf(memory.folder / "shelf")

    def on_shelf(number: int) -> bytes | None:
        made_of = decision.made_of[number]
        found = shelf.take(made_of.content) if made_of.content else None
        return found if found is not None else given.take(decision.make[number].file, made_of)

    def before(number: int) -> Made | None:
        written = decision.before[number]
        return book.standing(written, f"{output}/{decision.make[number].file}") if written else None

    env, jobs = plot.made.env, order.jobs or cores()
    # Where every file is made from nothing, those who make it pack it.
    anew = not (plot.standing or decision.stand or any(one.content for one in decision.made_of))
    typical = sample(env, decision.make) if anew else b""
    bundles = shelf.bundles(jobs, len(decision.make), typical) if anew else []
    staged = (
        stage(env, decision.make, output, jobs, order.watch, on_shelf, before, bundles)
        if decision.make
        else []
    )
    ours = book.ours(output)
    gone = [name for name in {**ours, **dict.fromkeys(ledger.files)} if name not in names]
    changed = bool(gone) or len(names) != len(ours)
    if decision.make or changed:
        book.claim(output, [*ours, *names, *gone])
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
            note = printed.note or made_of.note
            files[one.file] = Written(made_of.template, made_of.reads, printed.digest, stamp, note)
    else:
        unstage(output)
    removed = book.remove(output, gone)
    if gone:
        book.claim(output, [*(name for name in ours if name in names), *names])
    laid = bool(bundles) and shelf.lay(
        bundles, [(one.digest, one.packed) for one in staged if not one.broken], typical
    )
    if not laid and (decision.make or removed):
        left = any(name.endswith(".html") for name in removed)
        if not plot.standing:
            shelf.fill(files, output, left)
        elif left:
            shelf.fill({**memory.standing(), **files}, output, left)
    shelf.close()
    return removed, [one.broken for one in staged if one.broken], files


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
