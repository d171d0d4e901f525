"""One shard of a site: some months built by themselves, on a machine that knows nothing of the other shards.

A shard is records, pages, and what both are made of, in a folder that can be moved. It is the ordinary build
restricted to articles first seen in its months. What those learnt from older months is a guess; `join` finds out
which guesses were wrong.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from wirecopy.build.catchup import catch_up
from wirecopy.build.decide import reads_of
from wirecopy.build.file import Build, Planned
from wirecopy.build.join import Given
from wirecopy.build.ledger import Ledger, Written
from wirecopy.build.memory import Records, rules_digest
from wirecopy.build.pool import cores
from wirecopy.build.portion import belongs, files_for, files_in, months_of
from wirecopy.build.press import STAGE, stage, unstage
from wirecopy.build.run import MakeBuild, Order, Plan, deriver, laid_out
from wirecopy.build.shelf import Shelf
from wirecopy.build.span import Span, folder_name, span_of
from wirecopy.build.stamp import NOWHERE
from wirecopy.build.store import keep, sweep
from wirecopy.build.templates import closures, keep_compiled
from wirecopy.corpus import Corpus
from wirecopy.pages import Page


class Sharded(Struct, frozen=True, kw_only=True):
    """What one shard holds."""

    folder: Path
    span: Span
    articles: int
    beside: int  # derived for what they teach, or for lists; they are other shards' own
    pages: int
    broken: tuple[str, ...] = ()  # files that cannot be read, pages that cannot be made; the join tries again

    def __str__(self) -> str:
        first, last = self.span.first or "the first month", self.span.last or "the last month"
        return (
            f"{self.folder}: {self.articles} articles from {first} to {last}, {self.pages} pages; "
            f"{self.beside} articles of other months were looked at"
        )


def build_shard(order: Order, make_build: MakeBuild, plans: Sequence[Plan]) -> Sharded:
    """Makes the shard of the months that the order names, in .cache/shards/; output/ is neither read nor written.

    A shard of these months that is there already is what it begins with. Raises WirecopyError for words that name
    no months, and what a template or a plugin raises, with the old shard as it was.
    """
    folder = order.cache / "shards" / folder_name(order.shard)
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    span = span_of(order.shard, months_of(order.found))
    before = Given()
    before.add(folder, rules_digest(order), order.state)
    wanted = files_for(span, order.content, order.found)
    known = {path: record for path, record in before.records.items() if path in wanted}
    caught = catch_up(order.content, known, wanted, 0, deriver(order), doubted=known)
    records = caught.records.values()
    made, planned = laid_out(
        order, make_build, plans, Corpus(r.derived for r in records if r.derived is not None)
    )
    chosen = list(files_in(span, planned))
    try:
        keep_compiled(made.env, folder / "compiled")
        made_of = _made_of(made, chosen)
        staged = stage(
            made.env, chosen, folder, order.jobs or cores(), order.watch, lambda n: before.take(chosen[n].file, made_of[n])
        )  # fmt: skip
        before.close()
        Shelf(folder / "shelf").pack(
            [(one.digest, folder / STAGE / str(n)) for n, one in enumerate(staged) if not one.broken]
        )
    finally:
        unstage(folder)
        shutil.rmtree(folder / "compiled", ignore_errors=True)
    pages = {
        one.file: msgspec.structs.replace(written, content=printed.digest, note=printed.note)
        for one, written, printed in zip(chosen, made_of, staged, strict=True)
        if not printed.broken
    }
    # No stamp of this machine means anything on another: the join looks into every file.
    own = [msgspec.structs.replace(r, stamp=NOWHERE) for r in records if belongs(span, r)]
    keep(folder / "pages", Ledger(order.state, pages))
    keep(folder / "articles", Records(rules_digest(order), own))
    return Sharded(
        folder=folder,
        span=span,
        articles=len(own),
        beside=len(caught.records) - len(own),
        pages=len(pages),
        broken=(*(r.broken for r in records if r.broken), *(one.broken for one in staged if one.broken)),
    )


def _made_of(made: Build, chosen: Sequence[Planned]) -> list[Written]:
    """For each file what it is made of; its bytes are not known yet."""
    names = sorted({one.template for one in chosen if isinstance(one, Page)})
    templates = closures(made.env, names)
    return [
        Written(templates[one.template] if isinstance(one, Page) else b"", reads_of(one), b"", NOWHERE)
        for one in chosen
    ]
