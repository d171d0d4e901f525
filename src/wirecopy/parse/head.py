"""What a feed says about itself, gathered by any reader and made one FeedInfo."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from lxml import etree
from msgspec import Struct

from wirecopy.parse.elements import Unplain, base_of, key_of, markup_of, text_of
from wirecopy.parse.entry import read_author_element, read_link
from wirecopy.parse.plain import plain_line
from wirecopy.parse.raw import Author, Link, choose_link
from wirecopy.parse.schedule import Schedule
from wirecopy.parse.text import looks_like_html, mend
from wirecopy.types import FeedInfo, Fetched

_UPDATED = ("updated", "modified", "lastbuilddate", "dc:date", "pubdate", "published")
_TEXTS = {"id", "language", "dc:language", *_UPDATED}


class Head(Struct):
    """The candidates for a FeedInfo, as written."""

    format: str
    base: str
    id: str = ""
    title: str = ""
    title_is_html: bool | None = None  # None: nobody says, to be guessed
    links: list[Link] = []
    authors: list[Author] = []
    language: str = ""
    rights: str = ""
    updated: str = ""


def describe(head: Head, schedule: Schedule, fetched: Fetched) -> FeedInfo:
    """The FeedInfo that a Head stands for: plain texts, absolute addresses."""
    title = mend(head.title)
    is_html = looks_like_html(title) if head.title_is_html is None else head.title_is_html
    return FeedInfo(
        format=head.format,
        id=mend(head.id),
        title=plain_line(title, is_html=is_html)[:300],
        link=_absolute(head.base, mend(choose_link(head.links))),
        language=head.language or fetched.content_language.strip(),
        rights=plain_line(mend(head.rights), is_html=True)[:300],
        updated=head.updated,
        hub=_absolute(head.base, next((link.href for link in head.links if "hub" in link.rel.split()), "")),
        ttl_minutes=schedule.ttl_minutes,
        skip_hours=schedule.skip_hours,
        skip_days=schedule.skip_days,
        update_every_minutes=schedule.update_every_minutes,
    )


def _absolute(base: str, address: str) -> str:
    try:
        joined = urljoin(base, address.strip()) if address else ""
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) else ""


def read_head(root: etree._Element, version: str, fetched: Fetched) -> Head:
    """The Head of a well-formed document. Raises Unplain."""
    atom = version.startswith("atom")
    head = Head(format=version, base=base_of(root, fetched.url))
    found: dict[str, str] = {}
    for child in _children(root, atom):
        key = key_of(child)
        if key == "link":
            head.links.append(read_link(child))
        elif key in {"title", "dc:title"}:
            if not head.title:
                head.title, head.title_is_html = _title(child, atom)
        elif key in _TEXTS:
            found[key] = text_of(child)
        elif key in {"rights", "copyright", "dc:rights"}:
            head.rights = markup_of(child, unwrap=True) if len(child) else text_of(child)
        elif key == "author" and atom:
            head.authors.append(read_author_element(child))
    xml_lang = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang") or ""
    head.id = found.get("id", "")
    head.language = found.get("language") or found.get("dc:language") or xml_lang
    head.updated = next((found[key] for key in _UPDATED if found.get(key)), "")
    return head


def _children(root: etree._Element, atom: bool) -> Iterable[etree._Element]:
    if atom:
        yield from root
        return
    for channel in root:
        if key_of(channel) == "channel":
            yield from channel


def _title(element: etree._Element, atom: bool) -> tuple[str, bool | None]:
    type_ = element.get("type", "").lower()
    if type_ in {"xhtml", "application/xhtml+xml"}:
        return markup_of(element, unwrap=True), True
    if not atom:
        return text_of(element), None
    if type_ not in {"", "text", "html", "text/plain", "text/html"}:
        raise Unplain(f"title of type {type_}")
    return text_of(element), "html" in type_
