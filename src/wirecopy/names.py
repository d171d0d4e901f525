"""Names as parts of addresses, and the marks that stand for sources."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from unidecode import unidecode

# Symbols that make one name differ from another: without them C++, C# and C are all "c".
_SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "%": " percent "}
_ARTICLES = frozenset({"the", "der", "die", "das", "le", "la", "les", "el", "los"})


def slug_of(name: str) -> str:
    """Lower-case ASCII letters, digits and hyphens for any name: `C++` gives `c-plus-plus`."""
    for symbol, word in _SPOKEN.items():
        name = name.replace(symbol, word)
    ascii_name = str(unidecode(name[:200])).lower().replace("'", "")
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")
    return words[:60].strip("-") or "x-" + _digest(name)


def slugs_for(names: Iterable[str]) -> Mapping[str, str]:
    """Each name with an address of its own; where two would meet, the later in alphabetical order is marked."""
    taken: dict[str, str] = {}
    for name in sorted(set(names)):
        slug = slug_of(name)
        taken[name] = f"{slug}-{_digest(name)}" if slug in taken.values() else slug
    return taken


def letters_of(name: str) -> str:
    """One or two letters that stand for a source in its icon: `The Daily Post` gives `DP`."""
    words: list[str] = [w for w in re.findall(r"\w+", name) if w.casefold() not in _ARTICLES]
    if not words:
        return name.strip()[:1] or "·"
    if len(words) == 1 or ord(words[0][0]) > 0x2E7F:  # one CJK character fills the icon
        return words[0][0].upper()
    return (words[0][0] + words[1][0]).upper()


def hue_of(name: str) -> int:
    """One of twelve colours for a name, 0…11, the same on every machine."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[0] % 12


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
