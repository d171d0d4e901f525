"""What an article of the window takes on disk in .cache/index.sqlite, table by table, and what opening it costs.

    python bench/bench_index.py 10000 1000000         excerpts of 60 words, one process a size
    python bench/bench_index.py --words 400 10000     full texts

Every article is new and within the window, so each has its fingerprint and its trace; one feed for every 14 articles,
one drop on record for every two. Entries, ids and addresses are as long as real ones.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import msgspec

from bench.bench_stories import BEGIN, make
from wirecopy import dedupe, stories
from wirecopy.index import Index
from wirecopy.types import Article, Dropped, FeedState, Note, Text, Validators

BATCH = 5_000
NOTES = (
    Note(stage="normalise", text="link: removed utm_source, utm_medium"),
    Note(stage="clean", text="removed: image 1, pixel 1, tracking parameter 2"),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--keep", type=Path, help="the index is written here and stays")
    options = parser.parse_args(arguments)
    if len(options.sizes) > 1:
        command = [sys.executable, __file__, "--words", str(options.words)]
        return max(subprocess.run([*command, str(size)], check=False).returncode for size in options.sizes)
    with tempfile.TemporaryDirectory() as folder:
        measure(options.keep or Path(folder) / "index.sqlite", options.sizes[0], options.words)
    return 0


def measure(path: Path, size: int, words: int) -> None:
    """Prints the index of so many articles."""
    texts = iter(make(size, words))
    spent = 0.0
    with Index(path) as index:
        index.fit_method("bench")
        for batch in iter(lambda: list(islice(texts, BATCH)), []):
            articles = [article(text) for text in batch]
            prints = [
                (a.entry_id, a.first_seen, encoded(dedupe.fingerprint(t)), encoded(stories.profile(t)))
                for a, t in ((a, as_recorded(a, t)) for a, t in zip(articles, batch, strict=True))
            ]
            began = time.process_time()
            with index.transaction():
                for a in articles:
                    index.put_article(a, f"news/{a.date:%Y/%m/%d}/{a.slug}.md", int(a.date.timestamp()))
                index.put_fingerprints(prints)
                said = Note(stage="stories", text="starts a story of its own")
                index.put_traces(((a.entry_id, (*NOTES, said)) for a in articles), BEGIN)
                index.put_dropped(dropped(articles[::2]), BEGIN)
                index.put_states({a.source_id: state(a) for a in articles[::14]})
            spent += time.process_time() - began
        began = time.process_time()
        found = sum(prints is not None for _, prints in index.recent(BEGIN - timedelta(days=1)))
        opened = time.process_time() - began
    began = time.process_time()
    Index(path).close()
    again = time.process_time() - began
    print(
        f"{size} articles of {words} words: {path.stat().st_size / 1e6:.0f} MB, {path.stat().st_size / size:.0f} B an article; "
        f"CPU of an article: written {spent / size * 1000:.3f} ms, read with its fingerprint {opened / size * 1000:.3f} ms; "
        f"opening the file {again:.2f} s CPU; {found} fingerprints; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    for name, used in sizes(path):
        print(f"  {name:36} {used / size:7.1f} B an article")


def sizes(path: Path) -> Iterator[tuple[str, int]]:
    """Bytes of each table and index, the largest first."""
    db = sqlite3.connect(path)
    yield from db.execute("select name, sum(pgsize) from dbstat group by name order by 2 desc")
    db.close()


def article(text: Text) -> Article:
    """The article of a made-up text, its id, address and slug as long as real ones."""
    number = int(text.id[1:])
    entry_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text.id)}"
    slug = f"{'-'.join(text.title.split())[:60]}-{entry_id[-6:]}"
    site = f"https://www.outlet-{number // 14 % 71_000}.example"
    return Article(
        title=text.title, date=text.published, slug=slug, entry_id=entry_id, source_id=f"outlet-{number // 14 % 71_000}-news",
        link=f"{site}/2026/03/{slug}/", guid=f"{site}/?p={number}", story=slug, first_seen=text.first_seen,
        feed_hash=f"{entry_id[9:17]}00-{entry_id[-10:]}", markdown="",
    )  # fmt: skip


def as_recorded(a: Article, text: Text) -> Text:
    return msgspec.structs.replace(text, id=a.entry_id, source_id=a.source_id, link=a.link)


def encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


def dropped(articles: list[Article]) -> list[Dropped]:
    """As many entries that went no further."""
    return [
        Dropped(
            stage="keep", reason="too old", detail="63 days", source_id=a.source_id, guid=f"old {a.guid}", title=a.title,
            entry_id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'old' + a.entry_id)}", link=a.link, published=a.date, trace=NOTES[:1],
        )
        for a in articles
    ]  # fmt: skip


def state(a: Article) -> FeedState:
    """What is remembered of the feed that gave an article."""
    rhythm = tuple(a.date - timedelta(minutes=97 * n + n * n) for n in range(20))
    return FeedState(
        url=f"https://www.{a.source_id}.example/feed", validated_url=f"https://www.{a.source_id}.example/feed", rhythm=rhythm,
        validators=Validators(etag=a.feed_hash, last_modified="Thu, 12 Mar 2026 12:00:00 GMT"), body_hash=a.feed_hash,
        last_checked=a.date, last_success=a.date, last_new=a.date, next_due=a.date, title=a.source_id,
        due_reason="it publishes about every 7 hours", home=f"https://www.{a.source_id}.example",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
