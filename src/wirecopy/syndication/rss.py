"""RSS 2.0 by the specification and the best practices of the RSS Advisory Board."""

from __future__ import annotations

import re

from wirecopy.syndication.channel import Head
from wirecopy.syndication.format import Format
from wirecopy.syndication.item import Item
from wirecopy.syndication.text import mail_stamp, media, stamp
from wirecopy.syndication.text import markup as m

_SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
# A title in RSS is text for one reader and markup for the next; what both would read alike stays.
_TAG = re.compile(r"<(?=[/!?\w])")
_ENTITY = re.compile(r"&(?=#?\w+;?)")


def _opening(head: Head) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<?xml-stylesheet type="text/css" href="{m(head.style)}"?>',
        f'<rss version="2.0" {_SPACES}>',
        "<channel>",
        f"<title>{m(title(head.title))}</title>",
        f"<link>{m(head.home or './')}</link>",
        f"<description>{m(title(head.subtitle or head.title))}</description>",
        f"<language>{head.lang}</language>" if head.lang else "",
        f"<lastBuildDate>{mail_stamp(head.updated)}</lastBuildDate>",
        "<generator>wirecopy</generator>",
        f'<atom:link rel="self" type="application/rss+xml" href="{m(head.self)}"/>' if head.self else "",
        f'<atom:link rel="hub" href="{m(head.hub)}"/>' if head.hub else "",
    ]
    return "\n".join(part for part in lines if part)


def entry(item: Item, head: Head) -> str:
    """One item as text. RSS has no date of change; atom:updated stands for it."""
    origin = item.origin
    lines = [
        "<item>",
        f"<title>{m(title(item.title))}</title>",
        f"<link>{m(item.link)}</link>" if item.link else "",
        f'<guid isPermaLink="false">{m(item.id)}</guid>',
        f"<pubDate>{mail_stamp(item.published)}</pubDate>",
        f"<atom:updated>{stamp(item.updated)}</atom:updated>",
        *(f"<dc:creator>{m(title(p.name))}</dc:creator>" for p in item.authors),
        *(f"<category>{m(c.name)}</category>" for c in item.labels),
        f"<dc:language>{item.lang}</dc:language>" if item.lang and item.lang != head.lang else "",
        f"<dc:rights>{m(item.rights)}</dc:rights>" if item.rights else "",
        f'<source url="{m(origin.feed)}">{m(title(origin.name))}</source>' if origin and origin.feed else "",
        *(
            f'<enclosure url="{m(e.url)}" length="{e.length}" type="{media(e.type) or "application/octet-stream"}"/>'
            for e in item.enclosures[:1]  # more than one is left to each reader's taste
        ),
        f"<description>{m(m(item.summary or item.title))}</description>",
        f"<content:encoded>{m(item.html)}</content:encoded>",
        "</item>",
    ]
    return "\n".join(part for part in lines if part)


def title(text: str) -> str:
    """The text, with look-alikes where it would be markup to some readers: `<b>` gives `‹b>`."""
    return _ENTITY.sub("＆", _TAG.sub("‹", text)) if _needs_care(text) else text


def _needs_care(text: str) -> bool:
    return bool(_TAG.search(text) or re.search(r"&#?\w+;", text))


RSS = Format(opening=_opening, entry=entry, closing="</channel>\n</rss>\n")
