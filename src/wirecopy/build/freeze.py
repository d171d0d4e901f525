"""The frozen tier on disk: the past taken out of what every build reads, and read again where it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from wirecopy.build import frozen as tier
from wirecopy.build.catchup import Thaw
from wirecopy.build.decide import reads_of
from wirecopy.build.file import Build, Planned
from wirecopy.build.found import Found, in_past
from wirecopy.build.frozen import Frozen
from wirecopy.build.ledger import Written
from wirecopy.build.quick import SETTLES, Standing, look_at
from wirecopy.build.record import Record
from wirecopy.build.stamp import Clock
from wirecopy.build.store import keep, keep_part, keep_rows, kept_part
from wirecopy.corpus import Corpus
from wirecopy.corpus.past import past_of, tail
from wirecopy.pages import Page
from wirecopy.search.over import first_day, with_search
from wirecopy.syndication.outlets import first_of

WORTH = 500  # articles of the past: below that a whole look costs less than a tenth of a second
STATE = "frozen"
Plan = Callable[[Corpus], tuple[Build, list[Planned]]]


def clear(folder: Path, names: set[str]) -> None:
    """Removes parts that nothing refers to any more."""
    for kind in ("articles", "pages", "names"):
        for path in folder.glob(f"{kind}-*"):
            if path.name not in names:
                path.unlink(missing_ok=True)


def names_part(frozen: Frozen) -> str:
    """Names the file with the names of the pages that stand."""
    return frozen.pages.replace("pages", "names")


def standing_of(frozen: Frozen | None) -> Standing:
    """What a note of this build says of the pages that stand."""
    return Standing(names_part(frozen), frozen.output, frozen.output.count) if frozen else Standing()


def names_in(folder: Path, frozen: Frozen) -> list[str]:
    """The files of the pages that stand."""
    names = kept_part(folder, names_part(frozen), list[str])
    if names is None:
        raise Thaw("what was kept of the past is lost")
    return names


class Whole(NamedTuple):
    """A build that looked at everything."""

    made: Build
    planned: Sequence[Planned]
    records: Mapping[str, Record]
    found: Found
    written: Mapping[str, Written]
    theirs: Sequence[str]


def freeze(
    folder: Path, output: Path, clock: Clock, key: bytes, cut: str, days: int, whole: Whole, plan: Plan
) -> Frozen | None:
    """Takes what was published before `cut` out of the daily work; None where that cannot be or is not worth it.

    The plan of the young alone is compared with the plan of everything: where they differ nothing is frozen.
    """
    made, planned, records, found, written, theirs = whole
    past = past_of(made.corpus, cut)
    if past.whole.articles < WORTH:
        return None
    searched = first_day(made.corpus, cut)
    past = with_search(past, made.corpus, made.site, searched)
    cold = {path: r for path, r in records.items() if tier.can_freeze(r, cut)}
    warm = [r for path, r in records.items() if path not in cold]
    old = ((records[path], stamp) for path, stamp in found.items() if in_past(path, cut) and path in records)
    if any(record.stamp != stamp for record, stamp in old):
        return None  # changed so lately that a change in the same tick would not show
    end = tail(made.corpus, past, first_of, searched)

    def young() -> tuple[Build, list[Planned]]:
        return plan(Corpus([*tier.young_of(warm, cut), *end], past, lambda: made.corpus))

    try:
        near = young()
        tier.check_corpus(near[0], past, days)
        files = {one.file for one in near[1]}
        standing = [one for one in planned if one.file not in files]
        pages = [one for one in near[1] if isinstance(one, Page)]
        maps, entries = tier.maps_of((one for one in standing if isinstance(one, Page)), pages)
        past = msgspec.structs.replace(past, maps=maps, entries=entries)
        near = young()
        tier.check_planned(past, near[1], {one.file for one in standing})
    except Thaw:
        return None
    if tier.same_pages(near[1], {one.file: one for one in planned}, reads_of):
        return None
    if len(near[1]) + len(standing) != len(planned):
        return None
    names = [one.file for one in standing]
    if any(name not in written for name in names):
        return None
    sight = look_at(output, names)
    if not clock.passes(sight.latest, SETTLES):
        return None
    kept_pages = keep_part(folder, "pages", {name: written[name] for name in names})
    keep(folder / kept_pages.replace("pages", "names"), names)
    return Frozen(
        key=key,
        articles=keep_rows(folder, "articles", list(cold.values())),
        pages=kept_pages,
        past=past,
        tail=list(end),
        content=found.of_past(cut),
        output=sight,
        taught=tier.taught_of(cold.values(), cut),
        late=tier.late_digest(warm, cut),
        names=tier.names_of(near[0], past),
        newer=tier.first_day(near[0].corpus),
        beside=tier.beside(theirs),
        cold=len(cold),
    )
