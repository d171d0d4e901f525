"""The whole line on the sample newsroom: real HTTP on loopback, real files, the laws of the record."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from examples.newsroom import serve
from wirecopy.config import load
from wirecopy.index import Index
from wirecopy.markdown import read_all
from wirecopy.pipeline import Site, run
from wirecopy.report import Report
from wirecopy.types import Article

NOW = datetime.fromtimestamp(serve.NOW, UTC)
WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))
EXPECTED = tomllib.loads((Path(serve.__file__).with_name("expected.toml")).read_text("utf-8"))


def articles(site: Site) -> list[Article]:
    return [found for _, found in read_all(site.content) if isinstance(found, Article)]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def make_site(folder: Path, server: serve.Server, settings: str | None = None) -> Site:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "feeds.toml").write_text(settings if settings is not None else server.settings(), "utf-8")
    return Site(folder)


def fetch(site: Site, now: datetime = NOW, **how: object) -> Report:
    return run(site, load(site.folder / "feeds.toml"), now, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def server() -> Iterator[serve.Server]:
    with serve.serve() as running:
        yield running


@pytest.fixture(scope="module")
def fetched(server: serve.Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Report]:
    site = make_site(tmp_path_factory.mktemp("newsroom"), server)
    return site, fetch(site)


@pytest.fixture
def copy(fetched: tuple[Site, Report], tmp_path: Path) -> Site:
    shutil.copytree(fetched[0].folder, tmp_path / "site")
    return Site(tmp_path / "site")


def test_every_item_is_an_article_or_merged_or_dropped_with_a_reason(fetched: tuple[Site, Report]) -> None:
    site, report = fetched
    totals = EXPECTED["totals"]
    assert report.items == totals["items"]
    assert report.new + report.merged + len(report.dropped) == report.items
    assert len(articles(site)) == report.new == totals["articles"]
    assert all(d.reason for d in report.dropped)
    by_reason = report.dropped_by_reason()
    assert by_reason["too old"] == totals["too_old"]
    assert (
        sum(n for reason, n in by_reason.items() if reason.startswith("rule: ")) == totals["dropped_by_rule"]
    )


def test_one_bad_feed_never_stops_a_run_and_each_is_reported(fetched: tuple[Site, Report]) -> None:
    report = fetched[1]
    kinds = {re.sub(r"^.*:\d+", "", f.source.url): f.kind for f in report.failed}
    assert kinds == EXPECTED["failures"]
    assert report.read == EXPECTED["totals"]["read"]
    assert report.exit_code == 4
    assert [(m.old.rpartition("/")[2], m.new.rpartition("/")[2]) for m in report.moved] == [
        ("pitch-and-stand.rss", "pitch-and-stand.xml")
    ]


def test_a_second_run_changes_no_byte(copy: Site) -> None:
    before = tree(copy.content)
    health = (copy.cache / "health.json").read_bytes()
    report = fetch(copy, force=True)
    assert tree(copy.content) == before
    assert (copy.cache / "health.json").read_bytes() == health
    assert (report.new, report.updated, report.changed_files) == (0, 0, 0)
    assert report.unchanged == EXPECTED["totals"]["read"]


def test_without_its_cache_the_next_run_changes_no_byte(copy: Site) -> None:
    before = tree(copy.content)
    shutil.rmtree(copy.cache)
    report = fetch(copy, NOW + timedelta(hours=7))
    assert tree(copy.content) == before
    assert report.new == report.updated == 0
    assert report.known > 100


def test_the_run_knows_the_bytes_of_what_it_wrote(copy: Site) -> None:
    """So that a machine that checks content/ out anew compares with the fingerprints of the last one."""
    for path in copy.content.rglob("*.md"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    with Index(copy.cache / "index.sqlite") as index:
        index.sync(copy.content)
        recent = list(index.recent(NOW - timedelta(days=3)))
    assert len(recent) > 50
    assert all(prints for _, prints in recent)


def test_the_order_of_feeds_does_not_matter(
    fetched: tuple[Site, Report], server: serve.Server, tmp_path: Path
) -> None:
    head, *feeds = server.settings().split("[[feeds]]")
    last, rest = feeds[-1].split("[[rules]]", 1)
    feeds[-1] = last
    settings = head + "".join(f"[[feeds]]{f}" for f in reversed(feeds)) + "[[rules]]" + rest
    other = make_site(tmp_path / "reversed", server, settings)
    fetch(other)
    assert tree(other.content) == tree(fetched[0].content)


def test_an_update_is_made_in_place_and_a_new_date_alone_is_none(tmp_path: Path) -> None:
    with serve.serve(later=Path(serve.__file__).with_name("later")) as day_two, serve.serve() as day_one:
        site = make_site(tmp_path / "site", day_one)
        fetch(site)
        before = {a.guid: a for a in articles(site)}
        (site.folder / "feeds.toml").write_text(day_two.settings(), "utf-8")
        ids = re.compile(r"(127\.0\.0\.1:\d+)")
        assert ids.search(day_two.settings())
        report = fetch(site, NOW + timedelta(days=1), force=True)
    after = {a.guid: a for a in articles(site)}
    [updated] = EXPECTED["later"]["updated"]
    [restamped] = EXPECTED["later"]["restamped"]
    assert report.updated == 1
    assert after[updated].title != before[updated].title
    assert after[updated].modified is not None
    for field in ("slug", "date", "entry_id", "story", "first_seen"):
        assert getattr(after[updated], field) == getattr(before[updated], field)
    assert after[restamped] == before[restamped]


def test_what_a_person_edited_stays_when_the_publisher_updates(tmp_path: Path) -> None:
    with serve.serve(later=Path(serve.__file__).with_name("later")) as day_two, serve.serve() as day_one:
        site = make_site(tmp_path / "site", day_one)
        fetch(site)
        [updated] = EXPECTED["later"]["updated"]
        path = next(p for p, a in read_all(site.content) if isinstance(a, Article) and a.guid == updated)
        path.write_text(re.sub("(?m)^Title: .*$", "Title: In my own words", path.read_text("utf-8")), "utf-8")
        (site.folder / "feeds.toml").write_text(day_two.settings(), "utf-8")
        fetch(site, NOW + timedelta(days=1), force=True)
    article = next(a for a in articles(site) if a.guid == updated)
    assert article.title == "In my own words"
    assert article.modified is not None


def test_a_hidden_article_does_not_come_back(copy: Site) -> None:
    path, article = next((p, a) for p, a in read_all(copy.content) if isinstance(a, Article))
    path.write_text(path.read_text("utf-8").replace("\nSlug:", "\nStatus: hidden\nSlug:", 1), "utf-8")
    before = tree(copy.content)
    shutil.rmtree(copy.cache)
    fetch(copy)
    assert tree(copy.content) == before
    assert next(a for a in articles(copy) if a.entry_id == article.entry_id).status == "hidden"


def test_a_damaged_file_is_left_as_it_is_and_named(copy: Site) -> None:
    path, _ = next((p, a) for p, a in read_all(copy.content) if isinstance(a, Article))
    path.write_text("<<<<<<< HEAD\n" + path.read_text("utf-8"), "utf-8")
    before = tree(copy.content)
    for lost in (False, True):
        if lost:
            shutil.rmtree(copy.cache)
        report = fetch(copy, force=True)
        assert tree(copy.content) == before
        assert any(path.name in reason for reason in report.unreadable)
    assert [d.reason for d in report.dropped if d.reason == "its file is in the way"]


def test_a_run_goes_on_when_the_files_that_newcomers_belong_to_cannot_be_read(
    server: serve.Server, tmp_path: Path
) -> None:
    # the wire agency's articles are on record and damaged, then the outlets that reprint them come in
    feeds = server.settings().split("[[feeds]]")
    [wire] = [f for f in feeds if "northwire.xml" in f]
    site = make_site(tmp_path / "site", server, "[[feeds]]".join([feeds[0], wire]))
    fetch(site)
    for path, _ in list(read_all(site.content)):
        path.write_text("<<<<<<< HEAD\n" + path.read_text("utf-8"), "utf-8")
    damaged = tree(site.content)
    (site.folder / "feeds.toml").write_text(server.settings(), "utf-8")
    report = fetch(site, force=True)
    assert report.new > 90
    assert damaged.items() <= tree(site.content).items()
    assert len(report.unreadable) == 12


def test_a_mistake_in_the_settings_fetches_nothing(server: serve.Server, tmp_path: Path) -> None:
    site = make_site(
        tmp_path / "site",
        server,
        server.settings().replace("per_host", "perhost") + '\n[[feeds]]\nurl = "x"\n',
    )
    seen = len(server.seen)
    done = subprocess.run(
        [WIRECOPY, "--site", site.folder, "fetch"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "feeds.toml: feeds[" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert len(server.seen) == seen
    assert not site.content.exists()


def test_a_run_killed_while_it_wrote_is_finished_by_the_next(
    fetched: tuple[Site, Report], server: serve.Server, tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", server)
    program = (
        "import os, sys; from pathlib import Path; from wirecopy.markdown import files; import wirecopy.journal as w\n"
        "real, count = w.write_whole, [0]\n"
        "def dying(path, data, **how):\n"
        "    count[0] += path.suffix == '.md'\n"
        "    if count[0] == 40: os.kill(os.getpid(), 9)\n"
        "    return real(path, data, **how)\n"
        "w.write_whole = dying\n"
        "sys.argv = ['wirecopy', 'fetch']; from wirecopy.cli import main; main()\n"
    )
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(serve.NOW)}
    died = subprocess.run(
        [sys.executable, "-c", program], cwd=site.folder, env=env, capture_output=True, check=False
    )
    assert died.returncode == -9
    assert 0 < len(articles(site)) < 111
    fetch(site, NOW)
    assert tree(site.content) == tree(fetched[0].content)


def test_why_explains_kept_merged_and_dropped_entries(fetched: tuple[Site, Report]) -> None:
    site, report = fetched

    def why(asked: str) -> str:
        done = subprocess.run(
            [WIRECOPY, "--site", site.folder, "why", asked], capture_output=True, text=True, check=True
        )
        return done.stdout

    dropped = next(d for d in report.dropped if d.reason.startswith("rule: no deals"))
    assert "rule: no deals" in why(dropped.link)
    merged = next(a for a in articles(site) if a.also)
    told = why(merged.also[0].link)
    assert merged.link in told
    assert "alike" in told
    privacy = next(a for a in articles(site) if "facial recognition" in a.title.lower())
    assert "facial recognition" in why(privacy.link)
    assert "Privacy (privacy" in why(privacy.title)


def test_check_finds_the_sample_newsroom_right_and_shows_what_another_file_would_change(
    fetched: tuple[Site, Report], tmp_path: Path
) -> None:
    site = fetched[0]
    shutil.copy(Path(serve.__file__).parents[2] / "pelicanconf.py", site.folder)
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(serve.NOW)}
    done = subprocess.run(
        [WIRECOPY, "--site", site.folder, "check"], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    other = tmp_path / "other.toml"
    other.write_text(
        (site.folder / "feeds.toml").read_text("utf-8")
        + '\n[[rules]]\nname = "no ferries"\naction = "drop"\ntitle = ["facial recognition"]\n',
        "utf-8",
    )
    done = subprocess.run(
        [WIRECOPY, "--site", site.folder, "check", "--try", other, "--json"],
        capture_output=True,
        text=True,
        env=env,
        check=True,
    )
    changes = json.loads(done.stdout)
    assert changes
    assert all("facial recognition" in c["title"].lower() and c["kind"] == "dropped" for c in changes)


def test_what_never_reached_the_record_is_read_again(copy: Site) -> None:
    """A scheduled run keeps its cache though its commit was lost: the feeds would say "not modified"."""
    before = tree(copy.content)
    lost = sorted(before)[10:40]
    changed = sorted(before)[5]
    for name in lost:
        (copy.content / name).unlink()
    path = copy.content / changed
    path.write_text(re.sub("(?m)^Feed_hash: .*$", "Feed_hash: 0-0", path.read_text("utf-8")), "utf-8")
    report = fetch(copy, NOW)
    assert report.new + report.merged == len(lost)
    assert report.updated == 1
    assert sorted(tree(copy.content)) == sorted(before)
