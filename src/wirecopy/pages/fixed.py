"""Pages that every site has once: search, feeds, about, not found."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.pages.desk import Desk
from wirecopy.pages.front import of_one_day
from wirecopy.pages.page import Context, Page
from wirecopy.views import receipt_of


def fixed_pages(desk: Desk) -> Iterator[Page]:
    yield _plain(desk, "search", "search/")
    yield _feeds(desk)
    yield _about(desk)
    yield _not_found(desk)


def _plain(desk: Desk, kind: str, path: str) -> Page:
    def context() -> Context:
        return {"head": desk.head(kind, path)}

    return Page(path=path, template=f"{kind}.html", context=context, reads=())


def _feeds(desk: Desk) -> Page:
    """Every feed of the site, explained for people."""
    pairs = {(t.name, t.slug) for d in desk.corpus.young.listed for t in d.tags if t.sure}
    pairs.update(desk.corpus.past.pairs if desk.corpus.past else ())
    topics = sorted((name, f"topic/{slug}/") for name, slug in pairs)

    def context() -> Context:
        return {
            "head": desk.head("feeds", "feeds/"),
            "topics": sorted({(link.name, link.path) for link in desk.site.topics} | set(topics)),
            "sections": [(link.name, link.path) for link in desk.site.sections],
            "sources": [(ref.name, ref.path) for ref in map(desk.site.source, desk.site.sources)],
        }

    return Page(
        path="feeds/",
        template="feeds.html",
        context=context,
        reads=tuple(f"{name}\n{path}" for name, path in topics),
    )


def _about(desk: Desk) -> Page:
    receipt = receipt_of(desk.corpus.young_of_all, desk.corpus.past.whole if desk.corpus.past else None)

    def context() -> Context:
        return {
            "head": desk.head("about", "about/"),
            "receipt": receipt,
            "most": desk.site.front,
            "of_one_day": of_one_day(desk.site.front),
        }

    counts = tuple(f"{count.name} {count.count}" for count in receipt.removed)
    return Page(
        path="about/",
        template="about.html",
        context=context,
        reads=(str(receipt.articles), str(receipt.cuts), str(receipt.reprints), *counts),
        lastmod=desk.corpus.now.strftime("%Y-%m-%d"),
    )


def _not_found(desk: Desk) -> Page:
    """404.html is shown under any address, so its links begin at the host's root instead of at the page."""

    def context() -> Context:
        head = desk.head("404", "404.html", robots="noindex")
        return {
            "head": type(head)(
                **{f: getattr(head, f) for f in head.__struct_fields__} | {"root": desk.site.prefix}
            )
        }

    return Page(path="404.html", template="404.html", context=context, reads=())
