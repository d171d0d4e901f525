"""A build writes what changed, keeps the old site when it cannot, and says what it did."""

from __future__ import annotations

import errno
import fcntl
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import invented
import rebuilds
import wirecopy.build.derive
import wirecopy.build.press
import wirecopy.search.pagefind
from wirecopy import markdown
from wirecopy.types import Article


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    site = rebuilds.make(folder / "site", [invented.article(i) for i in range(20)])
    rebuilds.must_build(site)
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A site that is built; its own copy, so stamps are new as after a checkout."""
    shutil.copytree(built, tmp_path / "site")
    return tmp_path / "site"


def newcomer(number: int = 500) -> object:
    when = invented.NEWEST + timedelta(minutes=5)
    return invented.article(number, date=when, first_seen=when, title=f"Newcomer {number}")


def test_a_new_article_costs_a_few_pages_and_says_why(site: Path) -> None:
    markdown.write_file(site / "content", newcomer())  # type: ignore[arg-type]
    said = rebuilds.must_build(site)
    assert "1 of 21 articles derived" in said
    assert "settings" not in said
    assert not rebuilds.differences(site, site.parent)


def test_a_site_that_was_copied_is_recognised_by_its_contents(site: Path) -> None:
    assert "nothing changed" in rebuilds.must_build(site)


def test_nothing_changed_imports_nothing_heavy(site: Path) -> None:
    rebuilds.must_build(site)
    rebuilds.must_build(site)
    code = (
        "import sys, pelican\npelican.main(['content', '-o', 'output', '-s', 'publishconf.py', '--fatal', 'errors'])\n"
        "print(sorted(m for m in sys.modules if m in ('wirecopy.corpus', 'wirecopy.pages', 'wirecopy.syndication', 'wirecopy.search')))"
    )
    run = [
        sys.executable,
        "-c",
        code.replace("import sys, pelican", "import sys, wirecopy, pelican\nwirecopy.__version__ = '1.0'"),
    ]
    subprocess.run(
        run, cwd=site, check=True, capture_output=True
    )  # the version of the tests is not the program's
    done = subprocess.run(run, cwd=site, check=True, capture_output=True, text=True)
    assert "nothing changed" in done.stdout
    assert done.stdout.rstrip().endswith("[]")


def test_files_that_are_not_ours_stay(site: Path) -> None:
    (site / "output/keep").mkdir()
    (site / "output/keep/me.txt").write_text("mine")
    (path,) = (site / "content/news").rglob(f"{invented.article(3).slug}.md")
    path.unlink()
    assert "removed" in rebuilds.must_build(site)
    assert (site / "output/keep/me.txt").read_text() == "mine"
    assert not list((site / "output").rglob(f"{invented.article(3).slug}"))


def test_a_page_of_a_lost_cache_is_removed_all_the_same(site: Path) -> None:
    shutil.rmtree(site / ".cache")
    (path,) = (site / "content/news").rglob(f"{invented.article(3).slug}.md")
    path.unlink()
    rebuilds.must_build(site)
    assert not rebuilds.differences(site, site.parent)


def test_a_full_disk_leaves_the_old_site(site: Path) -> None:
    before = rebuilds.contents(site / "output")
    markdown.write_file(site / "content", newcomer())  # type: ignore[arg-type]

    def full() -> None:
        def no_room(*_: object, **__: object) -> object:
            raise OSError(errno.ENOSPC, "No space left on device")

        wirecopy.build.press._write = no_room  # type: ignore[assignment]

    code, said = rebuilds.build(site, full)
    assert code != 0
    assert "No space left" in said
    ours = {n for n in before if not n.startswith(("theme/", "imprint/"))}
    after = rebuilds.contents(site / "output")
    assert {n: before[n] for n in ours} == {n: after.get(n) for n in ours}
    rebuilds.must_build(site)
    assert not rebuilds.differences(site, site.parent)


def test_two_builds_at_once_are_refused(site: Path) -> None:
    with open(site / ".cache/build.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said = rebuilds.build(site)
    assert code != 0
    assert "another build is under way" in said


def test_a_plugin_for_pelicans_own_articles_is_refused_with_a_reason(site: Path) -> None:
    (site / "plugins").mkdir()
    (site / "plugins/like_others.py").write_text(
        "from pelican import signals\ndef look(generator): pass\ndef register(): signals.article_generator_finalized.connect(look)\n"
    )
    with (site / "publishconf.py").open("a") as conf:
        conf.write('\nfrom pelicanconf import PLUGINS\nPLUGINS = ["like_others", *PLUGINS]\n')
    code, said = rebuilds.build(site)
    assert code != 0
    assert "like_others works on Pelican's own articles" in " ".join(said.split())


def test_a_plugin_of_ones_own_adds_files_by_plan(site: Path) -> None:
    (site / "plugins").mkdir()
    (site / "plugins/of_mine.py").write_text(
        "from wirecopy.build import File\n"
        "def plan(build):\n"
        "    n = str(len(build.corpus.all))\n"
        "    yield File(file='count.txt', reads=(n,), make=n.encode)\n"
        "def register(): pass\n"
    )
    with (site / "publishconf.py").open("a") as conf:
        conf.write('\nfrom pelicanconf import PLUGINS\nPLUGINS = ["of_mine", *PLUGINS]\n')
    rebuilds.must_build(site)
    assert (site / "output/count.txt").read_text() == "20"
    assert not rebuilds.differences(site, site.parent)


def test_a_page_explains_itself(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilds.must_build(site)
    new = newcomer()
    markdown.write_file(site / "content", new)  # type: ignore[arg-type]
    monkeypatch.setenv("WIRECOPY_EXPLAIN", "/")
    said = rebuilds.must_build(site)
    assert "index.html: written: content" in said
    assert "* news/" in said
    assert "Newcomer 500" in said


def test_many_articles_are_derived_by_two_processes_as_by_one(tmp_path: Path) -> None:
    one = rebuilds.make(tmp_path / "one", [invented.article(i) for i in range(330)])
    with (one / "publishconf.py").open("a") as conf:
        conf.write("\nWIRECOPY_JOBS = 1\n")
    two = tmp_path / "two"
    shutil.copytree(one, two)
    with (two / "publishconf.py").open("a") as conf:
        conf.write("\nWIRECOPY_JOBS = 3\n")
    rebuilds.must_build(one)
    rebuilds.must_build(two)
    first, second = rebuilds.contents(one / "output"), rebuilds.contents(two / "output")
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


def test_a_lost_output_is_unpacked_and_not_printed_again(site: Path) -> None:
    whole = rebuilds.contents(site / "output")
    shutil.rmtree(site / "output")

    def no_printer() -> None:
        def fail(*_: object) -> bytes:
            raise AssertionError("a page was printed")

        wirecopy.build.press.make = fail

    code, said = rebuilds.build(site, no_printer)
    assert code == 0, said
    assert "pages left out" not in said
    assert rebuilds.contents(site / "output") == whole


def test_an_index_of_older_stories_that_failed_is_tried_again_though_nothing_changed(tmp_path: Path) -> None:
    old = invented.NEWEST - timedelta(days=200)
    site = rebuilds.make(
        tmp_path / "site", [invented.article(1), invented.article(2, date=old, first_seen=old)]
    )

    def broken() -> None:
        def fail(*_: object) -> bool:
            raise OSError("no space left")

        wirecopy.search.pagefind.is_installed = lambda: True
        wirecopy.search.pagefind.index_archive = fail

    def counted() -> None:
        wirecopy.search.pagefind.is_installed = lambda: True
        wirecopy.search.pagefind.index_archive = lambda *_: print("indexed") is None

    assert "WARNING" in rebuilds.build(site, broken)[1]
    assert "WARNING" in rebuilds.build(site, broken)[1]
    assert "indexed" in rebuilds.build(site, counted)[1]
    assert "nothing changed" in rebuilds.build(site, counted)[1]


def test_an_article_that_cannot_be_derived_still_teaches_what_its_source_repeats(tmp_path: Path) -> None:
    end = "\n\nSign up for the harbour letter, every Friday at noon.\n"
    when = [invented.NEWEST - timedelta(hours=40 - n) for n in range(8)]
    told = [
        invented.article(n, source_id="local-1", date=when[n], first_seen=when[n], markdown=f"Crane {n} is lifted over {n} quays.{end}")
        for n in range(8)
    ]  # fmt: skip
    bad = told[3].slug

    def one_fails() -> None:
        whole = wirecopy.build.derive.derive

        def fail(article: Article, rules: Any) -> Any:
            if article.slug == bad:
                raise ValueError("cannot be derived")
            return whole(article, rules)

        wirecopy.build.derive.derive = fail

    site = rebuilds.make(tmp_path / "site", told[:7])
    assert "WARNING" in rebuilds.build(site, one_fails)[1]
    markdown.write_file(site / "content", told[7])
    assert "1 of 8 articles derived" in rebuilds.build(site, one_fails)[1]
    warm = rebuilds.contents(site / "output")
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".cache")
    assert rebuilds.build(site, one_fails)[0] == 0
    assert rebuilds.contents(site / "output") == warm


def test_a_link_that_leads_nowhere_stops_no_build(site: Path) -> None:
    (site / "content/news/gone.md").symlink_to("nowhere")
    rebuilds.must_build(site)
    assert "nothing changed" in rebuilds.must_build(site)
