"""A canonical body as Markdown: each block as Markdown where that carries it, else as HTML."""

from __future__ import annotations

import re
from itertools import pairwise

from wirecopy.bodies.allow import HEADINGS, VOID
from wirecopy.bodies.escape import escape_start, escape_value
from wirecopy.bodies.inline import tag_of, write_inline
from wirecopy.bodies.spaces import Children
from wirecopy.bodies.tree import Node, elements, escape, is_block

SEPARATOR = "<!-- -->"
"""Stands between two lists or two quotes, which Markdown would otherwise read as one."""

_LISTS = ("ul", "ol")
_UNFAITHFUL_CODE = re.compile(r"\t|^[ ]+$|[\x0b-\x1f\x85\u2028\u2029]", re.MULTILINE)
_CONFLICT = re.compile(
    r"^[<>=|]{7}(?: |$)", re.MULTILINE
)  # code that shows one must not be taken for a file that has one
_FENCES = re.compile(r"^ *(`{3,})", re.MULTILINE)


def write_blocks(blocks: Children) -> str:
    """Markdown of a sequence of blocks, an empty line between any two."""
    written: list[str] = []
    last = ""
    for block in blocks:
        if not isinstance(block, Node):
            continue
        markdown, kind = _write_block(block)
        if _may_conflict(markdown) and _CONFLICT.search(markdown):
            markdown, kind = write_html(block), ""
        if kind and kind == last:
            written.append(SEPARATOR)
        written.append(markdown)
        last = kind
    return "\n\n".join(written)


def _may_conflict(markdown: str) -> bool:
    """Whether it is worth looking for a sign of conflict: the pattern tries at each character."""
    if "\n" not in markdown:
        return markdown[:1] in "<>=|"
    return "=======" in markdown or "<<<<<<<" in markdown or ">>>>>>>" in markdown or "|||||||" in markdown


def _write_block(node: Node) -> tuple[str, str]:
    """Markdown of one block, and the kind of block that it must not touch its like of."""
    tag = node.tag
    if node.attrs and node.attrs.keys() - {"start"}:
        return write_html(node), ""
    if tag == "p":
        return escape_start(write_inline(node.children)), ""
    if tag in HEADINGS:
        line = write_inline(node.children)
        if line.endswith("#"):  # closing marks would be taken off
            line = line[:-1] + "\\#"
        return f"{'#' * int(tag[1])} {line}", ""
    if tag == "hr":
        return "* * *", ""
    if tag in _LISTS and _is_plain_list(node):
        return "\n".join(_list_lines(node)), "list"
    if tag == "blockquote" and _is_plain_quote(node):
        lines = write_blocks(node.children).split("\n")
        return "\n".join(f"> {line}".rstrip() for line in lines), "quote"
    if tag == "pre":
        return _write_code(node), ""
    if tag == "table" and _is_plain_table(node):
        return _write_table(node), ""
    return write_html(node), ""


def write_html(node: Node | str) -> str:
    """One line of safe HTML, with nothing in it that Markdown or Pelican would act on."""
    if isinstance(node, str):
        return escape_html_text(node)
    if node.tag in VOID:
        return tag_of(node)
    return f"{tag_of(node)}{''.join(map(write_html, node.children))}</{node.tag}>"


def escape_html_text(text: str) -> str:
    """Text between tags of an HTML block, line ends as references."""
    escaped = escape(text).replace("\n", "&#10;").replace("\t", "&#9;")
    return escaped.replace("{", "&#123;").replace("|", "&#124;").replace("}", "&#125;")


def _is_plain_list(node: Node) -> bool:
    """Whether every item is a line followed by nothing but such lists, at most one after another."""
    for item in node.children:
        if not isinstance(item, Node) or item.attrs:
            return False
        lists = [child for child in item.children if isinstance(child, Node) and child.tag in _LISTS]
        line = [child for child in item.children if child not in lists]
        if not line or len(lists) > 1 or any(isinstance(c, Node) and is_block(c) for c in line):
            return False
        if any(inner.attrs or not _is_plain_list(inner) for inner in lists):
            return False
    return True


def _list_lines(node: Node) -> list[str]:
    lines: list[str] = []
    number = int(node.attrs.get("start", "1"))
    for item in node.children:
        assert isinstance(item, Node)  # _is_plain_list saw to it
        marker = f"{number}. " if node.tag == "ol" else "- "
        line = [child for child in item.children if not (isinstance(child, Node) and child.tag in _LISTS)]
        lines.append(f"{marker:<4}{escape_start(write_inline(line))}")
        for inner in item.children:
            if isinstance(inner, Node) and inner.tag in _LISTS:
                lines += ["    " + text for text in _list_lines(inner)]
        number += 1
    return lines


def _is_plain_quote(node: Node) -> bool:
    """Whether a quote holds only what can stand behind `> `: no HTML blocks, no fences."""
    for block in node.children:
        if not isinstance(block, Node) or block.attrs.keys() - {"start"}:
            return False
        if block.tag in _LISTS:
            if not _is_plain_list(block):
                return False
        elif block.tag == "blockquote":
            if not _is_plain_quote(block):
                return False
        elif block.tag != "p" and block.tag not in HEADINGS:
            return False
    kinds = ["list" if b.tag in _LISTS else b.tag for b in node.children if isinstance(b, Node)]
    return all(a != b or a not in ("list", "blockquote") for a, b in pairwise(kinds))


def _write_code(node: Node) -> str:
    code = node.children[0] if node.children else ""
    text = code.children[0] if isinstance(code, Node) and code.children else ""
    if not isinstance(code, Node) or not isinstance(text, str) or _UNFAITHFUL_CODE.search(text):
        return write_html(node)
    language = code.attrs.get("class", "").removeprefix("language-")
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCES.findall(text))])
    return f"{fence}{language}\n{text}{fence}"


def _is_plain_table(node: Node) -> bool:
    parts = [part for part in node.children if isinstance(part, Node)]
    if [part.tag for part in parts] != ["thead", "tbody"] or len(parts[0].children) != 1:
        return False
    widths = set()
    for part in parts:
        for row in part.children:
            assert isinstance(row, Node)
            widths.add(len(row.children))
            for cell in row.children:
                assert isinstance(cell, Node)
                if cell.attrs or cell.tag != ("th" if part.tag == "thead" else "td"):
                    return False
                if any(is_block(inner) for inner in elements(cell)):
                    return False
    return len(widths) == 1 and bool(parts[1].children)


def _write_table(node: Node) -> str:
    rows = [row for part in node.children if isinstance(part, Node) for row in part.children]
    lines = []
    for row in rows:
        assert isinstance(row, Node)
        cells = [write_inline(cell.children) for cell in row.children if isinstance(cell, Node)]
        lines.append(f"| {' | '.join(cells)} |")
        if len(lines) == 1:
            lines.append("|" + " --- |" * len(cells))
    return "\n".join(lines)


__all__ = ["escape_value", "write_blocks", "write_html"]
