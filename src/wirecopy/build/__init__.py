"""Builds that cost what changed: what is kept, what a page is made of, what is written.

`run.build` is the table of contents. Plugins need `Build`, `File` and `Page`; they are imported at first
use, because a build that finds nothing to do must not pay for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirecopy.build.file import Build, File, Made, Page, Planned

__all__ = ["Build", "File", "Made", "Page", "Planned"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from wirecopy.build import file

    return getattr(file, name)
