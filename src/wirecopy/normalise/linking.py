"""The address of the page that an entry is about."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from wirecopy.normalise.address import canonical_url, resolve
from wirecopy.types import Item

_OWN_MACHINE = ("localhost", "127.0.0.1", "0.0.0.0", "::1")


class PageLink(NamedTuple):
    url: str  # canonical; "" where there is none
    removed: tuple[str, ...]  # what canonical_url took off
    remarks: tuple[str, ...]


def link_of(item: Item) -> PageLink:
    """The canonical link of an item; an unusable one becomes "" with a remark."""
    written = item.orig_link or item.link
    if not written.strip():
        return PageLink("", (), ())
    remarks = ["link: the original one from behind the feed's redirector"] if item.orig_link else []
    base, absolute = item.base, resolve(item.base, written)
    if _is_own_machine(absolute) and not _is_own_machine(item.source.url):
        # Static generators write the address of their preview server when it was running at the build.
        absolute = _moved(absolute, item.source.url)
        remarks.append(f"link: {_host(item.source.url)} instead of the publisher's own machine")
    url, removed = canonical_url(absolute)
    if not url:
        remarks.append(f"link: refused {written[:80]!r}")
    elif base and "://" not in written and not written.startswith("//"):
        remarks.append("link: made absolute")
    return PageLink(url, removed, tuple(remarks))


def _is_own_machine(address: str) -> bool:
    lowered = address.lower()
    return any(name in lowered for name in _OWN_MACHINE) and _host(address) in _OWN_MACHINE


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _moved(address: str, feed: str) -> str:
    target = urlsplit(feed)
    return urlsplit(address)._replace(scheme=target.scheme, netloc=target.netloc).geturl()
