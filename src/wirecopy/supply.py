"""What newcomers need beside their feed: whole texts and pictures, asked for under the limits of feeds.

Whatever cannot be had costs nothing but itself: the feed's own text stays, a picture becomes a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from wirecopy import clean, fulltext, images
from wirecopy.clean.addresses import host_of
from wirecopy.fetch import FailedGet, Page, Robots, get_all
from wirecopy.intake import Mark, Pieces
from wirecopy.markdown import write_whole
from wirecopy.reading import Piece, noted, rewritten
from wirecopy.types import FetchSettings, Note

PAGE_S = 15.0  # seconds for one page: it is an extra, and a host that hangs must not hold a run
PAGE_BYTES = 3_000_000


def with_whole_texts(pieces: Pieces, settings: FetchSettings, policy: clean.CleanPolicy) -> Pieces:
    """The pieces in their order; where the page has more than the feed, with the page's text."""
    if not fulltext.is_available():
        return pieces
    by_link: dict[str, list[Mark]] = {}
    for mark in pieces.marks:
        piece = pieces.take(mark)
        if fulltext.wants_page(piece):
            by_link.setdefault(piece.entry.link, []).append(mark)
    wanted = {mark.place for marks in by_link.values() for mark in marks}
    settings = replace(
        settings,
        timeout_s=min(settings.timeout_s, PAGE_S),
        max_bytes=min(settings.max_bytes, PAGE_BYTES),
    )
    hosts = {link: host_of(link) for link in by_link}
    asked = list(fulltext.pages_to_ask(pieces.where(lambda m: m.place in wanted), hosts))
    robots = Robots(settings)
    robots.learn(asked)
    allowed = [url for url in asked if robots.allows(url)]
    refused = set(asked) - set(allowed)

    def told() -> Iterator[tuple[Mark, Piece]]:
        for page in get_all(allowed, settings):
            for mark in by_link[page.asked]:
                wanted.discard(mark.place)
                yield mark, _with_text(pieces.take(mark), page, policy)
        for mark in pieces.marks:
            if mark.place in wanted:
                piece = pieces.take(mark)
                why = (
                    "robots.txt" if piece.entry.link in refused else "enough pages were asked for in this run"
                )
                note = Note(stage="fulltext", text=f"the feed's own text: page not asked for ({why})")
                yield mark, noted(piece, note)

    return pieces.changed(told()) if by_link else pieces


def _with_text(piece: Piece, page: Page | FailedGet, policy: clean.CleanPolicy) -> Piece:
    text = fulltext.choose(piece, page, policy)
    note = Note(stage="fulltext", text=text.note)
    return rewritten(piece, text.html, note, removed=text.removed) if text.html else noted(piece, note)


def with_pictures(pieces: Pieces, settings: FetchSettings, content: Path) -> Pieces:
    """The pieces in their order, their pictures below content/images/ and links where one could not be had."""
    wanted = {
        m.place: a
        for m, e in zip(pieces.marks, pieces.entries(), strict=True)
        if (a := clean.image_addresses(e.html))
    }
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
    return pieces.changed(
        (mark, _with_its_pictures(pieces.take(mark), wanted[mark.place], places, why))
        for mark in pieces.marks
        if mark.place in wanted
    )


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
    served = [a for a in addresses if a in places]
    said = [f"{len(served)} of {len(addresses)} pictures are served by this site"]
    said += [f"{a}: {why[a]}" for a in addresses if a in why][:5]
    html = clean.with_local_images(piece.entry.html, places)
    return rewritten(piece, html, Note(stage="images", text="; ".join(said)))
