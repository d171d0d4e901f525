"""What goes wrong in an owner's life gets one clear sentence and loses nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from examples.newsroom import serve
from tests.loopback import Loopback
from wirecopy.asking import OUT_OF_TIME, refuse_wrong_clock
from wirecopy.cli.advice import REMEDIES, advice
from wirecopy.cli.status import sparkline
from wirecopy.cli.summary import as_text, job_summary
from wirecopy.errors import WirecopyError
from wirecopy.markdown import read_all
from wirecopy.report import Moved, Report
from wirecopy.types import Article, Failed, Skipped, Source
from wirecopy.views.health import Count, SourceHealth

WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))
NOW = datetime.fromtimestamp(serve.NOW, UTC)


def wirecopy(*words: str | Path, cwd: Path, code: int = 0, **env: str) -> str:
    clean = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | {"NO_COLOR": "1"}
    done = subprocess.run(
        [WIRECOPY, *words], cwd=cwd, env=clean | env, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def newsroom() -> Iterator[serve.Server]:
    with serve.serve() as server:
        yield server


@pytest.fixture(scope="module")
def fetched(newsroom: serve.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("owner")
    wirecopy("init", "site", cwd=folder)
    settings = newsroom.settings().replace("timeout_s = 3 ", "timeout_s = 1 ")
    (folder / "site/feeds.toml").write_text(settings, "utf-8")
    wirecopy("fetch", cwd=folder / "site", code=4, SOURCE_DATE_EPOCH=str(serve.NOW))
    return folder / "site"


@pytest.fixture
def site(fetched: Path, tmp_path: Path) -> Path:
    shutil.copytree(fetched, tmp_path / "site")
    return tmp_path / "site"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# --- the clock


def test_a_clock_that_is_months_off_writes_nothing(site: Path) -> None:
    before = tree(site / "content")
    shutil.rmtree(site / ".cache")
    said = wirecopy("fetch", "--force", cwd=site, code=1)  # our clock is right, the newsroom's stands still
    assert "clock says" in said
    assert "nothing was written" in said
    assert tree(site / "content") == before


def test_a_clock_is_called_wrong_only_when_publishers_agree() -> None:
    refuse_wrong_clock([0.0, 3600.0, -50.0], NOW)
    refuse_wrong_clock([400 * 86400.0, -30.0, 5.0], NOW)  # one publisher has a bad clock
    refuse_wrong_clock([9e6, 5e6, -7e6], NOW)  # no two agree
    for off in (366 * 86400.0, -366 * 86400.0):
        with pytest.raises(WirecopyError, match="nothing was written"):
            refuse_wrong_clock([off, off + 3, off - 7, 12.0], NOW)


def a_source(name: str) -> Source:
    return Source(id=name, url=f"https://{name}.example/feed")


# --- feeds.toml changes


def test_a_moved_feed_written_as_check_says_keeps_its_articles(site: Path) -> None:
    said = wirecopy("check", cwd=site, SOURCE_DATE_EPOCH=str(serve.NOW))
    patch = re.search(r'-url = "(.*)"\n\+url = "(.*)"\n\+id = "(.*)"', said)
    assert patch, said
    old, new, source_id = patch.groups()
    text = (site / "feeds.toml").read_text("utf-8")
    (site / "feeds.toml").write_text(
        text.replace(f'url = "{old}"', f'url = "{new}"\nid = "{source_id}"'), "utf-8"
    )
    before = tree(site / "content")
    report = json.loads(
        wirecopy(
            "fetch", "--force", "--json", cwd=site, code=4, SOURCE_DATE_EPOCH=str(serve.NOW + 7200)
        ).split("\n")[0]
    )
    assert (report["new"], report["updated"], report["merged"]) == (0, 0, 0)
    assert tree(site / "content") == before


def test_feeds_taken_out_renamed_or_under_another_id_lose_no_story(site: Path) -> None:
    before = {a.entry_id for _, a in read_all(site / "content") if isinstance(a, Article)}
    head, *feeds = (site / "feeds.toml").read_text("utf-8").split("[[feeds]]")
    feeds[1] = feeds[1].replace("Quayside Notices", "Notices of the Quay")
    feeds[2] = '\nid = "another"' + feeds[2]
    (site / "feeds.toml").write_text("[[feeds]]".join([head, *feeds[1:]]), "utf-8")
    wirecopy("fetch", "--force", cwd=site, code=4, SOURCE_DATE_EPOCH=str(serve.NOW + 7200))
    after = {a.entry_id for _, a in read_all(site / "content") if isinstance(a, Article)}
    assert after == before


# --- places


def test_no_git_is_needed_to_fetch(site: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    wirecopy(
        "fetch", cwd=site, code=4, PATH=str(tmp_path / "empty"), SOURCE_DATE_EPOCH=str(serve.NOW + 90000)
    )


def test_a_folder_that_cannot_be_written_gets_one_line(tmp_path: Path) -> None:
    said = wirecopy("init", "/proc/no/site", cwd=tmp_path, code=1)
    assert len(said.strip().splitlines()) == 1
    assert "/proc" in said


def test_two_runs_at_once_are_one(site: Path) -> None:
    import fcntl

    with (site / ".cache/fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["fetch"], ["prune"]):
            assert "under way" in wirecopy(*command, cwd=site, code=3)


# --- what is said


def test_every_kind_of_failure_has_its_advice() -> None:
    report = Report(
        as_of=NOW,
        failed=tuple(Failed(source=a_source(kind), kind=kind, reason="…") for kind in REMEDIES),
        skipped=(Skipped(source=a_source("late"), until=NOW, reason=OUT_OF_TIME),),
        moved=(Moved("moved", "https://old.example/", "https://new.example/"),),
    )
    lines = list(advice(report))
    told = " ".join(lines)
    assert all(f"{kind}" in told for kind in REMEDIES)
    assert "1 feeds were not asked" in told
    assert 'url = "https://new.example/"' in told


def test_the_job_s_summary_shows_what_feeds_say_letter_by_letter(tmp_path: Path) -> None:
    reason = "answered <script>alert(1)</script> | [x](javascript:y) `z` https://a.example @me #1\n::error::x"
    report = Report(as_of=NOW, failed=(Failed(source=a_source("a"), kind="server", reason=reason),))
    text = job_summary(report, tmp_path)
    for danger in ("<script", "[x]", "`z`", "https://", "@me", "#1", "\n::"):
        assert danger not in text.partition("failed because")[2].replace("&#", "")
    assert "Nothing was published" in text
    assert as_text("plain words, 12") == "plain words, 12"


def test_status_says_the_same_as_the_health_on_file(site: Path) -> None:
    told = json.loads(wirecopy("status", "--json", cwd=site))
    states = {s["id"]: s["state"] for s in told["sources"]}
    said = wirecopy("status", cwd=site)
    for source_id, state in states.items():
        assert re.search(rf"(?m)^{source_id}\s+{state}\b", said)
    assert list(states.values()).count("gone") == 1
    assert "1 gone" in said


def test_a_sparkline_ends_today_and_knows_silence() -> None:
    source = SourceHealth(id="a", per_day=(Count("2026-03-10", 8), Count("2026-03-12", 1)))
    assert sparkline(source, NOW) == "···········█·▁"
    assert sparkline(SourceHealth(id="b"), NOW) == "·" * 14


def test_status_of_a_site_that_never_ran_says_so(site: Path) -> None:
    shutil.rmtree(site / ".cache")
    assert "no run is on record" in wirecopy("status", cwd=site)


def test_a_run_without_any_answer_says_that_everything_failed(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/feed", b"", 503)
        settings = f'[fetch]\nallow_private = ["{server.place}"]\n[[feeds]]\nurl = "{server.url("/feed")}"\n'
        (tmp_path / "feeds.toml").write_text(settings, "utf-8")
        wirecopy("fetch", "--summary", "summary.md", cwd=tmp_path, code=5)
    assert "Nothing was published" in (tmp_path / "summary.md").read_text("utf-8")


# --- a machine of one's own


def git(site: Path, *words: str) -> str:
    who = {
        f"GIT_{role}_{key}": "owner@site.example"
        for role in ("AUTHOR", "COMMITTER")
        for key in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", *words], cwd=site, env=os.environ | who, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def rebuild(site: Path, code: int = 0) -> str:
    who = {
        f"GIT_{role}_{key}": "owner@site.example"
        for role in ("AUTHOR", "COMMITTER")
        for key in ("NAME", "EMAIL")
    }
    path = f"{Path(WIRECOPY).parent}:/usr/bin:/bin"
    env = os.environ | who | {"PATH": path, "SOURCE_DATE_EPOCH": str(serve.NOW)}
    done = subprocess.run(["make", "rebuild"], cwd=site, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == (code != 0), done.stdout + done.stderr
    return done.stdout + done.stderr


def test_rebuild_commits_what_is_new_and_says_when_it_cannot(site: Path) -> None:
    assert "no git repository here" in rebuild(site)
    git(site, "init", "--quiet", "--initial-branch=main")
    rebuild(site)
    assert git(site, "log", "--format=%s") == "news"
    assert git(site, "status", "--porcelain", "content") == ""
    rebuild(site)
    assert git(site, "rev-list", "--count", "HEAD") == "1"
    git(site, "checkout", "--quiet", "--detach")
    assert "detached HEAD" in rebuild(site, code=2)


def test_a_shallow_clone_is_as_good_as_any(site: Path, tmp_path: Path) -> None:
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "A site")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{site}", "clone")
    rebuild(tmp_path / "clone")
    assert git(tmp_path / "clone", "status", "--porcelain", "content") == ""
    assert git(tmp_path / "clone", "rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("PLUGINS.remove('story_pages')", "'story_pages' is not among them"),
        ("PLUGINS += ['story_pagse']", "'story_pagse' is in none of the plugin folders"),
        ("THEME = 'themes/none'", "has no templates"),
        ("THEME = SITENAM", "NameError: name 'SITENAM' is not defined"),
        ("if:", "line "),
    ],
)
def test_check_finds_mistakes_in_the_site_s_settings(site: Path, line: str, said: str) -> None:
    assert "0 mistakes" in wirecopy("check", cwd=site, SOURCE_DATE_EPOCH=str(serve.NOW))
    with (site / "pelicanconf.py").open("a") as file:
        file.write(line + "\n")
    told = wirecopy("check", cwd=site, code=1, SOURCE_DATE_EPOCH=str(serve.NOW))
    assert said in told
    assert "pelicanconf.py: " in told
