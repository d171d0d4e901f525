"""A site of the invented newsroom in a folder, built by Pelican as a user does it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import invented

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def build(site: Path, conf: str = "publishconf.py") -> str:
    """What Pelican says; the site is in output/ afterwards."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", conf, "--fatal", "errors"],
        cwd=site, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_site(folder: Path, toml: str | None = None, ordinary: int = 45) -> Path:
    invented.write_site(folder, invented.articles(ordinary), toml)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    (folder / "content" / "pages").mkdir()
    (folder / "content" / "pages" / "imprint.md").write_text(
        "Title: Imprint\n\nWritten *by hand*.\n", "utf-8"
    )
    return folder
