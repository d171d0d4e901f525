"""feedparser, the reference: reads whatever is not plainly well-formed.

Its sanitiser and both of its ways to resolve addresses are off (clean and normalise do that, and a guid
must stay as the publisher wrote it), it is handed text whose encoding is settled, and descriptions
of pictures are kept apart: feedparser takes a second description for the full text, so that the caption
of a photograph became the article.
"""

from __future__ import annotations

import io
import xml.sax
from typing import Any
from xml.sax import handler, xmlreader

import feedparser.api
from feedparser.sanitizer import replace_doctype

from wirecopy.parse.ends import Ends
from wirecopy.parse.head import Head, describe
from wirecopy.parse.raw import Author, Kind, Link, Raw, Value, assemble, enclosure
from wirecopy.parse.schedule import read_schedule
from wirecopy.types import Fetched, Parsed

Fields = dict[str, Any]  # a FeedParserDict

_SPARE: tuple[tuple[str, Kind], ...] = (
    ("spare_dc_description", "html"),
    ("spare_itunes_summary", "guess"),
    ("spare_media_description", "guess"),
)


class _Manners:
    """What is different from feedparser as it comes; see its namespaces/*.py for the pattern of names."""

    resolve_relative_uris = False
    sanitize_html = False

    def resolve_uri(self, uri: str) -> str:
        return uri

    def _start_dc_description(self, attributes: Any) -> None:
        self.push("spare_dc_description", 1)  # type: ignore[attr-defined] # the parser it is mixed into

    def _end_dc_description(self) -> None:
        self.pop("spare_dc_description")  # type: ignore[attr-defined]

    def _start_itunes_summary(self, attributes: Any) -> None:
        self.push("spare_itunes_summary", 1)  # type: ignore[attr-defined]

    def _end_itunes_summary(self) -> None:
        self.pop("spare_itunes_summary")  # type: ignore[attr-defined]

    def _start_media_description(self, attributes: Any) -> None:
        self.push("spare_media_description", 1)  # type: ignore[attr-defined]

    def _end_media_description(self) -> None:
        self.pop("spare_media_description")  # type: ignore[attr-defined]


_Strict = type("_Strict", (_Manners, feedparser.api.StrictFeedParser), {})
_Loose = type("_Loose", (_Manners, feedparser.api.LooseFeedParser), {})


def read_reference(text: str, fetched: Fetched, limit: int) -> Parsed | None:
    """The feed that feedparser sees in a text; None where it sees neither a feed nor entries.

    Takes as long and as much memory as feedparser does: for untrusted text call it through `apart`.
    """
    version, data, entities = replace_doctype(text.encode("utf-8", "replace"))
    problem = ""
    try:
        reader = _read_strictly(data, fetched.url)
    except xml.sax.SAXException as error:
        problem = f"not well-formed: {_place(error)}"
        reader = _Loose(fetched.url, None, "utf-8", entities)
        reader.feed(data.decode("utf-8", "replace"))
    version = version or reader.version
    entries: list[Fields] = reader.entries
    if not entries and (problem or not version or not reader.feeddata):
        return None  # broken and empty: the tags of a feed occur in it, which makes it none
    return _adapt(reader.feeddata, entries, version, problem, text, fetched, limit)


def _read_strictly(data: bytes, base: str) -> Any:
    reader = _Strict(base, None, "utf-8")
    sax = xml.sax.make_parser()
    sax.setFeature(handler.feature_namespaces, True)
    sax.setFeature(handler.feature_external_ges, False)
    sax.setContentHandler(reader)
    sax.setErrorHandler(reader)
    source = xmlreader.InputSource()
    source.setByteStream(io.BytesIO(data))
    source.setEncoding("utf-8")
    sax.parse(source)
    return reader


def _place(error: xml.sax.SAXException) -> str:
    if isinstance(error, xml.sax.SAXParseException):
        return f"{error.getMessage()} in line {error.getLineNumber()}"
    return error.getMessage()


def _adapt(
    feeddata: Fields, entries: list[Fields], version: str, problem: str,
    text: str, fetched: Fetched, limit: int,
) -> Parsed:  # fmt: skip
    atom = version.startswith("atom")
    detail = feeddata.get("title_detail") or {}
    head = Head(
        format=version,
        base=fetched.url,
        id=_text(feeddata, "id"),
        title=_text(feeddata, "title"),
        title_is_html=(detail.get("type", "text/plain") != "text/plain") if atom else None,
        links=_links(feeddata),
        authors=_authors(feeddata) if atom else [],
        language=_text(feeddata, "language"),
        rights=_text(feeddata, "rights"),
        updated=_text(feeddata, "updated") or _text(feeddata, "published"),
    )
    feed = describe(head, read_schedule(text), fetched)
    ends: Ends[Fields] = Ends(limit)
    for entry in entries:
        ends.add(entry)
    start, chosen, excess = ends.newest(lambda entry: _text(entry, "published") or _text(entry, "updated"))
    items = []
    for position, entry in enumerate(chosen, start):
        raw = _raw(entry, fetched.url, atom)
        raw.authors = raw.authors or head.authors
        items.append(assemble(raw, source=fetched.source, feed=feed, position=position))
    return Parsed(source=fetched.source, feed=feed, items=tuple(items), excess=excess, problem=problem)


def _raw(entry: Fields, base: str, atom: bool) -> Raw:
    links = _links(entry)
    permalink = bool(dict.get(entry, "guidislink")) or (not links and bool(dict.get(entry, "link")))
    raw = Raw(
        base=base,
        guid=_text(entry, "id"),
        guid_is_link=permalink,
        links=links,
        orig_link=_text(entry, "feedburner_origlink"),
        title=_value(entry, "title", atom=atom, is_title=True),
        summary=_value(entry, "summary", atom=atom),
        contents=[_content(content, atom=atom) for content in entry.get("content") or []],
        spare=[Value(_text(entry, key), kind, base) for key, kind in _SPARE if _text(entry, key)],
        published=_text(entry, "published"),
        updated=_text(entry, "updated"),
        created=_text(entry, "created"),
        authors=_authors(entry),
        categories=[tag.get("label") or tag.get("term") or "" for tag in entry.get("tags") or []],
        language=_text(entry, "language"),
        enclosures=[*_enclosures(entry)],
        rights=_text(entry, "rights"),
    )
    if not raw.authors and entry.get("source"):
        raw.authors = _authors(entry["source"])
    return raw


def _text(mapping: Fields, key: str) -> str:
    # dict.get and not .get: a FeedParserDict answers "updated" with "published" where there is none
    found = dict.get(mapping, key)
    return found if isinstance(found, str) else ""


def _value(entry: Fields, key: str, *, atom: bool, is_title: bool = False) -> Value | None:
    if not isinstance(dict.get(entry, key), str):
        return None
    detail = entry.get(f"{key}_detail") or {}
    value = _content({**detail, "value": _text(entry, key)}, atom=atom)
    return value._replace(kind="guess") if is_title and not atom else value


def _content(content: Fields, *, atom: bool) -> Value:
    plain = content.get("type", "text/html") == "text/plain"
    kind: Kind = "html" if not plain else "text" if atom else "guess"
    return Value(content.get("value") or "", kind, content.get("base") or "", content.get("language") or "")


def _links(mapping: Fields) -> list[Link]:
    return [
        Link(link.get("rel", ""), link.get("type", ""), link.get("href", ""), str(link.get("length", "")))
        for link in mapping.get("links") or []
    ]


def _authors(mapping: Fields) -> list[Author]:
    return [
        Author(author.get("name", ""), author.get("email", ""), author.get("href", ""))
        for author in mapping.get("authors") or []
    ]


def _enclosures(entry: Fields) -> Any:
    for medium in entry.get("media_content") or []:
        yield enclosure(
            medium.get("url", ""),
            medium.get("type", ""),
            medium.get("filesize", ""),
            medium.get("medium", ""),
        )
    for thumbnail in entry.get("media_thumbnail") or []:
        yield enclosure(thumbnail.get("url", ""), thumbnail.get("type", ""), "", "image")
    image = entry.get("image")
    if image and image.get("href"):
        yield enclosure(image["href"], "", "", "image")
    for link in _links(entry):
        if link.rel == "enclosure":
            yield enclosure(link.href, link.type, link.length)
