"""What a subscriber notices between two builds: an item never turns unread twice, never changes in silence."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented
from pressroom import site as invented_site
from test_syndication import files, problems, write
from wirecopy import syndication
from wirecopy.syndication import Manner
from wirecopy.types import Also, Article

TOOL = Path(__file__).parents[2] / "shared" / "tools" / "site" / "feed_churn.py"
Change = Callable[[list[Article]], list[Article]]


def one(articles: Sequence[Article], number: int, **values: object) -> list[Article]:
    """The same articles, one of them with other values."""
    return [msgspec.structs.replace(a, **values) if i == number else a for i, a in enumerate(articles)]


def also(number: int, source_id: str, article: Article) -> Also:
    return Also(
        entry_id=f"urn:uuid:{number:08x}-0000-5000-8000-0000000000aa", source_id=source_id, similarity=0.9,
        published=article.first_seen + timedelta(hours=number), link=f"https://{source_id}.example/{number}", title=article.title,
    )  # fmt: skip


def merged(articles: list[Article]) -> list[Article]:
    """The newest story turns out to be the older of two."""
    newer, older = articles[3], articles[20]
    assert older.first_seen < newer.first_seen
    return one(articles, 3, story=older.slug, story_was=(newer.story,), story_why=f"{older.slug} 0.6 alike")


CHANGES: dict[str, Change] = {
    "nothing": lambda articles: articles,
    "slug": lambda articles: one(articles, 2, slug="an-address-by-hand"),
    "headline": lambda articles: one(articles, 2, title="A headline mended by hand"),
    "date": lambda articles: one(articles, 2, date=articles[2].date - timedelta(minutes=50)),
    "time zone": lambda articles: [
        msgspec.structs.replace(a, date=a.date.astimezone(ZoneInfo("Asia/Tokyo"))) for a in articles
    ],
    "text": lambda articles: one(articles, 2, markdown="Another text.\n", modified=articles[2].first_seen + timedelta(hours=2)),
    "deep in the text": lambda articles: one(articles, 2, modified=articles[2].first_seen + timedelta(hours=2)),
    "tags": lambda articles: one(articles, 2, tags=("Privacy",)),
    "merge": merged,
    "new article": lambda articles: [invented.article(500, date=invented.NEWEST, first_seen=invented.NEWEST + timedelta(hours=1)), *articles],
    "hidden": lambda articles: one(articles, 2, status="hidden"),
    "order": lambda articles: articles[::-1],
}  # fmt: skip


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(files(articles()), tmp_path_factory.mktemp("old"))


def articles() -> list[Article]:
    return list(invented.articles(60))


def churn(old: Path, new: Path) -> str:
    """What the tool finds that measures any two sites; "" when it is not there. Bytes may differ in a feed's own links."""
    if not TOOL.exists():
        return ""
    done = subprocess.run([sys.executable, TOOL, old, new], capture_output=True, text=True, check=False)
    clean = re.compile(r"re-unread 0 silent 0 noise 0|new feed$")
    return "\n".join(line for line in done.stdout.splitlines() if not clean.search(line))


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("to_story", [False, True])
def test_no_change_of_the_record_is_noticed_wrongly(
    before: Path, tmp_path: Path, name: str, to_story: bool
) -> None:
    manner = Manner(to_story=to_story)
    old = write(files(articles(), manner=manner), tmp_path / "old") if to_story else before
    new = write(files(CHANGES[name](articles()), manner=manner), tmp_path / "new")
    assert syndication.compare(old, new) == []
    assert churn(old, new) == ""


def test_another_host_turns_nothing_unread(before: Path, tmp_path: Path) -> None:
    new = files(articles(), invented_site(url="https://elsewhere.example"))
    assert syndication.compare(before, write(new, tmp_path)) == []
    assert churn(before, tmp_path) == ""
    assert problems(new) == []


def test_where_headlines_lead_to_publishers_another_host_changes_no_item(
    before: Path, tmp_path: Path
) -> None:
    new = files(articles(), invented_site(url="https://elsewhere.example"))
    feeds = (json.loads((before / "feeds/all.json").read_text()), json.loads(new["feeds/all.json"]))
    old_items, new_items = (list(feed["items"]) for feed in feeds)
    away = [i for i in old_items if "example.org" not in i["url"]]
    assert away
    assert [i for i in new_items if "elsewhere" not in i["url"]] == away


def item_of(articles: Sequence[Article], story: str) -> dict[str, object]:
    items = json.loads(files(articles)["feeds/all.json"])["items"]
    title = next(a.title for a in articles if a.slug == story)
    return next(item for item in items if item["title"] == title)


def test_outlets_are_told_at_the_second_third_fifth_and_tenth() -> None:
    article = invented.article(1)
    states = [article]
    for n in range(1, 12):
        states.append(
            msgspec.structs.replace(states[-1], also=(*states[-1].also, also(n, f"outlet-{n}", article)))
        )
    items = [item_of([state], article.slug) for state in states]
    moved = [n + 1 for n in range(1, 12) if items[n] != items[n - 1]]
    assert moved == [2, 3, 5, 10]
    assert [
        n + 1 for n in range(1, 12) if items[n]["date_modified"] != items[n - 1]["date_modified"]
    ] == moved
    assert len({item["id"] for item in items}) == 1


def test_after_a_merge_the_older_id_stays_and_the_newer_leaves(before: Path, tmp_path: Path) -> None:
    old = {item["id"] for item in json.loads((before / "feeds/all.json").read_text())["items"]}
    all_ = articles()
    newer = item_of(all_, all_[3].slug)["id"]
    new = {item["id"] for item in json.loads(files(merged(all_))["feeds/all.json"])["items"]}
    assert item_of(all_, all_[20].slug)["id"] in new
    assert newer in old
    assert newer not in new


def test_whoever_follows_a_story_goes_on_following_it_after_a_merge() -> None:
    all_ = articles()
    feeds = files(merged(all_))
    assert feeds[f"story/{all_[3].slug}/feed.json"].count(b'"id"') == 2


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_an_item_shows_never_changes_without_its_date(data: st.DataObject) -> None:
    """The law behind all of it, for any edit of any field."""
    values = {
        "title": st.text(max_size=30), "markdown": st.text(max_size=60), "link": st.sampled_from(["", "https://a.example/1", "https://a.example/2"]),
        "licence": st.text(max_size=5), "lang": st.sampled_from(["", "en", "de"]), "shown": st.sampled_from(["headline", "excerpt", "full"]),
        "source_name": st.text(max_size=5), "slug": st.sampled_from(["a", "b"]),
    }  # fmt: skip
    states = [
        msgspec.structs.replace(
            invented.article(1), **{name: data.draw(drawn) for name, drawn in values.items()}
        )
        for _ in range(2)
    ]
    old, new = (json.loads(files([state])["feeds/all.json"])["items"][0] for state in states)
    shown = [{k: v for k, v in item.items() if not k.startswith("date_")} for item in (old, new)]
    assert (shown[0] == shown[1]) == (old["date_modified"] == new["date_modified"])


# --- the comparison itself


def feed(*items: tuple[str, str, str, str]) -> bytes:
    entries = [{"id": i, "title": t, "date_modified": d, "content_html": c} for i, t, d, c in items]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": entries}
    ).encode()


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        (feed(("1", "A", "d1", "text")), []),
        (feed(("2", "A", "d1", "text")), ["unread again"]),
        (feed(("1", "A", "d1", "other")), ["silent"]),
        (feed(("1", "A", "d2", "text")), ["noise"]),
        (feed(("1", "A", "d2", "other")), []),
        (feed(("1", "A", "d1", "text"), ("2", "B", "d1", "new")), []),
        (feed(("1", "A", "d1", "text"), ("1", "A", "d1", "text")), ["twice"]),
        (feed(("1", "A", "d1", "text")) + b"\n", ["bytes"]),
        (b"{}", []),
    ],
)
def test_compare_finds(tmp_path: Path, new: bytes, kinds: list[str]) -> None:
    old = write({"feed.json": feed(("1", "A", "d1", "text"))}, tmp_path / "old")
    findings = syndication.compare(old, write({"feed.json": new}, tmp_path / "new"))
    assert [kind for kind in (f.kind for f in findings) if kind != "bytes" or "bytes" in kinds] == kinds


def test_a_broken_feed_is_found(tmp_path: Path) -> None:
    new = write({"a.atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>"}, tmp_path / "new")
    assert [f.kind for f in syndication.compare(tmp_path / "old", new)] == ["broken"]


def test_a_feed_without_items_is_whole() -> None:
    made = files([])
    assert problems(made) == []
    assert made["feeds/all.json"].endswith(b'"items":[]\n}\n')
