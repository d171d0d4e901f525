"""Search in the browser: a small index of recent stories, and Pagefind's of older ones where it is installed.

No settings. Without Pagefind (`pip install wirecopy[search]`) older stories are found by topic, source
and day. docs/search.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from pelican import signals

from wirecopy import search
from wirecopy.build import Build, File
from wirecopy.search import pagefind

log = logging.getLogger(__name__)
BUILDS: list[Build] = []  # the latest one: its archive is indexed when all pages are written


def plan(build: Build) -> Iterator[File]:
    """The index of recent stories."""
    BUILDS[:] = [build]
    return search.plan(build.corpus, build.site, archive=pagefind.is_installed())


def index_archive(_: Any) -> None:
    """Indexes what is too old for the small index, when that changed."""
    for build in BUILDS:
        digest = search.archive_digest(build.corpus)
        stories = list(search.old_stories(build.corpus, build.site))
        if stories and pagefind.is_installed():
            pagefind.index_archive(build.output, digest, stories)
        BUILDS.clear()


def register() -> None:
    signals.finalized.connect(index_archive)
