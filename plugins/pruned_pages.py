"""Old addresses of pruned articles lead to their publishers, where `wirecopy prune --leave redirect` was used.

What is left of pruned entries stands in content/pruned/. No settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported where it is used: a build that finds nothing to do pays for none of it
    from wirecopy.build import Build, Page

WINDOWED = True  # what is pruned stands in files of its own, whatever is frozen


def plan(build: Build) -> Iterator[Page]:
    """A page for each address that a pruned article left."""
    from wirecopy.markdown import all_tombstones
    from wirecopy.pages.pruned import pruned_pages

    return pruned_pages(all_tombstones(build.content))


def register() -> None:
    """Nothing to connect: steady_build asks for `plan`."""
