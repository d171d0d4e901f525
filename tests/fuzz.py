"""Hostile feeds without end: parse, normalise, clean, Markdown and back, each finding printed with its seed.

    python tests/fuzz.py [--minutes 60] [--seed 1]

Documents of the selftest are cut, crossed, nested and sprinkled with what breaks parsers. A finding is an exception,
HTML that the independent judge (tests/judge.py) faults, a text that does not survive its Markdown file, or more
than SLOW seconds. A seed always makes the same document, so that a finding is one line in a test.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from judge import faults
from wirecopy import bodies, compose, markdown, reading
from wirecopy.selftest.scenarios import MARKUP, TYPED, scenarios
from wirecopy.types import Fetched, Source

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
SLOW = 5.0  # s a document, on a busy machine
SEEDS = [s.body for s in scenarios() if len(s.body) < 20_000]
PIECES = [
    *(m.encode() for m in MARKUP.values()), *(t.encode() for t in TYPED.values()), b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"&#0;", b"&#xD800;", b"&#x202e;", b"&lt;", b"&amp;lt;", b"&nbsp;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<br", b"</",
    b"<svg>", b"</svg>", b"<math>", b"<table><tr><td>", b"</table>", b"<pre>", b"<li>", b"<select>", b"<template>", b"<a href='",
    b"\r", b"\n\n", b"\xe2\x80\xa8", b"    ", b"\\", b"`" * 9, b"[" * 99, b"_a __b " * 50, b"> " * 50, b"| - |\n", b"=" * 9, b"{{", b"{%",
]  # fmt: skip


def document(seed: int) -> bytes:
    """The document of one seed."""
    dice = random.Random(seed)
    data = bytearray(dice.choice(SEEDS))
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(6)
        if kind < 3:
            data[at:at] = dice.choice(PIECES) * dice.choice((1, 1, 1, 2, 30))
        elif kind == 3:
            del data[at : at + dice.randrange(1, 60)]
        elif kind == 4:
            other = dice.choice(SEEDS)
            begin = dice.randrange(len(other) + 1)
            data[at:at] = other[begin : begin + dice.randrange(200)]
        elif at < len(data):
            data[at] = dice.randrange(256)
    return bytes(data)


def findings(data: bytes) -> list[str]:
    """What is wrong with what the line makes of a document."""
    source = Source(id="fuzz", url="https://fuzz.example/feed")
    fetched = Fetched(source=source, url=source.url, body=data, fetched_at=NOW)
    began = time.monotonic()
    read = reading.read(reading.Job(fetched=fetched, known=(), manners=reading.Manners(), now=NOW))
    found = [f"dropped: {d.detail}" for d in read.dropped if d.reason == "cannot be read"]
    for piece in read.pieces:
        article = compose.article_of(piece, "", "")
        html = bodies.to_html(article.markdown)
        found += faults(html)
        again = markdown.load(markdown.dump(article))
        if again.title != article.title or again.markdown != article.markdown.strip("\n"):
            found.append("the file says something else than the article")
    if time.monotonic() - began > SLOW:
        found.append(f"took {time.monotonic() - began:.1f} s")
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    until = time.monotonic() + asked.minutes * 60
    seed, bad = asked.seed, 0
    while time.monotonic() < until:
        try:
            found = findings(document(seed))
        except KeyboardInterrupt:
            break
        except Exception as error:  # the finding itself
            found = [f"{type(error).__name__}: {error}"]
        if found:
            bad += 1
            print(f"seed {seed}: {'; '.join(found)[:300]}", flush=True)
        seed += 1
    print(f"{seed - asked.seed} documents, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
