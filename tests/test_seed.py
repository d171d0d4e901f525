"""The article that the project began with, as the body of a feed item: the story stays whole, the rest goes.

Its text belongs to its publisher, so it stays outside the repository.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import lxml.html
import pytest

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared/seed/china-chides-tech-firms.txt"
BIN = Path(sys.executable).parent

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A site that has read one feed with the one article, and the article's blocks."""
    title, *blocks = [line.strip() for line in SEED.read_text("utf-8").splitlines() if line.strip()]
    body = "".join(f"<p>{escape(block)}</p>" for block in blocks)
    feed = (
        '<rss version="2.0"><channel><title>A newspaper</title><link>https://paper.example/</link><description/>'
        f"<item><title>{escape(title)}</title><link>https://paper.example/1</link><guid>1</guid>"
        f"<pubDate>Fri, 12 Jan 2018 12:00:00 GMT</pubDate><description>{escape(body)}</description></item></channel></rss>"
    )

    class Publisher(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(feed.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = tmp_path_factory.mktemp("seed") / "site"
    subprocess.run([BIN / "wirecopy", "init", site], check=True, capture_output=True)
    port = server.server_address[1]
    (site / "feeds.toml").write_text(
        f'[fetch]\nallow_private = ["127.0.0.1:{port}"]\n[[feeds]]\nurl = "http://127.0.0.1:{port}/"\n'
        'name = "A newspaper"\nshow = "full"\nlicence = "for this test"\n'
    )
    env = {"SOURCE_DATE_EPOCH": "1515844800", "PATH": "/usr/bin:/bin"}
    subprocess.run([BIN / "wirecopy", "fetch"], cwd=site, env=env, check=True, capture_output=True)
    server.shutdown()
    build = [BIN / "pelican", "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors"]
    subprocess.run(build, cwd=site, env=env, check=True, capture_output=True)
    return site, blocks


def page_of(site: Path) -> Path:
    [markdown] = (site / "content/news").rglob("*.md")
    return site / "output/2018/01/12" / markdown.stem / "index.html"


def test_the_ten_paragraphs_of_the_story_stay_word_for_word(built: tuple[Path, list[str]]) -> None:
    site, blocks = built
    document = lxml.html.document_fromstring(page_of(site).read_bytes().decode("utf-8"))
    shown = [" ".join(p.text_content().split()) for p in document.iter("p")]
    start = next(i for i, b in enumerate(blocks) if b.startswith("China reprimanded"))
    end = next(i for i, b in enumerate(blocks) if b.endswith("internal management practices."))
    noise = {b for b in blocks[start : end + 1] if len(b.split()) < 12 and not b.endswith(".")}
    story = [b for b in blocks[start : end + 1] if b not in noise]
    assert len(story) == 10
    assert [s for s in shown if s in story] == story


def test_what_is_not_the_story_is_not_shown(built: tuple[Path, list[str]]) -> None:
    site, blocks = built
    end = next(i for i, b in enumerate(blocks) if b.endswith("internal management practices."))
    start = next(i for i, b in enumerate(blocks) if b.startswith("China reprimanded"))
    noise = [b for b in blocks[start:end] if len(b.split()) < 12 and not b.endswith(".")] + blocks[end + 1 :]
    assert len(noise) == 9
    document = lxml.html.document_fromstring(page_of(site).read_bytes().decode("utf-8"))
    body = " ".join(document.xpath("//article")[0].xpath("string(.//div[contains(@class, 'body')])").split())
    assert body
    assert [b for b in noise if b.lstrip("• ") in body] == []


def test_it_is_a_privacy_story_and_every_decision_has_its_evidence(built: tuple[Path, list[str]]) -> None:
    site, _ = built
    done = subprocess.run(
        [BIN / "wirecopy", "why", "https://paper.example/1"],
        cwd=site,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Privacy (privacy" in done.stdout
    assert "Regulation (facet" in done.stdout
    assert "Data collection (facet" in done.stdout
    cuts = [line for line in done.stdout.splitlines() if line.strip().startswith("cut (")]
    assert len(cuts) == 9
    assert all(line.partition("; ")[2].partition("):")[0] for line in cuts)
    assert (site / "output/topic/privacy/index.html").exists()
    assert "regulation" in page_of(site).read_text("utf-8")


def test_no_rule_has_the_words_of_this_article(built: tuple[Path, list[str]]) -> None:
    _, blocks = built
    rules = "\n".join(
        p.read_text("utf-8").lower() for p in (ROOT / "src/wirecopy/rules").iterdir() if p.suffix == ".toml"
    )
    for block in blocks:
        words = block.lower().split()
        runs = [" ".join(words[i : i + 5]) for i in range(len(words) - 4)]
        assert [run for run in runs if run in rules] == []
    for name in ("bytedance", "alipay", "ant financial", "jinri toutiao", "miit", "ben wallace"):
        assert name not in rules, name
