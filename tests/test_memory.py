"""A run lets go of what it takes in: its memory does not grow with the texts."""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from wirecopy.config import load
from wirecopy.pipeline import Site, run
from wirecopy.types import Fetched, Source

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
LENGTH = 60_000  # characters of each text
ENTRIES = 4


def document(source: Source) -> bytes:
    """Texts that no other feed has."""
    items = []
    for n in range(ENTRIES):
        chance = random.Random(f"{source.id} {n}")
        text = " ".join(f"w{chance.randrange(10_000, 14_000)}" for _ in range(LENGTH // 7))
        items.append(
            f"<item><title>{text[:60]}</title><guid>{n}</guid><description>{text}</description></item>"
        )
    return f'<rss version="2.0"><channel><title>{source.id}</title>{"".join(items)}</channel></rss>'.encode()


def ask(sources: Iterable[Source], *_: object, **__: object) -> Iterator[Fetched]:
    for source in sources:
        gc.collect()  # so that the figure does not hang on when the collector happens to run
        yield Fetched(source=source, url=source.url, body=document(source), fetched_at=NOW)


def peak(folder: Path, feeds: int) -> int:
    """The most that Python held during a run, in bytes, beside what it held before."""
    folder.mkdir()
    rows = "".join(f'[[feeds]]\nid = "f{n}"\nurl = "https://f{n}.example/feed"\n' for n in range(feeds))
    (folder / "feeds.toml").write_text(rows, "utf-8")
    config = load(folder / "feeds.toml")
    tracemalloc.start()
    try:
        report = run(Site(folder), config, NOW, ask=ask)
        assert report.new == feeds * ENTRIES
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_run_over_many_feeds_holds_no_more_text_than_a_run_over_few(tmp_path: Path) -> None:
    peak(tmp_path / "warm", 1)  # tables that are read once stay
    few, many = (peak(tmp_path / str(feeds), feeds) for feeds in (3, 27))
    # windows, fingerprints and what waits to be written to disk are a third of it; the texts alone would be all of it
    assert many - few < 24 * ENTRIES * LENGTH * 0.7
