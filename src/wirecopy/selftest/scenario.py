"""One feed of a hostile or broken publisher, and what the site must look like after it."""

from __future__ import annotations

from html import escape

from msgspec import Struct

CANARY = "wcCanary"  # in every text that must never be evaluated, copied or published as markup


class Scenario(Struct, frozen=True, kw_only=True):
    """A named feed document with its expectation."""

    name: str
    body: bytes
    articles: int  # that must be on record afterwards; -1: any number
    type: str = "application/rss+xml"
    headers: dict[str, str] = {}
    forbidden: tuple[str, ...] = ()  # texts that no published file may hold, beside what the audit finds
    shown: tuple[str, ...] = ()  # texts that some page must show, as typed


def item(title: str, body: str = "", *, guid: str = "", link: str = "", more: str = "", raw: str = "") -> str:
    """One RSS item; `title` and `body` are text that is escaped here, `raw` stands where the title would."""
    parts = [raw or f"<title>{escape(title)}</title>"]
    parts += [f"<link>{escape(link)}</link>"] if link else []
    parts += [f'<guid isPermaLink="false">{escape(guid)}</guid>'] if guid else []
    parts += [f"<description>{escape(body)}</description>"] if body else []
    return f"<item>{''.join(parts)}<pubDate>{{date}}</pubDate>{more}</item>"


def feed(
    *items: str, title: str = "Weir watch", head: str = "", date: str = "Thu, 12 Mar 2026 09:00:00 GMT"
) -> bytes:
    """A whole RSS document."""
    text = "".join(items).replace("{date}", date)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>https://weir.example/</link>{head}{text}</channel></rss>"
    ).encode("utf-8", "surrogatepass")
