"""What a run over 1,000 feeds costs when 950 have nothing new: CPU, wall, memory.

    python bench/bench_fetch.py [--repeat 3]

A server in a process of its own answers on 1,000 loopback addresses; the client is a fresh
interpreter each time, so its start counts. CPU is user and system time of the client alone.
`latency` delays each answer by 100 ms: the bound is feeds / concurrency × 100 ms. `large` serves 32
documents of 10 MB at once, which is the worst that the memory has to hold.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import resource
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import ClassVar

FEEDS, NEW, CONCURRENCY, LATENCY_S = 1000, 50, 32, 0.1
ROOT = Path(__file__).resolve().parent.parent


def feed_document(number: int, entries: int = 20) -> bytes:
    """An RSS document of about 40 kB that no other number gives."""
    text = "The lock keeper noted the water level and the names of the barges that passed. " * 24
    items = "".join(
        f"<item><title>Barge {number}-{n}</title><guid>b{number}-{n}</guid><description>{text}</description></item>"
        for n in range(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{number}</title>{items}</channel></rss>'.encode()


def address(number: int) -> str:
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


class Publisher(asyncio.Protocol):
    """Answers 304 to the right validator, else the document, gzipped."""

    delay = 0.0
    documents: ClassVar[dict[str, bytes]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            answer = self.answer(head)
            if self.delay:
                asyncio.get_running_loop().call_later(self.delay, self.transport.write, answer)
            else:
                self.transport.write(answer)

    def answer(self, head: bytes) -> bytes:
        if b'If-None-Match: "v1"' in head and b"GET /old" in head:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nCache-Control: max-age=300\r\n\r\n'
        path = head.split(b" ", 2)[1].decode()
        body = self.documents.get(path) or gzip.compress(feed_document(int(path.rpartition("/")[2])), 5)
        self.documents[path] = body
        lines = b'HTTP/1.1 200 OK\r\nETag: "v2"\r\nContent-Type: application/rss+xml\r\n'
        if not path.startswith("/large"):
            lines += b"Content-Encoding: gzip\r\n"
        return lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def serve(port: int, tls: str, delay: float) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
    Publisher.delay = delay
    Publisher.documents = {"/large/0": feed_document(0).ljust(9_900_000)}
    loop = asyncio.get_running_loop()
    for number in range(FEEDS):
        await loop.create_server(Publisher, address(number), port, ssl=context)
    print("ready", flush=True)
    await asyncio.Event().wait()


def client(job: dict[str, object]) -> None:
    """One run in this interpreter; prints the number of outcomes by type."""
    from collections import Counter
    from datetime import UTC, datetime

    from wirecopy import fetch
    from wirecopy.types import FeedState, FetchSettings, Source, Validators

    urls = list(job["urls"])  # type: ignore[call-overload]  # it comes from JSON
    sources = [Source(id=str(number), url=url) for number, url in enumerate(urls)]
    states = {
        s.id: FeedState(url=s.url, validated_url=s.url, validators=Validators(etag='"v1"'), body_hash="0")
        for s in sources
    }
    settings = FetchSettings(
        concurrency=CONCURRENCY,
        allow_private=tuple(job["hosts"]),
        ca_file=str(job["ca_file"]),  # type: ignore[arg-type]
    )
    count = Counter(type(o).__name__ for o in fetch.fetch(sources, states, settings, datetime.now(UTC)))
    print(json.dumps(count))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def measure(name: str, *, tls: bool, delay: float, large: int = 0, repeat: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        certificate, ca_file = make_certificate(Path(folder)) if tls else ("", "")
        port = free_port()
        command = [
            sys.executable,
            __file__,
            "--serve",
            str(port),
            "--tls",
            certificate,
            "--delay",
            str(delay),
        ]
        server = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            assert server.stdout
            assert server.stdout.readline() == b"ready\n"
            scheme = "https" if tls else "http"
            count = large or FEEDS
            kind = (
                ["large/0"] * count
                if large
                else [f"old/{n}" if n >= NEW else f"new/{n}" for n in range(count)]
            )
            hosts = [address(n) for n in range(count)]
            urls = [f"{scheme}://{host}:{port}/{path}" for host, path in zip(hosts, kind, strict=True)]
            job = Path(folder) / "job.json"
            job.write_text(json.dumps({"urls": urls, "hosts": hosts, "ca_file": ca_file}))
            runs = [one_run(job) for _ in range(repeat)]
        finally:
            server.terminate()
            server.wait()
    cpu, wall, memory, outcome = min(runs)
    print(f"{name:<28} {cpu:6.2f} s CPU {wall:7.2f} s wall {memory:5.0f} MB peak   {outcome}")


def one_run(job: Path) -> tuple[float, float, float, str]:
    started = time.perf_counter()
    command = [sys.executable, __file__, "--client", str(job)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}
    )
    assert process.stdout
    outcome = process.stdout.read().decode().strip()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    wall = time.perf_counter() - started
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1000, outcome


def make_certificate(folder: Path) -> tuple[str, str]:
    import trustme

    authority = trustme.CA()
    issued = authority.issue_cert(*(address(number) for number in range(FEEDS)))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    # the bundle of the real world beside it: reading its 140 roots is part of the cost
    import certifi

    with open(folder / "ca.pem", "ab") as bundle:
        bundle.write(Path(certifi.where()).read_bytes())
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    return str(folder / "server.pem"), str(folder / "ca.pem")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="runs of each line; the best is printed")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--tls", default="", help=argparse.SUPPRESS)
    parser.add_argument("--delay", type=float, default=0.0, help=argparse.SUPPRESS)
    parser.add_argument("--client", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve(given.serve, given.tls, given.delay))
    elif given.client:
        client(json.loads(Path(given.client).read_text()))
    else:
        measure("1,000 feeds, http", tls=False, delay=0, repeat=given.repeat)
        measure("1,000 feeds, https", tls=True, delay=0, repeat=given.repeat)
        bound = FEEDS / CONCURRENCY * LATENCY_S
        measure(f"100 ms latency (bound {bound:.2f})", tls=False, delay=LATENCY_S, repeat=given.repeat)
        measure("32 feeds of 9.9 MB at once", tls=False, delay=0, large=32, repeat=given.repeat)


if __name__ == "__main__":
    main()
