"""What many feeds need: throughput of the line's pure part in one process, in two, on two Dask workers; memory at the head.

    python bench/scale.py                    600 documents; --feeds 5000 for the figures in docs/scale.md
    python bench/scale.py --head 50 250      whole runs of so many feeds of 20 new entries: memory and CPU at the head
    python bench/scale.py --draw docs/images/lookup.svg 10000 100000 1000000

The documents are the real feeds of ../shared/feeds one after the other, again and again under other names, or
made-up ones where that folder is absent. Every entry is new and none is too old, so every entry is worked on: the
first run of a site, not its everyday. Each way runs in a process of its own, whose peak is the head's memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.bench_line import ENTRIES, feed
from wirecopy.reading import Job, Manners, Reading, read
from wirecopy.types import Fetched, Source

SHARED = Path(__file__).resolve().parents[2] / "shared/feeds"
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
WAYS = ("in-process", "2 processes", "2 Dask workers")
Spread = Callable[[Callable[[Job], Reading], Iterable[Job]], Iterable[Reading]]


def documents() -> list[bytes]:
    """The feeds that are repeated; 32 made-up ones where the real ones are absent."""
    if SHARED.is_dir():
        return [p.read_bytes() for p in sorted(SHARED.iterdir()) if p.suffix in (".xml", ".json")]
    return [feed(number).encode() for number in range(32)]


def jobs(count: int) -> Iterator[Job]:
    """So many feeds to read, made when they are asked for."""
    manners = Manners(max_age_days=100_000)
    for number, body in enumerate(islice(cycle(documents()), count)):
        address = f"https://outlet{number}.example/feed"
        source = Source(id=f"outlet-{number}", url=address, name=f"Outlet {number}")
        fetched = Fetched(source=source, url=address, body=body, fetched_at=NOW)
        yield Job(fetched=fetched, known=(), manners=manners, now=NOW)


@contextmanager
def way(name: str) -> Iterator[Spread]:
    """The `map` of one way, with workers that have read the rules already."""
    warm = list(jobs(4))
    if name == "in-process":
        list(map(read, warm))
        yield map
    elif name == "2 processes":
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            list(pool.map(read, warm))
            yield bounded(pool)
    else:
        import dask
        from distributed import LocalCluster

        from wirecopy.cluster import NO_LOG, connected, spread_over

        with (
            dask.config.set(NO_LOG),  # the scheduler is in this process too; see docs/scale.md
            LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            ) as local,
            connected(local.scheduler_address) as client,
        ):
            list(spread_over(client)(read, warm))
            yield spread_over(client)


def bounded(pool: ProcessPoolExecutor) -> Spread:
    """The pool's map with eight jobs under way, as on a cluster of two; its own takes all jobs at once."""

    def spread(function: Callable[[Job], Reading], values: Iterable[Job]) -> Iterator[Reading]:
        under_way: deque[Future[Reading]] = deque()
        for value in values:
            under_way.append(pool.submit(function, value))
            if len(under_way) >= 8:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    return spread


def measure(name: str, count: int) -> None:
    """Prints one way's line. Results are let go at once: what remains is what the way itself holds."""
    with way(name) as spread:
        began, cpu = time.monotonic(), cpu_here()
        entries = sum(len(reading.pieces) for reading in spread(read, jobs(count)))
        wall, cpu = time.monotonic() - began, cpu_here() - cpu
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)  # of workers, who have ended, their start included
    whole = (cpu + theirs.ru_utime + theirs.ru_stime) / count * 1000
    print(
        f"{name:15} {count} feeds, {entries} entries: {wall:7.1f} s, {count / wall:5.1f} feeds/s, "
        f"{wall / count * 1000:6.1f} ms a feed, {wall / entries * 1000:5.2f} ms an entry; "
        f"CPU {whole:6.1f} ms a feed, of which the head {cpu / count * 1000:5.1f}; the head's peak {peak():.0f} MB",
        flush=True,
    )


def head(count: int) -> None:
    """Prints what a whole run of new feeds costs the head, the pure part of the line left out of its CPU."""
    from wirecopy.config import load
    from wirecopy.pipeline import Site, run

    pure = 0.0

    def timed(function: Callable[[Job], Reading], values: Iterable[Job]) -> Iterator[Reading]:
        nonlocal pure
        for value in values:
            began = cpu_here()
            reading = function(value)
            pure += cpu_here() - began
            yield reading

    def ask(sources: Iterable[Source], *_: Any, **__: Any) -> Iterator[Fetched]:
        for number, source in enumerate(sources):
            made = cpu_here()
            answer = Fetched(source=source, url=source.url, body=feed(number).encode(), fetched_at=NOW)
            nonlocal pure
            pure += cpu_here() - made
            yield answer

    with tempfile.TemporaryDirectory() as name:
        rows = (f'[[feeds]]\nid = "o-{n}"\nurl = "https://outlet{n}.example/feed"\n' for n in range(count))
        (Path(name) / "feeds.toml").write_text("".join(rows), "utf-8")
        before, cpu = peak(), cpu_here()
        report = run(Site(Path(name)), load(Path(name) / "feeds.toml"), NOW, spread=timed, ask=ask)
        cpu = cpu_here() - cpu - pure
        index = (Path(name) / ".cache/index.sqlite").stat().st_size
    print(
        f"run of {count} feeds x {ENTRIES}: {report.new} new; peak {peak():.0f} MB "
        f"({(peak() - before) / (report.new + report.merged) * 1000:.0f} MB per 1,000 new); "
        f"head {cpu / report.new * 1000:.2f} ms CPU a new entry, pure part {pure / report.new * 1000:.2f}; "
        f"index {index / report.new:.0f} B an entry",
        flush=True,
    )


def cpu_here() -> float:
    """CPU seconds of this process alone."""
    return time.process_time()


def peak() -> float:
    """MB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=600)
    parser.add_argument("--head", type=int, nargs="+", metavar="FEEDS")
    parser.add_argument("--way", choices=WAYS, action="append")
    parser.add_argument("--draw", nargs="+", metavar=("FILE", "SIZE"))
    options = parser.parse_args(arguments)
    if options.draw:
        from bench.growth import draw

        return draw(Path(options.draw[0]), [int(size) for size in options.draw[1:]])
    if options.head:
        parts = [["--head", str(count)] for count in options.head]
    else:
        parts = [["--way", name, "--feeds", str(options.feeds)] for name in options.way or WAYS]
    if len(parts) > 1:  # each in a process of its own: memory is not given back
        return max(subprocess.run([sys.executable, __file__, *p], check=False).returncode for p in parts)
    if options.head:
        head(options.head[0])
    else:
        measure(options.way[0], options.feeds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
