"""Inline content in its one canonical form: white space folded, edges hoisted, empty shells gone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wirecopy.bodies.allow import INLINE
from wirecopy.bodies.tree import Node

Children = list[Node | str]

_SPACE = re.compile(r"[ \t\n\f\r]+")
_BLANK = " \t\n\f\r"
_ALONE = frozenset({"a", "em", "strong", "code", "del", "ins", "s", "u", "mark", "small", "sub", "sup", "q"})
"""Elements that say nothing more when they stand inside their like."""
_MERGED = frozenset({"em", "strong", "code", "s", "u", "small", "mark"})
"""Elements that read the same when two neighbours become one."""


MAX_NESTING = 8
"""Inline elements within each other; the deepest real body measured had 3."""


class _Run:
    """Where the next word goes, and whether a space stands before it."""

    __slots__ = ("frames", "inside", "pending", "started")

    def __init__(self, top: Children) -> None:
        self.frames: list[Children] = [top]
        self.inside: list[str] = []
        self.pending = False  # white space was read and not yet written
        self.started = False  # something visible stands on this line


def fold(children: Iterable[Node | str]) -> Children:
    """Inline children as a browser would show them, in the form that says it shortest.

    White space is folded to single spaces which stand outside elements, none at the edges or
    around line breaks; elements without content, spans without meaning and an element inside its
    like are gone; equal neighbours are one; blocks give up their tags. Folding twice changes nothing.
    """
    top: Children = []
    _fill(children, _Run(top))
    while top and isinstance(top[-1], Node) and top[-1].tag == "br":
        top.pop()
    return top


def _fill(children: Iterable[Node | str], run: _Run) -> None:
    into = run.frames[-1]
    for child in children:
        if isinstance(child, str):
            if child:
                _add_text(child, into, run)
        elif child.tag == "br":
            run.pending = False
            if run.started or any(run.frames):  # never the first thing of a block
                into.append(Node("br", {}, []))
                run.started = False
        elif child.tag in ("img", "wbr"):
            _write_space(run)
            into.append(Node(child.tag, _ordered(child), []))
            run.started = True
        elif child.tag not in INLINE or _says_nothing(child, run):
            _fill(child.children, run)
        else:
            _add_element(child, into, run)


def _ordered(image: Node) -> dict[str, str]:
    """Attributes in one order, so that the same image is the same text."""
    return {
        name: image.attrs[name] for name in ("src", "alt", "title", "width", "height") if name in image.attrs
    }


def _says_nothing(node: Node, run: _Run) -> bool:
    if node.tag == "span" and not node.attrs:
        return True
    if node.tag == "a" and "href" not in node.attrs:
        return True
    if len(run.inside) >= MAX_NESTING:
        return True
    if node.tag in ("rt", "rp"):  # inside each other the standard would close the outer one
        return "rt" in run.inside or "rp" in run.inside
    return node.tag in _ALONE and node.tag in run.inside


def _add_text(text: str, into: Children, run: _Run) -> None:
    if text[0] in _BLANK:
        run.pending = run.pending or run.started
    words = text.strip(_BLANK)
    if "  " in words or "\n" in words or "\t" in words or "\r" in words or "\f" in words:
        words = _SPACE.sub(" ", words)
    if not words:
        return
    _write_space(run)
    if into and isinstance(into[-1], str):
        into[-1] += words
    else:
        into.append(words)
    run.started = True
    run.pending = text[-1] in _BLANK


def _write_space(run: _Run) -> None:
    """Put a pending space before the outermost element that has no content yet."""
    if not run.pending:
        return
    run.pending = False
    at = len(run.frames) - 1
    while at and not run.frames[at]:
        at -= 1
    frame = run.frames[at]
    if frame and isinstance(frame[-1], str):
        frame[-1] += " "
    else:
        frame.append(" ")


def _add_element(node: Node, into: Children, run: _Run) -> None:
    inner: Children = []
    run.frames.append(inner)
    run.inside.append(node.tag)
    _fill(node.children, run)
    run.frames.pop()
    run.inside.pop()
    if not inner:
        return
    if all(isinstance(child, Node) and child.tag in ("br", "wbr") for child in inner):
        into.extend(inner)
        return
    attrs = {} if node.tag == "code" else node.attrs  # a language means something on blocks alone
    _join(into, Node(node.tag, attrs, inner))


def _join(into: Children, child: Node | str) -> None:
    """Append a child, as part of the last one where both read the same as one."""
    last = into[-1] if into else None
    if isinstance(last, str) and isinstance(child, str):
        into[-1] = last + child
    elif (
        isinstance(last, Node)
        and isinstance(child, Node)
        and last.tag == child.tag in _MERGED
        and last.attrs == child.attrs
    ):
        for grandchild in child.children:
            _join(last.children, grandchild)
    else:
        into.append(child)


def split_at_breaks(children: Children) -> list[Children]:
    """Folded inline content cut where two or more line breaks stand for a new paragraph."""
    parts: list[Children] = [[]]
    breaks = 0
    for child in children:
        if isinstance(child, Node) and child.tag == "br":
            breaks += 1
            continue
        if breaks >= 2 and parts[-1]:
            parts.append([])
        elif breaks == 1:
            parts[-1].append(Node("br", {}, []))
        breaks = 0
        parts[-1].append(child)
    return [part for part in parts if part]
