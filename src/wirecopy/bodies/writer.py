"""Safe HTML to Markdown."""

from __future__ import annotations

from wirecopy.bodies.blocks import write_blocks
from wirecopy.bodies.canonical import tree_of


def to_markdown(html: str) -> str:
    """The body as Markdown that `to_html` turns into the same tree again.

    Text stays text letter by letter: every character that Markdown could act on is escaped. What
    Markdown cannot carry faithfully (spans in tables, definition lists, several paragraphs in one
    list item, …) stands as one line of safe HTML. HTML that is not a safe body is made one first.
    """
    return write_blocks(tree_of(html).children)
