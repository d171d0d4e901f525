"""Atom, RSS and JSON feeds of everything, of topics, sections, sources, stories and days, and OPML lists.

How headlines lead and the WebSub hub stand in feeds.toml: `feed_link` and `hub` under [site]. docs/feeds.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported where it is used: a build that finds nothing to do pays for none of it
    from wirecopy.build import Build, File

WINDOWED = True  # `plan` counts by `corpus.past` what is no longer looked at


def plan(build: Build) -> Iterator[File]:
    """Every feed in every format."""
    from wirecopy import syndication

    site = build.settings["WIRECOPY_CONFIG"].site
    also = build.env.from_string('{% autoescape false %}{{ _("Also:") }}{% endautoescape %}').render()
    manner = syndication.Manner(to_story=site.feed_link == "story", hub=site.hub, also=also)
    return syndication.plan(build.corpus, build.site, manner)


def register() -> None:
    """Nothing to connect: steady_build asks for `plan`."""
