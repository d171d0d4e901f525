"""A small tree of a body, read from and written as the HTML that nh3 serialises.

nh3 has already done the parsing by the HTML standard; what it writes is balanced, quoted and escaped.
Reading that back is splitting at `<`, which keeps the standard's tree exactly and costs a tenth of a
second parser. libxml2 would not do: it rearranges by rules of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from wirecopy.bodies.allow import BLOCKS, HEADINGS, INLINE, RENAMED, VOID

MAX_DEPTH = 60
"""Elements deeper than this are read as their content alone. The deepest real body measured had 9."""

_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_RAW = frozenset({"iframe"})  # their text is written unescaped and means nothing
_WITHIN_LINES = INLINE | RENAMED.keys()  # older names of inline elements make no blocks
_OF_TEXT = HEADINGS | {"h1", "p", "pre", "hr"}  # in canonical shape without blocks
_EMPTY = VOID | {"embed", "source", "track", "area", "col", "input", "param"}


class Node(Struct, eq=False, gc=False):  # a tree has no cycles, and millions of nodes pass through a run
    """An element: its tag, its attributes, and its children (elements and plain text)."""

    tag: str
    attrs: dict[str, str]
    children: list[Node | str]
    blocky: bool = False  # has a block somewhere below it

    def __repr__(self) -> str:
        return write(self)


def unescape(text: str) -> str:
    """Text behind the few references that nh3 writes."""
    text = text.replace("&nbsp;", "\xa0")
    if "&" not in text:
        return text
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#123;", "{")
        .replace("&#124;", "|")
        .replace("&#125;", "}")
        .replace("&amp;", "&")
    )


def read(html: str) -> Node:
    """The tree of HTML as nh3 serialises it; its root has no tag. Never raises.

    `rel` is left out: the sanitiser writes it anew.
    """
    root = Node("", {}, [])
    into = root.children  # of the element that is open
    stack = [root]
    closed_early: list[str] = []  # end tags to come of elements beyond MAX_DEPTH
    first, *pieces = html.split("<")
    if first:
        into.append(unescape(first))
    raw = ""
    for piece in pieces:
        tag, _, text = piece.partition(">")
        if raw:
            if tag != "/" + raw:
                continue
            raw = ""
        if tag[:1] == "/":
            if closed_early and closed_early[-1] == tag[1:]:
                closed_early.pop()
            elif len(stack) > 1 and stack[-1].tag == tag[1:]:
                stack.pop()
                into = stack[-1].children
        else:
            name, _, rest = tag.partition(" ")
            node = Node(name, {}, [])
            if rest:
                node.attrs = read_attributes(rest)
            if name not in _WITHIN_LINES:
                for open_node in reversed(stack):
                    if open_node.blocky:
                        break
                    open_node.blocky = True
            if name in _EMPTY:
                into.append(node)
            elif len(stack) > MAX_DEPTH:
                closed_early.append(name)
            else:
                into.append(node)
                stack.append(node)
                into = node.children
                if name in _RAW:
                    raw = name
        if text:
            into.append(unescape(text) if "&" in text else text)
    return root


def read_attributes(written: str) -> dict[str, str]:
    """The attributes of a start tag as nh3 writes them, without `rel`."""
    if written.startswith('href="') and written.count('"') == 2:  # nearly every link
        value = written[6:-1]
        return {"href": unescape(value) if "&" in value else value}
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(written) if key != "rel"}


def escape(text: str) -> str:
    """Text as nh3 writes it between tags."""
    if "&" in text or "<" in text or ">" in text or "\xa0" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
    return text


def escape_value(value: str) -> str:
    """A value as nh3 writes it between double quotes."""
    return escape(value).replace('"', "&quot;")


def open_tag(node: Node) -> str:
    """The start tag of a node, its attributes in the order they have."""
    if not node.attrs:
        return f"<{node.tag}>"
    values = "".join(f' {key}="{escape_value(value)}"' for key, value in node.attrs.items())
    return f"<{node.tag}{values}>"


def write(node: Node | str) -> str:
    """HTML of a node and everything below it; a root's blocks stand on lines of their own."""
    if isinstance(node, str):
        return escape(node)
    if not node.tag:
        return "\n".join(map(write, node.children))
    if node.tag in VOID:
        return open_tag(node)
    return f"{open_tag(node)}{''.join(map(write, node.children))}</{node.tag}>"


def text_of(node: Node | str) -> str:
    """All text below a node, as it stands."""
    if isinstance(node, str):
        return node
    return "".join(map(text_of, node.children))


def elements(node: Node) -> Iterator[Node]:
    """Every element below a node, in document order."""
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from elements(child)


def blocks_of(node: Node) -> Iterator[Node]:
    """Every block below a node of canonical shape, in document order."""
    for child in node.children:
        if isinstance(child, Node) and child.tag not in INLINE:
            yield child
            if child.tag not in _OF_TEXT:
                yield from blocks_of(child)


def is_block(node: Node | str) -> bool:
    """Whether a child of a body starts a block of its own."""
    return isinstance(node, Node) and node.tag in BLOCKS
