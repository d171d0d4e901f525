"""The end of a body that is too long."""

from __future__ import annotations

from wirecopy.bodies.tree import Node


def cut_text(root: Node, limit: int) -> bool:
    """Cut the text below a root to `limit` bytes, in place; whether anything was cut.

    The last word is followed by an ellipsis. What comes after the cut goes with its elements.
    """
    left = limit
    cut = False

    def walk(node: Node) -> None:
        nonlocal left, cut
        for at, child in enumerate(node.children):
            if cut:
                node.children = node.children[:at]
                return
            if isinstance(child, Node):
                walk(child)
                continue
            size = len(child.encode())
            if size > left:
                kept = child.encode()[: max(0, left)].decode(errors="ignore")
                node.children[at] = kept.rstrip() + "…"
                cut = True
            left -= size

    walk(root)
    return cut
