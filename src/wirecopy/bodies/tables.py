"""Tables in canonical shape: caption, head, body, foot; rows of cells; nothing empty."""

from __future__ import annotations

from collections.abc import Callable

from wirecopy.bodies.spaces import Children
from wirecopy.bodies.tree import Node

Wrappers = tuple[Node, ...]
Content = Callable[[Node, Wrappers, int], Children]
Line = Callable[[Children, Wrappers], Children]
Blocks = Callable[[Children, Wrappers, int], list[Node]]

MAX_SPAN = 100


def shape_table(
    node: Node, wrappers: Wrappers, depth: int, content: Content, line: Line, blocks: Blocks
) -> list[Node]:
    """The table with a head where its first row is one; its blocks where it was only a frame.

    A table of one column was made for layout: readers of the text get its cells as blocks.
    """
    caption: Children = []
    parts: dict[str, list[Node]] = {"thead": [], "tbody": [], "tfoot": []}

    def collect(parent: Node, part: str) -> None:
        nonlocal caption
        for child in parent.children:
            if not isinstance(child, Node):
                continue
            if child.tag in parts:
                collect(child, child.tag)
            elif child.tag == "caption":
                caption = caption or line(child.children, wrappers)
            elif child.tag == "tr" and (row := _row(child, wrappers, depth, content)):
                parts[part].append(row)

    collect(node, "tbody")
    rows = [row for part in parts.values() for row in part]
    if not any(cell.children for row in rows for cell in _cells(row)):
        return [Node("p", {}, caption)] if caption else []
    if max(len(row.children) for row in rows) == 1:
        above = [Node("p", {}, caption)] if caption else []
        return above + [b for row in rows for c in _cells(row) for b in blocks(c.children, (), depth)]
    if not parts["thead"] and len(rows) > 1 and all(cell.tag == "th" for cell in _cells(parts["tbody"][0])):
        parts["thead"] = [parts["tbody"].pop(0)]
    inner: Children = [Node("caption", {}, caption)] if caption else []
    inner += [Node(name, {}, list(rows)) for name, rows in parts.items() if rows]
    return [Node("table", {}, inner)]


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.children if isinstance(cell, Node)]


def _row(row: Node, wrappers: Wrappers, depth: int, content: Content) -> Node | None:
    cells: Children = []
    for child in row.children:
        if isinstance(child, Node) and child.tag in ("td", "th"):
            attrs = {name: span for name in ("colspan", "rowspan") if (span := _span(child, name))}
            if child.attrs.get("dir", "").lower() == "rtl":
                attrs["dir"] = "rtl"
            cells.append(Node(child.tag, attrs, content(child, wrappers, depth)))
    return Node("tr", {}, cells) if cells else None


def _span(cell: Node, name: str) -> str:
    value = cell.attrs.get(name, "").strip()
    if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= MAX_SPAN:
        return str(int(value[:4]))
    return ""
