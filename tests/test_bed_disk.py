"""Disks that take nothing: read-only folders, a full disk. The run says so, and the next normal one loses nothing."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from liveline import BIN, LiveSite
from loopback import Loopback
from test_bed_publishers import story
from wirecopy.selftest.scenario import feed

FETCH = [str(BIN / "wirecopy"), "fetch", "--force"]
BUILD = [str(BIN / "pelican"), "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors"]
# Root's writes ignore modes: where the tests run as root, the commands run without that right.
PLAIN = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner", "--inh-caps", "-all"]


def tree(folder: Path) -> dict[str, bytes]:
    """Its files. The build's list of its files may name some that a build could not make."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".wirecopy-files")
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def lock(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)


def unlock(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def plainly(site: LiveSite, command: list[str]) -> subprocess.CompletedProcess[str]:
    """The command as an owner without special rights runs it."""
    epoch = {"SOURCE_DATE_EPOCH": str(int(site.now.timestamp()))}
    lead = PLAIN if os.geteuid() == 0 else []
    return subprocess.run([*lead, *command], cwd=site.folder, env=os.environ | epoch, capture_output=True, text=True, check=False)  # fmt: skip


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a command said, without the spaces and line ends that a terminal's width puts into it."""
    return re.sub(r"\s+(?:\w+\.py:\d+)?\s*", "", done.stdout + done.stderr)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def site(server: Loopback, tmp_path: Path) -> Iterator[LiveSite]:
    """A site that was fetched and built, with news waiting."""
    site = LiveSite(tmp_path / "site", server)
    site.feeds(f=server.reply("/f", feed(*[story(n) for n in range(6)])))
    if os.geteuid() == 0 and (not shutil.which("setpriv") or plainly(site, ["true"]).returncode):
        pytest.skip("root cannot give up its rights here")
    assert plainly(site, FETCH).returncode == 0
    assert plainly(site, BUILD).returncode == 0
    server.reply("/f", feed(*[story(n) for n in range(12)]))
    yield site
    unlock(site.folder)


def goes_on(site: LiveSite, before: dict[str, bytes]) -> None:
    """A normal run of both programs leaves all articles once, and the old ones as they were."""
    done = plainly(site, FETCH)
    assert done.returncode == 0, done.stderr
    after = tree(site.folder / "content")
    assert {name: after.get(name) for name in before} == before
    assert sorted(a.guid for a in site.articles()) == sorted(f"g{n}" for n in range(12))
    assert plainly(site, BUILD).returncode == 0
    pages = list((site.folder / "output").glob("2*/*/*/*/index.html"))
    assert len(pages) == 12


@pytest.mark.parametrize("what", ["content", "content/news", ".cache", "."])
def test_a_read_only_folder_is_named_by_fetch_and_nothing_is_lost(site: LiveSite, what: str) -> None:
    before, built = tree(site.folder / "content"), tree(site.folder / "output")
    lock(site.folder / what)
    done = plainly(site, FETCH)
    assert done.returncode not in (0, 4)
    assert "Traceback" not in done.stderr
    assert "wirecopy: " in done.stderr
    assert tree(site.folder / "content") == before
    assert tree(site.folder / "output") == built
    unlock(site.folder / what)
    goes_on(site, before)


@pytest.mark.parametrize("what", ["output", "output/2026", "."])
def test_a_read_only_output_fails_the_build_and_the_old_site_stays(site: LiveSite, what: str) -> None:
    before, built = tree(site.folder / "content"), tree(site.folder / "output")
    assert plainly(site, FETCH).returncode == 0
    lock(site.folder / what)
    done = plainly(site, BUILD)
    assert done.returncode != 0
    assert tree(site.folder / "output") == built
    unlock(site.folder / what)
    goes_on(site, before)


def test_a_site_can_be_built_from_a_read_only_record(site: LiveSite) -> None:
    before = tree(site.folder / "content")
    assert plainly(site, FETCH).returncode == 0
    lock(site.folder / "content")
    assert plainly(site, BUILD).returncode == 0
    unlock(site.folder / "content")
    goes_on(site, before)


@pytest.mark.parametrize("what", ["content/news", "content/news/2026/03"])
def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(site: LiveSite, what: str) -> None:
    before, built = tree(site.folder / "content"), tree(site.folder / "output")
    (site.folder / what).chmod(0o000)
    for command in (FETCH, BUILD):
        done = plainly(site, command)
        assert done.returncode not in (0, 4)
        assert "Permissiondenied" in said(done)
    (site.folder / what).chmod(0o755)
    assert tree(site.folder / "content") == before
    assert tree(site.folder / "output") == built
    goes_on(site, before)


def test_an_article_that_cannot_be_read_is_named_and_comes_back(site: LiveSite) -> None:
    before = tree(site.folder / "content")
    path = next((site.folder / "content").rglob("*.md"))
    path.chmod(0o000)
    assert plainly(site, FETCH).returncode == 0
    done = said(plainly(site, BUILD))
    assert path.stem in done
    assert "Permissiondenied" in done
    path.chmod(0o644)
    goes_on(site, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB, of which a site with its cache takes half."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], capture_output=True, check=False).returncode:  # fmt: skip
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def fill(disk: Path, leave: int) -> Path:
    """A file that leaves so many bytes of the disk free."""
    free = os.statvfs(disk)
    path = disk / "ballast"
    path.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - leave)))
    return path


@pytest.mark.parametrize("free", [0, 8_192, 65_536])
def test_a_full_disk_stops_the_run_with_a_sentence_and_nothing_is_lost(
    server: Loopback, small_disk: Path, tmp_path: Path, free: int
) -> None:
    texts = [story(n) for n in range(40)]
    undisturbed = LiveSite(tmp_path / "undisturbed", server)
    site = LiveSite(small_disk / "site", server)
    for one in (undisturbed, site):
        server.reply("/f", feed(*texts[:6]))
        one.feeds(f=server.url("/f"))
        one.fetch()
        one.build()
    server.reply("/f", feed(*texts))
    built = tree(site.folder / "output")
    ballast = fill(small_disk, free)
    for command in (FETCH, BUILD):
        ended = site.go(command, tuple(range(256)))
        assert "Traceback" not in ended.out
    assert all(name in tree(site.folder / "output") for name in built)
    ballast.unlink()
    for one in (undisturbed, site):
        one.fetch("--force")
        one.build()
    assert tree(site.folder / "content") == tree(undisturbed.folder / "content")
    assert tree(site.folder / "output") == tree(undisturbed.folder / "output")
