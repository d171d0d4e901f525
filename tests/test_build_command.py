"""`wirecopy build`: the site as make builds it, and why a page was written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests import invented, rebuilds

WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))


def wirecopy(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([WIRECOPY, *arguments], capture_output=True, text=True, timeout=120, check=False)


def test_the_command_builds_what_pelican_builds_and_explains_a_page(tmp_path: Path) -> None:
    by_command = rebuilds.make(tmp_path / "command", [invented.article(i) for i in range(6)])
    by_pelican = rebuilds.make(tmp_path / "pelican", [invented.article(i) for i in range(6)])
    pelican = [str(Path(WIRECOPY).with_name("pelican")), "content", "-o", "output", "-s", "publishconf.py"]
    subprocess.run(pelican, cwd=by_pelican, capture_output=True, timeout=120, check=True)
    done = wirecopy("--site", str(by_command), "build", "--publish", "--explain", "/")
    assert done.returncode == 0, done.stderr
    assert "index.html: written: new" in done.stdout
    assert rebuilds.contents(by_command / "output") == rebuilds.contents(by_pelican / "output")


def test_a_folder_that_is_no_site_is_named(tmp_path: Path) -> None:
    done = wirecopy("--site", str(tmp_path), "build")
    assert done.returncode == 1
    assert "pelicanconf.py: no such file" in done.stderr


def test_a_build_that_fails_fails_the_command(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text("raise RuntimeError('broken')\n")
    assert wirecopy("--site", str(tmp_path), "build").returncode != 0
