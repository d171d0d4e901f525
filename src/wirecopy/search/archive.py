"""What the index of older stories is made of. The index itself is Pagefind's."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.corpus import Corpus
from wirecopy.corpus.past import told_by
from wirecopy.search.index import recent_and_older
from wirecopy.search.row import Row, row_of
from wirecopy.views import Site


def old_stories(corpus: Corpus, site: Site) -> Iterator[Row]:
    """The stories that are too old for the index of recent ones, newest first."""
    for story, members in recent_and_older(corpus.whole())[1]:
        yield row_of(story, members, site)


def archive_digest(corpus: Corpus) -> str:
    """Equal digests need no new index."""
    recent, older = recent_and_older(corpus)
    parts = {story: told_by(members) for story, members in older}
    if corpus.past:
        own = corpus.at_work.keys() | {story for story, _ in recent}
        parts |= {story: part for story, part in corpus.past.stories.items() if part and story not in own}
    # A sum, so that nobody has to put stories of the past in their place among the others.
    return f"{sum(int(part, 16) for part in parts.values()) % 2**128:032x}"
