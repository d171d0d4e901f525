"""Tags privacy stories among the articles of a plain Pelican site: "privacy" and its facets.

A site that wirecopy builds does not need it: `story_pages` asks the same knowledge by itself. Here the
tags become ordinary Pelican tags, so that tag pages and tag feeds come of themselves, and each article
gets `privacy` (a `wirecopy.privacy.Verdict`) for templates that show the reasons.

By hand in the front matter, `Tags: privacy` or a facet adds, `Tags: -privacy` or `-location` removes.
Settings: `PRIVACY_RULES` (a `wirecopy.privacy.PrivacySettings`, None for the shipped rules).
"""

from __future__ import annotations

import html
import re
from typing import Any

from pelican import signals
from pelican.urlwrappers import Tag

from wirecopy import privacy

_MARKUP = re.compile(r"(?s)<(script|style)\b.*?</\1\s*>|<[^>]*>")


def tag_articles(generator: Any) -> None:
    """Gives every article its derived tags; doing it twice changes nothing."""
    rules = privacy.load_rules(generator.settings.get("PRIVACY_RULES"))
    for article in generator.articles:
        tag_article(article, generator.settings, rules)


def tag_article(article: Any, settings: Any, rules: privacy.PrivacyRules) -> None:
    """The verdict and the tags of one article; what is written by hand is respected."""
    verdict = privacy.judge(
        html.unescape(_MARKUP.sub(" ", article.title)),
        html.unescape(_MARKUP.sub(" ", article._content or "")),
        lang=article.metadata.get("lang", ""),
        link=article.metadata.get("link", ""),
        rules=rules,
    )
    article.privacy = verdict
    byhand = [tag for tag in getattr(article, "tags", ()) if not str(tag).startswith("-")]
    removed = {str(tag)[1:].lower() for tag in getattr(article, "tags", ()) if str(tag).startswith("-")}
    removed |= getattr(article, "privacy_removed", set())
    article.privacy_removed = removed
    # whoever removes "privacy" removes its facets; a facet set by hand still stands
    derived = () if privacy.TAG in removed else tuple(tag for tag in verdict.tags if tag not in removed)
    present = {str(tag).lower() for tag in byhand}
    article.tags = byhand + [Tag(name, settings) for name in derived if name not in present]


def register() -> None:
    signals.article_generator_pretaxonomy.connect(tag_articles)
