"""Cost of clean, to_markdown, to_html and plain_text on every body of a folder of feeds.

    python bench/bench_clean.py ../shared/feeds

Prints one line for each step: milliseconds of CPU a body, best of three runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from wirecopy.bodies import plain_text, to_html, to_markdown
from wirecopy.bodies.reference import convert
from wirecopy.clean import CleanPolicy, clean_fragment
from wirecopy.parse import parse
from wirecopy.types import Failed, Fetched, Item, Source


def main(folder: Path) -> None:
    """Print the table."""
    items = [item for path in sorted(folder.iterdir()) for item in _items(path)]
    policy = CleanPolicy()
    bodies = [clean_fragment(item.content or item.summary, item.base, policy)[0] for item in items]
    written = [to_markdown(body) for body in bodies]
    print(
        f"{len(items)} bodies, {sum(len(i.content or i.summary) for i in items) / len(items):.0f} characters each"
    )
    _time(
        "clean", lambda: [clean_fragment(i.content or i.summary, i.base, policy) for i in items], len(items)
    )
    _time("to_markdown", lambda: [to_markdown(body) for body in bodies], len(items))
    _time("to_html", lambda: [to_html(text) for text in written], len(items))
    _time("to_html by the reference library", lambda: [convert(text) for text in written], len(items))
    _time("plain_text", lambda: [plain_text(body) for body in bodies], len(items))
    print(
        f"came back as it went: {sum(to_html(w) == b for w, b in zip(written, bodies, strict=True))} of {len(items)}"
    )


def _items(path: Path) -> tuple[Item, ...]:
    now = datetime(2026, 2, 17, tzinfo=UTC)
    source = Source(id="s", url="https://s.example/")
    parsed = parse(
        Fetched(source=source, url="https://s.example/feed", body=path.read_bytes(), fetched_at=now)
    )
    return () if isinstance(parsed, Failed) else parsed.items


def _time(name: str, work: Callable[[], object], count: int) -> None:
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    print(f"{name}: {best / count * 1000:.3f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
