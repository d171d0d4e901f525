"""Search in the browser: a small index of recent stories, and Pagefind's of older ones where it is installed.

No settings. Without Pagefind (`pip install wirecopy[search]`) older stories are found by topic, source
and day. docs/search.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pelican import signals

if TYPE_CHECKING:  # imported where it is used: a build that finds nothing to do pays for none of it
    from wirecopy.build import Build, File

log = logging.getLogger(__name__)
WINDOWED = True  # the small index holds what is younger than any frozen month
UNFINISHED: list[str] = []  # what the next build must try again, also when nothing else changed
BUILDS: list[Build] = []  # the latest one: its archive is indexed when all pages are written


def plan(build: Build) -> Iterator[File]:
    """The index of recent stories."""
    from wirecopy import search
    from wirecopy.search import pagefind

    BUILDS[:] = [] if build.is_part else [build]
    return search.plan(build.corpus, build.site, archive=pagefind.is_installed())


def index_archive(_: Any) -> None:
    """Indexes what is too old for the small index, when that changed."""
    UNFINISHED.clear()
    if not BUILDS:
        return
    from wirecopy import search
    from wirecopy.search import pagefind

    for build in BUILDS:
        digest = search.archive_digest(build.corpus)
        if not pagefind.is_installed() or pagefind.is_of(build.output, digest):
            continue  # before the past is opened for it
        stories = list(search.old_stories(build.corpus, build.site))
        if stories:
            try:
                pagefind.index_archive(build.output, digest, stories)
            except Exception as error:
                UNFINISHED.append(f"no index of older stories: {error}")
                log.warning(
                    "no new index of older stories, so searches of them find what they found before: %s",
                    error,
                )
    BUILDS.clear()


def register() -> None:
    signals.finalized.connect(index_archive)
