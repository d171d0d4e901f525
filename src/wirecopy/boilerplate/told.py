"""The blocks of a body straight from its Markdown, for texts that are judged and not shown.

Most articles show an excerpt alone: nobody sees their body, so it need not be written, sanitised and read again.
What comes out is what `blocks.read` gives for the written body, but for places and sources, which stand for nothing
here. Only for bodies of which that is certain (paragraphs, headings, lists and quotes with emphasis and links):
for others the written body is asked. Plain lines need no tree (`plain.py`). `tests/test_boilerplate_blocks.py` holds both to the same.
"""

from __future__ import annotations

from wirecopy.bodies import certain, part_tree, to_parts
from wirecopy.bodies.tree import Node

from .blocks import BOLD, squeezed, stretches
from .plain import block_of_line
from .values import Block

Parts = list[tuple[str, bool, bool]]  # text, in a link, bold


class _Uncertain(Exception):  # noqa: N818  # no error: a verdict
    """Only the written body can tell."""


def blocks_told(markdown: str) -> list[Block] | None:
    """The blocks of a body in Markdown, without their places and sources; None where that is not certain."""
    parts = to_parts(markdown)
    if parts is None:
        return None
    found: list[Block] = []
    try:
        for part in parts:
            plain = None if isinstance(part, Node) else block_of_line(*part)
            if plain is not None:
                found.append(plain)
                continue
            tree = part_tree(part)
            if tree is None:
                return None
            for node in tree.children:
                _block(node, "", found)
    except _Uncertain:
        return None
    return found


def _block(node: Node | str, inside: str, found: list[Block]) -> None:
    """`inside`: the list item or quote that the block stands in."""
    if isinstance(node, str) or node.attrs:
        raise _Uncertain
    tag = node.tag
    if tag in certain.LINES:
        _emit(node.children, inside or tag if tag == "p" else tag, found)
    elif tag in ("ul", "ol"):
        for item in node.children:
            _item(item, found)
    elif tag == "blockquote":
        for block in node.children:
            _block(block, tag, found)
    else:
        raise _Uncertain


def _item(node: Node | str, found: list[Block]) -> None:
    if isinstance(node, str) or node.tag != "li" or node.attrs:
        raise _Uncertain
    line, rest = certain.split_item(node)
    if line:
        _emit(line, "li", found)
    for block in rest:
        _block(block, "li", found)


def _emit(children: list[Node | str], tag: str, found: list[Block]) -> None:
    parts: Parts = []
    links: list[str] = []
    _line(children, parts, links, in_link=False, bold=False)
    text = (
        squeezed("".join([part for part, _, _ in parts]))
        if len(parts) > 1
        else squeezed(parts[0][0])
        if parts
        else ""
    )
    if not text:
        return
    linked = sum([len(part.strip()) for part, link, _ in parts if link]) if links else 0
    found.append(
        Block(
            text=text,
            tag=tag,
            link_ratio=min(1.0, linked / len(text)),
            links=tuple(links),
            anchors=stretches(parts) if links else (),
            strong=all(bold for part, _, bold in parts if not part.isspace()),
        )
    )


def _line(children: list[Node | str], parts: Parts, links: list[str], *, in_link: bool, bold: bool) -> None:
    broken = False  # a line break stands right before
    for child in children:
        if isinstance(child, str):
            if not (child.isprintable() or child.replace("\n", " ").replace("\xa0", " ").isprintable()):
                raise _Uncertain  # characters that the sanitiser takes away
            if child:
                parts.append((child, in_link, bold))
            if child.isspace():
                continue
        elif child.tag == "br" and not child.attrs and not child.children:
            if broken:
                raise _Uncertain  # two of them end a block
            parts.append((" ", False, bold))
            broken = True
            continue
        elif child.tag == "a" and not in_link:
            links.append(_address(child))
            _line(child.children, parts, links, in_link=True, bold=bold)
        elif child.tag in certain.INLINE and not child.attrs:
            _line(child.children, parts, links, in_link=in_link, bold=bold or child.tag in BOLD)
        else:
            raise _Uncertain
        broken = False


def _address(node: Node) -> str:
    names = list(node.attrs)
    address = node.attrs.get("href", "")
    if (names != ["href"] and names != ["href", "title"]) or not certain.ADDRESS.fullmatch(address):
        raise _Uncertain
    return address
