"""The whole line on 200 made-up feeds of 20 entries: cold, again (304), and beside a bare feedparser loop.

The yardstick reads the same bytes with feedparser and does nothing else. Then the cost by stage in one
process: what ingest is (fetch to Markdown written), feed by feed as the line reads them, and what newcomers
are compared by, apart. Ingest and its yardstick are gone through three times, and of each stage the least
counts: other programs on the machine can only add.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.measure import cost
from bench.prose import prose

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
FEEDS, ENTRIES = 200, 20
BARE = "import sys, feedparser\nfor name in sys.argv[1:]:\n    feedparser.parse(open(name, 'rb').read())\n"


def feed(number: int) -> str:
    """One RSS 2.0 feed as a well-known blog program writes it: full texts of 300 to 600 words, a picture, a pixel, a footer."""
    rng = random.Random(number)
    host = f"https://outlet{number}.example"
    items = []
    for i in range(ENTRIES):
        when = format_datetime(NOW - timedelta(hours=rng.random() * 240))
        link = f"{host}/2026/03/{i}-{rng.randrange(10**6)}/?utm_source=rss&utm_medium=feed"
        title = prose(rng, 9).rstrip(".")
        parts = [
            f'<p class="wp-block-paragraph">{prose(rng, rng.randint(40, 80))} <a href="/more/{i}" onclick="track()">{prose(rng, 3)}</a> &nbsp;&mdash; {prose(rng, 12)}</p>'
            for _ in range(rng.randint(5, 8))
        ]
        parts.insert(
            1,
            f'<figure class="wp-block-image"><img src="/uploads/{i}.jpg" srcset="/uploads/{i}-300.jpg 300w" alt="{prose(rng, 3)}" width="1024" height="576"/><figcaption>{prose(rng, 6)}</figcaption></figure>',
        )
        parts.insert(3, f"<h2>{prose(rng, 5)}</h2>")
        parts.append(
            f'<p>The post <a rel="nofollow" href="{escape(link)}">{title}</a> appeared first on <a href="{host}">Outlet {number}</a>.</p><img src="https://pixel.example/p.gif?{i}" width="1" height="1"/>'
        )
        body = "\n".join(parts)
        items.append(
            f'<item><title>{title}</title><link>{escape(link)}</link><dc:creator><![CDATA[{prose(rng, 2)}]]></dc:creator><pubDate>{when}</pubDate><category><![CDATA[{prose(rng, 1)}]]></category><guid isPermaLink="false">{host}/?p={i}</guid><description><![CDATA[<p>{prose(rng, 40)}</p>]]></description><content:encoded><![CDATA[{body}]]></content:encoded></item>'
        )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    return f"{head}<channel><title>Outlet {number}</title><link>{host}</link><description>x</description><language>en</language>{''.join(items)}</channel></rss>"


SERVER = """
import hashlib, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
files = {"/" + p.name: p.read_bytes() for p in Path(sys.argv[1]).glob("*.xml")}
ThreadingHTTPServer.request_queue_size = 128
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def do_GET(self):
        body = files.get(self.path, b"")
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        same = self.headers.get("If-None-Match") == tag
        self.send_response(304 if same else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", "application/rss+xml")
        if not same: self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not same: self.wfile.write(body)
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


def by_stage(port: int, folder: Path) -> None:
    """Prints the CPU of each stage of the line, in seconds for all feeds and beside feedparser's."""
    import feedparser

    from wirecopy import bodies, clean, dedupe, fetch, keep, normalise, parse, stories
    from wirecopy.compose import article_of
    from wirecopy.markdown import article_path, dump, write_whole
    from wirecopy.normalise.address import canonical_url
    from wirecopy.reading import Manners, Piece, feed_hash, text_of
    from wirecopy.types import Fetched, FetchSettings, Source

    costs: dict[str, float] = {}
    spent: dict[str, float] = {}  # of one attempt

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        result = work()
        spent[name] = spent.get(name, 0.0) + time.process_time() - began
        return result

    def settle() -> None:
        for name, seconds in spent.items():
            costs[name] = min(costs.get(name, seconds), seconds)
        spent.clear()

    sources = [
        Source(id=f"outlet-{n}", url=f"http://127.0.0.1:{port}/{n}.xml", name=f"Outlet {n}")
        for n in range(FEEDS)
    ]
    settings = FetchSettings(allow_private=(f"127.0.0.1:{port}",), per_host=32)
    rules, days = keep.compile_rules(()), Manners().max_age_days

    def finish(
        entry: Any,
    ) -> tuple[Any, str, str]:  # in one go, as the line does it: the three share one tree
        done = clean.clean(entry, clean.CleanPolicy())
        return done, feed_hash(done.title, done.html), bodies.to_markdown(done.html)

    def write(cleaned: list[Any], into: Path) -> list[bool]:
        nothing = dict.fromkeys(("text", "fingerprint", "profile"))  # what only the comparing asks for
        pieces = [Piece(entry=e, markdown=m, feed_hash=h, **nothing) for e, h, m in cleaned]  # type: ignore[arg-type]
        articles = [article_of(p, "", "") for p in pieces]
        return [write_whole(into / article_path(a), dump(a).encode(), sync=False) for a in articles]

    def ingest(attempt: int) -> list[Any]:
        canonical_url.cache_clear()  # what it knows of the last attempt's addresses would make it cheap
        documents = timed("fetch", lambda: list(fetch.fetch(sources, {}, settings, NOW)))
        assert all(isinstance(d, Fetched) for d in documents)
        timed("feedparser", lambda: [feedparser.parse(d.body).version for d in documents])
        cleaned = []
        for document in documents:
            parsed = timed("parse", lambda d=document: parse.parse(d))
            entries = timed("normalise", lambda p=parsed: normalise.normalise(p, {}, NOW))
            kept = timed("keep", lambda es=entries: [keep.keep(e, rules, NOW, max_age_days=days) for e in es])
            cleaned += timed("clean, hash, to_markdown", lambda es=kept: [finish(e) for e in es])
        timed("write", lambda: write(cleaned, folder / str(attempt)))
        settle()
        return cleaned

    for attempt in range(3):
        cleaned = ingest(attempt)
    texts = timed("boilerplate", lambda: [text_of(e.entry_id, e.source, e, e.html) for e, _, _ in cleaned])
    prints = timed("dedupe, fingerprints", lambda: [dedupe.fingerprint(t) for t in texts])
    profiles = timed("stories, profiles", lambda: [stories.profile(t) for t in texts])
    timed("dedupe, comparing", lambda: dedupe.find_duplicates(prints, dedupe.Window()))
    timed("stories, assigning", lambda: list(stories.assign(profiles, stories.StoryWindow([]), NOW)))
    settle()
    bare = costs.pop("feedparser")
    print(f"by stage, {len(cleaned)} entries in one process; feedparser {bare:.2f} s")
    for name, seconds in costs.items():
        print(f"  {name:26} {seconds:6.2f} s  {seconds / bare:5.2f} x")
    line = ("fetch", "parse", "normalise", "keep", "clean, hash, to_markdown", "write")
    for name, chosen in (
        ("fetch to Markdown written", line),
        ("comparing", tuple(costs.keys() - set(line))),
    ):
        total = sum(costs[stage] for stage in chosen)
        print(
            f"  = {name:24} {total:6.2f} s  {total / bare:5.2f} x{'  (goal 0.50)' if chosen is line else ''}"
        )


def main() -> int:
    wirecopy = str(Path(sys.executable).with_name("wirecopy"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "feeds").mkdir()
        for number in range(FEEDS):
            (folder / "feeds" / f"{number}.xml").write_text(feed(number), "utf-8")
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(folder / "feeds")], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            site = folder / "site"
            site.mkdir()
            rows = "".join(
                f'[[feeds]]\nurl = "http://127.0.0.1:{port}/{n}.xml"\nname = "Outlet {n}"\n'
                for n in range(FEEDS)
            )
            (site / "feeds.toml").write_text(
                f'[fetch]\nallow_private = ["127.0.0.1:{port}"]\nper_host = 32\n{rows}', "utf-8"
            )
            env = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
            names = [str(folder / "feeds" / f"{n}.xml") for n in range(FEEDS)]
            bare = cost([sys.executable, "-c", BARE, *names], site)
            cold = cost([wirecopy, "fetch"], site, env)
            again = cost([wirecopy, "fetch", "--force"], site, env)
            by_stage(port, folder / "written")
        finally:
            server.kill()
        written = sum(1 for _ in (site / "content").rglob("*.md"))
        print(f"{FEEDS} feeds x {ENTRIES} entries, {written} articles written")
        print(f"  bare feedparser loop  {bare}")
        print(f"  wirecopy fetch, cold  {cold}  = {cold.cpu / bare.cpu:.2f} x feedparser's CPU (goal 0.50)")
        print(f"  wirecopy fetch, 304   {again}")
        return max(cold.code, again.code)


if __name__ == "__main__":
    sys.exit(main())
