"""What becomes of an image."""

from __future__ import annotations

from wirecopy.bodies.tree import Node
from wirecopy.clean.addresses import MAX_ADDRESS, absolute
from wirecopy.clean.policy import CleanPolicy
from wirecopy.clean.tally import Tally
from wirecopy.clean.trackers import is_pixel, is_tracker

MAX_ALT = 1_000
MAX_SIDE = 10_000
MAX_SIGN = 8
"""Characters of an alternative text that may stand for its image: emoji and the like."""

# Where pages that load images late keep the address; the first that is there is the real one.
_LATE_FIRST = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-srcset")
_LATE = frozenset(_LATE_FIRST)
_FORMULA = ("latex", "codecogs", "mathtex", "/texify", "mimetex", "math/render")


def treat_image(attrs: dict[str, str], base: str, policy: CleanPolicy, tally: Tally) -> Node | str | None:
    """What stands where the image stood: text, a link, an image of an absolute address, or nothing.

    Trackers and pixels go whatever the policy. Where images are dropped, one that stands for a
    character or a formula leaves its alternative text, because the sentence needs it.
    """
    raw = attrs.get("src", "")
    if not _LATE.isdisjoint(attrs):
        raw = next((attrs[name] for name in _LATE_FIRST if attrs.get(name)), raw)
    if not raw or raw.startswith("data:"):
        raw = raw if raw and not attrs.get("srcset") else attrs.get("srcset", "")
    if " " in raw and not raw.startswith("data:") and " " in (words := raw.strip()):
        raw = words.split(" ", 1)[0].rstrip(",")
    address = absolute(raw, base)
    if is_pixel(attrs):
        tally.add("pixel")
        return None
    if address and is_tracker(address):
        tally.add("tracker image")
        return None
    alt = " ".join(attrs.get("alt", "").split())[:MAX_ALT]
    if policy.images == "drop" or not address.startswith("http"):
        tally.add("image")
        return alt if stands_for_text(alt, address) else None
    if policy.images == "link":
        tally.add("image")
        if stands_for_text(alt, address):
            return alt
        return Node("a", {"href": address}, [f"[image: {alt}]" if alt else "[image]"])
    kept = {"src": address, "alt": alt}
    for side in ("width", "height"):
        value = attrs.get(side, "").strip().removesuffix("px")
        if value.isascii() and value.isdigit() and 0 < int(value[:6]) <= MAX_SIDE:
            kept[side] = str(int(value[:6]))
    if len(kept) == 3:  # one side alone fixes no shape
        kept = {"src": address, "alt": alt}
    return Node("img", kept, [])


def stands_for_text(alt: str, address: str) -> bool:
    """Whether an image is a character or a formula within a sentence."""
    if not alt:
        return False
    if len(alt) <= MAX_SIGN and not any(c.isalnum() for c in alt):
        return True
    lowered = address[:MAX_ADDRESS].casefold()
    return any(sign in lowered for sign in _FORMULA)
