"""Whole texts of pages: taken where they are better, through the line, over real HTTP."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.loopback import Loopback
from wirecopy import fulltext
from wirecopy.clean import CleanPolicy
from wirecopy.config import load
from wirecopy.fetch import FailedGet, Page
from wirecopy.index import Index
from wirecopy.markdown import read_all
from wirecopy.pipeline import Site, missing_extras, run
from wirecopy.reading import Job, Manners, read
from wirecopy.report import Report
from wirecopy.types import Article, Fetched, Source

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
SUMMARY = "The ferry between the harbour and the islands will sail again on Monday, the harbour board said."
PROSE = [
    SUMMARY,
    "Islanders had crossed in fishing boats since then, at twice the fare and only when the weather let them do so.",
    "The repair cost more than the board had set aside for the whole year, and a second ship is out of the question.",
    "Tickets bought before the breakdown stay valid until the end of the summer, according to the harbour master.",
]
needs_extra = pytest.mark.skipif(
    not importlib.util.find_spec("trafilatura"), reason="the extra wirecopy[fulltext] is not installed"
)


def page(*paragraphs: str) -> bytes:
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry returns</title></head><body>'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry returns</h1>'
        f'{text}<img src="https://count.example/p.gif" width="1" height="1"></article>'
        "<footer><p>© The Tide. All rights reserved.</p></footer></body></html>"
    ).encode()


def feed(server: Loopback, *entries: tuple[str, str], title: str = "Ferry returns") -> bytes:
    items = "".join(
        f"<item><title>{title} {n}</title><link>{server.url(path)}</link><guid>g{n}</guid>"
        f"<pubDate>Tue, 17 Feb 2026 0{n}:00:00 GMT</pubDate><description>{escape(summary)}</description></item>"
        for n, (path, summary) in enumerate(entries)
    )
    return f'<rss version="2.0"><channel><title>The Tide</title><link>{server.url("/")}</link>{items}</channel></rss>'.encode()


def fetch(folder: Path, server: Loopback, *, at: datetime = NOW, full_text: bool = True) -> Report:
    folder.mkdir(exist_ok=True)
    (folder / "feeds.toml").write_text(
        f'[fetch]\nallow_private = ["{server.place}"]\n'
        f'[[feeds]]\nid = "tide"\nurl = "{server.url("/feed")}"\nfull_text = {str(full_text).lower()}\n',
        "utf-8",
    )
    return run(Site(folder), load(folder / "feeds.toml"), at, force=True)


def articles(folder: Path) -> list[Article]:
    found = [a for _, a in read_all(folder / "content") if isinstance(a, Article)]
    return sorted(found, key=lambda a: a.guid)


@needs_extra
def test_the_page_is_taken_where_it_is_longer_and_holds_the_feeds_words(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE), Content_Type="text/html")
        server.reply("/1", page(*PROSE[1:]), Content_Type="text/html")
        other = (
            "Nine vineyards below the old quarry lost their grapes to hail, and insurers want photographs."
        )
        server.reply("/feed", feed(server, ("/0", SUMMARY), ("/1", other), ("/2", SUMMARY)))
        fetch(tmp_path, server)
        whole, inconsistent, missing = articles(tmp_path)
        assert len(server.asked("/robots.txt")) == 1
    assert all(sentence in whole.markdown for sentence in PROSE)
    assert "All rights reserved" not in whole.markdown
    assert "count.example" not in whole.markdown
    assert whole.feed_hash.count("-") == 2
    assert inconsistent.markdown.strip() == other
    assert missing.markdown.strip() == SUMMARY
    assert inconsistent.feed_hash.count("-") == missing.feed_hash.count("-") == 1


@needs_extra
def test_why_says_which_text_was_taken(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE))
        server.reply("/feed", feed(server, ("/0", SUMMARY), ("/gone", SUMMARY)))
        fetch(tmp_path, server)
    with Index(Site(tmp_path).cache / "index.sqlite") as index:
        notes = [
            [n.text for n in index.trace(a.entry_id) if n.stage == "fulltext"] for a in articles(tmp_path)
        ]
    assert notes[0][0].startswith("the text of the page, ")
    assert notes[1][0].startswith("the feed's own text: ")


@needs_extra
def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE))
        server.reply("/robots.txt", b"User-agent: *\nDisallow: /0\n")
        server.reply("/feed", feed(server, ("/0", SUMMARY)))
        fetch(tmp_path, server)
        assert server.asked("/0") == []
    assert articles(tmp_path)[0].markdown.strip() == SUMMARY


@needs_extra
def test_a_known_entry_costs_no_page_and_no_change(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE))
        server.reply("/feed", feed(server, ("/0", SUMMARY)))
        fetch(tmp_path, server)
        before = articles(tmp_path)
        for path in (tmp_path / ".cache").iterdir():
            path.unlink()
        report = fetch(tmp_path, server, at=NOW + timedelta(hours=1))
        assert len(server.asked("/0")) == 1
    assert report.changed_files == 0
    assert articles(tmp_path) == before


@needs_extra
def test_a_changed_summary_brings_the_page_again_and_never_replaces_it(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE))
        server.reply("/feed", feed(server, ("/0", SUMMARY)))
        fetch(tmp_path, server)
        server.reply("/0", page(*PROSE, "A brass band will play on the quay when the first ship leaves."))
        server.reply("/feed", feed(server, ("/0", SUMMARY + " A band will play.")))
        assert fetch(tmp_path, server, at=NOW + timedelta(hours=1)).updated == 1
        [updated] = articles(tmp_path)
        assert "brass band" in updated.markdown
        server.reply("/0", b"", 500)
        server.reply("/feed", feed(server, ("/0", "The ferry sails on Tuesday."), title="Ferry later"))
        fetch(tmp_path, server, at=NOW + timedelta(hours=2))
        [kept] = articles(tmp_path)
        assert kept.title == "Ferry later 0"
        assert kept.markdown == updated.markdown
        asked = len(server.asked("/0"))
        fetch(tmp_path, server, at=NOW + timedelta(hours=3))
        assert len(server.asked("/0")) == asked, "what the feed says now is on record"


@needs_extra
def test_what_a_person_edited_stays_though_the_page_changes(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE))
        server.reply("/feed", feed(server, ("/0", SUMMARY)))
        fetch(tmp_path, server)
        [(path, _)] = read_all(tmp_path / "content")
        path.write_text(path.read_text("utf-8").replace("fishing boats", "rowing boats"), "utf-8")
        server.reply("/0", page(*PROSE, "A brass band will play on the quay when the first ship leaves."))
        server.reply("/feed", feed(server, ("/0", SUMMARY + " A band will play.")))
        fetch(tmp_path, server, at=NOW + timedelta(hours=1))
    [article] = articles(tmp_path)
    assert "rowing boats" in article.markdown
    assert "brass band" not in article.markdown


def test_pages_are_not_asked_for_unless_the_owner_wants_it(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/0", page(*PROSE))
        server.reply("/feed", feed(server, ("/0", SUMMARY)))
        fetch(tmp_path, server, full_text=False)
        assert server.asked("/0") == []


def test_without_the_extra_the_feeds_own_text_is_taken_and_the_owner_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "is_available", lambda: False)
    with Loopback() as server:
        server.reply("/feed", feed(server, ("/0", SUMMARY)))
        report = fetch(tmp_path, server)
        assert server.asked("/0") == []
    assert articles(tmp_path)[0].markdown.strip() == SUMMARY
    sentence = f"tide: {fulltext.MISSING}"
    assert report.problems == (sentence,)
    assert list(missing_extras(load(tmp_path / "feeds.toml"))) == [sentence]


@pytest.mark.parametrize(
    ("own", "found", "said"),
    [
        (SUMMARY, " ".join(PROSE), ""),
        (" ".join(PROSE), " ".join(PROSE), "the page's is not longer"),
        ("", " ".join(PROSE), ""),
        ("東京の港で船が出る", "東京の港で船が出ると市が発表した。運賃は据え置かれる。" * 2, ""),
        ("東京の港で船が出る", "大阪城公園の桜は来週には満開を迎える見込みだと気象台は述べ" * 2, "words"),
        ("Nine vineyards below the old quarry lost their grapes to hail", " ".join(PROSE), "words"),
    ],
)
def test_a_page_stands_for_an_entry_when_it_holds_its_words(own: str, found: str, said: str) -> None:
    objection = fulltext.objection("Ferry islands harbour", own, found)
    assert said in objection
    assert bool(said) == bool(objection)


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("<p>Küste</p>".encode("iso-8859-1"), "text/html; charset=iso-8859-1"),
        (b'<meta charset="iso-8859-1"><p>K\xfcste</p>', "text/html"),
        ('<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>Küste</p>'.encode("cp1252"), ""),
        ("<p>Küste</p>".encode(), "text/html; charset=iso-8859-1"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_own_encoding(body: bytes, header: str) -> None:
    assert "Küste" in fulltext.page_text(
        Page(asked="https://a.example/", url="https://a.example/", body=body, content_type=header)
    )


def test_a_run_asks_one_host_for_a_bounded_number_of_pages() -> None:
    source = Source(id="tide", url="https://tide.example/feed", full_text=True)
    items = "".join(
        f"<item><title>Ferry {n}</title><link>https://tide.example/{n}</link><description>Ship {n}</description></item>"
        for n in range(60)
    )
    document = f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()
    fetched = Fetched(source=source, url=source.url, body=document, fetched_at=NOW)
    pieces = read(Job(fetched=fetched, known=(), manners=Manners(), now=NOW)).pieces
    asked = list(fulltext.pages_to_ask(pieces, {p.entry.link: "tide.example" for p in pieces}))
    assert len(pieces) == 60
    assert len(asked) == fulltext.PAGES_PER_HOST
    failed = FailedGet(asked=asked[0], kind="timeout", reason="no answer within 15 s")
    assert fulltext.choose(pieces[0], failed, CleanPolicy()).html == ""
