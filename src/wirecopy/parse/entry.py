"""One <item> or <entry> of a well-formed document as a Raw.

What feedparser would resolve by a rule of its own (two descriptions, markup where text belongs, base64)
raises Unplain: the reference shall decide it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lxml import etree

from wirecopy.parse.elements import (
    Unplain,
    attributes_of,
    base_of,
    key_of,
    language_of,
    markup_of,
    text_of,
)
from wirecopy.parse.people import read_author
from wirecopy.parse.raw import Author, Kind, Link, Raw, Value, enclosure
from wirecopy.types import Enclosure

_PUBLISHED = {"pubdate", "published", "issued", "dcterms:issued"}
_UPDATED = {"updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"}
_CREATED = {"created", "dcterms:created"}
_AUTHOR = {"author", "managingeditor", "dc:author", "dc:creator", "itunes:author"}
_CATEGORY = {"category", "keywords", "dc:subject", "media:category", "itunes:category"}
_KEYWORDS = {"media:keywords", "itunes:keywords", "tags"}
_RIGHTS = {"rights", "copyright", "dc:rights"}
_ORIGINAL = {"feedburner:origlink"}
_BODY = {"description", "summary"}
# Only feedparser knows what it makes of these.
_ODD = {"abstract", "fullitem", "body", "xhtml:body", "info", "newlocation"}
_OTHER = {"title", "media:title", "dc:title", "link", "guid", "id", "content", "content:encoded", "enclosure"}
_READ = (
    _PUBLISHED
    | _UPDATED
    | _CREATED
    | _AUTHOR
    | _CATEGORY
    | _KEYWORDS
    | _RIGHTS
    | _BODY
    | _ODD
    | _OTHER
    | {"itunes:image", "media:content", "media:thumbnail", "dc:language", "language"}
)
_ATTACHMENTS = (
    "media:content",
    "media:thumbnail",
    "itunes:image",
    "enclosure",
)  # the order that feedparser keeps them in
_WRAPPERS = {"media:group", "media:content"}
_SPARE: dict[str, Kind] = {"dc:description": "html", "itunes:summary": "guess", "media:description": "guess"}
_TYPES = {
    "text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml",
}  # fmt: skip


class Scope:
    """How a document's entries are read: its dialect, and whether xml:base and xml:lang occur."""

    def __init__(self, *, version: str, base: str, scoped: bool) -> None:
        self.atom = version.startswith("atom")
        self.unwrap = version == "atom10"
        self.base_of: Callable[[etree._Element], str] = (
            partial(base_of, document=base) if scoped else lambda _: base
        )
        self.language_of: Callable[[etree._Element], str] = language_of if scoped else lambda _: ""


def read_entry(element: etree._Element, scope: Scope) -> Raw:
    """The candidates for every field of one entry. Raises Unplain."""
    raw = Raw(base=scope.base_of(element))
    spare: dict[str, Value] = {}
    media_title: Value | None = None
    attachments: list[tuple[int, Enclosure]] = []
    about = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    if about:
        raw.guid = about
    for child in _children(element):
        key = key_of(child)
        if key == "link":
            raw.links.append(read_link(child))
        elif key in {"title", "dc:title"}:
            if raw.title is None or not raw.title.text:
                raw.title = _construct(child, "text/plain", scope)
        elif key == "media:title":
            media_title = media_title or _construct(child, "text/plain", scope)
        elif key in _BODY:
            if raw.summary is not None:
                raise Unplain("two descriptions")
            raw.summary = _construct(child, "text/html" if key == "description" else "text/plain", scope)
        elif key == "content:encoded":
            raw.contents.append(_construct(child, "text/html", scope))
        elif key == "content":
            raw.contents.append(_construct(child, "text/plain", scope))
        elif key in _SPARE:
            spare.setdefault(
                key, Value(text_of(child), _SPARE[key], scope.base_of(child), scope.language_of(child))
            )
        elif key in {"guid", "id"}:
            raw.guid = text_of(child)
            raw.guid_is_link = (
                attributes_of(child).get("ispermalink", "true") == "true" if key == "guid" else True
            )
        elif key in _PUBLISHED:
            raw.published = text_of(child)
        elif key in _UPDATED:
            raw.updated = text_of(child)
        elif key in _CREATED:
            raw.created = text_of(child)
        elif key in _AUTHOR:
            raw.authors.append(read_author_element(child))
        elif key in _CATEGORY:
            raw.categories.extend(_categories(child))
        elif key in _KEYWORDS:
            raw.categories.extend(word.strip() for word in text_of(child).split(","))
        elif key in _ORIGINAL:
            raw.orig_link = text_of(child)
        elif key == "dc:language":
            raw.language = text_of(child)
        elif key in _RIGHTS:
            raw.rights = _construct(child, "text/plain", scope).text
        elif key in _ATTACHMENTS:
            attachments.append((_ATTACHMENTS.index(key), _attachment(child, key)))
        elif key == "source":
            if not raw.authors:
                raw.authors.extend(
                    read_author_element(author) for author in child if key_of(author) == "author"
                )
        elif key in _ODD or (key not in {"image", "contributor"} and _hides_fields(child)):
            raise Unplain(f"<{key}>")
    if raw.title is None or not raw.title.text:
        raw.title = media_title or raw.title
    raw.spare = [spare[key] for key in _SPARE if key in spare]
    attachments += [
        (3, enclosure(link.href, link.type, link.length)) for link in raw.links if link.rel == "enclosure"
    ]
    raw.enclosures = [found for _, found in sorted(attachments, key=lambda one: one[0])]
    return raw


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The children, and those of the wrappers of Media RSS among them."""
    for child in element:
        yield child
        if len(child) and key_of(child) in _WRAPPERS:
            yield from _children(child)


def _hides_fields(element: etree._Element) -> bool:
    return len(element) > 0 and any(key_of(inner) in _READ for inner in element.iterdescendants("*"))


def read_link(element: etree._Element) -> Link:
    """A link, Atom's or RSS's."""
    found = attributes_of(element)
    rel = found.get("rel", "alternate")
    href = found.get("url") or found.get("uri") or found.get("href") or ""
    return Link(
        rel,
        found.get("type", "text/html" if rel != "enclosure" else ""),
        href or text_of(element),
        found.get("length", ""),
    )


def _construct(element: etree._Element, default: str, scope: Scope) -> Value:
    """A text construct in any of its three types."""
    declared = element.get("type", default).lower()
    type_ = _TYPES.get(declared, declared)
    if type_ not in {"text/plain", "text/html", "application/xhtml+xml"} or element.get("mode") == "base64":
        raise Unplain(f"content of type {declared}")
    base, lang = scope.base_of(element), scope.language_of(element)
    if type_ == "application/xhtml+xml":
        return Value(markup_of(element, unwrap=scope.unwrap), "html", base, lang)
    kind: Kind = "html" if type_ == "text/html" else "text" if scope.atom else "guess"
    if key_of(element).endswith("title") and not scope.atom:
        kind = "guess"
    return Value(text_of(element), kind, base, lang)


def read_author_element(element: etree._Element) -> Author:
    if not len(element):
        return read_author(text_of(element))
    parts = {key_of(part): text_of(part) for part in element}
    url = parts.get("uri") or parts.get("url") or parts.get("homepage") or ""
    return Author(parts.get("name", ""), parts.get("email", ""), url)


def _categories(element: etree._Element) -> Iterator[str]:
    found = attributes_of(element)
    yield found.get("label") or found.get("term") or found.get("text") or ""
    if not len(element):
        yield text_of(element)
    for inner in element:
        if key_of(inner) in _CATEGORY:
            yield from _categories(inner)


def _attachment(element: etree._Element, key: str) -> Enclosure:
    found = attributes_of(element)
    url = found.get("url") or found.get("href") or ""
    length = found.get("length") or found.get("filesize") or ""
    medium = "image" if key in {"media:thumbnail", "itunes:image"} else found.get("medium", "")
    return enclosure(url, found.get("type", ""), length, medium)
