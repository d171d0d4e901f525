"""One libcurl handle: it asks one address, keeps what comes back, and stops at every limit."""

from __future__ import annotations

import socket
from collections.abc import Callable

import certifi
import pycurl
from msgspec import Struct

from wirecopy.fetch.address import Address, is_listed
from wirecopy.fetch.decode import ACCEPTED
from wirecopy.fetch.headers import Headers
from wirecopy.fetch.networks import inside
from wirecopy.fetch.words import size
from wirecopy.types import FailureKind, FetchSettings

DISCARDED = 64_000  # bytes: error pages and redirects up to this length are read away


class Stop(Struct, frozen=True):
    """Why a transfer was ended by us."""

    kind: FailureKind
    reason: str


class Budget:
    """Bytes of unfinished and undelivered bodies, over all lines of one run.

    Without it, as many bodies of `max_bytes` as there are lines could be in memory at once. The
    largest of them may go on in any case, so that something always comes to an end.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self.lines: list[Line] = []

    def allows(self, line: Line, more: int) -> bool:
        """Whether `line` may take in `more` bytes now."""
        return self.held + more <= self.limit or all(len(o.body) <= len(line.body) for o in self.lines)


class Line:
    """A reusable handle of one run. Its callbacks only note things down: none may raise."""

    def __init__(
        self, settings: FetchSettings, agent: str, budget: Budget, clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._budget = budget
        self._clock = clock
        self.curl = curl = pycurl.Curl()
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PROXY, "")  # a proxy would resolve names for us, unchecked
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)  # each hop is checked and counted by us
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.HTTP_CONTENT_DECODING, 0)  # `decode` does it, under our limits
        curl.setopt(pycurl.SSL_VERIFYPEER, 1)
        curl.setopt(pycurl.SSL_VERIFYHOST, 2)
        curl.setopt(pycurl.CAINFO, settings.ca_file or certifi.where())
        # with several addresses behind a name, a dead one must leave time for the next
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, max(1, int(settings.timeout_s * 1000)))
        curl.setopt(pycurl.USERAGENT, agent)
        curl.setopt(pycurl.HEADERFUNCTION, self._on_header)
        curl.setopt(pycurl.WRITEFUNCTION, self._on_body)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._on_open)
        self.body = bytearray()
        self._opened: list[socket.socket] = []
        self.forget()
        budget.lines.append(self)

    def forget(self) -> None:
        """Drop what the last transfer left."""
        self._budget.held -= len(self.body)
        for opened in self._opened:
            opened.close()  # libcurl works on a duplicate, which may live on for the next request
        self._opened.clear()
        self.status = 0
        self.lines: list[bytes] = []
        self.body = bytearray()
        self.stop: Stop | None = None
        self.refused = ""
        self.paused_at: float | None = None
        self._header_bytes = 0
        self._announced: int | None = None
        self.in_body = False

    def ask(self, address: Address, header_lines: list[bytes], max_bytes: int) -> None:
        """Make the handle ready to ask `address`."""
        self.forget()
        self._host = address.host
        self._max_bytes = max_bytes
        self._listed = is_listed(address, self._settings.allow_private)
        self.curl.setopt(pycurl.URL, address.url)
        self.curl.setopt(pycurl.HTTPHEADER, [f"Accept-Encoding: {ACCEPTED}".encode(), *header_lines])
        if address.credentials:
            self.curl.setopt(pycurl.USERPWD, address.credentials.encode())
        else:
            self.curl.unsetopt(pycurl.USERPWD)

    @property
    def headers(self) -> Headers:
        return Headers(self.lines)

    @property
    def has_asked(self) -> bool:
        """Whether the request went out, so that somebody was there to hear it."""
        return self.status != 0 or self.curl.getinfo(pycurl.REQUEST_SIZE) > 0

    def go_on(self, now: float) -> float:
        """Resume a paused transfer; for how many seconds it was paused."""
        if self.paused_at is None:
            return 0.0
        paused = now - self.paused_at
        self.paused_at = None
        self.curl.pause(pycurl.PAUSE_CONT)
        return paused

    def close(self) -> None:
        self.forget()
        self.curl.close()

    def _on_open(self, _purpose: int, address: tuple[int, int, int, tuple[str, int]]) -> socket.socket | int:
        """Open the socket to the address that the name resolved to, unless it leads inside."""
        family, kind, protocol, place = address
        ip = place[0].decode() if isinstance(place[0], bytes) else place[0]
        what = "" if self._listed else inside(ip)
        if what:
            self.refused = f"{self._host} leads to {what} ({ip})"
            return int(pycurl.SOCKET_BAD)
        try:
            opened = socket.socket(family, kind, protocol)
        except OSError:  # no IPv6 on this machine, or no descriptor left: libcurl tries the next address
            return int(pycurl.SOCKET_BAD)
        self._opened.append(opened)
        return opened

    def _on_header(self, line: bytes) -> int | None:
        self._header_bytes += len(line)
        if self._header_bytes > self._settings.max_header_bytes:
            self.stop = Stop("too-large", f"stopped after {size(self._settings.max_header_bytes)} of headers")
            return -1
        if self.in_body:  # trailers say nothing that we would believe
            return None
        if line.startswith(b"HTTP/"):
            self.lines.clear()  # what came with an interim answer (1xx)
            self.status = _read_status(line)
        else:
            self.lines.append(line)
        return None

    def _on_body(self, chunk: bytes) -> int | None:
        if not self.in_body:
            self.in_body = True
            self._announced = self._read_length()
            self._check_size(self._announced or 0)
        if not 200 <= self.status < 300:  # all is said; a short body is read away to keep the connection
            self.stop = None
            return None if self._announced is not None and self._announced <= DISCARDED else 0
        self._check_size(len(self.body) + len(chunk))
        if self.stop:
            return 0
        if not self._budget.allows(self, len(chunk)):
            self.paused_at = self._clock()
            return int(pycurl.WRITEFUNC_PAUSE)
        self._budget.held += len(chunk)
        self.body += chunk
        return None

    def _read_length(self) -> int | None:
        announced = self.headers.first("content-length")
        return int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 19 else None

    def _check_size(self, count: int) -> None:
        if count > self._max_bytes:
            self.stop = Stop("too-large", f"stopped after {size(self._max_bytes)}")


def _read_status(line: bytes) -> int:
    # libcurl has checked it already, but is not to be asked from within a callback
    code = line.split(None, 2)[1:2]
    return int(code[0]) if code and code[0].isdigit() and len(code[0]) == 3 else 0
