"""What search weighs and how quickly it answers: the index alone, then in a browser.

python bench/bench_search.py [COUNT …]     1000 and 10000 stories, all of the last 80 days
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import madeup  # noqa: E402 - the path is set above
from wirecopy import search  # noqa: E402
from wirecopy.corpus import Corpus, Derived, excerpt  # noqa: E402
from wirecopy.types import Article  # noqa: E402
from wirecopy.views import Site  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUERIES = ("ter", "ka", "mi so", "zzzz")


def corpus(count: int) -> Corpus:
    articles = (a for _, a in madeup.articles(count, 0, timedelta(days=80) / count))
    return Corpus(
        Derived(article=a, html="", text="", excerpt=excerpt(a.markdown, a.title), digest=a.entry_id)
        for a in articles
    )


def real_headlines(count: int) -> Corpus | None:
    """Unrelated headlines of the development data, which share fewer words than a newsroom's; None without the data."""
    told: dict[tuple[str, str], None] = {}
    for path in sorted((ROOT.parent / "shared" / "eval").glob("*/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if isinstance(row, dict) and row.get("title") and isinstance(row.get("source"), str):
                told[row["title"], row["source"]] = None
    if len(told) < count:
        return None
    rows = random.Random(1).sample(list(told), count)
    made = []
    for number, (title, source) in enumerate(rows):
        when = madeup.END - timedelta(hours=2 * number)
        a = Article(
            title=title, date=when, slug=f"s{number}", entry_id=str(number), source_id=source, link="", guid="", story=f"s{number}", first_seen=when, markdown=""
        )  # fmt: skip
        made.append(Derived(article=a, html="", text="", excerpt="", digest=str(number)))
    return Corpus(made)


def write(made: Corpus, folder: Path) -> float:
    began = time.process_time()
    for file in search.plan(made, Site(name="Made up")):
        path = folder / file.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.make())
    return time.process_time() - began


def page() -> str:
    """The search page's form, without the site around it."""
    form = "".join(
        f'<{tag} name="{name}"></{tag}>' for tag, name in (("select", "source"), ("select", "topic"))
    )
    inside = f'<form><input name="q">{form}<input name="since"></form><p role="status"></p><ul></ul><button class="further"></button><button class="older"></button>'
    return f'<!doctype html><html lang="en"><div id="search" data-found="{{n}}" data-none="0">{inside}</div><script type="module" src="../theme/search.js"></script>'


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves compressed, as hosts do, and counts what goes out."""

    sent: ClassVar[list[int]] = []

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        data = gzip.compress(path.read_bytes(), 6)
        self.sent.append(len(data))
        kind = {".js": "text/javascript", ".json": "application/json"}.get(path.suffix, "text/html")
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(data))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        return None

    def log_message(self, *_: object) -> None:
        """Nothing."""


def browse(folder: Path) -> str:
    from playwright.sync_api import sync_playwright

    (folder / "theme").mkdir()
    shutil.copy(ROOT / "theme/static/search.js", folder / "theme")
    (folder / "search/index.html").write_text(page(), "utf-8")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        Quiet.sent.clear()
        tab.goto(f"http://127.0.0.1:{server.server_port}/search/?q={QUERIES[0]}")
        tab.wait_for_selector("li")
        tab.wait_for_load_state("networkidle")
        sent = sum(Quiet.sent)
        took = tab.evaluate(
            """async (queries) => {
              const { find, decode, fold } = await import('/theme/search.js');
              const raw = await (await fetch('/search/recent.json')).json();
              const more = decode(await (await fetch('/search/excerpts.json')).json());
              const t0 = performance.now();
              const stories = raw.days.flatMap(([day, count]) => Array(count).fill(day)).map((day, number) => ({ day, number, from: [raw.from[number]].flat(), on: raw.on[number] ?? [] }));
              const index = { ...raw, stories, titles: decode(raw), names: { from: raw.sources.map((n) => ' ' + fold(n)), on: [] } };
              const t1 = performance.now();
              const each = queries.map((q) => { const t = performance.now(); find(index, q, {}, more); return performance.now() - t; });
              return [t1 - t0, Math.max(...each)];
            }""",
            list(QUERIES),
        )
        browser.close()
    server.shutdown()
    return f"first search transfers {sent / 1000:.0f} kB gzip; index made ready {took[0]:.0f} ms, slowest answer {took[1]:.0f} ms"


def main() -> None:
    real = real_headlines(1000)
    if real is not None:
        index = next(f for f in search.plan(real, Site(name="Real")) if f.file == "search/recent.json")
        alone = "\n".join(d.article.title for d in real.all).encode()
        print(
            f"1000 real headlines: recent.json {len(gzip.compress(index.make())) / 1000:.1f} kB gzip, headlines alone {len(gzip.compress(alone)) / 1000:.1f} kB"
        )
    for count in [int(argument) for argument in sys.argv[1:]] or [1000, 10_000]:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            made = corpus(count)
            seconds = write(made, folder)
            recent = len(gzip.compress((folder / "search/recent.json").read_bytes()))
            excerpts = len(gzip.compress((folder / "search/excerpts.json").read_bytes()))
            stories = min(len(made.stories), 10_000)
            print(
                f"{count} articles, {len(made.stories)} stories: recent.json {recent / 1000:.1f} kB gzip ({recent / stories:.1f} kB a 1,000 stories), "
                f"excerpts.json {excerpts / 1000:.1f} kB, {seconds:.2f} s CPU"
            )
            if CHROMIUM:
                print("  " + browse(folder))


if __name__ == "__main__":
    main()
