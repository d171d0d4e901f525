"""Hostile feeds without end: parse, normalise, clean, Markdown and back, each finding printed with its seed.

    python tests/fuzz.py [--minutes 60] [--seed 1] [--site]

Documents of the selftest are cut, crossed, nested and sprinkled with what breaks parsers. A finding is an exception,
HTML that the independent judge (tests/judge.py) faults, a text that does not survive its Markdown file, an entry that
the same document gives anew at the next fetch, or more than SLOW seconds. A seed always makes the same document, so
that a finding is one line in a test.

With `--site` sound feeds with broken bodies, titles and names go on to the built site, many at a time: a finding is
a feed that lost an entry, and whatever `wirecopy check --output` finds in the pages, feeds and search files.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import tomllib
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from judge import faults
from wirecopy import bodies, compose, markdown, reading
from wirecopy.selftest import bodies as hostile_bodies
from wirecopy.selftest import run as bed
from wirecopy.selftest import selftest
from wirecopy.selftest.scenario import Scenario, feed, item
from wirecopy.selftest.scenarios import MARKUP, TYPED, scenarios
from wirecopy.types import Entry, Fetched, Known, Source

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
SLOW = 5.0  # s of CPU a document
SEEDS = [s.body for s in scenarios() if len(s.body) < 20_000]
PIECES = [
    *(m.encode() for m in MARKUP.values()), *(t.encode() for t in TYPED.values()), b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"&#0;", b"&#xD800;", b"&#x202e;", b"&lt;", b"&amp;lt;", b"&nbsp;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<br", b"</",
    b"<svg>", b"</svg>", b"<math>", b"<table><tr><td>", b"</table>", b"<pre>", b"<li>", b"<select>", b"<template>", b"<a href='",
    b"\r", b"\n\n", b"\xe2\x80\xa8", b"    ", b"\\", b"`" * 9, b"[" * 99, b"_a __b " * 50, b"> " * 50, b"| - |\n", b"=" * 9, b"{{", b"{%",
]  # fmt: skip
_CASES = tomllib.loads((Path(__file__).parent / "cases" / "clean" / "hostile.toml").read_text("utf-8"))
SOUP = [
    *MARKUP.values(), *TYPED.values(), *hostile_bodies.MARKUP.values(), *hostile_bodies.TYPED.values(),
    *(html for family in _CASES.values() for html in family["html"]),
    *(f"<{close}{tag}{extra}>" for tag in ("p", "div", "table", "tr", "td", "svg", "math", "mtext", "style", "title", "textarea", "select", "option", "template", "pre", "code", "a", "li", "ul", "noscript", "br", "desc", "foreignObject", "annotation-xml") for close in ("", "/") for extra in ("", " onclick=wcCanary()", " title='-->")),
    "<!--", "-->", "--!>", "<![CDATA[", "]]>", "\n\n", "    ", "\n> ", "\n- ", "\n# ", "\n```\n", "`", "**", "[a](", "\\", "&", "&amp;lt;", "&#x3c;", "{{", "{%", "{attach}", "|", "'", '"', "=",
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


def _known(entry: Entry) -> Known:
    return Known(
        entry_id=entry.entry_id, guid=entry.guid, link=entry.link, title=entry.title, published=entry.published,
        first_seen=entry.first_seen,
    )  # fmt: skip


def findings(data: bytes) -> list[str]:
    """What is wrong with what the line makes of a document."""
    source = Source(id="fuzz", url="https://fuzz.example/feed")
    fetched = Fetched(source=source, url=source.url, body=data, fetched_at=NOW)
    began = time.process_time()
    read = reading.read(reading.Job(fetched=fetched, known=(), manners=reading.Manners(), now=NOW))
    found = [f"dropped: {d.detail}" for d in read.dropped if d.reason == "cannot be read"]
    known = tuple((_known(p.entry), p.feed_hash) for p in read.pieces)
    later = reading.Job(fetched=fetched, known=known, manners=reading.Manners(), now=NOW + timedelta(hours=2))
    found += [f"another entry at the second fetch: {p.entry.title[:60]}" for p in reading.read(later).pieces]
    for piece in read.pieces:
        article = compose.article_of(piece, "", "")
        html = bodies.to_html(article.markdown)
        found += faults(html)
        again = markdown.load(markdown.dump(article))
        if again.title != article.title or again.markdown != article.markdown.strip("\n"):
            found.append("the file says something else than the article")
    if time.process_time() - began > SLOW:
        found.append(f"took {time.process_time() - began:.1f} s")
    return found


def sound_feed(seed: int) -> bytes:
    """A well-formed feed of three entries in whose texts anything may stand."""
    dice = random.Random(seed)

    def soup() -> str:
        parts = []
        for _ in range(dice.randrange(1, 9)):
            part = dice.choice(SOUP) * dice.choice((1, 1, 1, 1, 40))
            cut = dice.randrange(len(part) + 1)
            parts.append(dice.choice((part, part, part[:cut], part[cut:], escape(part))))
        text = dice.choice(("", " ", "x", "<p>")).join(parts)
        return "".join(
            c
            for c in text
            if c in "\t\n"
            or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 and ord(c) not in (0xFFFE, 0xFFFF))
        )

    items = [
        item(f"{seed} {n} {soup()[:400]}", soup() + soup(), guid=f"{n}{soup()[:50]}", more=f"<category>{escape(soup()[:50])}</category><author>{escape(soup()[:80])}</author>")
        for n in range(3)
    ]  # fmt: skip
    return feed(*items, title=soup()[:200])


def site_findings(seeds: range) -> list[str]:
    """What is wrong with a site made of the feeds of these seeds."""
    many = [Scenario(name=f"seed-{seed}", body=sound_feed(seed), articles=3) for seed in seeds]
    settings = bed._settings
    bed._settings = lambda of, place: settings(of, place).replace("[[feeds]]\n", '[[feeds]]\nshow = "full"\nlicence = "CC0"\n')  # fmt: skip
    try:
        with tempfile.TemporaryDirectory(prefix="wirecopy-fuzz-") as folder:
            return [
                f"{r.name}: {'; '.join(r.faults)[:400]}"
                for r in selftest(Path(folder, "site"), many)
                if r.faults
            ]
    finally:
        bed._settings = settings


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--site", action="store_true", help="sound feeds, through the build")
    asked = options.parse_args()
    until = time.monotonic() + asked.minutes * 60
    seed, bad = asked.seed, 0
    step = 40 if asked.site else 1
    while time.monotonic() < until:
        try:
            found = (
                site_findings(range(seed, seed + step))
                if asked.site
                else findings(document(seed) if seed % 2 else sound_feed(seed))
            )
        except KeyboardInterrupt:
            break
        except Exception as error:  # the finding itself
            found = [f"{type(error).__name__}: {error}"]
        if found:
            bad += 1
            print(f"seed {seed}: {'; '.join(found)[:900]}", flush=True)
        seed += step
    print(f"{seed - asked.seed} documents, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
