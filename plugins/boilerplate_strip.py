"""Cuts boilerplate out of the articles of a plain Pelican site: teasers, newsletter promotion, footers.

A site that wirecopy builds does not need it: `story_pages` asks the same knowledge by itself. Here the
body of each article is replaced by what is left, byte for byte as it was, and the article gets
`boilerplate` (a tuple of `wirecopy.boilerplate.Cut`) for templates that show what was cut and why.

An article is judged by the headlines and the templates of those that are no newer. `Source` in the
front matter says whose entries belong together, `Link` where an article was published.
Settings: `BOILERPLATE_RULES` (source → `wirecopy.boilerplate.SourceRules`, none by default).
"""

from __future__ import annotations

import html
import re
from typing import Any

from pelican import signals

from wirecopy.boilerplate import Headlines, SourceMemory, SourceRules, blocks_of, strip

_MARKUP = re.compile(r"<[^>]*>")


def strip_articles(generator: Any) -> None:
    """Strips every article, oldest first; doing it twice changes nothing."""
    rules: dict[str, SourceRules] = generator.settings.get("BOILERPLATE_RULES") or {}
    headlines, memories = Headlines(), dict[str, SourceMemory]()
    for article in sorted(generator.articles, key=lambda article: (article.date, article.source_path or "")):
        if not hasattr(article, "unstripped"):
            article.unstripped = article._content or ""
        source = str(article.metadata.get("source", ""))
        title = html.unescape(_MARKUP.sub("", article.title))
        memory = memories.setdefault(source, SourceMemory())
        memory.add(blocks_of(article.unstripped))
        headlines.add(title)
        result = strip(
            article.unstripped,
            title=title,
            link=str(article.metadata.get("link", "")),
            lang=str(article.metadata.get("lang", "")),
            source=rules.get(source),
            headlines=headlines,
            memory=memory if source else None,
        )
        article._content, article.boilerplate = result.html, result.cuts


def register() -> None:
    signals.article_generator_pretaxonomy.connect(strip_articles)
