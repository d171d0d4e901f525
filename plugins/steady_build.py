"""Builds the site at the cost of what changed, out of what the other plugins plan.

A plugin that has a function `plan(build)` gives files of the site: `wirecopy.build.file` says what it is
given and what it returns; each file says in `reads` what it is made of. See docs/building.md.

Settings: `WIRECOPY_JOBS` (processes, 0 for all cores). Environment: `WIRECOPY_EXPLAIN` (a page whose
why is printed), `WIRECOPY_SHARD` (the months of one shard, which alone is made), `WIRECOPY_JOIN` (folders with shards).
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

log = logging.getLogger(__name__)
STEADY = True  # what it writes comes from the others' plans
_done: dict[str, Any] = {}  # what this run wrote, for the note at its end
_holes: list[str] = []  # pages of this run that could not be made


class SteadyBuild(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Plans everything, makes what is not as it should be, removes what fell away."""

    def generate_output(self, writer: object) -> None:
        # Imported here: a build that finds nothing to do pays for none of it.
        from msgspec.structs import replace

        from wirecopy import health
        from wirecopy.build.file import Build
        from wirecopy.build.pelican import order_of
        from wirecopy.build.run import build

        site = self.env.globals["site"]
        order = order_of(self.settings, self.context, site)
        if sys.stderr.isatty():
            from wirecopy.cli.terminal import is_watched, progress

            if is_watched():
                order = replace(order, watch=lambda done, total: progress("pages", done, total, ""))

        def values(corpus: Any) -> Build:
            found = health.read_health(order.cache)
            return Build(
                corpus=corpus, site=site, health=found, settings=self.settings, env=self.env,
                content=order.content, output=order.output, is_part=bool(order.shard),
            )  # fmt: skip

        if order.shard:
            from wirecopy.build.shard import build_shard

            made = build_shard(order, values, self.settings["WIRECOPY_PLANS"])
            for reason in made.broken:
                log.warning("%s", reason)
            print(f"wirecopy: {made}")
            return
        report, explained = build(order, values, self.settings["WIRECOPY_PLANS"])
        for reason in (*report.shards, *report.broken):
            log.warning("%s", reason)
        print(f"wirecopy: {report}")
        if explained:
            print(explained)
        _holes.extend(report.holes)
        pages = len(report.files) + report.standing.count - len(order.theirs)
        _done.update(files=report.files, standing=report.standing, pages=pages)


def start(pelican: Any) -> None:
    """Stands before Pelican's run, so that it can be left out."""
    from wirecopy.build.pelican import run_if_changed

    planners = [p for p in pelican.plugins if hasattr(p, "plan")]
    pelican.settings["WIRECOPY_PLANS"] = [p.plan for p in planners]
    pelican.settings["WIRECOPY_WINDOWED"] = all(getattr(p, "WINDOWED", False) for p in planners)
    pelican.run = partial(run_if_changed, pelican, pelican.run)


def end(pelican: Any) -> None:
    """Notes what the site looks like when everybody has written."""
    from wirecopy.build import quick
    from wirecopy.build.pelican import Places

    whole = not _holes and not any(getattr(plugin, "UNFINISHED", ()) for plugin in pelican.plugins)
    if _done and whole and (began := pelican.settings.get("WIRECOPY_BEGAN")):
        places = Places(pelican.settings)
        inputs, state, *_ = began
        quick.note(places.build, inputs, state, places.output, **_done)
    _done.clear()
    holes = list(_holes)
    _holes.clear()
    for hole in holes:
        log.warning("a page was left out: %s", hole)
    if holes:  # at the very end: the site is in place, and the exit code says that it has a hole
        from wirecopy.errors import WirecopyError

        raise WirecopyError(f"{len(holes)} pages were left out; the first: {holes[0]}")


def generators(_: object) -> type[Generator]:
    return SteadyBuild


def register() -> None:
    signals.initialized.connect(start)
    signals.get_generators.connect(generators)
    signals.finalized.connect(end)
