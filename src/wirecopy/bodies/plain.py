"""A body as readable plain text."""

from __future__ import annotations

import re

from wirecopy.bodies.allow import INLINE
from wirecopy.bodies.canonical import lines_of, tree_of
from wirecopy.bodies.spaces import Children
from wirecopy.bodies.tree import Node, text_of

_SPACES = re.compile("  +")


def plain_text(html: str) -> str:
    """The text that a reader sees, one line for each block, table cells separated by tabs.

    Lines of code keep their line ends; images are not text. Empty for an empty body.
    """
    lines = lines_of(html)
    if lines is None:
        lines = []
        _collect(tree_of(html).children, lines)
    return "\n".join([line for line in map(_single_spaced, lines) if line])


def plain_words(html: str) -> str:
    """The words of the plain text, a single space between any two."""
    lines = lines_of(html)
    if lines is not None:
        # What these are made of is folded and was seen to be printable: the only white space beside single
        # spaces is the no-break space, and the line feed of a break.
        words = " ".join([_words_of(line) if "\xa0" in line else line for line in lines])
        if "\n" not in words:
            return words
    return " ".join(plain_text(html).split())


def _words_of(line: str) -> str:
    return " ".join([words for part in line.split("\xa0") if (words := part.strip(" "))])


def _single_spaced(line: str) -> str:
    if "\xa0" in line:
        line = line.replace("\xa0", " ")
    if "  " in line:
        line = _SPACES.sub(" ", line)
    return line.strip(" ")


def _collect(children: Children, lines: list[str]) -> None:
    line: list[str] = []
    for child in children:
        if isinstance(child, str):
            line.append(child)
            continue
        if child.tag in INLINE:
            line.append(_inline(child))
            continue
        if line:
            lines.append("".join(line))
            line = []
        if child.tag == "tr":
            lines.append("\t".join(map(_cell, child.children)))
        elif child.tag == "pre":
            lines.append(text_of(child).strip("\n"))
        else:
            _collect(child.children, lines)
    if line:
        lines.append("".join(line))


def _inline(child: Node | str) -> str:
    if isinstance(child, str):
        return child
    children = child.children
    if len(children) == 1:
        return _inline(children[0])
    return "\n" if child.tag == "br" else "".join(map(_inline, children))


def _cell(node: Node | str) -> str:
    lines: list[str] = []
    _collect([node] if isinstance(node, str) else node.children, lines)
    return " ".join(" ".join(lines).split())
