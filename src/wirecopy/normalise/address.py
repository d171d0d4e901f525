"""Addresses: absolute, canonical, without what is only there to follow a reader.

`canonical_url` takes off tracking parameters, unwraps click-redirectors, turns AMP and mobile forms
into the page itself, drops credentials, default ports and fragments that name no part of a page. The
text of an address is otherwise kept: order of parameters, case of the path, a trailing slash.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from wirecopy.normalise.tracking import Rules, load_rules

_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\\\\]")
_HOST = re.compile(r"(?:[\w-]{1,63}\.)*[\w-]{1,63}|[0-9a-f:]{2,39}")
# The segment before it must look like an article's: "/wiki/amp" is a page about AMP.
_AMP_PATH = re.compile(r"(?<=[/])([^/]*[-\d][^/]*)/amp(?=/?$)|\.amp(?=\.html?$)")
_MAX_LENGTH = 2000  # longer addresses are refused by browsers' and servers' tools; none was seen
_SAFE = "/:@!$&'()*+,;=~%-._?[]"
_UNWRAPS = 3
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9/_.~%+-]*(?:\?[A-Za-z0-9=&/_.~%+-]+)?")


def resolve(base: str, address: str) -> str:
    """An address made absolute; "" when it cannot be."""
    if _ABSOLUTE.fullmatch(address):  # joining takes it apart and puts it together again as it was
        return address
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> tuple[str, tuple[str, ...]]:
    """The canonical address, and the names of what was removed: ("https://…", ("utm_source",)).

    ("", ()) for anything that is not a plain http or https address.
    """
    rules = load_rules()
    removed: list[str] = []
    found = _split(url)
    if found is None:
        return "", ()
    for _ in range(_UNWRAPS):
        target = _unwrap(found, rules)
        behind = _split(target) if target else None
        if behind is None:
            break
        removed.append(f"redirector {found[1].name}")
        found = behind
    parts, server = found
    query = _strip_query(parts.query, server.written, rules, removed)
    host, path = _desktop(server.written, parts.path or "/", rules, removed)
    fragment = parts.fragment
    if fragment and rules.is_empty_fragment(fragment):
        removed.append(f"#{fragment.partition('=')[0][:30]}")
        fragment = ""
    address = f"{parts.scheme}://{host}{_quoted(path)}"
    address += f"?{_quoted(query)}" if query else ""
    address += f"#{_quoted(fragment)}" if fragment else ""
    return address, tuple(dict.fromkeys(removed))


class _Server(NamedTuple):
    name: str  # as the address has it, in lower case
    written: str  # as a canonical address has it, with a port that is not the usual one


def _split(url: str) -> tuple[SplitResult, _Server] | None:
    """The parts of a plain http(s) address; None for all others."""
    url = url.strip()
    if not url or len(url) > _MAX_LENGTH or _REFUSED.search(url):
        return None
    if url.startswith("//"):
        url = "https:" + url
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    server = _server(parts.scheme, parts.netloc)
    return (parts, server) if server else None


@lru_cache(maxsize=1024)  # a feed names few
def _server(scheme: str, netloc: str) -> _Server | None:
    if scheme not in {"http", "https"}:
        return None
    parts = SplitResult(scheme, netloc, "", "", "")
    try:
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if port == 0 or not _HOST.fullmatch(name.rstrip(".")):
        return None
    written = unicodedata.normalize("NFC", name.rstrip("."))
    if ":" in written:
        written = f"[{written}]"
    default = {"http": 80, "https": 443}[scheme]
    return _Server(name, written if port in {None, default} else f"{written}:{port}")


def _unwrap(found: tuple[SplitResult, _Server], rules: Rules) -> str:
    """The address that a redirector or an AMP cache leads to; "" when this is neither."""
    parts, (host, _) = found
    path = parts.path
    names = rules.redirector_parameters(host, path)
    for piece in parts.query.split("&") if names else ():
        key, _, value = piece.partition("=")
        if key in names and unquote(value).startswith(("http://", "https://")):
            return unquote(value)
    match = rules.amp_cache(host, path)
    if match:
        query = f"?{parts.query}" if parts.query else ""
        return f"{match}{query}"
    return ""


def _strip_query(query: str, host: str, rules: Rules, removed: list[str]) -> str:
    kept = []
    before = len(removed)
    for piece in query.split("&") if query else ():
        name, _, value = piece.partition("=")
        if rules.is_tracking(unquote(name), value, host):
            removed.append(unquote(name)[:60])
        else:
            kept.append(piece)
    return "&".join(filter(None, kept)) if len(removed) > before else query


def _desktop(host: str, path: str, rules: Rules, removed: list[str]) -> tuple[str, str]:
    """The host and path of the page itself for AMP and mobile forms."""
    plain = rules.desktop_host(host)
    if plain != host:
        removed.append(f"mobile form {host}")
    page = _AMP_PATH.sub(lambda match: match[1] or "", path) if "amp" in path else path
    if page != path:
        removed.append("AMP form")
    return plain, page


def _quoted(text: str) -> str:
    """The text with what an address cannot hold percent-encoded; what is encoded already stays as it is."""
    return quote(text, safe=_SAFE)
