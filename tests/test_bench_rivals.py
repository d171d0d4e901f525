"""Other generators are compared by the same pages: as many files of each kind, and the same words on them."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.madeup import articles, write_site
from bench.rivals import RIVALS
from bench.rivals.given import Given, given
from sitebuild import build
from wirecopy import config

COUNT = 60
OURS_ALONE = {".wirecopy-files"}  # how a build knows which files are its own
SIGNED = {"about/index.html"}  # names the program at its foot
# What stock Pelican has no means for.
STOCK_LACKS = re.compile(
    r"feeds/(all\.json|top\.|daily\.)|search/\d|sitemap-|topic/|.*/feed\.json|(section|source)/[\w-]+/(\d{4}-\d\d/|(index|feed)\b)"
)
_APART = re.compile(r"(?s)<(style|script)\b.*?</\1>")
_LINKED = re.compile(r'(?s)<script type="application/ld\+json">(.*?)</script>')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own site of the made-up articles, built."""
    folder = tmp_path_factory.mktemp("rivals") / "ours"
    write_site(folder, articles(COUNT, 0), COUNT)
    with (folder / "publishconf.py").open("a") as conf:
        conf.write('\nsys.modules["pagefind"] = None\n')
    build(folder)
    return folder


@pytest.fixture(scope="module")
def told(site: Path) -> Given:
    return given((article for _, article in articles(COUNT, 0)), config.load(site / "feeds.toml"))


def built(name: str, told: Given, folder: Path) -> Path:
    """What the generator makes; skips where it is not installed."""
    command = RIVALS[name](folder / name, told)
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not on PATH")
    done = subprocess.run(command, cwd=folder / name, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / name / "out"


def files(output: Path) -> set[str]:
    return {str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()}


def kind_of(file: str) -> str:
    """ "2026/10/31/a-slug/index.html" is an article, "source/x/2026-10/index.html" a month of a source."""
    if file[:4].isdigit():
        return "article"
    parts = [re.sub(r"[\d-]{7,}", "N", part) for part in file.split("/")]
    return "/".join([parts[0], *("*" for _ in parts[1:-1]), parts[-1]])


def words(page: str) -> list[str]:
    return html.unescape(re.sub(r"<[^>]*>", " ", _APART.sub("", page))).split()


def linked(page: str) -> Any:
    found = _LINKED.search(page)
    return json.loads(found[1]) if found else None


@pytest.mark.parametrize("name", ["hugo", "hugo-told", "eleventy", "eleventy-told"])
def test_another_generator_makes_the_same_files(site: Path, told: Given, tmp_path: Path, name: str) -> None:
    ours, theirs = files(site / "output") - OURS_ALONE, files(built(name, told, tmp_path))
    assert Counter(map(kind_of, theirs)) == Counter(map(kind_of, ours))
    assert theirs == ours


@pytest.mark.parametrize("name", ["hugo-told", "eleventy-told"])
def test_its_pages_say_the_same_words_and_its_feeds_have_as_many_entries(
    site: Path, told: Given, tmp_path: Path, name: str
) -> None:
    theirs = built(name, told, tmp_path)
    for file in sorted(files(site / "output") - OURS_ALONE - SIGNED):
        if not file.startswith("search/") or file.endswith(".html"):
            same((site / "output" / file).read_text("utf-8"), (theirs / file).read_text("utf-8"), file)


def same(ours: str, theirs: str, file: str) -> None:
    if file.endswith(".html"):
        assert words(theirs) == words(ours), file
        assert linked(theirs) == linked(ours), file
    elif file.endswith((".atom", ".rss", ".xml", ".opml")):
        entries = re.compile(r"<(entry|item|url|sitemap|outline)\b")
        assert len(entries.findall(theirs)) == len(entries.findall(ours)), file
    elif file.endswith("json") and file != "build.json":
        assert [i.get("title") for i in json.loads(theirs)["items"]] == [
            i.get("title") for i in json.loads(ours)["items"]
        ]


def test_stock_pelican_makes_what_its_settings_reach(site: Path, told: Given, tmp_path: Path) -> None:
    ours, theirs = files(site / "output") - OURS_ALONE, files(built("stock", told, tmp_path))
    assert theirs <= ours
    missing = {file for file in ours - theirs if not STOCK_LACKS.match(file)}
    assert not missing
    article = next(file for file in sorted(ours) if file[:4].isdigit())
    pages = [article, "index.html", "lite/index.html", "day/index.html", "day/2026-10-31/index.html"]
    for file in (*pages, *(file for file in sorted(ours) if re.match(r"story/.*html|sources/", file))):
        assert words((tmp_path / "stock/out" / file).read_text("utf-8")) == words(
            (site / "output" / file).read_text("utf-8")
        ), file


def test_without_a_handed_excerpt_a_generator_finds_its_own(told: Given, tmp_path: Path) -> None:
    theirs = built("hugo", told, tmp_path)
    article, shown = told.articles[0]
    page = (theirs / shown["path"] / "index.html").read_text("utf-8")
    front = (tmp_path / "hugo/content/news" / f"{shown['path'].strip('/')}.md").read_text("utf-8")
    assert shown["excerpt"] not in front
    assert words(page).count(article.title.split()[0])
    beginning = " ".join(shown["excerpt"].split()[:6])
    assert beginning in " ".join(words(page))


@pytest.mark.parametrize("name", ["hugo-plain", "eleventy-plain", "stock-plain"])
def test_plain_pages_are_still_made(told: Given, tmp_path: Path, name: str) -> None:
    made = files(built(name, told, tmp_path))
    assert sum(file[:4].isdigit() for file in made) == COUNT


def test_what_is_handed_to_others_is_plain_values(told: Given) -> None:
    shown = [found for _, found in told.articles]
    assert json.loads(json.dumps(shown)) == shown
    assert len({found["path"] for found in shown}) == COUNT
    leads = [found for found in shown if "told" in found]
    assert {found["path"] for found in leads} >= set(told.all)
    assert sum(len(piece["stories"]) for piece in told.pieces) == len(leads)
