"""Atom 1.0 (RFC 4287), with the source of each entry complete (section 4.2.11)."""

from __future__ import annotations

import re

from wirecopy.syndication.channel import Head
from wirecopy.syndication.format import Format
from wirecopy.syndication.item import Item, Origin, urn
from wirecopy.syndication.text import markup as m
from wirecopy.syndication.text import media, stamp
from wirecopy.types import Person

SCHEME = urn("topics")  # of categories: an address of ours would change with the host
_LOOKS_LIKE_HTML = re.compile(r"</?\w|<!|&#?\w+;?")


def _opening(head: Head) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<?xml-stylesheet type="text/css" href="{m(head.style)}"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{_lang(head.lang)}>',
        _text("title", head.title),
        _text("subtitle", head.subtitle) if head.subtitle else "",
        f"<id>{head.id}</id>",
        f"<updated>{stamp(head.updated)}</updated>",
        _link("self", head.self, "application/atom+xml"),
        _link("alternate", head.home, "text/html"),
        _link("hub", head.hub),
        f"<author><name>{m(head.site)}</name></author>",
        f"<icon>{m(head.icon)}</icon>" if head.icon else "",
        '<generator uri="https://pypi.org/project/wirecopy/">wirecopy</generator>',
    ]
    return "\n".join(part for part in lines if part)


def entry(item: Item, _: Head) -> str:
    """One entry as text."""
    lines = [
        f"<entry{_lang(item.lang)}>",
        _text("title", item.title),
        f"<id>{m(item.id)}</id>",
        f"<published>{stamp(item.published)}</published>",
        f"<updated>{stamp(item.updated)}</updated>",
        _link("alternate", item.link),
        _link("via", item.via),
        *(_enclosure(e.url, e.type, e.length) for e in item.enclosures),
        _link("license", item.licence),
        *(_person(p) for p in item.authors),
        *(f'<category term="{m(c.term)}" scheme="{SCHEME}" label="{m(c.name)}"/>' for c in item.labels),
        _text("rights", item.rights) if item.rights else "",
        _origin(item.origin) if item.origin else "",
        _text("summary", item.summary) if item.summary else "",
        f'<content type="html">{m(item.html)}</content>',
        "</entry>",
    ]
    return "\n".join(part for part in lines if part)


def _origin(origin: Origin) -> str:
    lines = [
        "<source>",
        f"<id>{m(origin.id)}</id>",
        _text("title", origin.name),
        f"<updated>{stamp(origin.updated)}</updated>",
        _link("self", origin.feed),
        _link("alternate", origin.home, "text/html"),
        "</source>",
    ]
    return "\n".join(part for part in lines if part)


def _text(name: str, text: str) -> str:
    """Plain text; where a reader may take it for markup it says that it is escaped HTML."""
    if _LOOKS_LIKE_HTML.search(text):
        return f'<{name} type="html">{m(m(text))}</{name}>'
    return f"<{name}>{m(text)}</{name}>"


def _link(rel: str, href: str, type: str = "") -> str:
    kind = f' type="{type}"' if type else ""
    return f'<link rel="{rel}"{kind} href="{m(href)}"/>' if href else ""


def _enclosure(url: str, type: str, length: int) -> str:
    kind = f' type="{media(type)}"' if media(type) else ""
    size = f' length="{length}"' if length else ""
    return f'<link rel="enclosure"{kind}{size} href="{m(url)}"/>'


def _person(person: Person) -> str:
    uri = f"<uri>{m(person.url)}</uri>" if person.url else ""
    return f"<author><name>{m(person.name)}</name>{uri}</author>"


def _lang(tag: str) -> str:
    return f' xml:lang="{tag}"' if tag else ""


ATOM = Format(opening=_opening, entry=entry, closing="</feed>\n")
