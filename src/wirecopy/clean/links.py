"""Links of a body: absolute, without what follows the reader."""

from __future__ import annotations

from wirecopy.clean.addresses import absolute
from wirecopy.clean.tally import Tally
from wirecopy.normalise.address import canonical_url

MAX_TITLE = 300


def treat_link(attrs: dict[str, str], base: str, tally: Tally) -> dict[str, str]:
    """The attributes of a link: its address absolute and clean, its title; none without a safe address.

    A link without address dissolves into its text later, when the body is shaped.
    """
    raw = attrs.get("href")
    if raw is None:
        return {}
    address = absolute(raw, base)
    if not address:
        if raw.strip():
            tally.add("link")
        return {}
    if "?" in address or "#" in address:
        canonical, removed = canonical_url(address)
        if removed and (canonical := absolute(canonical, "")):  # else the address stays as it was written
            address = canonical
            tally.add("tracking parameter", len(removed))
    title = " ".join(attrs["title"].split())[:MAX_TITLE] if "title" in attrs else ""
    return {"href": address, "title": title} if title else {"href": address}
