"""lxml elements under the names that the readers use, with their text, markup and scope."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from lxml import etree

# Names as of the specifications; feedparser knows the same. Compared in lower case.
_PREFIXES = {
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://search.yahoo.com/mrss": "media:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
XML = "{http://www.w3.org/XML/1998/namespace}"


class Unplain(Exception):  # noqa: N818 - no error: a signal to hand the document on
    """The document is not plainly well-formed, or means something that only feedparser can tell."""


def key_of(element: etree._Element) -> str:
    """The name of an element: "title" for RSS and Atom, "dc:creator" for modules.

    A namespace that nobody knows goes by the prefix that the document gives it, as in feedparser:
    `https://purl.org/dc/elements/1.1/` is no namespace of anything, and was seen.
    """
    return _key(str(element.tag)) or f"{element.prefix}:{_local(str(element.tag))}".removeprefix("None:")


@lru_cache(maxsize=4096)
def _key(tag: str) -> str:
    namespace = tag[1:].partition("}")[0].lower() if tag.startswith("{") else ""
    prefix = _PREFIXES.get(namespace) if namespace else ""
    return "" if prefix is None else prefix + _local(tag)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def text_of(element: etree._Element) -> str:
    """The text of an element that should hold nothing else, stripped."""
    if len(element):
        raise Unplain(f"elements within <{element.tag!s}>")
    return (element.text or "").strip()


def attributes_of(element: etree._Element) -> dict[str, str]:
    """The attributes under lower-case names; `rel` and `type` have lower-case values too."""
    found = {str(name).lower(): str(value) for name, value in element.attrib.items()}
    for name in ("rel", "type"):
        if name in found:
            found[name] = found[name].lower()
    return found


def base_of(element: etree._Element, document: str) -> str:
    """What relative addresses in an element refer to: xml:base of its ancestors, joined."""
    steps = []
    current: etree._Element | None = element
    while current is not None:
        step = current.get(XML + "base") or current.get("base")
        if step:
            steps.append(step.strip())
        current = current.getparent()
    base = document
    for step in reversed(steps):
        try:
            joined = urljoin(base, step)
        except ValueError:
            continue
        if joined.lower().startswith(("http://", "https://")):
            base = joined
    return base


def language_of(element: etree._Element) -> str:
    """xml:lang as it stands for an element; "" when nobody said."""
    current: etree._Element | None = element
    while current is not None:
        for name in (XML + "lang", "lang"):
            found = current.get(name)
            if found is not None:
                return found
        current = current.getparent()
    return ""


def markup_of(element: etree._Element, *, unwrap: bool) -> str:
    """The content of an xhtml construct as HTML; `unwrap` takes off the <div> that Atom 1.0 demands."""
    if (
        unwrap
        and len(element) == 1
        and key_of(element[0]) in {"div", "xhtml:div"}
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    ):
        element = element[0]
    pieces: list[str] = []
    _write_inner(element, pieces)
    return "".join(pieces).strip()


def _write_inner(element: etree._Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(escape(element.text))
    for child in element:
        name = str(child.tag).rpartition("}")[2].lower()
        if ":" in name:  # a prefix that was never declared
            raise Unplain(f"<{name}> within xhtml")
        if name in {"svg", "math"}:
            raise Unplain(f"<{name}> within xhtml")
        attributes = []
        for attribute, value in child.attrib.items():
            label = str(attribute).lower()
            if label.startswith(XML.lower()):
                label = "xml:" + label[len(XML) :]
            elif label.startswith("{"):
                raise Unplain(f"attribute {label}")
            attributes.append(f' {label}="{escape(str(value), {chr(34): "&quot;"})}"')
        pieces.append(f"<{name}{''.join(attributes)}>")
        _write_inner(child, pieces)
        pieces.append(f"</{name}>")
        if child.tail:
            pieces.append(escape(child.tail))
