"""The sample newsroom's web server: invented outlets, on this machine alone.

    python examples/newsroom/serve.py [--port 8801] [--later]

A file of feeds/ is at http://127.0.0.1:PORT/NAME, with an ETag, a Last-Modified date, gzip for whoever
accepts it, and 304 for whoever has it. A few addresses answer as real ones do on bad days: see BAD_DAYS.
`--later` serves the newsroom as it is a day later: what lies in later/ instead of its namesake in feeds/.

Standard library only. Tests use `serve` on a free port.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
NOW = 1_773_316_800  # 2026-03-12T12:00:00Z: SOURCE_DATE_EPOCH of the demo, just after the last item
DAY = 86_400
ADDRESS = "127.0.0.1:8801"  # as feeds.toml has it

TYPES = {
    ".xml": "application/xml; charset=utf-8",
    ".rdf": "application/rdf+xml",  # no charset: the document declares its own
    ".json": "application/feed+json",
    ".html": "text/html; charset=utf-8",
}

HANG = 0  # no answer at all
BAD_DAYS: dict[str, tuple[int, dict[str, str]]] = {
    "/evening-lantern.xml": (410, {}),
    "/slow-boat.xml": (HANG, {}),
    "/parade-ground.xml": (503, {"Retry-After": "3600"}),
    "/pitch-and-stand.rss": (301, {"Location": "/pitch-and-stand.xml"}),
}


class Page(NamedTuple):
    """One file, ready to be sent."""

    body: bytes
    zipped: bytes
    type: str
    etag: str  # weak, because both codings share it
    modified: int  # seconds since 1970; never the file's own time, which a checkout changes


class Server(ThreadingHTTPServer):
    """A running newsroom: `url` is its address, `seen` the (status, path) of each answer so far."""

    daemon_threads = True

    def __init__(self, pages: dict[str, Page], port: int) -> None:
        super().__init__(("127.0.0.1", port), Desk)
        self.pages = pages
        self.closing = threading.Event()
        self.seen: list[tuple[int, str]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def settings(self) -> str:
        """The text of feeds.toml with this server's address in it."""
        text = (HERE / "feeds.toml").read_text(encoding="utf-8")
        return text.replace(ADDRESS, self.url.removeprefix("http://"))


class Desk(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # an idle connection is closed after this many seconds
    server: Server

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path in BAD_DAYS:
            self._bad_day(*BAD_DAYS[path])
        elif page := self.server.pages.get(path):
            self._page(page)
        else:
            self._answer(404, {"Content-Type": "text/plain"}, b"no such feed\n")

    do_HEAD = do_GET  # noqa: N815 (http.server looks the method up by this name)

    def _page(self, page: Page) -> None:
        headers = {
            "ETag": page.etag,
            "Last-Modified": formatdate(page.modified, usegmt=True),
            "Vary": "Accept-Encoding",
        }
        if self._is_known(page):
            self._answer(304, headers, b"")
        elif "gzip" in self.headers.get("Accept-Encoding", ""):
            self._answer(200, headers | {"Content-Type": page.type, "Content-Encoding": "gzip"}, page.zipped)
        else:
            self._answer(200, headers | {"Content-Type": page.type}, page.body)

    def _is_known(self, page: Page) -> bool:
        """Whether the client has this version; a tag outweighs a date (RFC 9110, 13.2.2)."""
        if tags := self.headers.get("If-None-Match"):
            return page.etag in [tag.strip() for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return page.modified <= since.timestamp()

    def _bad_day(self, status: int, headers: dict[str, str]) -> None:
        if status != HANG:
            self._answer(status, headers, b"")
            return
        self.server.seen.append((HANG, self.path))
        self.server.closing.wait(60)  # longer than any client should be willing to wait
        self.close_connection = True

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.server.seen.append((status, self.path))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The newsroom's own time, so that two runs are answered with the same bytes."""
        return formatdate(NOW if timestamp is None else timestamp, usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the program that asks does the reporting."""


def read_pages(folder: Path, modified: int) -> dict[str, Page]:
    """The files of `folder` by their path on the server, with `modified` as their date."""
    pages = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in TYPES:
            body = path.read_bytes()
            tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
            pages[f"/{path.name}"] = Page(
                body, gzip.compress(body, mtime=0), TYPES[path.suffix], tag, modified
            )
    return pages


@contextmanager
def serve(folder: Path = HERE / "feeds", port: int = 0, later: Path | None = None) -> Iterator[Server]:
    """A newsroom that runs until the block ends, at `server.url`; port 0 takes a free one.

    The files of `later` stand in for their namesakes in `folder`, dated a day after them.
    """
    pages = read_pages(folder, NOW)
    if later is not None:
        pages |= read_pages(later, NOW + DAY)
    with Server(pages, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the sample newsroom on this machine.")
    parser.add_argument("--port", type=int, default=int(ADDRESS.split(":")[1]))
    parser.add_argument("--later", action="store_true", help="as it is a day later")
    args = parser.parse_args()
    with serve(port=args.port, later=HERE / "later" if args.later else None) as server:
        print(f"the sample newsroom is at {server.url}/ (stop with Ctrl-C)", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
