"""Builds the site at the cost of what changed, out of what the other plugins plan.

A plugin that has a function `plan(build)` gives files of the site: `wirecopy.build.Build` is what it is
given, `Page` or `File` what it returns, and each says in `reads` what it is made of. docs/building.md.

Settings: `WIRECOPY_EXPLAIN` (a page whose why is printed), `WIRECOPY_JOBS` (processes, 0 for all cores).
"""

from __future__ import annotations

import logging
from typing import Any

from pelican import signals
from pelican.generators import Generator

log = logging.getLogger(__name__)
PLANS: list[Any] = []  # of the plugins at work, in the order of PLUGINS


class SteadyBuild(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Plans everything, makes what is not as it should be, removes what fell away."""

    def generate_output(self, writer: object) -> None:
        from wirecopy import health
        from wirecopy.build.file import Build
        from wirecopy.build.run import build
        from wirecopy.index import locked

        from wirecopy.build.pelican import order_of  # isort: skip

        settings = self.settings
        order = order_of(settings, self.context, self.env.globals["site"])

        def make_build(corpus: Any) -> Build:
            return Build(
                corpus=corpus,
                site=self.env.globals["site"],
                health=health.read_health(order.cache),
                settings=settings,
                env=self.env,
                content=order.content,
                output=order.output,
            )

        with locked(order.cache, "build"):
            report, explained = build(order, make_build, PLANS)
        for reason in report.broken:
            log.warning("%s", reason)
        print(f"wirecopy: {report}")
        if explained:
            print(explained)


def find_plans(pelican: Any) -> None:
    PLANS[:] = [plugin.plan for plugin in pelican.plugins if hasattr(plugin, "plan")]


def generators(_: object) -> type[Generator]:
    return SteadyBuild


def register() -> None:
    signals.initialized.connect(find_plans)
    signals.get_generators.connect(generators)
