"""Peak memory of the whole of `wirecopy fetch` (goal: 250 MB), over loopback.

At 1,000 made-up feeds of 20 full texts, all new and then unchanged; another number may be given: `python
bench/bench_memory.py 200`. At single feeds that are as large as one may be: 10 MB of full texts, 10 MB in one entry,
100,000 entries, the same with a mistake in it, which a process of its own reads under limits of its own.

    python bench/bench_memory.py --on 100 400      the head's, the feeds read by a cluster of two workers
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.bench_line import ENTRIES, NOW, SERVER, feed
from bench.measure import cost
from bench.prose import prose

GOAL = 250  # MB
MOST_BYTES = 9_900_000  # just below the `max_bytes` that a site has unless it says otherwise


def document(items: Iterable[str]) -> str:
    """As many of the items as fit."""
    text = ['<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Large</title>']
    room = MOST_BYTES
    for item in items:
        room -= len(item)
        if room < 0:
            break
        text.append(item)
    return "".join([*text, "</channel></rss>"])


def full_texts() -> Iterable[str]:
    rng = random.Random(1)
    body = [prose(rng, 100) for _ in range(200)]
    for n in range(100_000):
        paragraphs = "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in rng.sample(body, 5))
        when = format_datetime(NOW - timedelta(minutes=n))
        yield f"<item><title>{prose(rng, 8)}</title><guid>{n}</guid><pubDate>{when}</pubDate><description>{paragraphs}</description></item>"


def brief() -> Iterable[str]:
    return (
        f"<item><title>Item {n}</title><guid>g{n}</guid><description>Note {n}</description></item>"
        for n in range(100_000)
    )


def one_entry() -> str:
    words = "&lt;p&gt;" + "the water level and the names of the barges that passed " * 20 + "&lt;/p&gt;"
    text = words * (MOST_BYTES // len(words) - 1)
    return document([f"<item><title>All</title><guid>1</guid><description>{text}</description></item>"])


CLUSTER = """
if __name__ == "__main__":
    import dask, sys
    from distributed import LocalCluster
    from wirecopy.cluster import NO_LOG
    with dask.config.set(NO_LOG), LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def run(documents: Iterable[str], times: int, name: str, *how: str) -> bool:
    """Prints what `times` runs in one site cost; whether all stayed below the goal."""
    wirecopy = str(Path(sys.executable).with_name("wirecopy"))
    with tempfile.TemporaryDirectory() as folder:
        feeds, site = Path(folder) / "feeds", Path(folder) / "site"
        feeds.mkdir()
        site.mkdir()
        count = 0
        for count, text in enumerate(documents, 1):
            (feeds / f"{count}.xml").write_text(text, "utf-8")
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(feeds)], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        try:
            host = f"127.0.0.1:{int(server.stdout.readline())}"
            rows = "".join(f'[[feeds]]\nurl = "http://{host}/{n}.xml"\n' for n in range(1, count + 1))
            settings = f'[fetch]\nallow_private = ["{host}"]\nper_host = 32\n'
            (site / "feeds.toml").write_text(settings + rows, "utf-8")
            env = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
            costs = [cost([wirecopy, "fetch", "--force", *how], site, env) for _ in range(times)]
        finally:
            server.kill()
            server.wait()
        written = sum(1 for _ in (site / "content").rglob("*.md"))
    for number, each in enumerate(costs):
        told = f"{written} articles" if number == 0 else "again, unchanged"
        print(f"  {name if number == 0 else '':<44} {each}  {told}", flush=True)
    return all(each.peak <= GOAL for each in costs)


def on_a_cluster(sizes: Iterable[int]) -> bool:
    """Whether the head stays below the goal at so many feeds."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:  # its workers import it
        script.write(CLUSTER)
        script.flush()
        cluster = subprocess.Popen(
            [sys.executable, script.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert cluster.stdout is not None
        address = cluster.stdout.readline().strip()
        try:
            kept = True
            for n in sizes:
                name = f"{n:,} feeds of {ENTRIES} full texts, the head"
                kept &= run(map(feed, range(n)), 1, name, "--on", address)
            return kept
        finally:
            cluster.communicate()


def main() -> int:
    if sys.argv[1:2] == ["--on"]:
        return 0 if on_a_cluster(map(int, sys.argv[2:])) else 1
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    print(f"wirecopy fetch as a process (goal {GOAL} MB)")
    spoilt = document(brief()).replace("Note 50000<", "Note & <b><")
    kept = [
        run([document(full_texts())], 1, "one feed, 10 MB of full texts"),
        run([one_entry()], 1, "one feed, 10 MB in one entry"),
        run([document(brief())], 1, "one feed, 100,000 entries"),
        run([spoilt], 1, "the same, not well-formed"),
        run(map(feed, range(feeds)), 2, f"{feeds:,} feeds of {ENTRIES} full texts, all new"),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
