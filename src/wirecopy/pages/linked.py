"""What a page tells machines about its content: JSON-LD with schema.org's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from wirecopy.types import Article
from wirecopy.views import Card, Site, Story

_CONTEXT = "https://schema.org"
LISTED = 10  # stories: search engines show no more of a list, and thirty cost a reader 0.5 kB


def item_list(cards: Iterable[Card], site: Site) -> Mapping[str, object]:
    """An ItemList of the first stories, each by its page here."""
    items = [
        {"@type": "ListItem", "position": i, "url": site.address(card.path)}
        for i, card in enumerate(islice(cards, LISTED), 1)
    ]
    return {"@context": _CONTEXT, "@type": "ItemList", "itemListElement": items}


def about_article(article: Article, publisher: str, address: str) -> Mapping[str, object]:
    """A WebPage about the publisher's NewsArticle: the page is ours, the article is not."""
    news: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": article.title[:200],
        "datePublished": article.date.isoformat().replace("+00:00", "Z"),
        "publisher": {"@type": "Organization", "name": publisher},
    }
    if article.link:
        news["url"] = article.link
    if article.modified:
        news["dateModified"] = article.modified.isoformat().replace("+00:00", "Z")
    if article.authors:
        news["author"] = [{"@type": "Person", "name": person.name} for person in article.authors]
    if article.lang:
        news["inLanguage"] = article.lang
    return {"@context": _CONTEXT, "@type": "WebPage", "url": address, "about": news}


def about_story(story: Story, address: str) -> Mapping[str, object]:
    """A WebPage that cites every outlet's report."""
    cited = [
        {"@type": "NewsArticle", "headline": r.title[:200], "url": r.link} for r in story.reports if r.link
    ]
    return {"@context": _CONTEXT, "@type": "WebPage", "url": address, "citation": cited}
