"""What `wirecopy fetch` as a whole takes on the clock when every publisher answers after 100 ms.

    python bench/bench_latency.py [--repeat 3] [--feeds 1000]

The bound is feeds / concurrency x 100 ms; the goal 1.3 times that, start, index and pages of health included. A
server in a process of its own answers on as many loopback addresses as there are feeds. After a first run at no
latency: all unchanged; 50 feeds with a new entry; the same with one publisher among them that accepts and never
answers, which may cost its timeout and no more. The best of some runs is printed, each on a copy of the same site.
"Of its own" is the clock without the time for which the run could have gone on and other work had the cores; answers
came in meanwhile, so on a busy machine it flatters: believe it where it is near the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.bench_fetch import address, free_port
from bench.measure import Cost, cost
from bench.prose import prose

NEW, ENTRIES, CONCURRENCY, LATENCY_S, TIMEOUT_S, GOAL = 50, 5, 32, 0.1, 5, 1.3
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


def document(number: int, edition: int) -> bytes:
    """A feed of excerpts; the second edition of the first NEW feeds has one entry more."""
    rng = random.Random(number)
    items = []
    for n in range(ENTRIES + (edition > 1 and number < NEW)):
        when = format_datetime(NOW - timedelta(hours=100 - n, minutes=rng.randrange(60)))
        items.append(
            f"<item><title>{prose(rng, 8)}</title><guid>{n}</guid><link>https://outlet{number}.example/{n}</link>"
            f"<pubDate>{when}</pubDate><description>{prose(rng, 60)}</description></item>"
        )
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet {number}</title>'
    return f"{head}{''.join(reversed(items))}</channel></rss>".encode()


class Publisher(asyncio.Protocol):
    """Answers 304 to its validator, else the document, after a while; or never."""

    def __init__(self, number: int, edition: int, delay: float) -> None:
        self.delay = delay
        self.tag = f'"{number}-{edition if number < NEW else 1}"'.encode()
        self.number, self.edition = number, edition
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            if self.delay >= 0:
                asyncio.get_running_loop().call_later(self.delay, self.transport.write, self.answer(head))

    def answer(self, head: bytes) -> bytes:
        if b"If-None-Match: " + self.tag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + self.tag + b"\r\n\r\n"
        body = document(self.number, self.edition)
        lines = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: " + self.tag
        return lines + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def serve(port: int, feeds: int, edition: int, delay: float, hung: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    for number in range(feeds):
        wait = -1.0 if number < hung else delay

        def publisher(number: int = number, wait: float = wait) -> Publisher:
            return Publisher(number, edition, wait)

        await asyncio.get_running_loop().create_server(publisher, address(number), port)
    print("ready", flush=True)
    await asyncio.Event().wait()


def run(site: Path, port: int, feeds: int, edition: int, delay: float, hung: int = 0) -> Cost:
    """One `wirecopy fetch --force` in `site`."""
    arguments = [str(value) for value in (port, feeds, edition, delay, hung)]
    server = subprocess.Popen([sys.executable, __file__, "--serve", *arguments], stdout=subprocess.PIPE)
    try:
        assert server.stdout
        assert server.stdout.readline() == b"ready\n"
        command = [str(Path(sys.executable).with_name("wirecopy")), "fetch", "--force"]
        return cost(command, site, {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))})
    finally:
        server.kill()
        server.wait()


def measure(name: str, site: Path, port: int, feeds: int, repeat: int, edition: int, hung: int = 0) -> bool:
    """Prints the best of some runs; whether it kept within the goal."""
    runs = []
    for _ in range(repeat):
        copy = site.with_name("copy")
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns("content"))
        shutil.copytree(
            site / "content", copy / "content", copy_function=os.link
        )  # unchanged, so not read again
        runs.append(run(copy, port, feeds, edition, LATENCY_S, hung))
        shutil.rmtree(copy)
    best = min(runs, key=lambda r: r.wall - r.queued)
    bound = feeds / CONCURRENCY * LATENCY_S
    took = best.wall - best.queued
    told = f"{took:.2f} s of its own, {took / bound:.2f} x the bound of {bound:.2f} s"
    if hung:
        told = f"{took:.2f} s of its own, {took - TIMEOUT_S:+.2f} s beside the timeout of {TIMEOUT_S} s"
    print(f"{name:<34} {best}   {told}", flush=True)
    return took <= GOAL * bound + (TIMEOUT_S if hung else 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="runs of each line; the best is printed")
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--serve", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        port, feeds, edition, delay, hung = given.serve
        asyncio.run(serve(int(port), int(feeds), int(edition), float(delay), int(hung)))
    feeds, port = given.feeds, free_port()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        site.mkdir()
        rows = "".join(f'[[feeds]]\nurl = "http://{address(n)}:{port}/feed"\n' for n in range(feeds))
        hosts = ", ".join(f'"{address(n)}"' for n in range(feeds))
        (site / "feeds.toml").write_text(
            f"[fetch]\nconcurrency = {CONCURRENCY}\ntimeout_s = {TIMEOUT_S}\nallow_private = [{hosts}]\n{rows}", "utf-8"
        )  # fmt: skip
        first = run(site, port, feeds, 1, 0)
        print(f"{f'{feeds:,} feeds, first run, no latency':<34} {first}", flush=True)
        kept = [
            measure("all unchanged", site, port, feeds, given.repeat, 1),
            measure(f"{NEW} with a new entry", site, port, feeds, given.repeat, 2),
            measure("one of these never answers", site, port, feeds, given.repeat, 2, hung=1),
        ]
    return 0 if os.environ.get("CI") or all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
