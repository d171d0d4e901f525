"""Pruning: old stories go, nothing of them comes back, and their addresses lead where the owner wants."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.newsroom import serve
from wirecopy.config import load
from wirecopy.index import Index
from wirecopy.markdown import Tombstone, add_tombstones, all_tombstones, read_all
from wirecopy.pipeline import Site, run
from wirecopy.prune import Leave, prune
from wirecopy.types import Article

NOW = datetime.fromtimestamp(serve.NOW, UTC)
WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, serve.Server]]:
    with serve.serve() as server:
        site = Site(tmp_path_factory.mktemp("site"))
        settings = server.settings().replace("timeout_s = 3 ", "timeout_s = 1 ")
        (site.folder / "feeds.toml").write_text(settings.replace("max_age_days = 14", "max_age_days = 4000"))
        run(site, load(site.folder / "feeds.toml"), NOW)
        yield site, server


@pytest.fixture
def site(fetched: tuple[Site, serve.Server], tmp_path: Path) -> Site:
    shutil.copytree(fetched[0].folder, tmp_path / "site")
    return Site(tmp_path / "site")


def articles(site: Site) -> dict[str, Article]:
    return {a.entry_id: a for _, a in read_all(site.content) if isinstance(a, Article)}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("lost", [False, True], ids=["with its cache", "without its cache"])
def test_what_was_pruned_never_comes_back(site: Site, lost: bool) -> None:
    before = articles(site)
    done = prune(site.content, NOW - timedelta(days=1), "redirect")
    assert done.articles == 0, "all of it was first seen just now"
    done = prune(site.content, NOW + timedelta(days=1), "redirect")
    assert (done.articles, done.kept) == (len(before), 0)
    assert articles(site) == {}
    after = tree(site.content)
    if lost:
        shutil.rmtree(site.cache)
    report = run(site, load(site.folder / "feeds.toml"), NOW + timedelta(days=2), force=True)
    assert (report.new, report.updated, report.merged) == (0, 0, 0)
    assert tree(site.content) == after
    if lost:
        assert report.known >= len(before)


def test_a_story_goes_as_a_whole_or_not_at_all(site: Site) -> None:
    stories: dict[str, list[Article]] = {}
    for a in articles(site).values():
        stories.setdefault(a.story, []).append(a)
    together = next(members for members in stories.values() if len(members) > 1)
    youngest = max(together, key=lambda a: a.date)
    path = next(p for p, a in read_all(site.content) if a == youngest)
    text = path.read_text("utf-8")
    later = (NOW + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path.write_text(text.replace("\nFirst_seen: ", f"\nFirst_seen: {later}\nX-was: ", 1), "utf-8")
    prune(site.content, NOW + timedelta(days=10), "redirect")
    assert {a.entry_id for a in together} == set(articles(site))


def test_pages_keep_headline_and_link_and_no_tombstone_is_needed(site: Site) -> None:
    before = articles(site)
    done = prune(site.content, NOW + timedelta(days=1), "page")
    after = articles(site)
    assert after.keys() == before.keys()
    assert done.bytes > 0
    for entry_id, a in after.items():
        was = before[entry_id]
        assert (a.title, a.link, a.slug, a.story, a.also, a.date) == (was.title, was.link, was.slug, was.story, was.also, was.date)  # fmt: skip
        assert a.markdown == ""
        assert a.shown == "headline"
    left = tree(site.content)
    assert prune(site.content, NOW + timedelta(days=1), "page").articles == 0
    run(site, load(site.folder / "feeds.toml"), NOW + timedelta(days=2), force=True)
    shutil.rmtree(site.cache)
    run(site, load(site.folder / "feeds.toml"), NOW + timedelta(days=3), force=True)
    assert tree(site.content) == left


def test_a_run_that_died_between_tombstone_and_file_lost_nothing(site: Site) -> None:
    _, article = next((p, a) for p, a in read_all(site.content) if isinstance(a, Article))
    stone = Tombstone(
        published=article.date, entry_id=article.entry_id, source_id=article.source_id, first_seen=NOW
    )
    add_tombstones(site.content, [stone])
    with Index(site.cache / "index.sqlite") as index:
        index.sync(site.content)
        row = index.find(article.entry_id)
        assert row is not None
        assert not row.is_pruned
    prune(site.content, NOW + timedelta(days=1), "nothing")
    with Index(site.cache / "index.sqlite") as index:
        index.sync(site.content)
        row = index.find(article.entry_id)
        assert row is not None
        assert row.is_pruned
    assert all(not t.left for t in all_tombstones(site.content))


@pytest.mark.parametrize("leave", ["redirect", "page"])
def test_pictures_go_with_the_last_article_that_shows_them(site: Site, leave: Leave) -> None:
    for name in "abcd":
        (site.content / "images").mkdir(exist_ok=True)
        (site.content / "images" / f"{name * 32}.webp").write_bytes(b"picture")
    (site.content / "images/logo.webp").write_bytes(b"the owner's")
    paths = {a.entry_id: p for p, a in read_all(site.content) if isinstance(a, Article)}
    gone = min(articles(site).values(), key=lambda a: (a.date, a.entry_id))
    stays = max(articles(site).values(), key=lambda a: (a.date, a.entry_id))
    assert gone.story != stays.story
    show(paths[gone.entry_id], "a", "b")
    show(paths[stays.entry_id], "b")
    (site.content / "pages" / "mine.md").parent.mkdir(exist_ok=True)
    (site.content / "pages" / "mine.md").write_text(f"Title: Mine\n\n![c](/images/{'c' * 32}.webp)\n")
    first_seen_long_ago(paths[gone.entry_id])
    before = NOW - timedelta(days=1)
    counted = prune(site.content, before, leave, really=False)
    assert (counted.pictures, len(tree(site.content / "images"))) == (2, 5)
    assert prune(site.content, before, leave) == counted
    assert set(tree(site.content / "images")) == {"b" * 32 + ".webp", "c" * 32 + ".webp", "logo.webp"}


def show(path: Path, *names: str) -> None:
    pictures = "".join(f"\n![A picture](../../../../images/{name * 32}.webp)\n" for name in names)
    path.write_text(path.read_text("utf-8") + pictures, "utf-8")


def first_seen_long_ago(path: Path) -> None:
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^(Date|First_seen): .*$", r"\1: 2020-01-01T00:00:00Z", text), "utf-8")


def test_hidden_articles_leave_no_address(site: Site) -> None:
    path, article = next((p, a) for p, a in read_all(site.content) if isinstance(a, Article))
    path.write_text(path.read_text("utf-8").replace("\nSlug:", "\nStatus: hidden\nSlug:", 1), "utf-8")
    prune(site.content, NOW + timedelta(days=1), "redirect")
    stones = {t.entry_id: t for t in all_tombstones(site.content)}
    assert stones[article.entry_id].left == ()
    others = [t for t in stones.values() if t.left]
    assert all(t.link for t in others)
    assert len({address for t in others for address in t.left}) == sum(len(t.left) for t in others)


def test_the_command_tells_prunes_and_why_explains(site: Site) -> None:
    env = {"SOURCE_DATE_EPOCH": str(serve.NOW + 400 * 86400), "PATH": "/usr/bin:/bin"}

    def call(*words: str, code: int = 0) -> str:
        done = subprocess.run([WIRECOPY, "--site", site.folder, *words], env=env, capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert "is no age" in call("prune", "--older-than", "soon", code=2)
    text = (site.folder / "feeds.toml").read_text("utf-8")
    (site.folder / "feeds.toml").write_text(text.replace("max_age_days = 4000", "max_age_days = 14"), "utf-8")
    assert "these stay" in call("prune", "--older-than", "5d", code=1)
    told = json.loads(call("prune", "--older-than", "1y", "--dry-run", "--json"))
    some = next(iter(articles(site).values()))
    assert told["articles"] == len(articles(site))
    assert "taken away" in call("prune", "--older-than", "365d")
    assert articles(site) == {}
    assert "kept from coming back" in call("why", some.link)
    assert "19 sources" in call("status")


@given(st.text(), st.text(), st.text())
def test_a_tombstone_is_one_line_whatever_the_title_is(
    tmp_path_factory: pytest.TempPathFactory, title: str, link: str, guid: str
) -> None:
    content = tmp_path_factory.mktemp("content")
    stone = Tombstone(published=NOW, entry_id="urn:uuid:1", source_id="a", first_seen=NOW, link=link, title=title, guid=guid)  # fmt: skip
    add_tombstones(content, [stone])
    add_tombstones(content, [stone])
    assert all_tombstones(content) == [stone]
    assert (content / stone.file).read_bytes().count(b"\n") == 1


def test_old_addresses_lead_to_the_publisher(site: Site) -> None:
    some = next(a for a in articles(site).values() if a.link and not a.also)
    prune(site.content, NOW + timedelta(days=1), "redirect")
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(Path(serve.__file__).parents[2] / name, site.folder)
    pelican = Path(WIRECOPY).with_name("pelican")
    subprocess.run([pelican, "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors", "-q"], cwd=site.folder, check=True, capture_output=True)  # fmt: skip
    page = (site.folder / "output" / f"{some.date:%Y/%m/%d}/{some.slug}/index.html").read_text("utf-8")
    assert f'href="{some.link}"' in page
    assert "refresh" not in page, "an address that a feed chose is not opened unasked"
    assert "no-referrer" in page
    assert "<script" not in page
    subprocess.run([WIRECOPY, "check", "--output", "output"], cwd=site.folder, check=True)
