"""One line of the Markdown that `inline` writes, read back; anything else is declined."""

from __future__ import annotations

import re
from html import unescape

from wirecopy.bodies.allow import INLINE
from wirecopy.bodies.spaces import MAX_NESTING, Children
from wirecopy.bodies.tree import Node

_VALUE = r"(?:[^\"&\\`*_\[\]<>{}|!()#~^\n\x00-\x1f]|&\#\d{1,7};|&nbsp;)*"
_ADDRESS = r"[A-Za-z0-9:/?=%#.,;~+@$!_-]+(?:&(?![#0-9A-Za-z]+;)[A-Za-z0-9:/?=%#.,;~+@$!_-]*)*"
_TOKEN = re.compile(
    rf"""
    (?P<text>    [^\\`*_\[\]<>{{}}|&!\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+ )
  | \\(?P<escaped> [\\`*_\[\]{{}}()>\#+.!-] )
  | (?P<reference> &(?:\#\d{{1,7}}|\#x[0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]*); )
  | (?P<and>     &(?=[ ]) )
  | (?P<mark>    \*\*?(?!\*) )
  | (?<!`)`(?P<code> [^<>&`{{|}}\\\s](?:[^<>&`{{|}}\\\n\t\xa0]*[^<>&`{{|}}\\\s])? )`(?!`)
  | !\[(?P<alt>{_VALUE})\]\((?P<src>{_ADDRESS})\)
  | !(?!\[)(?P<bang>)
  | \[(?P<open>)
  | \]\((?:<(?P<odd>[^<>\s\\`\[\]\x00-\x1f]*)>|(?P<href>{_ADDRESS}))(?:[ ]"(?P<title>(?!'){_VALUE})")?\)
  | </(?P<end>[a-z]+)>
  | <(?P<start>[a-z]+)(?P<attrs>(?:[ ][a-z]+="{_VALUE}")*)>
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_MARKS = {"*": "em", "**": "strong"}
_ODD_REFERENCE = re.compile(r"&(?!amp;)[#0-9A-Za-z]+;")


class Declined(Exception):  # noqa: N818  no error: a verdict
    """The Markdown is not of our own writing: the reference has to read it."""


def read_line(markdown: str) -> Children:
    """The inline content of a line. Raises Declined for whatever `write_inline` does not write.

    Linear in the text: every token is looked at once and nothing is tried twice.
    """
    top = Node("", {}, [])
    stack = [top]
    marks = 0
    end = 0
    while end < len(markdown):
        found = _TOKEN.match(markdown, end)
        if found is None:
            raise Declined
        end = found.end()
        kind = found.lastgroup
        into = stack[-1].children
        if kind == "text":
            _add(into, found["text"])
        elif kind == "escaped":
            _add(into, found["escaped"])
        elif kind == "reference":
            _add(into, unescape(found["reference"]))
        elif kind == "and":
            _add(into, "&")
        elif kind == "bang":
            _add(into, "!")
        elif kind == "code":
            into.append(Node("code", {}, [found["code"]]))
        elif kind == "src":
            into.append(Node("img", {"src": found["src"], "alt": unescape(found["alt"])}, []))
        elif kind == "mark":
            marks += _mark(stack, _MARKS[found["mark"]], marks)
        elif kind == "open":
            if any(node.tag == "a" for node in stack):
                raise Declined
            _open(stack, Node("a", {}, []))
        elif kind in ("odd", "href", "title"):
            _close_link(stack, found)
        elif kind == "end":
            _close(stack, found["end"], written=True)
        else:
            _start(stack, found["start"], found["attrs"])
    if len(stack) > 1:
        raise Declined
    return top.children


def _add(into: Children, text: str) -> None:
    if into and isinstance(into[-1], str):
        into[-1] += text
    elif text:  # a reference to a character that must not be there is none
        into.append(text)


def _open(stack: list[Node], node: Node) -> None:
    if len(stack) > MAX_NESTING:
        raise Declined
    stack[-1].children.append(node)
    stack.append(node)


def _mark(stack: list[Node], tag: str, open_marks: int) -> int:
    """Open or close an emphasis; how many more are open then."""
    node = stack[-1]
    if node.tag == tag and node.attrs.get("mark"):
        first, last = node.children[:1], node.children[-1:]
        if not first or (isinstance(first[0], str) and first[0][0] == " "):
            raise Declined
        if isinstance(last[0], str) and last[0][-1] == " ":
            raise Declined
        node.attrs = {}
        stack.pop()
        return -1
    if open_marks:
        raise Declined
    _open(stack, Node(tag, {"mark": "*"}, []))
    return 1


def _close_link(stack: list[Node], found: re.Match[str]) -> None:
    node = stack[-1]
    if node.tag != "a" or node.attrs or not node.children:
        raise Declined
    address = found["href"] if found["odd"] is None else found["odd"]
    if found["odd"] is not None:
        if not address or _ODD_REFERENCE.search(address):
            raise Declined
        address = address.replace("&amp;", "&")
    node.attrs = {"href": address}
    if found["title"]:
        node.attrs["title"] = unescape(found["title"])
    stack.pop()


def _start(stack: list[Node], tag: str, attrs: str) -> None:
    if tag not in INLINE or (tag == "code" and attrs):
        raise Declined
    node = Node(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attrs)}, [])
    node.attrs.pop("rel", None)
    if "mark" in node.attrs:
        raise Declined
    if tag in ("br", "wbr", "img"):
        stack[-1].children.append(node)
        return
    if tag == "a" and (not node.attrs or any(n.tag == "a" for n in stack)):
        raise Declined
    _open(stack, node)


def _close(stack: list[Node], tag: str, written: bool) -> None:
    node = stack[-1]
    if node.tag != tag or node.attrs.get("mark") or (tag == "a" and not node.attrs):
        raise Declined
    stack.pop()
