"""Every page that comes out of content/news/: front, stories, articles, topics, sections, sources, days.

Pelican's own article generator is switched off (`ARTICLE_PATHS = []`): its pages shift with every new
article and its links run through a replacer that feed texts must not reach. Pelican still does the
pages written by hand, static files, settings, signals and the theme.

Settings: `WIRECOPY_CONFIG` (feeds.toml as a value), `WIRECOPY_SKIN` ("broadsheet", "wire"; else as in
feeds.toml), `WIRECOPY_FRONT` (stories on the front page, 30), `WIRECOPY_WHOLE_LINKS` (True writes index.html into links, for reading from the file system).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator

# What makes pages is imported where it is used: a build that finds nothing to do pays for none of it.
if TYPE_CHECKING:
    from wirecopy.build.file import Build, Page
    from wirecopy.views import Link, Site

WINDOWED = True  # `plan` counts by `corpus.past` what is no longer looked at


def plan(build: Build) -> list[Page]:
    """Everything that readers see of the record."""
    from wirecopy import pages

    return pages.plan(build.corpus, build.site, build.health)


def site_of(settings: Mapping[str, Any], written: tuple[Link, ...] = ()) -> Site:
    """The site as Pelican's settings describe it."""
    from wirecopy.pages.masthead import masthead

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
    from wirecopy.views import Link

    return tuple(Link(str(page.title), str(page.url)) for page in context.get("pages", ()))


def furnish(generator: Generator) -> None:
    """Gives every generator's templates the site, the language and the filters."""
    from wirecopy import pages

    if "WIRECOPY_CONFIG" in generator.settings:
        whole = bool(generator.settings.get("WIRECOPY_WHOLE_LINKS"))
        pages.furnish(generator.env, site_of(generator.settings), Path(generator.theme), whole)


def name_pages(generators: Sequence[Generator]) -> None:
    """Tells every template of the pages written by hand, for the footer."""
    for generator in generators:
        if "WIRECOPY_CONFIG" in generator.settings:
            generator.env.globals["site"] = site_of(generator.settings, hand_written(generator.context))


def register() -> None:
    signals.generator_init.connect(furnish)
    signals.all_generators_finalized.connect(name_pages)
