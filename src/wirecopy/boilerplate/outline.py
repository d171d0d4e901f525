"""The block elements of a body: which tags make blocks, and which elements are empty after a cut."""

from __future__ import annotations

from collections.abc import Iterable

from .values import Block

# What ends the paragraph before it. Everything else is part of a line of text.
BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
VOID_TAGS = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
MEDIA_TAGS = frozenset(["img", "picture", "video", "audio", "iframe", "object", "embed", "svg", "canvas"])
CLOSED_BY_NEXT = {
    "p": BLOCK_TAGS,
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "tr": {"tr"},
}


class Element:
    """One block element with its place in the source; `end` is after its closing tag."""

    __slots__ = ("closed", "end", "media", "parent", "start", "tag")

    def __init__(self, tag: str, start: int, parent: int) -> None:
        self.tag = tag
        self.start = start
        self.end = start
        self.parent = parent  # number of the element around it; -1: none
        self.media = False  # holds an image or a player outside of any block
        self.closed = False


def shells(elements: list[Element], blocks: Iterable[Block], cut: Iterable[bool]) -> list[tuple[int, int]]:
    """The places of elements that hold nothing any more when the cut blocks are gone, outermost only.

    An element that held nothing before stays: it was not ours to remove.
    """
    alive = [element.media or not element.closed for element in elements]
    touched = [False] * len(elements)
    for block, gone in zip(blocks, cut, strict=True):
        if block.element >= 0:
            if gone:
                touched[block.element] = True
            else:
                alive[block.element] = True
    for number in range(len(elements) - 1, -1, -1):  # children stand after their parents
        parent = elements[number].parent
        if parent >= 0:
            alive[parent] = alive[parent] or alive[number]
            touched[parent] = touched[parent] or touched[number]
    dead = [there and not lives for there, lives in zip(touched, alive, strict=True)]
    return [
        (element.start, element.end)
        for number, element in enumerate(elements)
        if dead[number] and not (element.parent >= 0 and dead[element.parent])
    ]
