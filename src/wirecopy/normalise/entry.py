"""One candidate and its identity as an Entry, or Dropped when there is nothing to show."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wirecopy.normalise.address import canonical_url, resolve
from wirecopy.normalise.body import body_of
from wirecopy.normalise.dating import date_entry
from wirecopy.normalise.identity import Candidate, Identity
from wirecopy.normalise.language import language_of
from wirecopy.normalise.linking import PageLink
from wirecopy.normalise.titling import MAX_TITLE, shorten
from wirecopy.parse.plain import plain_line
from wirecopy.types import Dropped, Enclosure, Entry, Item, Note, Person, Removal

MAX_CATEGORIES = 8
MAX_CATEGORY = 60  # characters; longer ones are sentences or lists that lost their separators
MAX_AUTHORS = 8
MAX_NAME = 100
MAX_ENCLOSURES = 10
MAX_GUID = 1000
_NO_CATEGORY = frozenset(
    {"uncategorized", "uncategorised", "allgemein", "unkategorisiert", "non classé", "sin categoría"}
)


class Titled(NamedTuple):
    """A candidate with what was found out on the way to it."""

    candidate: Candidate
    link: PageLink
    own_title: str  # as the feed gave it, plain; "" when there was none


def make_entry(titled: Titled, identity: Identity, *, now: datetime, language: str) -> Entry | Dropped:
    """The Entry that an item stands for."""
    candidate, record = titled.candidate, identity.record
    item = candidate.item
    html, body_remark = body_of(item)
    title = shorten(candidate.title, MAX_TITLE)
    guid = (record.guid if record else candidate.guid)[:MAX_GUID]
    if not (titled.own_title or html or candidate.link):
        return Dropped(
            stage="normalise", reason="empty", detail="it has no title, no text and no link",
            source_id=item.source.id, guid=guid, entry_id=identity.entry_id, title=title, link="",
        )  # fmt: skip
    published, modified, date_note = date_entry(item, record, now)
    lang, language_remark = language_of(item, title, html, language)
    enclosures = _enclosures(item)
    remarks = [
        f"identity: {identity.remark}" if identity.remark else "",
        f"link: removed {', '.join(titled.link.removed)}" if titled.link.removed else "",
        *titled.link.remarks,
        f"title: {_title_remark(titled, title)}" if titled.own_title != title else "",
        f"date: {date_note}" if date_note else "",
        language_remark,
        body_remark,
    ]
    link = record.link if record and record.link else candidate.link
    if record and link != candidate.link:
        remarks.append("link: the one on record stays")
    return Entry(
        source=item.source,
        feed=item.feed,
        guid=guid,
        entry_id=identity.entry_id,
        link=link,
        title=title,
        html=html,
        base=item.base,
        published=published,
        modified=modified,
        first_seen=record.first_seen if record else now,
        date_note=date_note,
        authors=_authors(item),
        categories=_categories(item),
        lang=lang,
        enclosures=enclosures,
        image=next((one.url for one in enclosures if one.type.startswith("image/")), ""),
        removed=(Removal("tracking parameter", len(titled.link.removed)),) if titled.link.removed else (),
        trace=tuple(Note(stage="normalise", text=remark) for remark in remarks if remark),
    )


def _title_remark(titled: Titled, title: str) -> str:
    if not titled.own_title:
        return "made of the first words, the feed gives none"
    if title.endswith("…"):
        return f"shortened from {len(titled.own_title)} characters"
    return f"without “{titled.own_title[len(title) :].strip()[:60]}”"


def _authors(item: Item) -> tuple[Person, ...]:
    found: dict[str, Person] = {}
    for person in item.authors:
        name = shorten(
            plain_line(person.name, is_html=True).removeprefix("By ").removeprefix("by "), MAX_NAME
        )
        if name and name.casefold() not in found:
            found[name.casefold()] = Person(
                name, canonical_url(resolve(item.base, person.url))[0] if person.url else ""
            )
    return tuple(found.values())[:MAX_AUTHORS]


def _categories(item: Item) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for category in item.categories:
        name = plain_line(category, is_html=True)
        if name and len(name) <= MAX_CATEGORY and name.casefold() not in _NO_CATEGORY:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MAX_CATEGORIES]


def _enclosures(item: Item) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for one in item.enclosures:
        url = canonical_url(resolve(item.base, one.url))[0]
        if url:
            found.setdefault(url, Enclosure(url, plain_line(one.type, is_html=False)[:60], one.length))
    return tuple(found.values())[:MAX_ENCLOSURES]
