"""Search in the browser: a small index of recent stories, and the records that an archive's index is made of."""

from wirecopy.search.archive import archive_digest, old_stories
from wirecopy.search.index import plan
from wirecopy.search.row import Row

__all__ = ["Row", "archive_digest", "old_stories", "plan"]
