"""The site's own feeds: what is in them, that they are valid, and that other people's readers read them back."""

from __future__ import annotations

import gzip
import importlib.util
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from msgspec import structs

import invented
from pressroom import derived
from pressroom import site as invented_site
from wirecopy import bodies, syndication
from wirecopy.compose import article_of
from wirecopy.corpus import Corpus, Derived, excerpt
from wirecopy.reading import Job, Manners, read
from wirecopy.syndication import Manner
from wirecopy.types import Article, Enclosure, Fetched, Person, Source
from wirecopy.views import Site

A = "{http://www.w3.org/2005/Atom}"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
MAIL = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000")


def files(
    articles: Iterable[Article], site: Site | None = None, manner: Manner | None = None
) -> dict[str, bytes]:
    """Every feed by its name."""
    corpus = Corpus(map(derived, articles))
    planned = list(syndication.plan(corpus, site or invented_site(has_feeds=True), manner))
    names = [file.file for file in planned]
    assert len(names) == len(set(names))
    return {file.file: file.make() for file in planned}


@pytest.fixture(scope="module")
def newsroom() -> dict[str, bytes]:
    return files(invented.articles())


def write(feeds: dict[str, bytes], folder: Path) -> Path:
    for name, data in feeds.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


# --- which feeds there are


@pytest.mark.parametrize(
    "base",
    [
        "feeds/all", "feeds/top", "feeds/daily", "topic/privacy/feed", "topic/privacy/location/feed", "topic/c-plus-plus/feed",
        "section/coast/feed", "source/harbour/feed", "source/mina/feed",
    ],
)  # fmt: skip
def test_every_kind_of_feed_exists_in_three_formats(newsroom: dict[str, bytes], base: str) -> None:
    for ending in ("atom", "rss", "json"):
        assert f"{base}.{ending}" in newsroom


def test_a_story_of_several_reports_can_be_followed_and_opml_lists_all_feeds(
    newsroom: dict[str, bytes],
) -> None:
    followed = [name for name in newsroom if name.startswith("story/") and name.endswith(".atom")]
    assert followed
    feeds = etree.fromstring(newsroom["feeds/feeds.opml"]).iter("outline")
    listed = {o.get("xmlUrl") for o in feeds if o.get("xmlUrl")}
    expected = {f"https://example.org/news/{n}" for n in newsroom if n.endswith(".atom")} - {
        f"https://example.org/news/{n}" for n in followed
    }
    assert listed == expected
    sources = etree.fromstring(newsroom["feeds/sources.opml"])
    assert len([o for o in sources.iter("outline") if o.get("xmlUrl")]) == len(invented.SOURCES)


def test_the_feed_of_widely_covered_stories_holds_no_other(newsroom: dict[str, bytes]) -> None:
    items = json.loads(newsroom["feeds/top.json"])["items"]
    assert items
    assert all(len(item["_wirecopy"]["also"]) >= 2 for item in items)


# --- valid


def atom_problems(data: bytes) -> list[str]:
    """What RFC 4287 forbids, and what the W3C's validator warns of."""
    root = etree.fromstring(data)
    found = [] if root.tag == f"{A}feed" else ["no feed"]
    for where in (root, *root.iter(f"{A}entry", f"{A}source")):
        for name in ("id", "title", "updated"):
            found += [f"{name} × {n}" for n in [len(where.findall(A + name))] if n != 1]
        found += [f"{e.tag} empty" for e in where if e.tag in (A + "id", A + "title") and not e.text]
        seen = [
            (e.get("rel", "alternate"), e.get("type"), e.get("hreflang")) for e in where.findall(f"{A}link")
        ]
        found += [f"two links {one}" for one in set(seen) if one[0] == "alternate" and seen.count(one) > 1]
    for element in root.iter(f"{A}updated", f"{A}published"):
        found += [] if STAMP.fullmatch(element.text or "") else [f"date {element.text}"]
    for link in root.iter(f"{A}link"):
        parts = urlsplit(link.get("href", ""))
        found += [] if parts.scheme in ("http", "https") and parts.netloc else [f"link {link.get('href')}"]
    for element in root.iter(f"{A}title", f"{A}rights", f"{A}summary"):
        plain = element.get("type", "text") == "text"
        found += ["markup in text"] if plain and re.search(r"</\w+>|&#?\w+;", element.text or "") else []
    for entry in root.iter(f"{A}entry"):
        found += [] if entry.find(f"{A}author/{A}name") is not None else ["no author"]
        found += ["no content"] if not entry.findtext(f"{A}content") else []
    ids = [e.text for e in root.iterfind(f"{A}entry/{A}id")]
    found += ["ids not unique"] if len(ids) != len(set(ids)) else []
    found += ["no self"] if root.find(f"{A}link[@rel='self']") is None else []
    return found


def rss_problems(data: bytes) -> list[str]:
    """What RSS 2.0 forbids, and what its best practices advise against."""
    channel = etree.fromstring(data)[0]
    found = [f"{n} missing" for n in ("title", "link", "description") if not channel.findtext(n)]
    for item in channel.iter("item"):
        found += [] if item.findtext("title") or item.findtext("description") else ["neither title nor text"]
        guid = item.find("guid")
        found += [] if guid is not None and guid.get("isPermaLink") == "false" else ["guid"]
        found += (
            [] if MAIL.fullmatch(item.findtext("pubDate") or "") else [f"date {item.findtext('pubDate')}"]
        )
        found += ["several enclosures"] if len(item.findall("enclosure")) > 1 else []
        found += ["author without address"] if item.find("author") is not None else []
        found += ["markup in title"] if re.search(r"</\w+>|&#?\w+;", item.findtext("title") or "") else []
        for name in ("title", "link", "description", "guid", "pubDate", "source"):
            found += [f"{name} twice"] if len(item.findall(name)) > 1 else []
        for element in item.iter("enclosure", "source"):
            found += [] if element.get("url", "").startswith(("http://", "https://")) else ["url"]
    guids = [g.text for g in channel.iter("guid")]
    found += ["guids not unique"] if len(guids) != len(set(guids)) else []
    own = [e for e in channel.findall(f"{A}link") if e.get("rel") == "self"]
    return found + ([] if len(own) == 1 else ["no self"])


def json_problems(data: bytes) -> list[str]:
    """What JSON Feed 1.1 asks for."""
    feed = json.loads(data)
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] else ["head"]
    for item in feed["items"]:
        found += [] if isinstance(item["id"], str) and item.get("content_html") else ["id or content"]
        for name in ("url", "external_url"):
            found += [] if item.get(name, "https://").startswith(("http://", "https://")) else [name]
        for name in ("date_published", "date_modified"):
            found += [] if STAMP.fullmatch(item[name]) else [name]
        found += (
            []
            if all(a.get("url") and a.get("mime_type") for a in item.get("attachments", ()))
            else ["attachment"]
        )
        found += ["author"] if not all(a.get("name") for a in item["authors"]) else []
    ids = [item["id"] for item in feed["items"]]
    return found + (["ids not unique"] if len(ids) != len(set(ids)) else [])


PROBLEMS = {"atom": atom_problems, "rss": rss_problems, "json": json_problems}


def problems(feeds: dict[str, bytes]) -> list[str]:
    return [
        f"{name}: {problem}"
        for name, data in feeds.items()
        for problem in PROBLEMS.get(name.rpartition(".")[2], lambda _: [])(data)
    ]


def test_all_feeds_are_valid(newsroom: dict[str, bytes]) -> None:
    assert problems(newsroom) == []


HOSTILE = [
    "", " ", "\x00\x0b\ufffe", "]]>", "]]&gt;<b>bold</b>", "<script>alert(1)</script>", "&nbsp;&#1;", "AT&T", "a < b && c > d",
    "\ud800 alone", "x" * 1_000_000, "نص \u202e", "\u2028two\u2029lines", "<?xml version='1.0'?>", "<!--", "🦀" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_makes_a_feed_invalid_or_active(text: str) -> None:
    article = invented.article(
        1, title=text, markdown=text, source_name=text, source_home="javascript:alert(1)", licence=text, link="javascript:alert(1)",
        authors=(Person(text, "javascript:alert(1)"), Person("", "")), lang=text[:30], categories=(text,), shown="excerpt",
        enclosures=(Enclosure("data:text/html,x", "text/html", -5), Enclosure("https://a.example/ü <x>.mp3", text[:40], 7)),
        tags=(text[:30],),
    )  # fmt: skip
    feeds = files([article], invented_site(name=text[:300] or "Name", description=text[:3000]))
    assert problems(feeds) == []
    for name, data in feeds.items():
        assert b"javascript:" not in data, name
        text = (
            "".join(i["content_html"] for i in json.loads(data)["items"])
            if name.endswith("json")
            else data.decode()
        )
        assert "<script" not in text, name


@pytest.mark.parametrize(
    "link",
    [
        "http://[::1",
        "https://user:secret@a.example/x",
        "https://bücher.example/ö?q=ä b",
        "//a.example",
        "https://",
        "https://a.example:99999/",
    ],
)
def test_no_address_makes_a_feed_invalid(link: str) -> None:
    feeds = files([invented.article(1, link=link)])
    assert problems(feeds) == []
    assert b"secret" not in b"".join(feeds.values())


def test_dates_of_the_future_do_not_go_out() -> None:
    late = invented.article(1, date=datetime(2099, 1, 1, tzinfo=UTC), first_seen=invented.NEWEST)
    assert b"2099" not in b"".join(data for name, data in files([late]).items() if "all" in name)


def test_an_empty_site_has_feeds_that_stand_still() -> None:
    feeds = files([])
    assert problems(feeds) == []
    assert feeds == files([])


# --- what is in an item


def test_an_entry_names_its_source_whole(newsroom: dict[str, bytes]) -> None:
    root = etree.fromstring(newsroom["feeds/all.atom"])
    for entry in root.iter(f"{A}entry"):
        source = entry.find(f"{A}source")
        assert source is not None
        assert {etree.QName(e).localname for e in source} >= {"id", "title", "updated"}
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_headlines_lead_where_the_owner_wants_them() -> None:
    articles = [invented.article(1)]
    away = json.loads(files(articles)["feeds/all.json"])["items"][0]
    here = json.loads(files(articles, manner=Manner(to_story=True))["feeds/all.json"])["items"][0]
    assert away["url"] == articles[0].link
    assert here["url"].startswith("https://example.org/news/")
    assert here["external_url"] == articles[0].link


def test_a_hub_is_told_of_in_every_format() -> None:
    feeds = files([invented.article(1)], manner=Manner(hub="https://hub.example/"))
    for ending in ("atom", "rss", "json"):
        assert b"https://hub.example/" in feeds[f"feeds/all.{ending}"]
    assert problems(feeds) == []


def test_where_only_a_headline_may_be_shown_there_is_no_text() -> None:
    article = invented.article(1, shown="headline", markdown="Nobody may read this here.\n")
    assert b"Nobody may" not in b"".join(files([article]).values())


def test_a_digest_waits_until_its_day_is_over_and_names_every_story() -> None:
    articles = [invented.article(n) for n in range(60)]
    items = json.loads(files(articles)["feeds/daily.json"])["items"]
    newest = max(a.first_seen for a in articles).date().isoformat()
    days = [item["title"].rpartition(" ")[2] for item in items]
    assert newest not in days
    for item, day in zip(items, days, strict=True):
        on_day = {a.title for a in articles if a.first_seen.date().isoformat() == day and a.story == a.slug}
        assert item["content_html"].count("<li>") >= len(on_day) > 0


# --- weight and other people's readers


def test_fifty_items_weigh_at_most_sixty_kilobytes(newsroom: dict[str, bytes]) -> None:
    for ending in ("atom", "rss", "json"):
        data = newsroom[f"feeds/all.{ending}"]
        assert len(gzip.compress(data)) <= 60_000
    assert len(json.loads(newsroom["feeds/all.json"])["items"]) == 50


def test_the_order_of_articles_does_not_matter() -> None:
    articles = list(invented.articles(30))
    shuffled = random.Random(3).sample(articles, len(articles))
    assert files(articles) == files(shuffled)


def test_feedparser_reads_back_the_same_items(newsroom: dict[str, bytes]) -> None:
    told = {item["id"]: item for item in json.loads(newsroom["feeds/all.json"])["items"]}
    for ending in ("atom", "rss"):
        parsed = feedparser.parse(newsroom[f"feeds/all.{ending}"])
        assert not parsed.bozo
        assert len(parsed.entries) == len(told)
        for entry in parsed.entries:
            item = told[entry.id]
            assert entry.link == item["url"]
            assert entry.source.title == item["_wirecopy"]["source"]["name"]
            when = datetime(*entry.published_parsed[:6], tzinfo=UTC)
            assert when == datetime.fromisoformat(item["date_published"])
            changed = datetime(*entry.updated_parsed[:6], tzinfo=UTC)
            assert abs(changed - datetime.fromisoformat(item["date_modified"])) < timedelta(seconds=1)
            if "<" not in item["title"] and "&" not in item["title"]:
                assert entry.title == item["title"]


# In a process of its own: the tests have a module of the same name.
READ = """
import json, sys
from reader import make_reader
reader = make_reader(":memory:", feed_root=sys.argv[1])
found = {}
for ending in ("atom", "rss", "json"):
    url = f"feeds/all.{ending}"
    reader.add_feed(url)
    reader.update_feed(url)
    found[ending] = {e.id: [e.title, e.link, e.published.isoformat(), e.updated.isoformat(), e.source and e.source.title] for e in reader.get_entries(feed=url)}
    again = reader.update_feed(url)
    assert again is None or not (again.new or again.modified)
print(json.dumps(found))
"""


def test_lemon24_reader_reads_back_the_same_items(newsroom: dict[str, bytes], tmp_path: Path) -> None:
    if importlib.util.find_spec("reader") is None:
        pytest.skip("pip install reader")
    folder = write(newsroom, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", READ, folder], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if "make_reader" in done.stderr or "No module" in done.stderr:
        pytest.skip("pip install reader")
    assert done.returncode == 0, done.stderr
    told = {item["id"]: item for item in json.loads(newsroom["feeds/all.json"])["items"]}
    for ending, entries in json.loads(done.stdout).items():
        assert entries.keys() == told.keys()
        for id, (title, link, published, updated, source) in entries.items():
            item = told[id]
            assert link == item["url"]
            assert datetime.fromisoformat(published) == datetime.fromisoformat(item["date_published"])
            changed = datetime.fromisoformat(updated) - datetime.fromisoformat(item["date_modified"])
            assert abs(changed) < timedelta(seconds=1)
            assert ending == "json" or source == item["_wirecopy"]["source"]["name"]
            assert title == item["title"] or "<" in item["title"] or "&" in item["title"]


SHARED = Path(__file__).parents[2] / "shared" / "feeds"


@pytest.mark.shared
def test_feeds_made_of_real_feeds_are_valid() -> None:
    if not SHARED.is_dir():
        pytest.skip("the development feeds are not beside this checkout")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    articles: list[Derived] = []
    for path in sorted(p for p in SHARED.iterdir() if p.suffix in (".xml", ".json")):
        source = Source(id=path.stem, url=f"https://{path.stem}.example/feed", show="full")
        fetched = Fetched(source=source, url=source.url, body=path.read_bytes(), fetched_at=now)
        manners = Manners(max_age_days=20_000, max_new=12)
        for piece in read(Job(fetched=fetched, known=(), manners=manners, now=now)).pieces:
            article = article_of(piece, "", "")
            html = bodies.to_html(article.markdown)
            text = bodies.plain_text(html)
            articles.append(
                Derived(article=article, html=html, text=text, excerpt=excerpt(text), digest=article.entry_id)
            )
    assert len(articles) > 200
    made = {f.file: f.make() for f in syndication.plan(Corpus(articles), invented_site())}
    assert problems(made) == []
    assert sum(name.startswith("source/") and name.endswith(".atom") for name in made) > 25
    for ending in ("atom", "rss"):
        assert not feedparser.parse(made[f"feeds/all.{ending}"]).bozo


def test_pictures_of_the_site_have_whole_addresses_in_feeds() -> None:
    one = derived(invented.article(1, shown="full", licence="CC BY 4.0"))
    picture = '<p><img src="../../../../images/3f2a.webp" alt="A ferry" width="2" height="1"></p>'
    corpus = Corpus([structs.replace(one, html=picture)])
    [feed] = [
        file.make()
        for file in syndication.plan(corpus, invented_site(has_feeds=True), None)
        if file.file == "feeds/all.json"
    ]
    [item] = json.loads(feed)["items"]
    assert 'src="https://example.org/news/images/3f2a.webp"' in item["content_html"]
