"""The address of an article, fixed at its first writing.

A slug is made of the title's words and six characters of the entry id. So two articles with one
title never meet, whatever the order in which they arrive; no slug is empty, a device name or a
page of the site; and nothing needs to be looked up to make one.
"""

from __future__ import annotations

import hashlib
import re

from unidecode import unidecode

_LONGEST = (
    60  # characters of the title: addresses stay readable, names far below the 255 bytes of a file system
)
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: an address may be read aloud


def slug_for(title: str, entry_id: str) -> str:
    """Lower-case ASCII letters, digits and hyphens: `agency-fines-data-broker-k3x9ab`."""
    ascii_title = unidecode(title[:300]).lower().replace("'", "")
    words = re.sub(r"[^a-z0-9]+", "-", ascii_title).strip("-")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    digest = int.from_bytes(hashlib.sha256(entry_id.encode("utf-8", "surrogatepass")).digest()[:5], "big")
    tail = "".join(_ALPHABET[(digest >> shift) & 31] for shift in range(0, 30, 5))
    return f"{words}-{tail}" if words else tail
