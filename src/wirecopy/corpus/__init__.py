"""content/ as derived values: what pages, feeds and search are made of."""

from wirecopy.corpus.derive import Knowledge, derive
from wirecopy.corpus.excerpt import excerpt
from wirecopy.corpus.gather import derive_all, gather
from wirecopy.corpus.groups import Corpus, Groups, is_listed, outlets_of, story_of
from wirecopy.corpus.past import Past, Tally, tally
from wirecopy.corpus.value import Cut, Derived, Reason, Tag

__all__ = [
    "Corpus",
    "Cut",
    "Derived",
    "Groups",
    "Knowledge",
    "Past",
    "Reason",
    "Tag",
    "Tally",
    "derive",
    "derive_all",
    "excerpt",
    "gather",
    "is_listed",
    "outlets_of",
    "story_of",
    "tally",
]
