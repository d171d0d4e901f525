"""content/ as derived values: what pages, feeds and search are made of."""

from wirecopy.corpus.derive import Knowledge, derive
from wirecopy.corpus.excerpt import excerpt
from wirecopy.corpus.gather import derive_all, gather
from wirecopy.corpus.groups import Corpus, is_listed
from wirecopy.corpus.value import Cut, Derived, Reason, Tag

__all__ = [
    "Corpus",
    "Cut",
    "Derived",
    "Knowledge",
    "Reason",
    "Tag",
    "derive",
    "derive_all",
    "excerpt",
    "gather",
    "is_listed",
]
