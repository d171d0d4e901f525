"""Addresses in a body: absolute, of a scheme that only shows a page, harmless to every later program."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

MAX_ADDRESS = 2_000
"""Characters of an address; longer ones are data in disguise (browsers and servers stop about there)."""

_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][A-Za-z0-9:/?=%#.,;~+@$!_&()*'-]*)?")
# A path from the root of the site that resolving leaves as it is: no dot segments, no empty ones.
_ROOTED = re.compile(r"/(?:(?!\.)[A-Za-z0-9%_~,.-]++/?+)*+(?:\?[A-Za-z0-9=&%_.-]++)?+")
_WEB = re.compile(r"https?://[^/?#\s\\\x00-\x20]+", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/?#]*")
_CREDENTIALS = re.compile(r"^(https?://)[^/?#]*@")  # they make one site look like another
_MAIL = re.compile(r"mailto:[^\s<>\"']+", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers drop these inside addresses before they look at the scheme: `java&#10;script:`.
_IGNORED = re.compile(r"[\t\n\r\x00]")
_TO_ENCODE = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f-\xa0\u2000-\u200f\u2028-\u202f\ufeff]")


def absolute(address: str, base: str) -> str:
    """The address as a browser on a page at `base` would understand it; "" where it leads nowhere safe.

    http and https addresses and mailto, nothing else. Characters that are not allowed in addresses,
    and `{ | }` which Pelican takes for its own, are percent-encoded.
    """
    if len(address) <= MAX_ADDRESS:
        if _PLAIN.fullmatch(address):
            return address
        if _ROOTED.fullmatch(address):
            origin = _origin(base)
            return origin + address if origin and len(origin) + len(address) <= MAX_ADDRESS else ""
    return _absolute(address, base)


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    """What stands before the path of an address on the same site; "" where `base` is no web address."""
    return _absolute("/x", base).removesuffix("/x")


def _absolute(address: str, base: str) -> str:
    address = _IGNORED.sub("", address).strip("".join(map(chr, range(33))))
    if not address or len(address) > MAX_ADDRESS:
        return ""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() == "mailto":
        return _encode(address) if _MAIL.fullmatch(address) else ""
    if scheme and scheme[1].lower() not in ("http", "https"):
        return ""
    before, mark, after = _cut(address)
    address = before.replace("\\", "/") + mark + after  # as browsers do for these schemes
    if scheme:
        address = scheme[1].lower() + "://" + address[scheme.end() :].lstrip("/")
    else:
        if not _WEB.match(base):
            return ""
        try:
            address = urljoin(base, address)
        except ValueError:  # a broken IPv6 host
            return ""
    address = _CREDENTIALS.sub(r"\1", _encode(address))
    end = (_cut(address)[0].find("/", address.find("://") + 3) + 1) or len(address)
    address = address[:end] + address[end:].replace("[", "%5B").replace("]", "%5D")
    return address if _WEB.match(address) and len(address) <= MAX_ADDRESS else ""


def _cut(address: str) -> tuple[str, str, str]:
    found = re.search(r"[?#]", address)
    if not found:
        return address, "", ""
    return address[: found.start()], found[0], address[found.end() :]


def _encode(address: str) -> str:
    return _TO_ENCODE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)


def host_of(address: str) -> str:
    """Host name of an absolute address, lower case, without user and port."""
    authority = _AUTHORITY.match(address.partition("://")[2])
    return authority[0].rpartition("@")[2].partition(":")[0].lower().rstrip(".") if authority else ""
