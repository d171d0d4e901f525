"""The feeds that a web page names."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree, html
from msgspec import Struct

from wirecopy.fetch.address import AddressError, read_address

MAX_PAGE = 2_000_000  # bytes read of a page: its links to feeds stand in its head
MAX_LINKS = 50

TYPES = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS 1.0",
    "application/x.atom+xml": "Atom",
    "application/x-atom+xml": "Atom",
    "application/xml": "XML",
    "text/xml": "XML",
}

# Where the usual programs put their feeds, tried when a page names none
GUESSES = (
    "/feed",  # WordPress
    "/rss",  # Ghost, Tumblr
    "/feed.xml",  # Jekyll
    "/atom.xml",
    "/index.xml",  # Hugo
    "/rss.xml",
    "/feed.json",
    "/feeds/posts/default",  # Blogger
    "/feeds/all.atom.xml",  # Pelican
)

_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:rss2?|atom|feeds?|rdf)(?:[/._-](?:xml|json|rdf|php))?/?$|\.(?:rss|atom|rdf)$"
)
_SECONDARY = re.compile(r"\bcomments?\b|/comments/", re.IGNORECASE)
_ROOT = re.compile(  # atomic: a comment ends at its first end, or 1,000 of them could be read in 2**1000 ways
    rb"(?>\s+|<\?[^>]{0,500}\?>|<!--.{0,4000}?-->)*+<(!doctype\s+)?([a-z][a-z0-9:]*)", re.I | re.S
)


class FeedLink(Struct, frozen=True):
    """A feed that a page names, or that may be there."""

    url: str
    title: str = ""
    type: str = ""  # "RSS", "Atom", "JSON Feed" …; "" where nothing says it
    found: Literal["link", "anchor", "guess"] = "link"


def is_web_page(body: bytes) -> bool:
    """Whether a document calls itself HTML with its first element or its doctype."""
    root = _ROOT.match(body[:8_000].removeprefix(b"\xef\xbb\xbf"))
    return root is not None and root[2].lower() == b"html"


def discover(page_html: bytes, base_url: str) -> list[FeedLink]:
    """The feeds of a page, the likeliest first: those it declares, then those it links.

    Feeds of comments come after the others. A page that names none gives the usual places as
    guesses, each worth a try. Only http and https addresses; each once.
    """
    base = base_url
    found: list[FeedLink] = []
    page = _read(page_html[:MAX_PAGE])
    if page is not None:
        for element in page.iter("base"):
            base = _absolute(element.get("href", ""), base_url) or base_url
            break
        found += _declared(page, base)
        found += _linked(page, base)
    found.sort(key=lambda link: bool(_SECONDARY.search(f"{link.title} {link.url}")))
    unique: dict[str, FeedLink] = {}
    for link in found:
        if link.url:
            unique.setdefault(link.url, link)
    if not unique:
        guesses = (_absolute(path, base_url) for path in GUESSES)
        return [FeedLink(url, found="guess") for url in guesses if url]
    return list(unique.values())[:MAX_LINKS]


def _read(page_html: bytes) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(page_html, parser=html.HTMLParser(no_network=True, recover=True))
    except (etree.LxmlError, ValueError, AssertionError):  # lxml's ways to say that there is no document
        return None


def _declared(page: html.HtmlElement, base: str) -> list[FeedLink]:
    links = []
    for element in page.iter("link"):
        relations = element.get("rel", "").lower().split()
        kind = TYPES.get(element.get("type", "").partition(";")[0].strip().lower(), "")
        if "feed" in relations or ("alternate" in relations and kind):
            links.append(
                FeedLink(_absolute(element.get("href", ""), base), _title(element.get("title", "")), kind)
            )
    return links


def _linked(page: html.HtmlElement, base: str) -> list[FeedLink]:
    links = []
    for element in page.iter("a"):
        url = _absolute(element.get("href", ""), base)
        kind = TYPES.get(element.get("type", "").partition(";")[0].strip().lower(), "")
        if url and (kind or _FEED_PATH.search(url.partition("?")[0].lower())):
            text = "".join(element.itertext())
            links.append(FeedLink(url, _title(element.get("title") or text), kind, "anchor"))
    return links


def _absolute(href: str, base: str) -> str:
    if not href.strip():
        return ""
    try:
        return read_address(href, base=base).url
    except AddressError:
        return ""


def _title(text: str) -> str:
    folded = " ".join(text[:2_000].split())[:200]
    return "".join(character for character in folded if character.isprintable())
