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
    links, anchors = pieces[2::3], pieces[1::3]
    del pieces[2::3]
    text = "".join(pieces)
    if not _is_plain(text):
        return None
    linked = 0
    for anchor in anchors:
        if anchor[0] == " " or anchor[-1] == " ":
            return None
        linked += len(anchor)
    for number, before in enumerate(pieces[:-1:2]):
        if before[-1:] == "!" or (number and not before):
            return None  # "![" is an image; links that touch are one stretch
    return Block(
        text=text, tag=tag, link_ratio=linked / len(text), links=tuple(links), anchors=tuple(anchors)
    )


def _is_plain(text: str) -> bool:
    for mark in _MARKS:
        if mark in text:
            return False
    return text.isprintable()
