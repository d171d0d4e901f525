"""Difficult feeds through the whole line: overlong, broken, and with ids that change at each fetch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.loopback import Loopback
from wirecopy.config import load
from wirecopy.markdown import read_all
from wirecopy.pipeline import Site, run
from wirecopy.report import Report
from wirecopy.types import Article

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
TEXT = (
    "The lamp makers of the eastern quay have agreed on one thread for all their lamps. "
    "Until now a lamp bought at one end of the street did not fit a holder from the other. "
    "The guild expects the last of the old holders to be gone within four years."
)


def fetch(folder: Path, server: Loopback, items: str, at: datetime = NOW, settings: str = "") -> Report:
    server.reply("/feed", f'<rss version="2.0"><channel><title>Lamps</title>{items}</channel></rss>'.encode())
    folder.mkdir(exist_ok=True)
    (folder / "feeds.toml").write_text(
        f'[fetch]\nallow_private = ["{server.place}"]\n{settings}\n'
        f'[[feeds]]\nid = "lamps"\nurl = "{server.url("/feed")}"\n',
        "utf-8",
    )
    return run(Site(folder), load(folder / "feeds.toml"), at, force=True)


def articles(folder: Path) -> list[Article]:
    return [a for _, a in read_all(folder / "content") if isinstance(a, Article)]


def test_guid_and_link_that_are_new_at_each_fetch_give_one_article(tmp_path: Path) -> None:
    with Loopback() as server:
        for hour in range(4):
            item = (
                f"<item><title>One thread for all lamps</title><guid>session-{hour}</guid>"
                f"<link>https://lamps.example/read/{hour}/</link><description>{TEXT}</description>"
                f"<pubDate>Tue, 17 Feb 2026 08:00:00 GMT</pubDate></item>"
            )
            fetch(tmp_path, server, item, NOW + timedelta(hours=hour))
    [article] = articles(tmp_path)
    assert article.guid == "session-0"
    assert article.slug.startswith("one-thread")


def test_a_large_feed_with_entities_of_html_is_read_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    items = "".join(f"<item><title>Caf&eacute; {n}</title><guid>{n}</guid></item>" for n in range(3_000))
    with Loopback() as server:
        report = fetch(tmp_path, server, items, settings="max_new_per_run = 5")
        again = fetch(tmp_path, server, items, settings="max_new_per_run = 5")
    assert len(articles(tmp_path)) == 10
    assert all(a.title.startswith("Café ") for a in articles(tmp_path))
    assert (report.new, again.new) == (5, 5)
    assert (report.items, report.beyond) == (3_000, 1_000)
    counts = report.dropped_by_reason()
    assert counts["left for the next run"] == 1_995
    assert counts["beyond the longest feed that is read"] == 1_000
    assert again.dropped_by_reason()["left for the next run"] == 1_990
    assert "named entities" in report.problems[0]
