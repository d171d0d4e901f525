"""A page for each article."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.corpus import Derived, is_listed, outlets_of
from wirecopy.pages.desk import Desk
from wirecopy.pages.linked import about_article
from wirecopy.pages.page import Context, Page
from wirecopy.views import article_of


def article_pages(desk: Desk) -> Iterator[Page]:
    for d in desk.corpus.with_pages:
        members = desk.corpus.stories.get(desk.story_of(d), ()) if is_listed(d.article) else ()
        yield _article_page(desk, d, members)


def _article_page(desk: Desk, d: Derived, members: tuple[Derived, ...]) -> Page:
    # An excerpt that one outlet has already published adds nothing to a search engine's results; a full text
    # under licence is the publisher's to be found by. A page that names other outlets' reports adds those.
    listable = d.article.shown != "full" and outlets_of(members) > 1

    def context() -> Context:
        view = article_of(d, members, desk.site)
        robots = "noindex" if view.html else "" if listable else "noindex,follow"
        ld = about_article(d.article, view.source.name, desk.site.address(d.path))
        return {"head": desk.head("article", d.path, robots=robots, ld=ld), "article": view}

    lastmod = max(m.touched for m in members).strftime("%Y-%m-%d") if listable else ""
    reads = (d.digest, *(m.digest for m in members if m is not d))
    return Page(path=d.path, template="article.html", context=context, reads=reads, lastmod=lastmod)
