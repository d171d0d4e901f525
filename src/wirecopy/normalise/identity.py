"""Which entry an item is: the one on record, another that shares its guid, or a new one.

An entry id is made of the source id and the publisher's guid and of nothing else, so that it survives a
new address, a new title and a lost index. Three habits of publishers break that and are met here: guids
that change at each fetch (then the address tells), one guid for several entries, and a guid that comes
back for something wholly other (then the address becomes part of the id).
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence

from msgspec import Struct

from wirecopy.normalise.titling import MAX_TITLE, shorten
from wirecopy.types import Item, Known

# Stable for ever: entry ids of all sites are made with it. uuid5 of the project's name in the DNS space.
_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "wirecopy").bytes
_WORD = re.compile(r"\w+")
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
# Of the shorter title's words the share that must return for two titles to be forms of one. Half of the
# words of rewritten headlines return at the median; two headlines on different subjects share articles
# and prepositions at most, which is why words of three letters and fewer do not count.
_SAME_TITLE = 0.34


class Candidate(Struct, frozen=True):
    """What decides about the identity of an item."""

    item: Item
    guid: str  # the publisher's, or derived
    link: str  # canonical
    title: str  # plain


class Identity(Struct, frozen=True):
    """The verdict on a candidate."""

    entry_id: str
    record: Known | None = None
    remark: str = ""  # why the id is not simply that of the guid


def guid_of(item: Item, link: str) -> str:
    """The publisher's guid, else the canonical link, else a hash of title and date."""
    guid = " ".join(item.guid.split())
    if guid or link:
        return guid or link
    digest = hashlib.sha256(f"{item.title}\n{item.published}\n{item.updated}".encode("utf-8", "replace"))
    return f"hash:{digest.hexdigest()[:32]}"


def entry_id_of(source_id: str, guid: str, *beside: str) -> str:
    """The urn of an entry. `http:` and `https:` forms of a guid give the same one."""
    name = "\n".join((source_id, _bare(guid), *map(_bare, beside)))
    digest = bytearray(hashlib.sha1(_SPACE + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = (
        digest[6] & 0x0F | 0x50
    )  # version 5 and the variant of RFC 4122: as uuid.uuid5, at half the cost
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def identify(
    candidates: Sequence[Candidate], known: Mapping[str, Known], known_links: Mapping[str, Known]
) -> list[Identity]:
    """What each candidate is, in the order given; the order itself decides nothing."""
    guids: dict[str, list[Candidate]] = {}
    links: dict[str, set[str]] = {}
    plain_ids = [entry_id_of(candidate.item.source.id, candidate.guid) for candidate in candidates]
    for candidate, plain_id in zip(candidates, plain_ids, strict=True):
        guids.setdefault(plain_id, []).append(candidate)
        links.setdefault(_bare(candidate.link), set()).add(candidate.guid)
    return [
        _identify(
            candidate, plain_id, guids[plain_id], len(links[_bare(candidate.link)]) == 1, known, known_links
        )
        for candidate, plain_id in zip(candidates, plain_ids, strict=True)
    ]


def _identify(
    candidate: Candidate,
    plain_id: str,
    group: list[Candidate],
    link_is_own: bool,
    known: Mapping[str, Known],
    known_links: Mapping[str, Known],
) -> Identity:
    source_id = candidate.item.source.id
    if not known and len(group) == 1 and not known_links:
        return Identity(plain_id)
    with_link = entry_id_of(source_id, candidate.guid, candidate.link)
    with_title = entry_id_of(source_id, candidate.guid, candidate.link, candidate.title)
    shared = _are_several(group)
    for entry_id in (with_title, with_link, plain_id):
        record = known.get(entry_id)
        if record is not None and not _is_other(candidate, record, strictly=shared):
            remark = "" if entry_id == plain_id else "guid shared by several entries: known by its address"
            return Identity(entry_id, record, remark)
    if shared or plain_id in known:
        one_link = (
            sum(_bare(one.link) == _bare(candidate.link) and one.title != candidate.title for one in group)
            == 0
        )
        entry_id = with_link if candidate.link and one_link and with_link not in known else with_title
        why = "guid shared by several entries" if shared else "guid belongs to another entry on record"
        return Identity(entry_id, None, f"{why}: taken as an entry of its own")
    if candidate.link and link_is_own:
        moved = known_links.get(candidate.link) or known_links.get(_other_scheme(candidate.link))
        if moved is not None and titles_agree(candidate.title, moved.title):
            return Identity(moved.entry_id, moved, "guid changed: known by its address")
    return Identity(plain_id)


def _is_other(candidate: Candidate, record: Known, *, strictly: bool) -> bool:
    """True when address and title are both other than on record.

    `strictly`, among several entries under one guid, either is enough, unless the title is the same.
    """
    title = shorten(candidate.title, MAX_TITLE)  # as it is on record
    if title == record.title:
        return False
    same_link = bool(candidate.link) and _bare(candidate.link) == _bare(record.link)
    agree = titles_agree(title, record.title) or titles_agree(candidate.title, record.title)
    return not (same_link and agree) if strictly else not (same_link or agree)


def titles_agree(one: str, other: str) -> bool:
    """True when two titles can be forms of one headline."""
    if one == other:
        return True
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return False
    return len(mine & theirs) / min(len(mine), len(theirs)) >= _SAME_TITLE


def _words(title: str) -> set[str]:
    words = set(_WORD.findall(title.casefold()))
    return {word for word in words if len(word) > 3 or not word.isascii()} or words


def _bare(address: str) -> str:
    """An address without its scheme and last slash; other texts as they are."""
    match = _SCHEME.match(address)
    return address[match.end() :].rstrip("/") if match else address


def _other_scheme(link: str) -> str:
    return (
        link.replace("https:", "http:", 1)
        if link.startswith("https:")
        else link.replace("http:", "https:", 1)
    )


def _are_several(group: list[Candidate]) -> bool:
    """True when the items under one guid are not repeats of one another."""
    first = group[0]
    for one in group[1:]:
        if _bare(one.link) == _bare(first.link):
            if not titles_agree(one.title, first.title):
                return True
        elif one.title != first.title:
            return True
    return False
