"""What reading feeds costs beside a bare feedparser loop over the same bytes, in one run.

`python bench/bench_parse.py [FOLDER]`; without a folder it reads feeds of its own, made up of repeated
entries, so that it runs anywhere.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import feedparser

from wirecopy.normalise import normalise
from wirecopy.normalise.detect import detect_language
from wirecopy.normalise.language import language_tag
from wirecopy.normalise.titling import title_of
from wirecopy.parse import parse
from wirecopy.parse.plain import plain_line
from wirecopy.types import Fetched, Parsed, Source

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def made_up(feeds: int, entries: int) -> list[bytes]:
    """Feeds of about 41 kB with 20 entries, the size that was measured in the wild."""
    paragraph = (
        "<p>The council spoke about the <a href='https://example.org/bridge'>bridge</a> for an hour.</p>"
    )
    documents = []
    for feed in range(feeds):
        items = "".join(
            f"<item><title>Council notes {feed}-{n}</title><link>https://example.org/{feed}/{n}?utm_source=rss</link>"
            f"<guid isPermaLink='false'>{feed}-{n}</guid><pubDate>Tue, 17 Feb 2026 10:{n % 60:02}:00 GMT</pubDate>"
            f"<description>Notes of the council</description><content:encoded><![CDATA[{paragraph * 18}]]></content:encoded></item>"
            for n in range(entries)
        )
        documents.append(
            "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            f"<channel><title>Feed {feed}</title><link>https://example.org/</link>{items}</channel></rss>".encode()
        )
    return documents


def fetched(number: int, body: bytes) -> Fetched:
    url = f"https://example.org/{number}.xml"
    return Fetched(source=Source(id=f"feed-{number}", url=url), url=url, body=body, fetched_at=NOW)


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """CPU of the quickest of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def compare_languages(parsed: list[Parsed]) -> None:
    """Prints how often the detected language is the one that the feed declares."""
    same = none = other = 0
    for one in parsed:
        declared = language_tag(one.feed.language).partition("-")[0]
        for item in one.items if declared else ():
            body = plain_line((item.content or item.summary)[:4000], is_html=True)[:1000]
            detected = detect_language(f"{title_of(item)}\n{body}")
            same, none, other = (
                same + (detected == declared),
                none + (not detected),
                other + (detected not in {declared, ""}),
            )
    print(f"language        {same} as declared, {none} undecided, {other} other")


def main(arguments: list[str]) -> None:
    """Prints CPU seconds and their ratio to bare feedparser."""
    if arguments:
        bodies = [path.read_bytes() for path in sorted(Path(arguments[0]).glob("*.xml"))]
    else:
        bodies = made_up(feeds=40, entries=20)
    documents = [fetched(number, body) for number, body in enumerate(bodies)]
    bare = seconds(lambda: [feedparser.parse(body) for body in bodies], rounds=1)
    ours = seconds(lambda: [parse(document) for document in documents])
    parsed = [one for one in map(parse, documents) if isinstance(one, Parsed)]
    normal = seconds(lambda: [normalise(one, {}, NOW) for one in parsed])
    entries = sum(len(one.items) for one in parsed)
    print(f"{len(bodies)} feeds, {entries} entries, {sum(map(len, bodies)) / 1e6:.1f} MB")
    print(f"bare feedparser {bare:.3f} s of CPU")
    print(f"parse           {ours:.3f} s, {ours / bare:.3f} of it (without feedparser's own process)")
    print(f"normalise       {normal:.3f} s, {normal / bare:.3f} of it")
    if arguments:
        compare_languages(parsed)


if __name__ == "__main__":
    main(sys.argv[1:])
