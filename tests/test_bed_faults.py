"""Runs that are cut off anywhere, files that were spoilt: the next normal run leaves what an undisturbed one would have."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.newsroom import serve
from wirecopy.audit import audit

BIN = Path(sys.executable).parent
ROOT = Path(serve.__file__).parents[2]
ENV = {**os.environ, "SOURCE_DATE_EPOCH": str(serve.NOW)}
FETCH = [str(BIN / "wirecopy"), "fetch", "--force"]
BUILD = [str(BIN / "pelican"), "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors", "-q"]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def go(command: list[str], site: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=site, env=ENV | env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def server() -> Iterator[serve.Server]:
    with serve.serve() as running:
        yield running


def settings(server: serve.Server) -> str:
    """The newsroom without the feed that never answers: every run here waits for it otherwise."""
    head, *feeds = re.split(r"(?=\[\[)", server.settings())
    return head + "".join(f for f in feeds if "slow-boat" not in f)


@pytest.fixture(scope="module")
def whole(server: serve.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An undisturbed run."""
    site = tmp_path_factory.mktemp("whole") / "site"
    site.mkdir()
    (site / "feeds.toml").write_text(settings(server), "utf-8")
    shutil.copy(ROOT / "pelicanconf.py", site)
    assert go(FETCH, site).returncode == 4  # some of the newsroom's feeds are broken for good
    assert go(BUILD, site).returncode == 0
    return site


@pytest.fixture
def fresh(whole: Path, tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    for name in ("feeds.toml", "pelicanconf.py"):
        shutil.copy(whole / name, site)
    return site


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "site"))


def killed_after(command: list[str], site: Path, seconds: float) -> bool:
    """Whether the kill came before the run had ended by itself."""
    process = subprocess.Popen(command, cwd=site, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def kill(
    command: list[str], site: Path, points: int, dice: random.Random, within: float, begin: Path
) -> None:
    """Kills that many runs, each at another moment; when one gets through, the next begins anew."""
    kills = 0
    while kills < points:
        if killed_after(command, site, dice.uniform(0.05, within)):
            kills += 1
        else:
            within = max(0.3, within * 0.8)
            shutil.rmtree(begin, ignore_errors=True)


def kill_fetch_and_build(site: Path, whole: Path, points: int, seed: int) -> None:
    """`points` kills of fetch and as many of the build, and what the next run of each leaves."""
    dice = random.Random(seed)
    kill(FETCH, site, points, dice, 2.0, site / "content")
    assert go(FETCH, site).returncode == 4
    assert tree(site / "content") == tree(whole / "content")
    kill(BUILD, site, points, dice, 4.0, site / ".cache" / "build")
    done = go(BUILD, site)
    assert done.returncode == 0, done.stderr
    assert tree(site / "output") == tree(whole / "output")


def test_runs_killed_anywhere_leave_what_an_undisturbed_one_leaves(fresh: Path, whole: Path) -> None:
    kill_fetch_and_build(fresh, whole, points=2, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 28))
def test_two_hundred_and_eight_kill_points(fresh: Path, whole: Path, seed: int) -> None:
    kill_fetch_and_build(fresh, whole, points=4, seed=seed)


def spoil_cut(index: Path) -> None:
    index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])


def spoil_noise(index: Path) -> None:
    index.write_bytes(random.Random(1).randbytes(70_000))


def spoil_middle(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[8192:40_960] = random.Random(2).randbytes(32_768)
    index.write_bytes(bytes(data))


def spoil_version(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[60:64] = (999).to_bytes(4, "big")  # SQLite's user_version
    index.write_bytes(bytes(data))


def spoil_folder(index: Path) -> None:
    index.unlink()
    index.mkdir()


@pytest.mark.parametrize("spoil", [spoil_cut, spoil_noise, spoil_middle, spoil_version, spoil_folder])
def test_a_spoilt_index_is_made_anew(copy: Path, whole: Path, spoil: object) -> None:
    for suffix in ("-wal", "-shm"):
        (copy / ".cache" / f"index.sqlite{suffix}").unlink(missing_ok=True)
    spoil(copy / ".cache" / "index.sqlite")  # type: ignore[operator]
    done = go(FETCH, copy)
    assert done.returncode == 4, done.stderr
    assert tree(copy / "content") == tree(whole / "content")


def test_spoilt_notes_of_the_build_cost_only_time(copy: Path, whole: Path) -> None:
    for path in (copy / ".cache" / "build").iterdir():
        if path.is_file():
            path.write_bytes(random.Random(3).randbytes(3000))
    done = go(BUILD, copy)
    assert done.returncode == 0, done.stderr
    assert tree(copy / "output") == tree(whole / "output")


@pytest.mark.parametrize("epoch", [serve.NOW - 20 * 365 * 86_400, serve.NOW + 30 * 365 * 86_400])
def test_a_clock_that_is_years_off_changes_nothing_on_file(copy: Path, whole: Path, epoch: int) -> None:
    before = tree(copy / "content")
    done = go(FETCH, copy, SOURCE_DATE_EPOCH=str(epoch))
    assert done.returncode in (0, 4), done.stderr
    after = tree(copy / "content")
    assert {name: after.get(name) for name in before} == before
    assert go(FETCH, copy).returncode == 4
    assert {name: tree(copy / "content").get(name) for name in before} == before


def test_no_home_a_c_locale_and_a_strict_umask_change_no_byte(fresh: Path, whole: Path) -> None:
    bare = {
        "SOURCE_DATE_EPOCH": ENV["SOURCE_DATE_EPOCH"],
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
    }
    for command, code in ((FETCH, 4), (BUILD, 0)):
        done = subprocess.run(["/bin/sh", "-c", 'umask 077; exec "$@"', "sh", *command], cwd=fresh, env=bare, capture_output=True, check=False)  # fmt: skip
        assert done.returncode == code, done.stderr
    assert tree(fresh / "content") == tree(whole / "content")
    assert tree(fresh / "output") == tree(whole / "output")


def test_two_runs_at_once_do_the_work_once(fresh: Path, whole: Path) -> None:
    first = subprocess.Popen(FETCH, cwd=fresh, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.1)
    second = go(FETCH, fresh)
    assert first.wait(60) in (4, second.returncode)
    assert "under way" in second.stderr or second.returncode == 4
    go(FETCH, fresh)
    assert tree(fresh / "content") == tree(whole / "content")


def test_a_full_disk_leaves_the_old_site_and_the_record_whole(fresh: Path, whole: Path) -> None:
    limited = [
        "/bin/sh",
        "-c",
        'ulimit -f 8; exec "$@"',
        "sh",
    ]  # files of 4 kB at most: a write fails half-way
    assert go([*limited, *FETCH], fresh).returncode not in (0, 4)
    assert go(FETCH, fresh).returncode == 4
    assert tree(fresh / "content") == tree(whole / "content")
    shutil.copytree(whole / "output", fresh / "output")
    feeds = fresh / "feeds.toml"
    feeds.write_text(feeds.read_text("utf-8").replace("The Breakwater", "The Other Name"), "utf-8")
    assert go([*limited, *BUILD], fresh).returncode != 0
    assert tree(fresh / "output") == tree(whole / "output")


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"<<<<<<< HEAD\n" + data,
        lambda data: b"no front matter at all\n",
        lambda data: b"",
        lambda data: b"\xff\xfe" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
    ],
    ids=["conflict", "no front matter", "empty", "not UTF-8", "CRLF", "BOM"],
)
def test_a_file_edited_by_hand_is_kept_and_stops_nothing(copy: Path, edit: object) -> None:
    path = sorted((copy / "content").rglob("*.md"))[7]
    path.write_bytes(edit(path.read_bytes()))  # type: ignore[operator]
    before = tree(copy / "content")
    assert go(FETCH, copy).returncode == 4
    assert tree(copy / "content") == before
    done = go(BUILD, copy)
    assert done.returncode == 0, done.stderr
    assert audit(copy / "output") == []


def test_one_page_that_cannot_be_made_is_named_and_the_others_are_there(copy: Path, whole: Path) -> None:
    (copy / "plugins").mkdir()
    (copy / "plugins" / "poison.py").write_text(
        "from wirecopy.build.file import File\n"
        "def fail():\n    raise ValueError('poison')\n"
        "def plan(build):\n    return [File(file='poison.txt', reads=(), make=fail)]\n"
        "def register():\n    pass\n"
    )
    with (copy / "pelicanconf.py").open("a") as file:
        file.write('\nPLUGIN_PATHS = ["plugins", *PLUGIN_PATHS]\nPLUGINS = ["poison", *PLUGINS]\n')
    done = go(BUILD, copy)
    assert done.returncode != 0
    assert "poison.txt: ValueError: poison" in done.stdout + done.stderr
    assert set(tree(whole / "output")) <= set(tree(copy / "output"))


def test_one_article_that_cannot_be_derived_is_named_and_the_others_are_there(copy: Path) -> None:
    shutil.rmtree(copy / ".cache" / "build")
    shutil.rmtree(copy / "output")
    path = sorted((copy / "content").rglob("*.md"))[7]
    (copy / "plugins").mkdir()
    (copy / "plugins" / "poison.py").write_text(
        "import wirecopy.build.derive as d\nSTEADY = True\nreal = d.derive\n"
        "def derive(article, rules):\n"
        f"    if article.slug == {path.stem!r}:\n        raise ValueError('poison')\n"
        "    return real(article, rules)\n"
        "def register():\n    d.derive = derive\n"
    )
    with (copy / "pelicanconf.py").open("a") as file:
        file.write('\nPLUGIN_PATHS = ["plugins", *PLUGIN_PATHS]\nPLUGINS = ["poison", *PLUGINS]\n')
    done = go([part for part in BUILD if part != "-q"], copy)
    assert done.returncode == 0, done.stderr
    assert "ValueError: poison" in done.stdout + done.stderr
    pages = list((copy / "output").glob("2*/*/*/*/index.html"))
    assert len(pages) == len(list((copy / "content").rglob("news/**/*.md"))) - 1
