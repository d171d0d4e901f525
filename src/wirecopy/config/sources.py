"""Sources out of [[feeds]]: ids that last, addresses that can be fetched."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from unidecode import unidecode

from wirecopy.config.tables import Feed, Site
from wirecopy.errors import ConfigError
from wirecopy.types import Source

# Words of an address that say only that it is a feed.
_HOLLOW = frozenset(
    [
        "www",
        "feeds",
        "feed",
        "rss",
        "atom",
        "xml",
        "json",
        "index",
        "rdf",
        "php",
        "aspx",
        "html",
        "default",
        "all",
        "latest",
    ]
)
_SAFE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def source_id(url: str) -> str:
    """A short stable name made of the address: `404media-co`, `bbc-co-uk-news-world`.

    It is made of the address and not of the name, because entry ids hang on it, and owners rename
    feeds more often than feeds move.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
        host = ""  # a number says nothing to a reader
    except ValueError:
        pass
    words = re.split(r"[^a-z0-9]+", unidecode(f"{host} {parts.path} {parts.query}").lower())
    kept = [w for w in words if w and w not in _HOLLOW]
    name = "-".join(kept) or "-".join(w for w in words if w) or "feed"
    return name[:64].strip("-")


def check_url(url: str, where: str) -> None:
    """Raises ConfigError when `url` cannot be a feed's address."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or re.search(r"[\x00-\x20\x7f]", url):
        raise ConfigError(f"{where}: not an http(s) URL: {url[:80]!r}")


def sources_of(feeds: Sequence[Feed], site: Site, file: str) -> tuple[Source, ...]:
    """One Source for each feed, in the owner's order; an address that is listed twice counts once."""
    urls: dict[str, int] = {}
    ids: dict[str, int] = {}
    sources = []
    for number, feed in enumerate(feeds):
        where = f"{file}: feeds[{number}]"
        check_url(feed.url, f"{where}.url")
        if feed.url in urls:
            continue
        if feed.id and not _SAFE_ID.fullmatch(feed.id):
            raise ConfigError(f"{where}.id: {feed.id!r} is not made of a-z, 0-9 and hyphens, 64 at most")
        if feed.id in ids and feed.id:
            raise ConfigError(f"{where}.id: {feed.id!r} is feeds[{ids[feed.id]}]'s already")
        if feed.show == "full" and not feed.licence:
            raise ConfigError(f"{where}.show: 'full' needs the licence that allows it in `licence`")
        name = feed.id or source_id(feed.url)
        if name in ids:
            name = f"{name[:55]}-{hashlib.sha256(feed.url.encode()).hexdigest()[:8]}"
        urls[feed.url] = ids[name] = number
        sources.append(
            Source(
                id=name,
                url=feed.url,
                name=feed.name,
                section=feed.section or site.section,
                show=feed.show,
                licence=feed.licence,
                full_text=feed.full_text,
                language=feed.language,
                strip=feed.strip,
                strip_selectors=feed.strip_selectors,
                strip_cues=feed.strip_cues,
            )
        )
    return tuple(sources)
