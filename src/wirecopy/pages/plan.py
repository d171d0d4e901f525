"""The list of every page that a corpus gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wirecopy.corpus import Corpus
from wirecopy.pages.articles import article_pages
from wirecopy.pages.days import day_pages
from wirecopy.pages.desk import Desk
from wirecopy.pages.fixed import fixed_pages
from wirecopy.pages.front import front_pages
from wirecopy.pages.lists import list_pages
from wirecopy.pages.machine import machine_pages
from wirecopy.pages.page import Page
from wirecopy.pages.sources import source_pages
from wirecopy.pages.stories import story_pages
from wirecopy.views import Health, Site

KINDS: tuple[Callable[[Desk], Iterator[Page]], ...] = (
    front_pages, day_pages, story_pages, article_pages, list_pages, source_pages, fixed_pages,
)  # fmt: skip


def plan(corpus: Corpus, site: Site, health: Health) -> list[Page]:
    """Every file of the site that comes out of content/, each path once; nothing is rendered yet.

    A pure function: no clock, no files. Pages written by hand and static files are not in it.
    """
    desk = Desk(corpus, site, health)
    pages: dict[str, Page] = {}
    for kind in KINDS:
        for page in kind(desk):
            pages.setdefault(page.file, page)  # two things that want one address: the first stands
    for page in machine_pages(desk, list(pages.values())):
        pages.setdefault(page.file, page)
    return list(pages.values())
