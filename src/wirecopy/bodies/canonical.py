"""Any HTML as the canonical tree it stands for."""

from __future__ import annotations

import re

from wirecopy.bodies.allow import TAGS, drop_controls, sanitise
from wirecopy.bodies.guard import MAX_HTML, bound, pieces
from wirecopy.bodies.shape import shape
from wirecopy.bodies.tree import Node, elements, read, write

# The way nh3 writes HTML: values in double quotes, no raw `<` or `>` in text or values.
_SERIALISED = re.compile(r'(?:[^<>]++|</?[a-z0-9]+(?: [a-z-]+="[^"<>]*+")*+>)*+')


def tree_of(html: str) -> Node:
    """The canonical tree of any HTML; of a safe body, without sanitising it a second time."""
    if _SERIALISED.fullmatch(html):
        tree = read(html)
        if all(node.tag in TAGS for node in elements(tree)):
            return shape(tree)
    root = Node("", {}, [])
    for piece in pieces(bound(drop_controls(html), MAX_HTML)):
        root.children += read(sanitise(piece)).children
    return shape(root)


def canonical(html: str) -> str:
    """Any HTML as a safe body."""
    return sanitise(write(tree_of(html)))
