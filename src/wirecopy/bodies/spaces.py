"""Inline content in its one canonical form: white space folded, edges hoisted, empty shells gone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wirecopy.bodies.allow import INLINE
from wirecopy.bodies.tree import Node

Children = list[Node | str]

_SPACE = re.compile(r"[ \t\n\f\r]+")
BLANK = " \t\n\f\r"
_ALONE = frozenset({"a", "em", "strong", "code", "del", "ins", "s", "u", "mark", "small", "sub", "sup", "q"})
"""Elements that say nothing more when they stand inside their like."""
_MERGED = frozenset({"em", "strong", "code", "s", "u", "small", "mark"})
"""Elements that read the same when two neighbours become one."""


MAX_NESTING = 8
"""Inline elements within each other; the deepest real body measured had 3."""


class Line:
    """Inline content while it is being folded: where the next word goes, and whether a space stands before it.

    It is told what stands there in document order, and gives the folded children at the end.
    """

    __slots__ = ("_frames", "_inside", "_into", "_pending", "broken", "started")

    def __init__(self) -> None:
        self._into: Children = []  # of the element that is open
        self._frames = [self._into]  # and of those around it, the line itself first
        self._inside: list[tuple[str, dict[str, str]]] = []  # the elements that are open
        self._pending = False  # white space was read and not yet written
        self.started = False  # something visible stands on this line
        self.broken = False  # a line break was read

    def end(self) -> Children:
        """The folded children; the next line can begin."""
        line = self._into
        if self.broken:
            while line and isinstance(line[-1], Node) and line[-1].tag == "br":
                line.pop()
        if line:
            self._into = []
            self._frames = [self._into]
        self._pending = self.started = self.broken = False
        return line

    def add_text(self, text: str) -> None:
        """Text that is not empty."""
        before, after = text[0] in BLANK, text[-1] in BLANK
        if before or after:
            if before and self.started:
                self._pending = True
            text = text.strip(BLANK)
            if not text:
                return
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _SPACE.sub(" ", text)
        into = self._into
        if self._pending:
            if into:
                text = " " + text
            else:
                self._write_space()
        if into and isinstance(into[-1], str):
            into[-1] += text
        else:
            into.append(text)
        self.started = True
        self._pending = after

    def add_break(self) -> None:
        """A line break; never the first thing of a block."""
        self.broken = True
        self._pending = False
        if self.started or any(self._frames):
            self._into.append(Node("br", {}, []))
            self.started = False

    def add_node(self, tag: str, attrs: dict[str, str]) -> None:
        """An image or a place where a word may be broken."""
        if self._pending:
            self._write_space()
        self._into.append(Node(tag, _ordered(attrs), []))
        self.started = True

    def add_element(self, tag: str, attrs: dict[str, str], text: str) -> None:
        """An inline element of nothing but this text: the same as to open it, to add the text and to close it."""
        words = text.strip(BLANK)
        if not words or self._inside or (tag == "span" and not attrs) or (tag == "a" and "href" not in attrs):
            known = self.open(tag, attrs)
            self.add_text(text)
            if known:
                self.close()
            return
        if text[0] in BLANK and self.started:
            self._pending = True
        if "\n" in words or "  " in words or "\t" in words or "\r" in words or "\f" in words:
            words = _SPACE.sub(" ", words)
        into = self._into
        if self._pending:
            if into and isinstance(into[-1], str):
                into[-1] += " "
            else:
                into.append(" ")
        node = Node(tag, {} if tag == "code" else attrs, [words])
        if tag in _MERGED:
            _join(into, node)
        else:
            into.append(node)
        self.started = True
        self._pending = text[-1] in BLANK

    def open(self, tag: str, attrs: dict[str, str]) -> bool:
        """Begin an inline element; False where it says nothing, and is neither begun nor to be closed."""
        if (tag == "span" and not attrs) or (tag == "a" and "href" not in attrs):
            return False
        if self._inside and self._is_repeated(tag):
            return False
        self._into = []
        self._frames.append(self._into)
        self._inside.append(
            (tag, {} if tag == "code" else attrs)
        )  # a language means something on blocks alone
        return True

    def close(self) -> None:
        """End the element that was opened last."""
        inner = self._frames.pop()
        tag, attrs = self._inside.pop()
        into = self._into = self._frames[-1]
        if not inner:
            return
        if not isinstance(inner[0], str) and all(map(_is_gap, inner)):
            into.extend(inner)
        elif tag in _MERGED:
            _join(into, Node(tag, attrs, inner))
        else:
            into.append(Node(tag, attrs, inner))

    def _is_repeated(self, tag: str) -> bool:
        inside = [name for name, _ in self._inside]
        if len(inside) >= MAX_NESTING:
            return True
        if tag in ("rt", "rp"):  # inside each other the standard would close the outer one
            return "rt" in inside or "rp" in inside
        return tag in _ALONE and tag in inside

    def _write_space(self) -> None:
        """Put a pending space before the outermost element that has no content yet."""
        self._pending = False
        at = len(self._frames) - 1
        while at and not self._frames[at]:
            at -= 1
        frame = self._frames[at]
        if frame and isinstance(frame[-1], str):
            frame[-1] += " "
        else:
            frame.append(" ")


def fold(children: Iterable[Node | str]) -> Children:
    """Inline children as a browser would show them, in the form that says it shortest.

    White space is folded to single spaces which stand outside elements, none at the edges or
    around line breaks; elements without content, spans without meaning and an element inside its
    like are gone; equal neighbours are one; blocks give up their tags. Folding twice changes nothing.
    """
    line = Line()
    _fill(children, line)
    return line.end()


def _fill(children: Iterable[Node | str], line: Line) -> None:
    for child in children:
        if isinstance(child, str):
            if child:
                line.add_text(child)
        elif child.tag == "br":
            line.add_break()
        elif child.tag in ("img", "wbr"):
            line.add_node(child.tag, child.attrs)
        elif child.tag in INLINE and line.open(child.tag, child.attrs):
            _fill(child.children, line)
            line.close()
        else:
            _fill(child.children, line)


def _ordered(attrs: dict[str, str]) -> dict[str, str]:
    """Attributes of an image in one order, so that the same image is the same text."""
    return {name: attrs[name] for name in ("src", "alt", "title", "width", "height") if name in attrs}


def _is_gap(child: Node | str) -> bool:
    return not isinstance(child, str) and child.tag in ("br", "wbr")


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
