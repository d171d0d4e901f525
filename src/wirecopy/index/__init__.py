"""What the line remembers between runs: .cache/index.sqlite. It may be deleted at any time."""

from wirecopy.index.lock import locked
from wirecopy.index.pack import digest_of
from wirecopy.index.record import Error, Index
from wirecopy.index.rows import Recorded, story_is_fixed

__all__ = ["Error", "Index", "Recorded", "digest_of", "locked", "story_is_fixed"]
