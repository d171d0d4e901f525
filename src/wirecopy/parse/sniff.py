"""What a document is that is no feed, in words for the owner."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from wirecopy.parse.plain import clean_line

_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"ID3", "a sound"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})[\s/>]")
_LINK = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z-]{1,20})\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'<>]{1,1000}))"""
)
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_WORDS = {
    "opml": "an OPML list of feeds",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "svg": "an SVG image",
    "error": "an error message in XML",
}


def name_document(body: bytes, text: str, url: str) -> str:
    """A phrase after "not a feed: ": "an HTML page; it links these feeds: https://…"."""
    if not body.strip():
        return "an empty document"
    for magic, words in _MAGIC:
        if body.startswith(magic):
            return words
    start = text[:200_000].lstrip("\ufeff \t\r\n\0")
    if _HTML.search(start[:5000]):
        feeds = linked_feeds(start, url)
        return "an HTML page" + (f"; it links these feeds: {' '.join(feeds)}" if feeds else "")
    if start.startswith("<"):
        root = _ROOT.search(start)
        if not root:
            return "no XML, though it begins with <"
        name = root[1].rpartition(":")[2]
        return _WORDS.get(
            name.lower(), f"XML of another kind or broken XML, its first element is <{clean_line(root[1])}>"
        )
    if start.startswith(("{", "[")):
        return "JSON, but no JSON Feed"
    if "\0" in start or start.count("\ufffd") > len(start) / 10:
        return "binary data"
    return f"plain text: “{clean_line(start[:60])}”"


def linked_feeds(page: str, url: str) -> list[str]:
    """The addresses of the feeds that an HTML page announces, at most five."""
    found = []
    for link in _LINK.findall(page):
        values = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(link)}
        if (
            "alternate" in values.get("rel", "").lower().split()
            and values.get("type", "").lower() in _FEED_TYPES
        ):
            try:
                address = clean_line(urljoin(url, values.get("href", "")))
            except ValueError:
                continue
            if address.startswith(("http://", "https://")) and " " not in address:
                found.append(address)
    return [*dict.fromkeys(found)][:5]
