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
    counts = {
        "articles": len(desk.corpus.all),
        "stories": len(desk.corpus.stories),
        "privacy": len({desk.story_of(d) for d in desk.corpus.topics.get("privacy", ())}),
        "sources": len(desk.corpus.sources),
        "days": len(desk.corpus.days),
    }

    def context() -> Context:
        return {"head": desk.head("machine", "build.json"), "counts": counts}

    reads = tuple(f"{name} {count}" for name, count in counts.items())
    return Page(path="build.json", template="build.json", context=context, reads=reads)


def _sprite(desk: Desk) -> Page:
    """One small file with a mark for each source, made of its letters: no icon is fetched from anyone."""
    named = {also.source_id for d in desk.corpus.all for also in d.article.also}
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
            kind = page.path.partition("/")[0]
            dated = kind.isdigit() or (kind in ("story", "day") and page.path != "day/")
            bucket = page.lastmod[:7] if dated else "pages"
            buckets.setdefault(bucket, []).append((page.path, page.lastmod))
    for bucket, entries in sorted(buckets.items()):
        yield _sitemap(desk, f"sitemap-{bucket}.xml", "urls", entries)
    newest = {
        f"sitemap-{bucket}.xml": max(lastmod for _, lastmod in entries) for bucket, entries in buckets.items()
    }
    yield _sitemap(desk, "sitemap.xml", "maps", sorted(newest.items()))


def _sitemap(desk: Desk, path: str, what: str, entries: list[tuple[str, str]]) -> Page:
    entries = sorted(entries)

    def context() -> Mapping[str, object]:
        addresses = [(desk.site.address(entry), lastmod) for entry, lastmod in entries]
        return {"head": desk.head("machine", path), "what": what, "entries": addresses}

    reads = tuple(f"{entry} {lastmod}" for entry, lastmod in entries)
    return Page(path=path, template="sitemap.xml", context=context, reads=reads)
