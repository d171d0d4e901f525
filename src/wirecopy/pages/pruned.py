"""Pages at the addresses of articles that were pruned: they lead readers on to the publisher.

By one click and not by themselves: an address that a feed chose must not be opened unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from wirecopy.markdown import Tombstone
from wirecopy.pages.page import Context, Head, Page, root_of


def pruned_pages(tombstones: Iterable[Tombstone]) -> Iterator[Page]:
    """A page for each address that a pruned entry left; none leads anywhere but to http(s)."""
    for tombstone in tombstones:
        if urlsplit(tombstone.link).scheme in ("http", "https"):
            for path in tombstone.left:
                yield Page(
                    path=path,
                    template="pruned.html",
                    context=_context(path, tombstone),
                    reads=(tombstone.link, tombstone.title),
                )


def _context(path: str, tombstone: Tombstone) -> Callable[[], Context]:
    head = Head(kind="moved", path=path, root=root_of(path), canonical=tombstone.link, robots="noindex")
    return lambda: {"head": head, "target": tombstone.link, "title": tombstone.title}
