"""A web server for scenarios, on 127.0.0.1 alone, for as long as the block lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wirecopy.selftest.scenario import Scenario


class Server(ThreadingHTTPServer):
    """Serves each scenario at /NAME; `asked` is every path that was asked for."""

    daemon_threads = True

    def __init__(self, scenarios: Mapping[str, Scenario]) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.scenarios = scenarios
        self.asked: list[str] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Talk(BaseHTTPRequestHandler):
    server: Server
    timeout = 30

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        found = self.server.scenarios.get(self.path.lstrip("/"))
        self.send_response(200 if found else 404)
        body = found.body if found else b""
        for name, value in {"Content-Type": found.type, **found.headers}.items() if found else ():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # the line stops reading where a limit is reached

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(scenarios: Mapping[str, Scenario]) -> Iterator[Server]:
    """The running server."""
    server = Server(scenarios)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
