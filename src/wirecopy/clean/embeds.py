"""Frames, players and objects as plain links: the reader decides whether to ask the other site."""

from __future__ import annotations

import re

from wirecopy.bodies.tree import Node, elements
from wirecopy.clean.addresses import absolute, host_of
from wirecopy.clean.tally import Tally
from wirecopy.clean.trackers import is_pixel, is_tracker

EMBEDS = frozenset({"iframe", "video", "audio", "embed", "object"})
MAX_TITLE = 200

_SOURCES = ("src", "data-src", "data", "data-lazy-src")
_NAMES = {"iframe": "embedded page", "video": "video", "audio": "audio", "embed": "media", "object": "media"}
# Players whose address only works inside a frame, and the page that shows the same thing.
_PAGES = (
    (re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,20})(?:[?&#].*)?"),
     r"https://www.youtube.com/watch?v=\1"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)(?:[?#].*)?"), r"https://vimeo.com/\1"),
    (re.compile(r"https?://www\.dailymotion\.com/embed/video/(\w+)(?:[?#].*)?"),
     r"https://www.dailymotion.com/video/\1"),
    (re.compile(r"https?://open\.spotify\.com/embed/([\w/-]+)(?:[?#].*)?"), r"https://open.spotify.com/\1"),
    (re.compile(r"https?://archive\.org/embed/([^?#]+)(?:[?#].*)?"), r"https://archive.org/details/\1"),
)  # fmt: skip


def treat_embed(node: Node, base: str, tally: Tally) -> list[Node | str]:
    """A paragraph with a link to what was embedded, titled; nothing for a frame that only counts.

    An `object` or a player without an address of its own gives its fallback content instead.
    """
    tally.add("iframe" if node.tag == "iframe" else "embed")
    inner = list(elements(node))
    candidates = [node, *(child for child in inner if child.tag in ("source", "embed"))]
    for candidate in candidates:
        raw = next((candidate.attrs[name] for name in _SOURCES if candidate.attrs.get(name)), "")
        address = page_of(absolute(raw, base))
        if not address.startswith("http"):
            continue
        if is_pixel(node.attrs) or is_tracker(address):
            return []
        title = " ".join((node.attrs.get("title") or node.attrs.get("aria-label") or "").split())[:MAX_TITLE]
        text = f"{_NAMES[node.tag].capitalize()}: {title or host_of(address)}"
        return [Node("p", {}, [Node("a", {"href": address}, [text])])]
    return [] if node.tag == "iframe" else node.children


def page_of(address: str) -> str:
    """The page that shows what a player's address shows inside a frame."""
    for player, page in _PAGES:
        if player.fullmatch(address):
            return player.sub(page, address)
    return address
