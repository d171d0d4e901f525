"""Web addresses, read once and strictly, so that what is checked is what is connected to."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from wirecopy.fetch.networks import inside
from wirecopy.fetch.words import shown

PORTS = {"http": 80, "https": 443}
MAX_URL = 8_000  # characters: what the common servers accept, RFC 9110 §4.1

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")
_USER = re.compile(r"//[^/@]*@")
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_SAFE = "!#$%&'()*+,/:;=?@[]~|"  # stays as written; a "%" too, so that nothing is quoted twice


class AddressError(ValueError):
    """This address is never asked; the message is a clause: "not an http or https address"."""


class Address(Struct, frozen=True, kw_only=True):
    """One http(s) address in the form in which it is asked."""

    url: str  # no fragment, no user name; an IP address in its usual notation
    scheme: str
    host: str  # as it was written, in ASCII and lower case, without brackets
    port: int
    credentials: str = ""  # "user:password" that stood in the address

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def read_address(text: str, base: str = "") -> Address:
    """The address that `text` names, relative to `base`; raises AddressError.

    Stricter than browsers: no backslash, percent sign or white space in the host, so that no two
    programs can disagree about who is meant.
    """
    if len(text) > MAX_URL:
        raise AddressError(f"an address of {len(text)} characters")
    text = text.strip("".join(map(chr, range(0x21))))
    if _CONTROL.search(text.replace(" ", "")):
        raise AddressError(f"an address with control characters: {_told(text)}")
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"not a valid address: {_told(text)}") from error
    if parts.scheme not in PORTS:
        raise AddressError(f"not an http or https address: {_told(text)}")
    user, _, _ = parts.netloc.rpartition("@")
    host = _read_host(parts.hostname or "", parts.netloc)
    port = PORTS[parts.scheme] if port is None else port
    if not port:
        raise AddressError(f"not a valid port: {_told(text)}")
    literal = read_ip(host)
    place = f"[{literal}]" if isinstance(literal, IPv6Address) else str(literal or host)
    if port != PORTS[parts.scheme]:
        place += f":{port}"
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    url = f"{parts.scheme}://{place}{path}{query}"
    if len(url) > MAX_URL:
        raise AddressError(f"an address of {len(url)} characters")
    return Address(url=url, scheme=parts.scheme, host=host, port=port, credentials=_read_user(user))


def place_of(address: Address) -> tuple[str, str]:
    """What two spellings of one address have in common (RFC 3986 §6.2.2), with who is asking.

    Only for telling them apart: a server is asked in the owner's spelling.
    """
    parts = urlsplit(address.url)
    path = "/" + "/".join(_without_dots(_ESCAPE.sub(_plainly, parts.path).split("/")[1:]))
    place = f"{parts.scheme}://{parts.netloc.rstrip('.').replace('.:', ':')}{path}"
    return place + (f"?{_ESCAPE.sub(_plainly, parts.query)}" if parts.query else ""), address.credentials


def _plainly(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return (
        character
        if character.isascii() and (character.isalnum() or character in "-._~")
        else escape[0].upper()
    )


def _without_dots(segments: list[str]) -> list[str]:
    kept: list[str] = []
    for number, segment in enumerate(segments):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
        if segment in (".", "..") and number == len(segments) - 1:
            kept.append("")
    return kept


def _told(text: str) -> str:
    return shown(_USER.sub("//", text))  # no password goes into a log


def _read_host(host: str, netloc: str) -> str:
    if netloc.rpartition("@")[2].startswith("["):
        try:
            IPv6Address(host.partition("%")[0])
        except AddressValueError as error:
            raise AddressError(f"not a valid address: [{shown(host)}]") from error
        return host.lower()
    try:
        # the codec's nameprep also folds full-width digits and dots, as browsers and resolvers do
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressError(f"not a valid host name: {shown(host)}") from error
    ascii_host = ascii_host.lower()
    if not _NAME.fullmatch(ascii_host) or len(ascii_host) > 254:
        raise AddressError(f"not a valid host name: {shown(host)}")
    return ascii_host


def _read_user(user: str) -> str:
    return unquote(user) if user and not _CONTROL.search(unquote(user)) else ""


def read_ip(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host spells in any notation, None for a name.

    `127.1`, `2130706433`, `0x7f.0.0.1` and `0177.0.0.1` are all 127.0.0.1 to inet_aton(3) and to
    every browser (WHATWG URL §3.5). Raises AddressError for a number that spells none.
    """
    if ":" in host:
        return IPv6Address(host.partition("%")[0])
    labels = host.rstrip(".").split(".")
    if not _NUMBER.fullmatch(labels[-1]):
        return None
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        raise AddressError(f"not a valid host name: {shown(host)}")
    numbers = [_read_number(label) for label in labels]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise AddressError(f"not a valid host name: {shown(host)}")
    value = numbers[-1]
    for position, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - position))
    return IPv4Address(value)


def _read_number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    try:
        return int(label, 8 if label.startswith("0") else 10)
    except ValueError as error:
        raise AddressError(f"not a valid host name: {shown(label)}") from error


def is_listed(address: Address, allow_private: Collection[str]) -> bool:
    """Whether the owner excepted exactly this host, or this host and port, from the rule."""
    places = {address.host, f"{address.host}:{address.port}"}
    if ":" in address.host:
        places |= {f"[{address.host}]", f"[{address.host}]:{address.port}"}
    return any(entry.lower() in places for entry in allow_private)


def refusal(address: Address, allow_private: Collection[str]) -> str:
    """Why this address is not asked, as far as its text can tell; "" when it may be.

    A name is judged again by the IP address that it resolves to, at the moment of connecting.
    """
    if is_listed(address, allow_private):
        return ""
    literal = read_ip(address.host)
    if literal is not None:
        what = inside(str(literal))
        return f"{address.host} is {what}" if what else ""
    name = address.host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761: never anybody else
        return f"{address.host} is this machine"
    return ""
