"""Any HTML as the canonical tree it stands for."""

from __future__ import annotations

import re

from wirecopy.bodies.allow import RENAMED, TAGS, drop_controls, sanitise, sanitise_roughly
from wirecopy.bodies.certain import write_certain
from wirecopy.bodies.guard import MAX_HTML, bound, pieces
from wirecopy.bodies.headings import settle_headings
from wirecopy.bodies.secure import secure
from wirecopy.bodies.shape import shape
from wirecopy.bodies.tree import Node, elements, read, write

# The way a safe body is written: values in double quotes, no raw `<`, `>` or odd reference in text.
_REFERENCE = "&(?:amp|lt|gt|nbsp|quot|#12[345]);"
_SERIALISED = re.compile(
    rf'(?:[^<>&]++|{_REFERENCE}|</?[a-z0-9]+(?: [a-z-]+="(?:[^"<>&]++|{_REFERENCE})*+")*+>)*+'
)


# The tree of the body that was written last, and its lines where they are known: its Markdown, its plain text
# and its blocks are asked for right after, and reading it again would cost more than all of them. Only a tuple
# is ever put here.
_latest: tuple[str, Node, list[str] | None] = ("", Node("", {}, []), None)


def finish(tree: Node) -> str:
    """A tree in canonical shape as a safe body."""
    global _latest
    html = sanitise(write(tree))
    _latest = (html, tree, None)
    return html


def finish_certain(tree: Node, limit: int) -> str:
    """What `finish` gives, where that is certain without the sanitiser and within `limit` bytes; else ""."""
    global _latest
    html, lines = write_certain(tree)
    if not html or (len(html) * 4 > limit and len(html.encode()) > limit):
        return ""
    _latest = (html, tree, lines)
    return html


def tree_of(html: str) -> Node:
    """The canonical tree of any HTML; of a safe body, without sanitising it a second time.

    It is shared: look at it, do not change it.
    """
    known, tree, _ = _latest
    return tree if known == html else _read(html)


def lines_of(html: str) -> list[str] | None:
    """The text of each line of the body that was written last, where that was seen while it was written; else None.

    They are shared: look at them, do not change them.
    """
    known, _, lines = _latest
    return lines if known == html else None


def _read(html: str) -> Node:
    if _SERIALISED.fullmatch(html):
        tree = read(html)
        if all(node.tag in TAGS for node in elements(tree)):
            return shape(tree)
    return shape(_rough(html))


def _rough(html: str) -> Node:
    root = Node("", {}, [])
    for piece in pieces(bound(drop_controls(html), MAX_HTML)[0]):
        root.children += read(sanitise_roughly(piece)).children
    for node in elements(root):
        node.tag = RENAMED.get(node.tag, node.tag)
    if any(node.tag == "h1" for node in elements(root)):  # the page has one already
        settle_headings(elements(root), top=2)
    return root


def canonical(html: str) -> str:
    """Any HTML as a safe body whose links and images are `secure`."""
    return finish(shape(secure(_rough(html))))
