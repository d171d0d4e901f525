"""Files for machines: sitemap, robots.txt, manifest, service worker, the sprite of source icons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wirecopy.pages.desk import Desk
from wirecopy.pages.page import Context, Page


def machine_pages(desk: Desk, pages: Iterable[Page]) -> Iterator[Page]:
    """`pages` are those that readers see: what of them search engines may list is in the sitemaps."""
    yield _file(desk, "robots.txt")
    yield _file(desk, "manifest.webmanifest")
    yield _file(desk, "sw.js")
    yield _sprite(desk)
    yield _counts(desk)
    yield from _sitemaps(desk, pages)


def _file(desk: Desk, name: str) -> Page:
    def context() -> Context:
        return {"head": desk.head("machine", name)}

    return Page(path=name, template=name, context=context, reads=())


def _counts(desk: Desk) -> Page:
    """What is in this build, for programs and for the summary of a run."""
    corpus, past = desk.corpus, desk.corpus.past
    privacy = {desk.story_of(d) for d in corpus.young.topics.get("privacy", ())}
    counts = {
        "articles": len(corpus.young_of_all) + (past.whole.articles if past else 0),
        "stories": len(corpus.young.stories.keys() | past.stories.keys() if past else corpus.stories),
        "privacy": len(privacy | set(past.privacy if past else ())),
        "sources": len(corpus.sources),
        "days": len(corpus.days) + len(past.days if past else ()),
    }

    def context() -> Context:
        return {"head": desk.head("machine", "build.json"), "counts": counts}

    reads = tuple(f"{name} {count}" for name, count in counts.items())
    return Page(path="build.json", template="build.json", context=context, reads=reads)


def _sprite(desk: Desk) -> Page:
    """One small file with a mark for each source, made of its letters: no icon is fetched from anyone."""
    named = {also.source_id for d in desk.corpus.young_of_all for also in d.article.also}
    named.update(desk.corpus.past.named if desk.corpus.past else ())
    ids = dict.fromkeys([*desk.site.sources, *sorted(desk.corpus.sources), *sorted(named)])
    refs = [desk.site.source(source_id) for source_id in ids]

    def context() -> Context:
        return {"head": desk.head("machine", "icons.svg"), "sources": refs}

    return Page(path="icons.svg", template="icons.svg", context=context, reads=tuple(ids))


def _sitemaps(desk: Desk, pages: Iterable[Page]) -> Iterator[Page]:
    """A sitemap for each month of days, stories and articles, one for the rest, and the index of them.

    A file may hold 50,000 addresses and 50 MB (sitemaps.org); a month of a site of this kind has far
    fewer, and a month that is over is never written again.
    """
    buckets: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        if page.lastmod:
            buckets.setdefault(bucket_of(page), []).append((page.path, page.lastmod))
    past = desk.corpus.past
    for bucket, stand in past.entries.items() if past else ():
        buckets.setdefault(bucket, []).extend(stand)
    for bucket, entries in sorted(buckets.items()):
        yield _sitemap(desk, f"sitemap-{bucket}.xml", "urls", entries)
    newest = {
        f"sitemap-{bucket}.xml": max(lastmod for _, lastmod in entries) for bucket, entries in buckets.items()
    }
    if past:
        newest = {f"sitemap-{bucket}.xml": day for bucket, day in past.maps.items()} | newest
    yield _sitemap(desk, "sitemap.xml", "maps", sorted(newest.items()))


def bucket_of(page: Page) -> str:
    """Which sitemap the page stands in: "2026-02", by its last change, or "pages"."""
    kind = page.path.partition("/")[0]
    dated = kind.isdigit() or (kind in ("story", "day") and page.path != "day/")
    return page.lastmod[:7] if dated else "pages"


def _sitemap(desk: Desk, path: str, what: str, entries: list[tuple[str, str]]) -> Page:
    entries = sorted(entries)

    def context() -> Mapping[str, object]:
        addresses = [(desk.site.address(entry), lastmod) for entry, lastmod in entries]
        return {"head": desk.head("machine", path), "what": what, "entries": addresses}

    reads = tuple(f"{entry} {lastmod}" for entry, lastmod in entries)
    return Page(path=path, template="sitemap.xml", context=context, reads=reads)
