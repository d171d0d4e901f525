"""What the index of older stories is made of. The index itself is Pagefind's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from wirecopy.corpus import Corpus
from wirecopy.search.index import recent_and_older
from wirecopy.search.row import Row, row_of
from wirecopy.views import Site


def old_stories(corpus: Corpus, site: Site) -> Iterator[Row]:
    """The stories that are too old for the index of recent ones, newest first."""
    for story, members in recent_and_older(corpus)[1]:
        yield row_of(story, members, site)


def archive_digest(corpus: Corpus) -> str:
    """Equal digests need no new index."""
    digest = hashlib.blake2b(digest_size=16)
    for _, members in recent_and_older(corpus)[1]:
        for d in members:
            digest.update(d.digest.encode() + b"\0")
    return digest.hexdigest()
