"""Faults of what is not HTML: feeds in XML and JSON, sitemaps, pictures drawn in XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from wirecopy.audit.finding import Kind
from wirecopy.audit.markup import fragment_faults

_Fault = tuple[Kind, str]

_PARSER: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": True,
}
_HTML_TEXT = frozenset({"content", "summary", "title", "rights", "subtitle"})  # of Atom, when type="html"
_RSS_TEXT = frozenset({"description", "encoded"})
_ADDRESSES = frozenset({"link", "guid", "url", "uri", "icon", "logo", "comments", "id", "loc"})
_ACTIVE = re.compile(r"\s*(?:javascript|vbscript|data|file|blob):", re.I)


def xml_faults(data: bytes) -> Iterator[_Fault]:
    """Everything wrong with an XML file: that no reader can read it, or that it could act in one."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        yield "invalid", f"not well-formed: {' '.join(str(error).split())[:120]}"
        return
    if tree.getroottree().docinfo.doctype or tree.getroottree().docinfo.internalDTD is not None:
        yield "invalid", "a document type declaration"
    for element in tree.iter():
        if isinstance(element, etree._ProcessingInstruction):
            continue
        if isinstance(element.tag, str):
            yield from _element_faults(element)
    for instruction in tree.xpath("preceding-sibling::processing-instruction()"):
        if instruction.target == "xml-stylesheet" and "text/css" not in (instruction.text or ""):
            yield "active content", "a style sheet that is a program (XSLT)"


def _element_faults(element: Any) -> Iterator[_Fault]:
    name = etree.QName(element).localname.lower()
    if etree.QName(element).namespace in ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg") and (
        name in ("script", "iframe", "object", "embed", "foreignobject", "handler")
    ):
        yield "active content", f"<{name}>"
    for attribute, value in element.attrib.items():
        local = str(attribute).rpartition("}")[2].lower()
        if local.startswith("on") and not local.startswith("only"):
            yield "active content", f"<{name} {local}>"
        if local in ("href", "src", "url", "xmlurl", "htmlurl", "base") and _ACTIVE.match(value):
            yield "active content", f"<{name} {local}> leads to {value[:80]!r}"
    text = element.text or ""
    if name in _ADDRESSES and _ACTIVE.match(text):
        yield "active content", f"<{name}> leads to {text[:80]!r}"
    if name in _RSS_TEXT or (name in _HTML_TEXT and element.get("type") == "html"):
        yield from fragment_faults(text)


def json_faults(data: bytes) -> Iterator[_Fault]:
    """Everything wrong with a JSON file: that it cannot be read, or HTML and addresses in it that could act."""
    try:
        value = json.loads(data.decode("utf-8"))
    except ValueError as error:
        yield "invalid", f"not JSON: {error}"
        return
    waiting = [("", value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.items()
        elif isinstance(one, list):
            waiting += [(name, part) for part in one]
        elif isinstance(one, str):
            if name == "content_html":
                yield from fragment_faults(one)
            elif name.endswith(("url", "href", "link")) and _ACTIVE.match(one):
                yield "active content", f"{name} leads to {one[:80]!r}"
