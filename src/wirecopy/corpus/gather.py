"""content/ as a value: every article read, derived in order of first sight, and grouped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from wirecopy import markdown
from wirecopy.corpus.derive import Knowledge, derive
from wirecopy.corpus.groups import Corpus
from wirecopy.corpus.value import Derived
from wirecopy.markdown import Unreadable
from wirecopy.types import Article


def gather(content: Path, knowledge: Knowledge) -> tuple[Corpus, tuple[Unreadable, ...]]:
    """The corpus of a content folder, and the files in it that could not be read (they stop nothing)."""
    read = [value for _, value in markdown.read_all(content)]
    articles = [value for value in read if isinstance(value, Article)]
    broken = tuple(value for value in read if isinstance(value, Unreadable))
    return Corpus(derive_all(articles, knowledge)), broken


def derive_all(articles: Iterable[Article], knowledge: Knowledge) -> Iterator[Derived]:
    """The articles derived, in order of first sight, whatever order they come in."""
    ordered = sorted(articles, key=lambda a: (a.first_seen, a.entry_id, a.slug))
    for _, same_moment in groupby(ordered, key=lambda a: a.first_seen):
        batch = list(same_moment)
        knowledge.learn(batch)
        for article in batch:
            yield derive(article, knowledge)
