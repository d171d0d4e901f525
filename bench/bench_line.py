"""The whole line on 200 made-up feeds of 20 entries: cold, again (304), and beside a bare feedparser loop.

The yardstick reads the same bytes with feedparser and does nothing else.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from email.utils import format_datetime
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.measure import cost

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
FEEDS, ENTRIES = 200, 20
BARE = "import sys, feedparser\nfor name in sys.argv[1:]:\n    feedparser.parse(open(name, 'rb').read())\n"


def words(rng: random.Random, count: int) -> str:
    """Made-up prose: a Zipf-like vocabulary, so that neither dedupe nor stories find what is not there."""
    vocabulary = [f"{a}{b}{c}" for a in ("ka", "lo", "mi", "ter", "sun", "vel", "dor", "pra") for b in ("na", "ri", "so", "len", "mar", "tu") for c in ("", "s", "ed", "ing", "ly", "ta", "ne", "rok")]
    out = []
    for i in range(count):
        word = vocabulary[min(int(rng.paretovariate(0.7)) - 1, len(vocabulary) - 1)] if rng.random() < 0.6 else f"{rng.choice(vocabulary)}{rng.choice(vocabulary)}"
        out.append(word.capitalize() if i % 13 == 0 else word + ("." if i % 13 == 12 else ""))
    return " ".join(out)


def feed(number: int) -> str:
    """One RSS 2.0 feed of about 41 kB with full content, links, an image and a tracking pixel in each entry."""
    rng = random.Random(number)
    items = []
    for i in range(ENTRIES):
        when = format_datetime(NOW - timedelta(hours=rng.random() * 72))
        link = f"https://outlet{number}.example/{i}-{rng.randrange(10**6)}?utm_source=rss&utm_medium=feed"
        paragraphs = "".join(f'<p>{words(rng, 45)} <a href="/more/{i}">{words(rng, 3)}</a>.</p>' for _ in range(4))
        body = f'{paragraphs}<p><img src="https://pixel.example/{i}.gif" width="1" height="1"></p>'
        items.append(f"<item><title>{escape(words(rng, 9))}</title><link>{escape(link)}</link><guid>{number}-{i}</guid><pubDate>{when}</pubDate><category>News</category><description>{escape(body)}</description></item>")
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Outlet {number}</title><link>https://outlet{number}.example/</link><description>x</description>{"".join(items)}</channel></rss>'


SERVER = """
import hashlib, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
files = {"/" + p.name: p.read_bytes() for p in Path(sys.argv[1]).glob("*.xml")}
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


def main() -> int:
    wirecopy = str(Path(sys.executable).with_name("wirecopy"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "feeds").mkdir()
        for number in range(FEEDS):
            (folder / "feeds" / f"{number}.xml").write_text(feed(number), "utf-8")
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder / "feeds")], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            site = folder / "site"
            site.mkdir()
            rows = "".join(f'[[feeds]]\nurl = "http://127.0.0.1:{port}/{n}.xml"\nname = "Outlet {n}"\n' for n in range(FEEDS))
            (site / "feeds.toml").write_text(f'[fetch]\nallow_private = ["127.0.0.1:{port}"]\nper_host = 32\n{rows}', "utf-8")
            env = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
            names = [str(folder / "feeds" / f"{n}.xml") for n in range(FEEDS)]
            bare = cost([sys.executable, "-c", BARE, *names], site)
            cold = cost([wirecopy, "fetch"], site, env)
            again = cost([wirecopy, "fetch", "--force"], site, env)
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
