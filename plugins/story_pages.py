"""Every page that comes out of content/news/: front, stories, articles, topics, sections, sources, days.

Pelican's own article generator is switched off (`ARTICLE_PATHS = []`): its pages shift with every new
article and its links run through a replacer that feed texts must not reach. Pelican still does the
pages written by hand, static files, settings, signals and the theme.

Settings: `WIRECOPY_CONFIG` (feeds.toml as a value), `WIRECOPY_SKIN` ("broadsheet", "wire"; else as in
feeds.toml), `WIRECOPY_FRONT` (stories on the front page, 30), `WIRECOPY_WHOLE_LINKS` (True writes index.html into links, for reading from the file system).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator, PagesGenerator

from wirecopy import corpus, health, pages
from wirecopy.corpus.knowledge import Rules
from wirecopy.pages.masthead import masthead
from wirecopy.views import Link, Site

log = logging.getLogger(__name__)


class StoryPages(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Reads the record and prints the site."""

    def generate_output(self, writer: object) -> None:
        config = self.settings["WIRECOPY_CONFIG"]
        content = Path(self.path)
        rules = Rules(config.sources, config.topics, config.privacy)
        record, broken = corpus.gather(content, rules)
        for file in broken:
            log.warning("%s", file.reason)
        site = site_of(self.settings, hand_written(self.context))
        self.env.globals["site"] = site
        found = health.read_health(content.parent / ".cache")
        taken = {Path(page.save_as).as_posix() for page in self.context.get("pages", ())}
        planned = [page for page in pages.plan(record, site, found) if page.file not in taken]
        printed = pages.print_pages(self.env, planned, Path(self.output_path))
        log.info("story pages: %d written, %d unchanged", len(printed.written), printed.unchanged)


def site_of(settings: Mapping[str, Any], written: tuple[Link, ...] = ()) -> Site:
    """The site as Pelican's settings describe it."""
    return masthead(
        settings["WIRECOPY_CONFIG"],
        pages=written,
        plugins=[name.rpartition(".")[2] for name in settings["PLUGINS"]],
        skin=settings.get("WIRECOPY_SKIN", ""),
        front=settings.get("WIRECOPY_FRONT", 0),
        served_at=settings["SITEURL"],
    )


def hand_written(context: Mapping[str, Any]) -> tuple[Link, ...]:
    """The pages of content/pages/ that stand in the footer."""
    return tuple(Link(str(page.title), str(page.url)) for page in context.get("pages", ()))


def furnish(generator: Generator) -> None:
    """Gives every generator's templates the site, the language and the filters."""
    if "WIRECOPY_CONFIG" in generator.settings:
        whole = bool(generator.settings.get("WIRECOPY_WHOLE_LINKS"))
        pages.furnish(generator.env, site_of(generator.settings), Path(generator.theme), whole)


def name_pages(generator: PagesGenerator) -> None:
    """Tells the pages written by hand about each other, for the footer."""
    generator.env.globals["site"] = site_of(generator.settings, hand_written(generator.context))


def generators(_: object) -> type[Generator]:
    return StoryPages


def register() -> None:
    signals.generator_init.connect(furnish)
    signals.page_generator_finalized.connect(name_pages)
    signals.get_generators.connect(generators)
