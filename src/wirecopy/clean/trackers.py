"""Images that are there to count who reads: by size, and by a table of known counters."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

from wirecopy.clean.addresses import host_of

PIXEL = 2
"""Images of at most this width or height show nothing: 1×1 is the usual, 2×2 and 1×n occur."""

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])opacity\s*:\s*0(?![.\d]*[1-9])"
    r"|(?<![-\w])(?:max-)?(?:width|height)\s*:\s*[012](?:\.\d+)?(?:px)?\s*(?:!|;|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*(\d+)")


class Tracker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of rules/trackers.toml."""

    host: str = ""  # this host and every host below it; "": any
    path: str = ""  # regular expression, searched in path and query; "": any
    example: str  # an address that the row must match
    source: str  # where it is documented or was seen


@cache
def trackers() -> tuple[Tracker, ...]:
    """The table of known tracker images."""
    text = files("wirecopy").joinpath("rules/trackers.toml").read_text(encoding="utf-8")
    return tuple(Tracker(**row) for row in tomllib.loads(text)["tracker"])


@cache
def _by_host() -> dict[str, re.Pattern[str] | None]:
    """Pattern of paths for each host; None where everything from it counts."""
    paths: dict[str, list[str]] = {}
    for row in trackers():
        paths.setdefault(row.host, []).append(row.path)
    return {
        host: None if "" in rows else re.compile("|".join(f"(?:{row})" for row in rows))
        for host, rows in paths.items()
    }


def is_tracker(address: str) -> bool:
    """Whether an absolute address is that of a known tracker image."""
    host = host_of(address)
    rest = address.partition("://")[2][len(host) :]
    table = _by_host()
    if (anywhere := table.get("")) and anywhere.search(rest):
        return True
    while host:
        if host in table:
            pattern = table[host]
            if pattern is None or pattern.search(rest):
                return True
        host = host.partition(".")[2]
    return False


def is_pixel(attrs: dict[str, str]) -> bool:
    """Whether an image shows nothing: one or two pixels wide or high, or hidden by its style."""
    for side in ("width", "height"):
        if (number := _NUMBER.match(attrs.get(side, ""))) and int(number[1][:6]) <= PIXEL:
            return "%" not in attrs[side]
    return bool(_HIDDEN.search(attrs.get("style", "")))
