"""What was taken away, counted."""

from __future__ import annotations

import re

from wirecopy.types import Removal

_KINDS = {
    "script": "script", "style": "style", "form": "form", "input": "form", "select": "form", "textarea": "form",
    "button": "form", "svg": "drawing", "math": "drawing", "base": "link", "meta": "link", "link": "link",
    "frame": "iframe", "frameset": "iframe", "applet": "iframe",
}  # fmt: skip
_TAKEN = re.compile(rf"<({'|'.join(_KINDS)})(?=[\s/>])", re.IGNORECASE)


class Tally:
    """Removals by kind while a body is being cleaned."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, kind: str, count: int = 1) -> None:
        """Count one more thing of a kind."""
        if count:
            self._counts[kind] = self._counts.get(kind, 0) + count

    def add_elements(self, html: str, names: frozenset[str]) -> None:
        """Count the elements that the sanitiser is going to take away unseen; `names` are those of all elements."""
        if _KINDS.keys().isdisjoint(names):  # nearly always
            return
        for tag in _TAKEN.findall(html):
            self.add(_KINDS[tag.lower()])

    def add_all(self, other: Tally) -> None:
        """Count what another one counted."""
        for kind, count in other._counts.items():
            self.add(kind, count)

    def removals(self) -> tuple[Removal, ...]:
        """What was taken away, by kind in alphabetical order."""
        return tuple(Removal(kind, self._counts[kind]) for kind in sorted(self._counts))


def merged(first: tuple[Removal, ...], second: tuple[Removal, ...]) -> tuple[Removal, ...]:
    """Two lists of removals as one."""
    if not first or not second:
        return first or second
    tally = Tally()
    for removal in (*first, *second):
        tally.add(removal.kind, removal.count)
    return tally.removals()
