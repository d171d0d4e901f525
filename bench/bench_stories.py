"""CPU and memory of one more entry for `dedupe` and `stories`, at windows of 10,000, 100,000 and more.

    python bench/bench_stories.py 10000 100000        one process a size, a line of figures for each
    python bench/bench_stories.py --words 400 10000   full texts instead of excerpts of 60 words

The entries are made up: a few words of each come from an event that several outlets report, the others are drawn
by Zipf's law from a vocabulary that grows with the window, as it does in the news. One in ten is a reprint.
"""

from __future__ import annotations

import argparse
import gc
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import msgspec

from wirecopy import dedupe, stories
from wirecopy.spool import Spool
from wirecopy.types import Text

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
T = TypeVar("T")
ASIDE = Path(tempfile.gettempdir())
NEW = 1000  # entries of the run that is measured


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--words", type=int, default=60)
    options = parser.parse_args(arguments)
    if len(options.sizes) > 1:  # each in a process of its own: memory is not given back
        command = [sys.executable, __file__, "--words", str(options.words)]
        return max(subprocess.run([*command, str(size)], check=False).returncode for size in options.sizes)
    measure(options.sizes[0], options.words)
    return 0


def measure(size: int, words: int) -> None:
    """Print what a run of NEW entries costs beside a window of `size`."""
    print(f"window of {size}, texts of {words} words")
    texts = make(size + NEW, words)
    fingerprints = timed("fingerprint", len(texts), partial(list, map(dedupe.fingerprint, texts)))
    profiles = timed("profile", len(texts), partial(list, map(stories.profile, texts)))
    now = texts[-1].published
    del texts
    stored = [msgspec.msgpack.encode(f) for f in fingerprints[:size]]
    told = [msgspec.msgpack.encode(p) for p in profiles[:size]]
    new_fingerprints, new_profiles = fingerprints[size:], profiles[size:]
    print(
        f"  on disk: fingerprint {sum(map(len, stored)) // size} B, profile {sum(map(len, told)) // size} B"
    )
    del fingerprints, profiles
    gc.collect()
    open_texts = partial(opened_texts, stored)
    open_stories = partial(opened_stories, told)
    print(
        f"  memory an entry: texts {traced(open_texts) / size:.0f} B, stories {traced(open_stories) / size:.0f} B"
    )
    window = timed("open the window of texts", size, open_texts)
    story_window = timed("open the window of stories", size, open_stories)
    found = timed("find duplicates", NEW, lambda: dedupe.find_duplicates(new_fingerprints, window))
    fresh = [p for p, d in zip(new_profiles, found, strict=True) if d is None]
    timed("assign stories", NEW, lambda: stories.assign(fresh, story_window, now))
    print(f"  of {NEW} newcomers {NEW - len(fresh)} are reprints")


def make(count: int, length: int) -> list[Text]:
    """Entries of 96 hours, the same ones in every run."""
    chance = random.Random(7)
    vocabulary = max(20_000, count)
    word = lambda: f"w{int(vocabulary ** chance.random())}"  # noqa: E731  # Zipf: rank is log-uniform
    events = [[f"w{chance.randrange(2000, vocabulary)}" for _ in range(12)] for _ in range(count // 6 + 1)]
    texts: list[Text] = []
    for number in range(count):
        if number % 10 == 9:
            other = texts[chance.randrange(max(0, number - 5000), number)]
            title, body = other.title, other.text + " " + " ".join(word() for _ in range(8))
        else:
            event = events[max(0, int(len(events) * number / count) - chance.randrange(60))]
            title = " ".join(chance.sample(event, 4) + [word() for _ in range(5)])
            body = " ".join(
                chance.sample([*chance.sample(event, 8), *(word() for _ in range(length - 8))], length)
            )
        published = BEGIN + timedelta(hours=96 * number / count)
        texts.append(
            Text(
                id=f"e{number}",
                source_id=f"s{number % 997}",
                link=f"https://s{number % 997}.example/{number}",
                title=title,
                text=body,
                lang="en",
                published=published,
                first_seen=published,
            )
        )
    return texts


def timed(what: str, count: int, work: Callable[[], T]) -> T:
    """The result of some work; prints CPU a piece."""
    began = time.process_time()
    result = work()
    print(f"  {what}: {(time.process_time() - began) / count * 1000:.3f} ms CPU an entry", flush=True)
    return result


def opened_texts(stored: list[bytes]) -> dedupe.Window:
    """The window as a run makes it from the index."""
    fingerprints = (msgspec.msgpack.decode(blob, type=dedupe.Fingerprint) for blob in stored)
    return dedupe.Window(fingerprints, lambda: Spool(ASIDE, dedupe.Fingerprint))


def opened_stories(stored: list[bytes]) -> stories.StoryWindow:
    """The same for stories, each entry one of its own."""
    profiles = (msgspec.msgpack.decode(blob, type=stories.Profile) for blob in stored)
    members = (stories.Member(p, p.id) for p in profiles)
    return stories.StoryWindow(members, lambda: Spool(ASIDE, stories.Profile))


def traced(work: Callable[[], object]) -> int:
    """Bytes that the result of some work keeps, as the allocator counts them (the process may reuse freed ones)."""
    gc.collect()
    tracemalloc.start()
    kept = work()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
