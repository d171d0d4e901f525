"""The block of one line of Markdown, where the line is words and plain links: without a tree.

Four blocks of five are such lines. What a tree would fold, decode, secure or take away must not stand in them.
"""

from __future__ import annotations

import re

from wirecopy.bodies.certain import PLAIN_ADDRESS

from .values import Block

_LINK = re.compile(rf"\[([^\[\]]+)\]\(({PLAIN_ADDRESS})\)")
_MARKS = (
    "[",
    "]",
    "*",
    "\\",
    "&",
    "<",
    ">",
    "`",
    "_",
    "{",
    "|",
    "}",
)  # all that could mean something in a line


def block_of_line(tag: str, line: str) -> Block | None:
    """The block of a line that has no space too many; None where only its tree can tell.

    A line is plain when nothing but whole links means anything in it, links are parted by text and do not begin or
    end with a space, and no character is one that nobody sees: those the sanitiser may take away.
    """
    if "](" not in line:
        return Block(text=line, tag=tag) if _is_plain(line) else None
    pieces = _LINK.split(line)  # text, words of a link, its address, text, …
    text = "".join([piece for number, piece in enumerate(pieces) if number % 3 < 2])
    if not _is_plain(text):
        return None
    anchors, between = pieces[1::3], pieces[3:-1:3]
    linked = 0
    for anchor in anchors:
        if anchor[0] == " " or anchor[-1] == " ":
            return None
        linked += len(anchor)
    if not all(between) or any(piece[-1:] == "!" for piece in pieces[:-1:3]):
        return None  # links that touch are one stretch; "![" is an image
    return Block(
        text=text, tag=tag, link_ratio=linked / len(text), links=tuple(pieces[2::3]), anchors=tuple(anchors)
    )


def _is_plain(text: str) -> bool:
    for mark in _MARKS:
        if mark in text:
            return False
    return text.isprintable()
