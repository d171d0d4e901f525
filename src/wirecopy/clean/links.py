"""Links of a body: absolute, without what follows the reader."""

from __future__ import annotations

from wirecopy.bodies.tree import Node
from wirecopy.clean.addresses import absolute
from wirecopy.clean.tally import Tally
from wirecopy.normalise.address import canonical_url

MAX_TITLE = 300


def treat_link(node: Node, base: str, tally: Tally) -> None:
    """Make the link's address absolute and clean, in place; without a safe address it loses it.

    A link without address dissolves into its text later, when the body is shaped.
    """
    raw = node.attrs.get("href")
    if raw is None:
        node.attrs = {}
        return
    address = absolute(raw, base)
    if not address:
        if raw.strip():
            tally.add("link")
        node.attrs = {}
        return
    if "?" in address or "#" in address:
        canonical, removed = canonical_url(address)
        if removed and (canonical := absolute(canonical, "")):  # else the address stays as it was written
            address = canonical
            tally.add("tracking parameter", len(removed))
    title = " ".join(node.attrs.get("title", "").split())[:MAX_TITLE]
    node.attrs = {"href": address, "title": title} if title else {"href": address}
