"""What the line remembers between runs: .cache/index.sqlite. It may be deleted at any time.

What is here is imported at first use: a build needs the lock alone and must not pay for the database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirecopy.index.lock import locked
    from wirecopy.index.pack import digest_of
    from wirecopy.index.record import Error, Index
    from wirecopy.index.rows import Recorded, story_is_fixed

__all__ = ["Error", "Index", "Recorded", "digest_of", "locked", "story_is_fixed"]
_HOME = {
    "Error": "record", "Index": "record", "Recorded": "rows", "digest_of": "pack", "locked": "lock",
    "story_is_fixed": "rows",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"wirecopy.index.{_HOME[name]}"), name)
