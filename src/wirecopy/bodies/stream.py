"""The canonical tree of plain HTML in one pass over its tags, without the tree that it was written from.

Nearly every body is paragraphs, headings, lists and quotes with inline content. For them the tree that
`tree.read` gives and `shape` takes apart again need never exist: words go straight to the line that they
end on, by the same rules (`spaces.Line`). Whatever is not on the short lists here is declined, and takes
the long way. Law: what is not declined is what the long way gives.
"""

from __future__ import annotations

from collections.abc import Callable

from wirecopy.bodies.allow import HEADINGS, INLINE, RENAMED, VOID
from wirecopy.bodies.shape import MAX_NESTING, direction, is_visible, item_of, list_attributes, paragraphs_of
from wirecopy.bodies.spaces import BLANK, Line
from wirecopy.bodies.tree import Node, read_attributes, unescape

Attributes = dict[str, str]

MAX_OPEN = 25
"""Containers within each other, and inline elements: together less than `tree.MAX_DEPTH`, from which on the
long way keeps the content alone."""

_INLINE = {tag: tag for tag in INLINE} | {old: new for old, new in RENAMED.items() if new in INLINE}
_LINES = HEADINGS | {"h1", "p"}
_LISTS = frozenset({"ul", "ol"})
_NESTED = _LISTS | {"blockquote", "figure"}  # each counts towards `shape.MAX_NESTING`
# They say nothing and give up their tags; so does a figure without an image and its caption.
_WRAPPERS = frozenset({
    "address", "article", "aside", "center", "div", "fieldset", "figcaption", "figure", "footer", "form",
    "header", "hgroup", "legend", "main", "menu", "nav", "section",
})  # fmt: skip


class _Other(Exception):  # noqa: N818  no error: a verdict
    """Something that only the long way knows."""


def read_shaped(
    html: str, link: Callable[[Attributes], Attributes], image: Callable[[Attributes], Node | str | None]
) -> Node | None:
    """The tree in canonical shape of HTML as nh3 serialises it, or None to decline.

    `link` says what becomes of the attributes of a link, `image` what stands where an image stood.
    """
    tags = _Tags(link, image)
    try:
        return tags.read(html)
    except _Other:
        return None


class _Tags:
    """What is open while the tags go by."""

    def __init__(
        self, link: Callable[[Attributes], Attributes], image: Callable[[Attributes], Node | str | None]
    ) -> None:
        self._link = link
        self._image = image
        self._line = Line()
        self._inline: list[tuple[str, bool]] = []  # inline elements that are open; whether `_line` knows them
        self._tag = ""  # of the paragraph or heading that is open
        self._attrs: Attributes = {}
        self._blocks: list[Node] = []  # of the container that is open
        self._outer: list[
            tuple[str, Attributes, list[Node]]
        ] = []  # containers, each with what stands before it
        self._nested = 0

    def read(self, html: str) -> Node:
        line = self._line
        pieces = ("/>" + html).split("<")
        closed = "/"  # the end tag that was read with its start tag
        for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
            tag, _, text = piece.partition(">")
            if tag == closed:
                closed = ""
            elif tag[:1] == "/":
                self._close(tag[1:])
            else:
                name, _, rest = tag.partition(" ")
                attrs = read_attributes(rest) if rest else {}
                if not (inline := _INLINE.get(name)):
                    self._open_block(name, attrs)
                elif following.startswith(f"/{name}>"):  # nothing but text: most links
                    closed = f"/{name}"
                    self._add_element(inline, attrs, text)
                    continue
                else:
                    self._open_inline(name, inline, attrs)
            if text and (text != "\n" or line.started):  # at the edge of a line it says nothing
                if "&" in text:
                    text = unescape(text)
                if not self._tag and self._outer:
                    self._look_at(text)
                line.add_text(text)
        self._end_line()
        if self._inline or self._tag or self._outer:
            raise _Other
        return Node("", {}, list(self._blocks))

    def _look_at(self, text: str) -> None:
        """Text between the items of a list is an item; odd white space can make a caption of a figure's text."""
        if text.isspace():
            if self._nested and text.strip(BLANK):
                raise _Other
        elif self._outer[-1][0] in _LISTS:
            raise _Other

    def _add_element(self, tag: str, attrs: Attributes, text: str) -> None:
        """An inline element that holds nothing but text."""
        if "&" in text:
            text = unescape(text)
        if not self._tag and self._outer:
            if self._outer[-1][0] in _LISTS:
                raise _Other
            self._look_at(text)
        if tag == "a":
            attrs = self._link(attrs)
        if text:
            self._line.add_element(tag, attrs, text)

    def _open_inline(self, name: str, tag: str, attrs: Attributes) -> None:
        if self._outer and self._outer[-1][0] in _LISTS:
            raise _Other
        if tag in VOID:
            self._add_void(tag, attrs)
            return
        if tag == "a":
            attrs = self._link(attrs)
        self._inline.append((name, self._line.open(tag, attrs)))
        if len(self._inline) > MAX_OPEN:
            raise _Other

    def _open_block(self, name: str, attrs: Attributes) -> None:
        container = self._outer[-1][0] if self._outer else ""
        if self._inline or self._tag or (container in _LISTS and name != "li"):
            raise _Other  # a block within a line, or between the items of a list
        if self._line.started or self._line.broken:
            self._end_line()
        if name in _LINES:
            self._tag, self._attrs = name, direction(attrs) if attrs else attrs
        elif name in _WRAPPERS or name in _NESTED or (name == "li" and container in _LISTS):
            self._open_container(name, attrs)
        elif name == "hr":
            self._blocks.append(Node("hr", {}, []))
        else:
            raise _Other

    def _add_void(self, tag: str, attrs: Attributes) -> None:
        if tag == "br":
            self._line.add_break()
        elif tag == "wbr":
            self._line.add_node(tag, {})
        elif shown := self._image(attrs):
            if isinstance(shown, Node):
                raise _Other
            self._line.add_text(shown)

    def _open_container(self, name: str, attrs: Attributes) -> None:
        self._nested += name in _NESTED
        if self._nested > MAX_NESTING or len(self._outer) > MAX_OPEN:
            raise _Other
        self._outer.append((name, list_attributes(name, attrs), self._blocks))
        if name not in _WRAPPERS:
            self._blocks = []

    def _close(self, name: str) -> None:
        if self._inline:
            opened, known = self._inline.pop()
            if opened != name:
                raise _Other
            if known:
                self._line.close()
        elif self._tag:
            if name != self._tag:
                raise _Other
            self._end_line()
            self._tag = ""
        else:
            self._end_line()
            self._close_container(name)

    def _close_container(self, name: str) -> None:
        opened, attrs, before = self._outer.pop() if self._outer else ("", {}, [])
        if opened != name:
            raise _Other
        self._nested -= name in _NESTED
        inner, self._blocks = self._blocks, before
        if inner and name not in _WRAPPERS:
            before.append(Node(name, attrs, item_of(inner) if name == "li" else list(inner)))

    def _end_line(self) -> None:
        """What was read since the last block began, as blocks of its own."""
        broken = self._line.broken
        if not broken and not self._line.started:
            return  # nothing was
        line = self._line.end()
        if not any(map(is_visible, line)):
            return
        if self._tag and self._tag != "p":
            self._blocks.append(Node(self._tag, self._attrs, line))
            return
        attrs = self._attrs if self._tag else {}
        if broken:
            self._blocks += paragraphs_of(line, attrs)
        else:
            self._blocks.append(Node("p", attrs, line))
