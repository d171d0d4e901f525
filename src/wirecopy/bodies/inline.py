"""Inline content as Markdown on one line."""

from __future__ import annotations

import re

from wirecopy.bodies.allow import INLINE
from wirecopy.bodies.escape import escape_text, escape_value
from wirecopy.bodies.spaces import Children
from wirecopy.bodies.tree import Node

# A code span between backticks may hold these: nothing that the Markdown library's HTML
# preprocessor, a table or Pelican could take for something else. The rest is written as <code>.
_PLAIN_CODE = re.compile(r"[^<>&`{|}\\\s](?:[^<>&`{|}\\\n\t\xa0]*[^<>&`{|}\\\s])?")
_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9:/?=%#.,;~+@$!_-]+(?:&(?![#0-9A-Za-z]+;)[A-Za-z0-9:/?=%#.,;~+@$!_-]*)*"
)
_MARKS = {"em": "*", "strong": "**"}


def write_inline(children: Children, inside: str = "") -> str:
    """One line of Markdown that reads back as exactly these children.

    `inside` is the mark of an emphasis around them: emphasis within emphasis is written as tags,
    because `***` is read differently by every Markdown.
    """
    if len(children) == 1 and isinstance(only := children[0], str):
        return escape_text(only)
    line = ""
    for at, child in enumerate(children):
        if isinstance(child, str):
            line += escape_text(child)
        elif child.tag not in INLINE:
            line += write_inline(child.children, inside)
        elif mark := _MARKS.get(child.tag):
            line += _write_emphasis(child, mark, inside, line, children[at + 1 : at + 2])
        elif child.tag == "a":
            line += _write_link(child, inside, line)
        else:
            line += _write_other(child, inside, line)
    return line


def _write_emphasis(node: Node, mark: str, inside: str, before: str, after: Children) -> str:
    alone = not inside and not before.endswith("*") and before[-1:] not in ("\\",)
    if alone and not (after and isinstance(after[0], Node) and after[0].tag in _MARKS):
        inner = write_inline(node.children, mark)
        if inner and not inner[0].isspace() and not inner[-1].isspace() and not inner.startswith("*"):
            return f"{mark}{inner}{mark}"
    return f"<{node.tag}>{write_inline(node.children, inside or mark)}</{node.tag}>"


def _write_link(node: Node, inside: str, before: str) -> str:
    address = node.attrs.get("href", "")
    text = write_inline(node.children, inside)
    if before.endswith("!") or not text:
        return f"{tag_of(node)}{text}</a>"
    target = address if _PLAIN_ADDRESS.fullmatch(address) else f"<{_ambiguous(address)}>"
    title = node.attrs.get("title", "")
    return f'[{text}]({target} "{_quoted(title)}")' if title else f"[{text}]({target})"


def _quoted(title: str) -> str:
    """The title of a link: the library would take an apostrophe that stands first for an opening quote."""
    return f"&#39;{escape_value(title[1:])}" if title.startswith("'") else escape_value(title)


def _ambiguous(address: str) -> str:
    return re.sub(r"&(?=[#0-9A-Za-z]+;)", "&amp;", address)


def _write_other(node: Node, inside: str, before: str) -> str:
    if node.tag in ("br", "wbr"):
        return f"<{node.tag}>"
    if node.tag == "img":
        return _write_image(node)
    if node.tag == "code" and (text := _plain_code(node)) and not before.endswith(("`", "\\")):
        return f"`{text}`"
    return f"{tag_of(node)}{write_inline(node.children, inside)}</{node.tag}>"


def _plain_code(node: Node) -> str:
    text = node.children[0] if len(node.children) == 1 else ""
    return text if isinstance(text, str) and _PLAIN_CODE.fullmatch(text) else ""


def _write_image(node: Node) -> str:
    attrs = node.attrs
    address = attrs.get("src", "")
    if attrs.keys() <= {"src", "alt"} and _PLAIN_ADDRESS.fullmatch(address):
        return f"![{escape_value(attrs.get('alt', ''))}]({address})"
    return tag_of(node)


def tag_of(node: Node) -> str:
    """The start tag, written so that no Markdown finds anything in its values."""
    values = "".join(f' {key}="{escape_value(value)}"' for key, value in node.attrs.items())
    return f"<{node.tag}{values}>"
