"""A real HTTP server on loopback that can misbehave in every way a publisher can.

    with Loopback() as server:
        server.reply("/feed", b"<rss/>", ETag='"1"')        # a well-behaved document
        server.route("/drip", hostile.drip_body)            # any function of (Wire, Asked)
        ... fetch server.url("/feed") ...
        assert server.asked("/feed")[0].headers["user-agent"]

Plain sockets, one thread a connection, so that a scenario can send any bytes at any pace. The
scenarios by name are in `hostile.py`. `Loopback(tls="good" | "self-signed" | "expired" | "other-name")`
speaks TLS with certificates made for this run; `ca_file()` is the bundle that trusts the good one.
"""

from __future__ import annotations

import datetime
import functools
import gzip
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import trustme

REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    404: "Not Found",
    410: "Gone",
}


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    raw: bytes
    at: float  # seconds, monotonic
    host: str  # the address it arrived at


class Wire:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        self.sock = sock
        self.stopping = stopping

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def pause(self, seconds: float) -> None:
        """Sleep, or raise when the server is being stopped."""
        if self.stopping.wait(seconds):
            raise ConnectionAbortedError

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; `_` in a header name stands for `-`."""
        lines = {"Content-Length": str(len(body))} | {k.replace("_", "-"): v for k, v in headers.items()}
        if status == 304:
            del lines["Content-Length"]
        head = f"HTTP/1.1 {status} {REASONS.get(status, 'Whatever')}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.send(head.encode("latin-1") + b"\r\n" + body)

    def reset(self) -> None:
        """End with a TCP reset instead of a close."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        raise ConnectionAbortedError


Scenario = Callable[[Wire, Asked], None]


@dataclass
class Document:
    """A document served the way a well-run publisher does: validators, 304, gzip."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def __call__(self, wire: Wire, asked: Asked) -> None:
        etag, modified = self.headers.get("ETag"), self.headers.get("Last_Modified")
        same = etag and asked.headers.get("if-none-match") == etag
        if "if-none-match" not in asked.headers:
            same = modified and asked.headers.get("if-modified-since") == modified
        if same and self.status == 200:
            wire.answer(304, **self.headers)
        elif "gzip" in asked.headers.get("accept-encoding", "") and "Content_Encoding" not in self.headers:
            wire.answer(self.status, gzip.compress(self.body, 1), Content_Encoding="gzip", **self.headers)
        else:
            wire.answer(self.status, self.body, **self.headers)


class Loopback:
    """The server; see the module's docstring. Stopping it ends every scenario that is still running."""

    def __init__(self, *, tls: str = "", host: str = "127.0.0.1", delay: float = 0.0) -> None:
        self.host = host
        self.delay = delay
        self.log: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._routes: dict[str, Scenario] = {}
        self._scheme = "https" if tls else "http"
        self._context = certificate(tls) if tls else None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, 0), family=family, backlog=256)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Loopback:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def place(self) -> str:
        """`host:port`, as `allow_private` lists it."""
        return f"{self.host}:{self.port}"

    def url(self, path: str, *, host: str = "") -> str:
        return f"{self._scheme}://{host or self.host}:{self.port}{path}"

    def route(self, path: str, scenario: Scenario) -> str:
        """Let `scenario` answer `path`; its address."""
        self._routes[path] = scenario
        return self.url(path)

    def reply(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Serve a document at `path`; its address."""
        return self.route(path, Document(body, headers, status))

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.route(path, Document(b"", {"Location": to}, status))

    def asked(self, path: str) -> list[Asked]:
        """The requests for `path`, in order."""
        return [asked for asked in self.log if asked.path == path]

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(sock,), daemon=True).start()

    def _talk(self, sock: socket.socket) -> None:
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(30)
            if self._context:
                sock = self._context.wrap_socket(sock, server_side=True)
            wire = Wire(sock, self._stopping)
            waiting = b""
            while not self._stopping.is_set():
                asked, waiting = self._read(sock, waiting)
                if asked is None:
                    return
                self._answer(wire, asked)
        except OSError:
            return  # the client left, or the scenario wants the connection ended
        finally:
            sock.close()

    def _read(self, sock: socket.socket, waiting: bytes) -> tuple[Asked | None, bytes]:
        while b"\r\n\r\n" not in waiting:
            more = sock.recv(65536)
            if not more:
                return None, b""
            waiting += more
        head, _, waiting = waiting.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Asked(method, path, headers, head, monotonic(), sock.getsockname()[0]), waiting

    def _answer(self, wire: Wire, asked: Asked) -> None:
        with self._lock:
            self.log.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if self.delay:
                wire.pause(self.delay)
            scenario = self._routes.get(asked.path) or self._routes.get(asked.path.partition("?")[0])
            if scenario:
                scenario(wire, asked)
            else:
                wire.answer(404, b"nothing here")
        finally:
            with self._lock:
                self._at_once -= 1


@functools.cache
def _authority(name: str) -> trustme.CA:
    return trustme.CA(organization_name=f"{name} test authority")


@functools.cache
def ca_file() -> str:
    """A PEM bundle that trusts the good certificate, and no other."""
    path = Path(tempfile.mkdtemp(prefix="wirecopy-tests-")) / "ca.pem"
    _authority("good").cert_pem.write_to_path(str(path))
    return str(path)


@functools.cache
def certificate(kind: str) -> ssl.SSLContext:
    """A server's TLS context: `good`, `self-signed` (by nobody known), `expired`, `other-name`."""
    authority = _authority("unknown" if kind == "self-signed" else "good")
    names = ["elsewhere.example"] if kind == "other-name" else ["127.0.0.1", "127.0.0.2", "localhost", "::1"]
    past = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    until = past + datetime.timedelta(days=30) if kind == "expired" else None
    issued = authority.issue_cert(*names, not_before=past if kind == "expired" else None, not_after=until)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(context)
    return context
