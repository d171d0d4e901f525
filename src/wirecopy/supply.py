"""What newcomers need beside their feed: whole texts and pictures, asked for under the limits of feeds.

Whatever cannot be had costs nothing but itself: the feed's own text stays, a picture becomes a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from wirecopy import clean, fulltext, images
from wirecopy.clean.addresses import host_of
from wirecopy.fetch import Page, Robots, get_all
from wirecopy.markdown import write_whole
from wirecopy.reading import Piece, noted, rewritten
from wirecopy.types import FetchSettings, Note

PAGE_S = 15.0  # seconds for one page: it is an extra, and a host that hangs must not hold a run
PAGE_BYTES = 3_000_000


def with_whole_texts(pieces: list[Piece], settings: FetchSettings, policy: clean.CleanPolicy) -> list[Piece]:
    """The pieces in their order; those of feeds with `full_text` have the page's text where that is better."""
    wanted = [p for p in pieces if fulltext.wants_page(p)]
    if not wanted or not fulltext.is_available():
        return pieces
    settings = replace(
        settings,
        timeout_s=min(settings.timeout_s, PAGE_S),
        max_bytes=min(settings.max_bytes, PAGE_BYTES),
    )
    hosts = {p.entry.link: host_of(p.entry.link) for p in wanted}
    asked = list(fulltext.pages_to_ask(wanted, hosts))
    robots = Robots(settings)
    robots.learn(asked)
    allowed = [url for url in asked if robots.allows(url)]
    by_link: dict[str, list[Piece]] = {}
    for piece in wanted:
        by_link.setdefault(piece.entry.link, []).append(piece)
    told: dict[str, Piece] = {}
    for page in get_all(allowed, settings):
        for piece in by_link[page.asked]:
            text = fulltext.choose(piece, page, policy)
            note = Note(stage="fulltext", text=text.note)
            better = (
                rewritten(piece, text.html, note, removed=text.removed) if text.html else noted(piece, note)
            )
            told[piece.entry.entry_id] = better
    refused = set(asked) - set(allowed)
    for piece in wanted:
        if piece.entry.entry_id not in told:
            why = "robots.txt" if piece.entry.link in refused else "enough pages were asked for in this run"
            note = Note(stage="fulltext", text=f"the feed's own text: page not asked for ({why})")
            told[piece.entry.entry_id] = noted(piece, note)
    return [told.get(p.entry.entry_id, p) for p in pieces]


def with_pictures(pieces: list[Piece], settings: FetchSettings, content: Path) -> list[Piece]:
    """The pieces in their order, their pictures below content/images/ and links where one could not be had."""
    wanted = {p.entry.entry_id: clean.image_addresses(p.entry.html) for p in pieces}
    places: dict[str, clean.Place] = {}
    why: dict[str, str] = {}
    if images.is_available():
        settings = replace(
            settings,
            timeout_s=min(settings.timeout_s, PAGE_S),
            max_bytes=min(settings.max_bytes, images.MAX_BYTES),
        )
        addresses = pictures_to_ask(wanted.values())
        for answer in get_all(addresses, settings, accept=images.ACCEPT):
            stored = store(answer.body, content) if isinstance(answer, Page) else answer.reason
            if isinstance(stored, str):
                why[answer.asked] = stored
            else:
                places[answer.asked] = clean.Place(images.address_of(stored), stored.width, stored.height)
    return [_with_its_pictures(p, wanted[p.entry.entry_id], places, why) for p in pieces]


def pictures_to_ask(wanted: Iterable[tuple[str, ...]]) -> list[str]:
    """The addresses of a run, within the bounds of an article, of a host and of a run."""
    hosts: Counter[str] = Counter()
    chosen: dict[str, None] = {}
    for addresses in wanted:
        for address in addresses[: images.PER_ARTICLE]:
            host = host_of(address)
            if address not in chosen and hosts[host] < images.PER_HOST and len(chosen) < images.PER_RUN:
                hosts[host] += 1
                chosen[address] = None
    return list(chosen)


def store(body: bytes, content: Path) -> images.Picture | str:
    """The picture, on file; or why there is none. One that is on file already is left as it is."""
    path = content / images.FOLDER / images.name_of(body)
    if path.exists() and (known := images.measure(path.name, path.read_bytes())):
        return known
    picture = images.redraw(body)
    if isinstance(picture, images.Picture):
        write_whole(path, picture.data)
        return replace(picture, data=b"")
    return picture


def _with_its_pictures(
    piece: Piece, addresses: tuple[str, ...], places: dict[str, clean.Place], why: dict[str, str]
) -> Piece:
    if not addresses:
        return piece
    served = [a for a in addresses if a in places]
    said = [f"{len(served)} of {len(addresses)} pictures are served by this site"]
    said += [f"{a}: {why[a]}" for a in addresses if a in why][:5]
    html = clean.with_local_images(piece.entry.html, places)
    return rewritten(piece, html, Note(stage="images", text="; ".join(said)))
