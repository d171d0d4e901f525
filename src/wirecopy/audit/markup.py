"""Faults of HTML: what could act, what is loaded from elsewhere, a policy that is missing or weak.

It shares no list and no code with `clean` and `bodies`: a hole there shows here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree, html

from wirecopy.audit.finding import Finding, Kind

_Fault = tuple[Kind, str]

_FRAMES = frozenset(
    {"iframe", "frame", "frameset", "object", "embed", "applet", "portal", "base", "fencedframe"}
)
_LOADING_LINKS = frozenset(
    [
        "stylesheet",
        "icon",
        "preload",
        "prefetch",
        "modulepreload",
        "manifest",
        "dns-prefetch",
        "preconnect",
        "prerender",
        "pingback",
        "import",
    ]
)
# Every attribute whose value is an address; the second half also loads what it names.
_LEADING = frozenset(
    {"href", "action", "formaction", "cite", "longdesc", "ping", "xlink:href", "profile", "manifest"}
)
_LOADING = frozenset(
    {"src", "srcset", "poster", "data", "background", "lowsrc", "dynsrc", "imagesrcset", "archive"}
)
_ACTIVE = re.compile(
    r"^(?:javascript|vbscript|data|livescript|mocha|blob|filesystem|file|about|jar|view-source):", re.I
)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
_FOREIGN = re.compile(r"(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.I)
_TARGETS = re.compile(r"[^\s,]+(?=(?:\s|,|$))")
# A policy of the site itself may name these and nothing else.
_SOURCES = frozenset({"'none'", "'self'", "'wasm-unsafe-eval'"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def page_faults(data: bytes, *, remote_images: bool) -> Iterator[_Fault]:
    """Everything wrong with a whole page. `remote_images`: the owner lets pages show publishers' pictures."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "invalid", "not UTF-8"
        return
    if found := _CONTROL.search(text):
        yield "invalid", f"a control or non-character U+{ord(found[0]):04X}"
    tree = _parsed(text)
    if tree is None:
        yield "invalid", "an empty page"
        return
    yield from _policy_faults(tree, remote_images)
    yield from _element_faults(tree, own_page=True, remote_images=remote_images)


def fragment_faults(text: str) -> Iterator[_Fault]:
    """Everything that could act in a piece of HTML that other programs will show, as in a feed."""
    tree = _parsed(f"<div>{text}</div>")
    if tree is not None:
        yield from _element_faults(tree, own_page=False, remote_images=True)


def _parsed(text: str) -> Any:
    try:
        return html.document_fromstring(
            text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _policy_faults(tree: Any, remote_images: bool) -> Iterator[_Fault]:
    policies = tree.xpath(
        "//meta[translate(@http-equiv,'ACEGHIKLMNOPRSTUVWXYZ','aceghiklmnoprstuvwxyz')='content-security-policy']"
    )
    if not policies:
        yield "policy", "no Content-Security-Policy"
        return
    if policies[0].xpath("preceding::script | preceding::link | preceding::style | preceding::img"):
        yield "policy", "the Content-Security-Policy comes after something that loads"
    if policies[0].getparent().tag != "head":
        yield "policy", "the Content-Security-Policy is not in the head"
    yield from _directive_faults(policies[0].get("content") or "", remote_images)


@lru_cache(maxsize=64)
def _directive_faults(policy: str, remote_images: bool) -> tuple[_Fault, ...]:
    directives = {
        name.lower(): values for name, *values in (part.split() for part in policy.split(";") if part.strip())
    }
    found: list[_Fault] = []
    if directives.get("default-src") != ["'none'"]:
        found.append(("policy", "default-src is not 'none'"))
    if directives.get("base-uri") not in (["'none'"], ["'self'"]):
        found.append(("policy", "base-uri is open"))
    if directives.get("form-action") not in (["'none'"], ["'self'"]):
        found.append(("policy", "form-action is open"))
    for name, values in directives.items():
        allowed = _SOURCES | ({"https:"} if remote_images and name == "img-src" else set())
        wrong = [
            v for v in values if v not in allowed and not (name == "style-src" and v.startswith("'sha256-"))
        ]
        found += [("policy", f"{name} allows {value}") for value in wrong]
    return tuple(found)


def _element_faults(tree: Any, *, own_page: bool, remote_images: bool) -> Iterator[_Fault]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower().rpartition("}")[2].rpartition(":")[2]
        if tag in _FRAMES:
            yield "active content", f"<{tag}>"
        elif tag == "script":
            yield from _script_faults(element, own_page)
        elif tag == "style" and not (own_page and _is_named(element, tree)):
            yield "active content", "<style> that no policy names"
        elif tag in ("form", "input", "button", "textarea", "select", "meta") and not own_page:
            yield "active content", f"<{tag}>"
        elif tag == "meta" and (element.get("http-equiv") or "").lower() in ("refresh", "set-cookie"):
            yield from _refresh_faults(element)
        elif tag in ("animate", "set", "animatetransform", "animatemotion", "foreignobject", "handler"):
            yield "active content", f"<{tag}>"
        for name, value in element.attrib.items():
            yield from _attribute_faults(element, tag, str(name).lower(), str(value), remote_images)


def _is_named(style: Any, tree: Any) -> bool:
    """Whether the page's policy names this very style sheet by its hash."""
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    return any(
        f"'sha256-{digest}'" in (meta.get("content") or "") for meta in tree.xpath("//head/meta[@http-equiv]")
    )


def _script_faults(element: Any, own_page: bool) -> Iterator[_Fault]:
    if not own_page:
        yield "active content", "<script>"
    elif element.get("src") is None and (element.get("type") or "").lower() != "application/ld+json":
        yield "active content", "a script written into the page"


def _refresh_faults(element: Any) -> Iterator[_Fault]:
    where = (element.get("content") or "").partition("=")[2].strip(" '\"")
    if element.get("http-equiv").lower() != "refresh" or _FOREIGN.match(_IGNORED.sub("", where)):
        yield "active content", f"<meta http-equiv={element.get('http-equiv')}> leads to {where[:80]!r}"


def _attribute_faults(element: Any, tag: str, name: str, value: str, remote_images: bool) -> Iterator[_Fault]:
    if name.startswith("on") or (name in ("style", "srcdoc", "http-equiv", "xml:base") and tag != "meta"):
        yield "active content", f"<{tag} {name}>"
    elif name in _LEADING or name in _LOADING:
        squeezed = _IGNORED.sub("", value)
        if _ACTIVE.match(squeezed):
            yield "active content", f"<{tag} {name}> leads to {squeezed[:80]!r}"
        elif _loads(element, tag, name) and not (remote_images and tag in ("img", "source")):
            for target in _TARGETS.findall(value) if "srcset" in name else [squeezed]:
                if _FOREIGN.match(target):
                    yield "foreign load", f"<{tag} {name}> loads {target[:80]!r}"


def _loads(element: Any, tag: str, name: str) -> bool:
    if name in _LOADING or name in ("ping", "manifest"):
        return True
    if tag == "link":
        return bool(_LOADING_LINKS & set((element.get("rel") or "").lower().split()))
    return (name in ("action", "formaction")) or (tag in ("use", "image") and "href" in name)


def findings(file: str, faults: Iterator[_Fault]) -> list[Finding]:
    """The faults as findings of one file, each once."""
    return [Finding(file, kind, text) for kind, text in dict.fromkeys(faults)]
