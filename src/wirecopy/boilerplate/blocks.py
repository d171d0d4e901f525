"""The blocks of a body, each with its place in the source.

Read by hand because no HTML parser at hand says where an element begins and ends in the source,
and what is kept must stay byte for byte. The input is safe HTML, so its tags are well formed;
anything else is still read in one forward pass, in linear time and without an exception.
"""

from __future__ import annotations

import re
from html import unescape

from .outline import BLOCK_TAGS, CLOSED_BY_NEXT, MEDIA_TAGS, VOID_TAGS, Element
from .values import Block

# Possessive, and every alternative runs to the end of the text at worst once: linear on any input.
_TAG = re.compile(
    r"<!--(?:.*?-->|.*\Z)|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)(?:>|[\"'][^>]*(?:>|\Z)|\Z)",
    re.DOTALL,
)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SECOND_BREAK = re.compile(r"\s*<br\b[^>]*>", re.IGNORECASE)
_RAW_END = {tag: re.compile(rf"</{tag}\b|\Z", re.IGNORECASE) for tag in ("script", "style")}
BOLD = frozenset({"b", "strong", "em", "i"})
_PLAIN = frozenset({"p", "div"})
_TELLING = BLOCK_TAGS - {
    "section",
    "article",
    "main",
    "body",
    "header",
    "aside",
    "center",
    "form",
    "fieldset",
}
_DEEPEST = 64  # open elements searched for the one that a closing tag closes


Parts = tuple[list[Block], list[Element]]


def blocks_of(html: str) -> list[Block]:
    """The blocks of a safe HTML body in reading order.

    A block is a stretch of text without a block element inside: a paragraph, heading, list item,
    table cell, the loose text of a `div`, or what stands between two line breaks in a row.
    """
    return read(html)[0]


def read(html: str) -> Parts:
    """The blocks of a body and the block elements that hold them, both in source order."""
    reader = _Reader(html)
    reader.run()
    return reader.blocks, reader.elements


class _Reader:
    """One pass over the source. `line` is the stretch of text being read, until a block ends it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.open: list[int] = []  # numbers of open block elements
        self.links: list[str] = []  # addresses of open links
        self.bold = 0  # open bold and italic elements
        self.media_before = False
        self._begin()

    def _begin(self) -> None:
        self.start = -1  # -1: nothing but white space so far
        self.parts: list[tuple[str, bool, bool]] = []  # text, in a link, bold
        self.hrefs: list[str] = []
        self.inline: list[str] = []  # inline elements opened in this line
        self.torn = False  # an inline element began before or ends after the line
        self.media = False

    def run(self) -> None:
        html, position, skip_to = self.html, 0, 0
        for match in _TAG.finditer(html):
            if match.start() < skip_to:
                continue
            self._text(position, match.start())
            position, tag = match.end(), (match[2] or "").lower()
            if tag in _RAW_END and not match[1]:
                ending = _RAW_END[tag].search(html, position)
                position = skip_to = ending.start() if ending else len(html)
            elif tag in BLOCK_TAGS:
                self._end_line(match.start())
                self._close(tag, match) if match[1] else self._open(tag, match)
            elif tag:
                self._inline(tag, match)
        self._text(position, len(html))
        self._end_line(len(html))
        for number in self.open:
            self.elements[number].end = len(html)

    def _text(self, start: int, end: int) -> None:
        text = self.html[start:end]
        if text:
            if self.start < 0 and not text.isspace():
                self.start = start + len(text) - len(text.lstrip())
            self.parts.append((unescape(text) if "&" in text else text, bool(self.links), self.bold > 0))

    def _inline(self, tag: str, match: re.Match[str]) -> None:
        if self.start < 0:
            self.start = match.start()
        if match[1]:
            if self.inline and self.inline[-1] == tag:
                self.inline.pop()
            else:
                self.torn = True
            if tag == "a" and self.links:
                self.links.pop()
            self.bold = max(0, self.bold - (tag in BOLD))
            return
        if tag == "br":
            if not self.inline and _SECOND_BREAK.match(self.html, match.end()):
                self._end_line(match.start())
            else:
                self.parts.append((" ", False, self.bold > 0))
            return
        if tag in MEDIA_TAGS:
            self.media = True
        if tag not in VOID_TAGS:
            self.inline.append(tag)
        if tag == "a":
            address = _HREF.search(match[3])
            self.links.append(unescape(next(filter(None, address.groups()), "")) if address else "")
            self.hrefs.append(self.links[-1])
        self.bold += tag in BOLD

    def _open(self, tag: str, match: re.Match[str]) -> None:
        while self.open and tag in CLOSED_BY_NEXT.get(self.elements[self.open[-1]].tag, ()):
            self.elements[self.open.pop()].end = match.start()
        if tag not in VOID_TAGS:
            self.elements.append(Element(tag, match.start(), self.open[-1] if self.open else -1))
            self.open.append(len(self.elements) - 1)

    def _close(self, tag: str, match: re.Match[str]) -> None:
        for depth in range(len(self.open) - 1, max(-1, len(self.open) - 1 - _DEEPEST), -1):
            if self.elements[self.open[depth]].tag == tag:
                for number in self.open[depth + 1 :]:
                    self.elements[number].end = match.start()
                element = self.elements[self.open[depth]]
                element.end, element.closed = match.end(), True
                del self.open[depth:]
                return

    def _tag(self) -> str:
        """The tag that says most about the line: a paragraph alone in a list item is the item."""
        for number in reversed(self.open[-3:]):
            tag = self.elements[number].tag
            if tag not in _PLAIN:
                return tag if tag in _TELLING else "div"
        return self.elements[self.open[-1]].tag if self.open else "p"

    def _end_line(self, end: int) -> None:
        if self.start >= 0:
            text = squeezed("".join(part for part, _, _ in self.parts))
            if text:
                self._emit(text, end)
            elif self.media:
                self.media_before = True
                if self.open:
                    self.elements[self.open[-1]].media = True
        self._begin()

    def _emit(self, text: str, end: int) -> None:
        stripped = self.html[self.start : end].rstrip()
        linked = sum(len(part.strip()) for part, link, _ in self.parts if link)
        anchors = stretches(self.parts)
        self.blocks.append(
            Block(
                text=text,
                html=stripped,
                tag=self._tag(),
                link_ratio=min(1.0, linked / max(1, len(text))),
                links=tuple(self.hrefs) or tuple(self.links),
                anchors=anchors,
                strong=all(bold for part, _, bold in self.parts if not part.isspace()),
                media=self.media or self.media_before,
                start=self.start,
                end=self.start + len(stripped),
                whole=not (self.torn or self.inline),
                element=self.open[-1] if self.open else -1,
            )
        )
        self.media_before = False


def stretches(parts: list[tuple[str, bool, bool]]) -> tuple[str, ...]:
    """The texts of the links in a line, neighbours joined."""
    found: list[str] = []
    before = False
    for text, link, _ in parts:
        if link and before:
            found[-1] += text
        elif link:
            found.append(text)
        before = link
    return tuple(text for text in map(squeezed, found) if text)


def squeezed(text: str) -> str:
    return " ".join(text.split())
