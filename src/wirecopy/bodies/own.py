"""The Markdown that `blocks` writes, read back without the reference library.

Python-Markdown takes 1.2 ms for an average body, this .1 ms, and nearly every body on a site is one
that we wrote. It accepts only what the writer gives; whatever else it meets, a second space, a lazy
continuation, an unescaped star, makes it decline, and the reference reads the text. Law: where it does
not decline, it agrees with the reference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wirecopy.bodies.allow import BLOCKS, sanitise
from wirecopy.bodies.line import Declined, read_line
from wirecopy.bodies.shape import MAX_NESTING
from wirecopy.bodies.spaces import Children
from wirecopy.bodies.tree import Node, read

_FENCE = re.compile(r"(`{3,})([A-Za-z0-9_+#.-]{0,30})")
_ITEM = re.compile(
    r"(?P<indent>(?:    )*)(?:(?P<bullet>-)   |(?P<number>\d{1,6})\.(?P<pad> {1,3}))(?P<text>\S.*)"
)
_HEADING = re.compile(r"(#{2,6}) (\S.*)")
_CLOSING = re.compile(r"(?<!\\)(?:\\\\)*#$")  # marks that end a heading and are no text
_RULES = re.compile(r"(?:\| --- )+\||\|(?: --- \|)+")
# What a paragraph of ours never begins with, and a browser of Markdown would act on.
_ACTIVE = re.compile(r"[-+](?:[-+\s]|$)|=+$|_|\*(?:\s|$)|\d+[.)](?:\s|$)|[#>~]|\s")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?: [a-z]+=\"[^\"<>]*\")*>")
# The library takes "&#*" for the end of all elements.
_BROKEN = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);)")
_VOID = ("br", "hr", "img", "wbr")


Part = Node | tuple[str, str]
"""A block that is read, or the tag and the Markdown of a line that is still to be read."""


def read_own(markdown: str) -> Node | None:
    """The tree of Markdown that we wrote (not yet in canonical shape), or None to decline."""
    try:
        return Node("", {}, [read_part(part) for part in parts_of(markdown)])
    except Declined:
        return None


def parts_of(markdown: str) -> list[Part]:
    """The blocks of Markdown that we wrote, paragraphs and headings unread. Raises Declined, as `read_part` may."""
    if "\t" in markdown or "\r" in markdown:
        raise Declined
    return _blocks(markdown.strip("\n").split("\n"), nested=0)


def read_part(part: Part) -> Node:
    """The tree of one block."""
    return part if isinstance(part, Node) else Node(part[0], {}, read_line(part[1]))


def _blocks(lines: list[str], nested: int) -> list[Part]:
    blocks: list[Part] = []
    last = ""
    at = 0
    while at < len(lines):
        first = lines[at]
        if not first:
            at += 1
            continue
        if first[0].isalpha() and (at + 1 == len(lines) or not lines[at + 1]):
            # Nothing else begins with a letter, and four blocks of five are paragraphs.
            if "  " in first or first[-1] == " ":
                raise Declined
            blocks.append(("p", first))
            at, last = at + 1, ""
            continue
        if not nested and (fence := _FENCE.fullmatch(lines[at])):
            end = _closing(lines, at, fence[1])
            if any(line.isspace() for line in lines[at + 1 : end]):
                raise Declined  # the reference empties such lines before it looks for code
            blocks.append(_code(lines[at + 1 : end], fence[2]))
            if end + 1 < len(lines) and lines[end + 1]:
                raise Declined
            at, last = end + 1, ""
            continue
        end = at
        while end < len(lines) and lines[end]:
            end += 1
        if any(line.endswith("  ") for line in lines[at:end]):
            raise Declined
        kind, found = _block(lines[at:end], nested)
        if kind and kind == last:
            raise Declined
        blocks += found
        at, last = end, kind
    return blocks


def _closing(lines: list[str], at: int, fence: str) -> int:
    for end in range(at + 1, len(lines)):
        if lines[end].rstrip(" ") == fence:
            return end
    raise Declined


def _code(lines: list[str], language: str) -> Node:
    attrs = {"class": f"language-{language}"} if language else {}
    return Node("pre", {}, [Node("code", attrs, ["\n".join(lines) + "\n"])])


def _block(lines: list[str], nested: int) -> tuple[str, Sequence[Part]]:
    """The kind of a block that must not touch its like, and what it comes to."""
    first = lines[0]
    if first[0] == ">":
        return "quote", [_quote(lines, nested)]
    if first.startswith("-   ") or (first[0].isdigit() and _ITEM.fullmatch(first)):
        return "list", [_list(lines)]
    if first[0] == "|" and not nested:
        return "", [_table(lines)]
    if len(lines) > 1:
        raise Declined
    if first == "<!-- -->" and not nested:
        return "", []
    if first == "* * *" and not nested:
        return "", [Node("hr", {}, [])]
    if heading := _HEADING.fullmatch(first):
        if _CLOSING.search(first) or "  " in first:
            raise Declined
        return "", [(f"h{len(heading[1])}", heading[2])]
    if first[0] == "<" and (tag := _TAG.match(first)) and tag[2] in BLOCKS:
        if nested:
            raise Declined
        return "", _html(first)
    return "", [("p", _text(first))]


def _text(line: str) -> str:
    if "  " in line or line[-1] == " " or _ACTIVE.match(line):
        raise Declined
    return line


def _quote(lines: list[str], nested: int) -> Node:
    inner = []
    if nested > MAX_NESTING:
        raise Declined
    for line in lines:
        if line != ">" and not line.startswith("> "):
            raise Declined
        inner.append(line[2:])
    if not inner[0] or not inner[-1]:
        raise Declined
    return Node("blockquote", {}, [read_part(part) for part in _blocks(inner, nested=nested + 1)])


def _list(lines: list[str]) -> Node:
    """Items of one line each, nested by four spaces."""
    root = Node("", {}, [])
    stack: list[Node] = [root]  # the list that is open at each depth, below a root
    for line in lines:
        found = _ITEM.fullmatch(line)
        if not found:
            raise Declined
        depth = len(found["indent"]) // 4 + 1
        tag = "ul" if found["bullet"] else "ol"
        number = found["number"]
        if number and len(number) + 1 + len(found["pad"]) != max(4, len(number) + 2):
            raise Declined
        if depth > min(len(stack), MAX_NESTING):
            raise Declined
        if depth == len(stack):
            parent = stack[-1] if depth == 1 else stack[-1].children[-1]
            if not isinstance(parent, Node):
                raise Declined
            inner = Node(tag, {}, [])
            if number and int(number) != 1:
                if depth > 1 or number[0] == "0":
                    raise Declined
                inner.attrs["start"] = number
            parent.children.append(inner)
            stack.append(inner)
        else:
            del stack[depth + 1 :]
        if stack[depth].tag != tag:
            raise Declined
        stack[depth].children.append(Node("li", {}, read_line(_text(found["text"]))))
    only = root.children[0]
    if len(root.children) != 1 or not isinstance(only, Node):
        raise Declined
    return only


def _table(lines: list[str]) -> Node:
    if len(lines) < 3 or not _RULES.fullmatch(lines[1]):
        raise Declined
    width = lines[1].count("---")
    rows = []
    for number, line in enumerate(lines):
        if number == 1:
            continue
        if line[0] != "|" or line[-1] != "|" or line.count("|") != width + 1:
            raise Declined
        tag = "td" if number else "th"
        cells: Children = [Node(tag, {}, read_line(cell.strip(" "))) for cell in line[1:-1].split("|")]
        rows.append(Node("tr", {}, cells))
    return Node("table", {}, [Node("thead", {}, [rows[0]]), Node("tbody", {}, list(rows[1:]))])


def _html(line: str) -> list[Node]:
    """The blocks of one line of HTML that begins with one and ends where it ends."""
    if "&" in line and _BROKEN.search(line):
        raise Declined
    open_tags: list[str] = []
    end = 0
    for found in _TAG.finditer(line):
        if "<" in line[end : found.start()] or (end and not open_tags):
            raise Declined
        end = found.end()
        if found[1]:
            if not open_tags or open_tags.pop() != found[2]:
                raise Declined
        elif found[2] not in _VOID:
            open_tags.append(found[2])
    if open_tags or end != len(line):
        raise Declined
    children = read(sanitise(line)).children
    if not all(isinstance(child, Node) for child in children):
        raise Declined  # text that the standard moves out of a table
    return [child for child in children if isinstance(child, Node)]
