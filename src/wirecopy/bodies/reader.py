"""Markdown to safe HTML."""

from __future__ import annotations

from wirecopy.bodies.canonical import finish
from wirecopy.bodies.line import Declined
from wirecopy.bodies.own import Part, parts_of, read_own, read_part
from wirecopy.bodies.reference import convert
from wirecopy.bodies.secure import secure
from wirecopy.bodies.shape import shape
from wirecopy.bodies.tree import Node


def to_parts(markdown: str) -> list[Part] | None:
    """The blocks of Markdown that we wrote, its lines unread, for `part_tree`; None for any other."""
    try:
        return parts_of(markdown)
    except Declined:
        return None


def part_tree(part: Part) -> Node | None:
    """The canonical tree of a part, as it is before the sanitiser had its word; None where it shows that we did not write it."""
    try:
        return shape(secure(Node("", {}, [read_part(part)])))
    except Declined:
        return None


def to_html(markdown: str) -> str:
    """Safe HTML of a body, whether we or a person wrote it. Never raises; time is bounded.

    What `to_markdown` wrote is read by our own reader; anything else by Python-Markdown with fenced
    code, tables and lists of their own kind. Both give the same tree where both can read it. The
    result is sanitised whoever wrote the text, and images are left only where the site serves them.
    """
    if not markdown.strip():
        return ""
    tree = read_own(markdown)
    return finish(shape(secure(tree))) if tree else convert(markdown)
