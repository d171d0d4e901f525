"""What a reader found in one entry, and the one way in which it becomes an Item.

Three readers (well-formed XML, feedparser, JSON Feed) fill in a Raw; every choice between several
candidates is made here, so that it cannot differ between them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from wirecopy.parse.text import looks_like_html, mend
from wirecopy.types import Enclosure, FeedInfo, Item, Person, Source

Kind = Literal["text", "html", "guess"]  # guess: nominally plain text, often HTML (RSS titles)

_MEDIA = {"image": "image/*", "audio": "audio/*", "video": "video/*"}


class Value(NamedTuple):
    text: str
    kind: Kind
    base: str = ""  # what relative addresses in it refer to
    lang: str = ""  # xml:lang in scope


class Link(NamedTuple):
    rel: str
    type: str
    href: str
    length: str = ""


class Author(NamedTuple):
    name: str
    email: str = ""
    url: str = ""


class Raw(Struct):
    """The candidates for each field, in the order of the document, as written."""

    base: str  # of the entry as a whole
    guid: str = ""
    guid_is_link: bool = False
    links: list[Link] = []
    orig_link: str = ""
    title: Value | None = None
    summary: Value | None = None
    contents: list[Value] = []
    spare: list[Value] = []
    published: str = ""
    updated: str = ""
    created: str = ""
    authors: list[Author] = []
    categories: list[str] = []
    language: str = ""
    enclosures: list[Enclosure] = []
    rights: str = ""


def assemble(raw: Raw, *, source: Source, feed: FeedInfo, position: int) -> Item:
    """The Item that a Raw stands for."""
    content = _best(raw.contents)
    summary = raw.summary
    if summary is None or not summary.text:
        summary = next((value for value in raw.spare if value.text), None)
    if summary is not None and content is not None and summary.text == content.text:
        summary = None
    body = content or summary
    scope = body or raw.title
    return Item(
        source=source,
        feed=feed,
        base=(scope.base if scope else "") or raw.base,
        position=position,
        guid=mend(raw.guid),
        link=mend(choose_link(raw.links) or (raw.guid if raw.guid_is_link else "")),
        orig_link=raw.orig_link,
        title=mend(raw.title.text) if raw.title else "",
        title_is_html=_is_html(raw.title),
        summary=mend(summary.text) if summary else "",
        content=mend(content.text) if content else "",
        body_is_html=_is_html(body),
        published=raw.published or raw.created,
        updated=raw.updated,
        authors=people(raw.authors),
        categories=tuple(dict.fromkeys(mend(name) for name in raw.categories if name)),
        language=raw.language or (scope.lang if scope else "") or (raw.title.lang if raw.title else ""),
        enclosures=tuple(dict.fromkeys(item for item in raw.enclosures if item.url)),
        rights=mend(raw.rights),
    )


def choose_link(links: list[Link]) -> str:
    """The address of the page that an entry or a feed is about: the first alternate, a page before others."""
    alternates = [link for link in links if link.rel in {"", "alternate"} and link.href]
    pages = [link for link in alternates if link.type in {"", "text/html", "application/xhtml+xml"}]
    return next((link.href for link in pages or alternates), "")


def people(authors: list[Author]) -> tuple[Person, ...]:
    """Each author once. Of an e-mail address without a name only the part before the @ is kept:
    an address is for writing to its owner, not for publishing."""
    named = (Person(mend(author.name) or author.email.partition("@")[0], author.url) for author in authors)
    return tuple({person.name: person for person in reversed([*named]) if person.name}.values())[::-1]


def enclosure(url: str, type_: str = "", length: str = "", medium: str = "") -> Enclosure:
    """An attachment with as much as can be understood of its type and length."""
    digits = length.strip()
    return Enclosure(
        url=url.strip(),
        type=type_.strip().lower() or _MEDIA.get(medium.strip().lower(), ""),
        length=int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0,
    )


def _best(contents: list[Value]) -> Value | None:
    """The full text: HTML before plain text, then the longest."""
    filled = [value for value in contents if value.text]
    return max(filled, key=lambda value: (value.kind != "text", len(value.text)), default=None)


def _is_html(value: Value | None) -> bool:
    if value is None or value.kind == "html":
        return True
    return value.kind == "guess" and looks_like_html(value.text)
