"""Which articles would have other topics under another configuration."""

from __future__ import annotations

from collections.abc import Sequence

from wirecopy import corpus
from wirecopy.config import Config
from wirecopy.corpus.knowledge import Rules
from wirecopy.types import Article


def retagged(before: Config, after: Config, articles: Sequence[Article]) -> list[dict[str, str]]:
    """Before and after of each article whose tags differ, in the order given."""
    if (before.topics, before.privacy) == (after.topics, after.privacy):
        return []
    old, new = _tags(before, articles), _tags(after, articles)
    return [
        {
            "kind": "retagged",
            "title": a.title,
            "link": a.link,
            "source": a.source_id,
            "before": old[a.entry_id] or "no topic",
            "after": new[a.entry_id] or "no topic",
        }
        for a in articles
        if old[a.entry_id] != new[a.entry_id]
    ]


def _tags(config: Config, articles: Sequence[Article]) -> dict[str, str]:
    rules = Rules(config.sources, config.topics, config.privacy)
    return {
        d.article.entry_id: ", ".join(t.name + ("" if t.sure else "?") for t in d.tags)
        for d in corpus.derive_all(articles, rules)
    }
