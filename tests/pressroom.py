"""Pages of the invented newsroom, planned and rendered without Pelican and without a browser."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import invented
from wirecopy import pages
from wirecopy.corpus import Corpus, Derived, Tag, excerpt
from wirecopy.types import Article, Source
from wirecopy.views import Health, Link, Site

THEME = Path(__file__).parents[1] / "theme"
TEMPLATES = sorted(p for p in (THEME / "templates").rglob("*") if p.is_file())


def derived(article: Article) -> Derived:
    """A stand-in for derivation: the Markdown as it is, one tag by a word in the title."""
    tags = ()
    if "location" in article.title or "Privacy" in article.tags:
        tags = (
            Tag(name="Privacy", slug="privacy", kind="privacy", score=0.9),
            Tag(name="Location", slug="privacy/location", kind="facet"),
        )
    elif "register" in article.title:
        tags = (Tag(name="Privacy", slug="privacy", kind="privacy", sure=False),)
    body = article.markdown.strip()
    short = "" if article.shown == "headline" else excerpt(body)
    digest = (
        f"{article.entry_id} {article.modified} {article.title} {article.story} {len(article.also)} {body}"
    )
    return Derived(
        article=article, html=f"<p>{len(body)}</p>", text=body, excerpt=short, tags=tags, digest=digest
    )


def site(language: str = "en", **values: object) -> Site:
    sources = {
        i: Source(id=i, url=f"https://{i}.example/feed", name=name, section=s)
        for i, name, s in invented.SOURCES
    }
    base: dict[str, object] = {
        "name": "The Breakwater", "url": "https://example.org/news", "prefix": "/news/", "language": language, "sources": sources,
        "sections": (Link("Coast", "section/coast/"), Link("World", "section/world/"), Link("Technology", "section/technology/")),
        "topics": (Link("Privacy", "topic/privacy/"), Link("C++", "topic/c-plus-plus/")), "version": "0",
    }  # fmt: skip
    return Site(**(base | values))  # type: ignore[arg-type]


def plan(
    articles: Iterable[Article], the_site: Site | None = None, health: Health | None = None
) -> list[pages.Page]:
    return pages.plan(Corpus(map(derived, articles)), the_site or site(), health or Health())


def press(the_site: Site) -> Environment:
    env = Environment(
        loader=FileSystemLoader(THEME / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    pages.furnish(env, the_site, THEME)
    return env


def rendered(
    articles: Iterable[Article], the_site: Site | None = None, health: Health | None = None
) -> dict[str, str]:
    env = press(the_site or site())
    return {p.file: pages.render(env, p).decode() for p in plan(articles, the_site, health)}
