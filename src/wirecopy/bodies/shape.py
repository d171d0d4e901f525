"""The one shape that a safe body has, whatever tree it came from.

A body is a sequence of blocks; text stands in paragraphs; a block holds either blocks or inline
content, never both (a list item may hold a line and then lists). Wrappers without meaning (`div`,
`section`, …) dissolve into their blocks, inline elements around blocks are moved into them, empty
shells vanish. Because the shape survives being written and parsed again, a body can be compared,
converted and sanitised any number of times without drifting.
"""

from __future__ import annotations

from collections.abc import Callable

from wirecopy.bodies.allow import HEADINGS, INLINE
from wirecopy.bodies.spaces import Children, fold, split_at_breaks
from wirecopy.bodies.tree import Node, text_of

Wrappers = tuple[Node, ...]

MAX_NESTING = 8
"""Lists and quotes deeper than this become plain blocks. The deepest real body measured had 3."""
MAX_WRAPPERS = 6
"""Inline elements that are carried into the blocks inside them; bounds what is written twice."""


def shape(root: Node) -> Node:
    """The tree in canonical shape. Shaping twice changes nothing. Never raises."""
    return Node("", {}, list(_blocks(root.children, (), 0)))


def _blocks(children: Children, wrappers: Wrappers, depth: int) -> list[Node]:
    blocks: list[Node] = []
    run: Children = []
    for child in children:
        if isinstance(child, str) or (child.tag in INLINE and not child.blocky):
            run.append(child)
            continue
        if run:
            blocks += _paragraphs(run, {}, wrappers)
            run = []
        if child.tag in INLINE:
            inner = (*wrappers, child)[-MAX_WRAPPERS:]
            blocks += _blocks(child.children, inner, depth)
        else:
            blocks += _block(child, wrappers, depth)
    if run:
        blocks += _paragraphs(run, {}, wrappers)
    return blocks


def _block(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    if node.tag == "p" and not node.blocky:
        return _paragraphs(node.children, direction(node.attrs), wrappers)
    if (node.tag in HEADINGS or node.tag == "h1") and not node.blocky:
        line = _line(node.children, wrappers)
        return [Node(node.tag, direction(node.attrs), line)] if line else []
    if node.tag == "hr":
        return [Node("hr", {}, [])]
    shaper = _SHAPERS.get(node.tag) if depth < MAX_NESTING else None
    return shaper(node, wrappers, depth + 1) if shaper else _blocks(node.children, wrappers, depth)


def direction(attrs: dict[str, str]) -> dict[str, str]:
    """Only right-to-left is worth an attribute: blogging software writes the other on everything."""
    return {"dir": "rtl"} if attrs and attrs.get("dir", "").lower() == "rtl" else {}


def _wrap(children: Children, wrappers: Wrappers) -> Children:
    for wrapper in reversed(wrappers):
        children = [Node(wrapper.tag, wrapper.attrs, children)]
    return children


def _line(children: Children, wrappers: Wrappers) -> Children:
    """Folded inline content; nothing when all of it is blank."""
    line = fold(_wrap(children, wrappers) if wrappers else children)
    return line if any(map(is_visible, line)) else []


def is_visible(child: Node | str) -> bool:
    """Whether a reader sees anything of folded inline content."""
    if isinstance(child, str):
        return child[0].isalnum() or bool(child.strip("\u200b\u2060\ufeff\u00ad \t\n\xa0"))
    return child.tag == "img" or any(map(is_visible, child.children))


def _paragraphs(children: Children, attrs: dict[str, str], wrappers: Wrappers) -> list[Node]:
    line = _line(children, wrappers)
    return paragraphs_of(line, attrs) if line else []


def paragraphs_of(line: Children, attrs: dict[str, str]) -> list[Node]:
    """The paragraphs that a folded line comes to: two line breaks part them."""
    if not any(isinstance(child, Node) and child.tag == "br" for child in line):
        return [Node("p", attrs, line)]
    return [Node("p", attrs, part) for part in split_at_breaks(line) if any(map(is_visible, part))]


def _quote(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    inner = _blocks(node.children, wrappers, depth)
    return [Node("blockquote", direction(node.attrs), list(inner))] if inner else []


def _list(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    items: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            inner = item_of(_blocks(child.children, wrappers, depth))
            if inner:
                items.append(Node("li", direction(child.attrs), inner))
            continue
        stray = _blocks([child], wrappers, depth)
        if stray and items and all(block.tag in ("ul", "ol") for block in stray):
            items[-1].children = item_of([*_blocks(items[-1].children, (), depth), *stray])
        elif stray:
            items.append(Node("li", {}, item_of(stray)))
    return [Node(node.tag, list_attributes(node.tag, node.attrs), list(items))] if items else []


def list_attributes(tag: str, attrs: dict[str, str]) -> dict[str, str]:
    """What is kept of the attributes of a list."""
    kept = direction(attrs)
    if tag == "ol" and attrs:
        start = attrs.get("start", "").strip()
        if start.isascii() and start.isdigit() and len(start) < 7 and int(start) != 1:
            kept["start"] = str(int(start))
        if "reversed" in attrs:
            kept["reversed"] = ""
    return kept


def item_of(blocks: list[Node]) -> Children:
    """A line followed by lists where that says it all, else the blocks."""
    first, rest = blocks[:1], blocks[1:]
    if first and first[0].tag == "p" and not first[0].attrs and all(b.tag in ("ul", "ol") for b in rest):
        return [*first[0].children, *rest]
    return list(blocks)


def _cell(node: Node, wrappers: Wrappers, depth: int) -> Children:
    blocks = _blocks(node.children, wrappers, depth)
    if len(blocks) == 1 and blocks[0].tag == "p" and not blocks[0].attrs:
        return blocks[0].children
    return list(blocks)


def _definitions(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    rows: list[Node] = []

    def collect(parent: Node) -> None:
        for child in parent.children:
            if isinstance(child, Node) and child.tag in ("dt", "dd"):
                inner = _cell(child, wrappers, depth)
                if child.tag == "dt":
                    inner = _line(child.children, wrappers)
                if inner:
                    rows.append(Node(child.tag, direction(child.attrs), inner))
            elif isinstance(child, Node) and child.tag not in INLINE and child.tag not in _SHAPERS:
                collect(child)
            elif stray := _cell(Node("dd", {}, [child]), wrappers, depth):
                rows.append(Node("dd", {}, stray))

    collect(node)
    return [Node("dl", direction(node.attrs), list(rows))] if rows else []


def _figure(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    """A figure where an image is left to be one, else its blocks."""
    captions = [c for c in node.children if isinstance(c, Node) and c.tag == "figcaption"]
    rest: Children = [c for c in node.children if not (isinstance(c, Node) and c.tag == "figcaption")]
    inner = _cell(Node("", {}, rest), wrappers, depth)
    if len(captions) != 1 or any(isinstance(c, Node) and c.tag not in INLINE for c in inner):
        return _blocks(node.children, wrappers, depth)
    caption = _line(captions[0].children, wrappers)
    if not caption or not inner or text_of(Node("", {}, inner)).strip():
        return _blocks(node.children, wrappers, depth)
    return [Node("figure", {}, [*inner, Node("figcaption", {}, caption)])]


def _details(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    head = next((c for c in node.children if isinstance(c, Node) and c.tag == "summary"), None)
    line = _line(head.children, wrappers) if head else []
    inner = _blocks([c for c in node.children if c is not head], wrappers, depth)
    if not line or not inner:
        return _blocks(node.children, wrappers, depth)
    return [Node("details", {}, [Node("summary", {}, line), *inner])]


def _code(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    text = _verbatim(node).strip("\n").rstrip()
    if not text.strip():
        return []
    inner = next((c for c in node.children if isinstance(c, Node) and c.tag == "code"), None)
    language = inner.attrs.get("class", "") if inner else ""
    return [Node("pre", {}, [Node("code", {"class": language} if language else {}, [text + "\n"])])]


def _verbatim(node: Node | str) -> str:
    if isinstance(node, str):
        return node
    return "\n" if node.tag == "br" else "".join(map(_verbatim, node.children))


def _table(node: Node, wrappers: Wrappers, depth: int) -> list[Node]:
    from wirecopy.bodies.tables import shape_table  # the two need each other

    return shape_table(node, wrappers, depth, _cell, _line, _blocks)


_SHAPERS: dict[str, Callable[[Node, Wrappers, int], list[Node]]] = {
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "figure": _figure,
    "details": _details,
    "pre": _code,
    "table": _table,
}
