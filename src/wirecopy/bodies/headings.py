"""Levels of headings within a page that has its own."""

from __future__ import annotations

from collections.abc import Iterable

from wirecopy.bodies.tree import Node

_LEVELS = {f"h{level}": level for level in range(1, 7)}


def settle_headings(nodes: Iterable[Node], top: int) -> None:
    """Move all headings among them, in place, so that the highest is of level `top` and none is below 6.

    Their order of rank stays. Doing it twice changes nothing.
    """
    headings = [node for node in nodes if node.tag in _LEVELS]
    if headings:
        lift = top - min(_LEVELS[node.tag] for node in headings)
        for node in headings:
            node.tag = f"h{min(6, _LEVELS[node.tag] + lift)}"
