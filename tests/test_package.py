"""The wheel, in an empty environment, makes and builds a site: theme and plugins are in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from examples.newsroom import serve

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    clean = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(cwd), "LC_ALL": "C"}
    done = subprocess.run(command, cwd=cwd, env=clean | env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 4), f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sdist → wheel, as a package index would get it."""
    folder = tmp_path_factory.mktemp("dist")
    build = "import sys; from hatchling.build import build_sdist; print(build_sdist(sys.argv[1]))"
    run(sys.executable, "-c", build, folder, cwd=ROOT)
    [sdist] = folder.glob("*.tar.gz")
    shutil.unpack_archive(sdist, folder / "unpacked")
    [source] = (folder / "unpacked").iterdir()
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    run(sys.executable, "-c", build, folder, cwd=source)
    [wheel] = folder.glob("*.whl")
    return wheel


def test_the_wheel_carries_theme_plugins_rules_and_the_starting_set(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "wirecopy/_site/theme/templates/front.html",
        "wirecopy/_site/plugins/story_pages.py",
        "wirecopy/_site/pelicanconf.py",
        "wirecopy/_site/publishconf.py",
        "wirecopy/_site/action.yml",
        "wirecopy/_site/requirements/run.txt",
        "wirecopy/_site/feeds.toml",
        "wirecopy/_site/content/pages/about-us.md",
        "wirecopy/start/github/site.yml",
        "wirecopy/rules/boilerplate.toml",
        "wirecopy/py.typed",
    ):
        assert name in names, name
    assert not [n for n in names if n.endswith((".pyc", ".orig")) or n.startswith(("tests/", "bench/"))]


def test_an_empty_environment_with_the_wheel_makes_and_builds_a_site(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    bin_ = tmp_path / "venv/bin"
    pip = {
        k: v
        for k, v in __import__("os").environ.items()
        if k.startswith("PIP_") or k in ("HOME", "XDG_CONFIG_HOME")
    }
    run(
        bin_ / "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        ROOT / "requirements/run.txt",
        cwd=tmp_path,
        **pip,
    )
    run(bin_ / "pip", "install", "-q", "--no-deps", wheel, cwd=tmp_path, **pip)
    run(bin_ / "pip", "check", cwd=tmp_path, **pip)
    run(bin_ / "wirecopy", "init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    with serve.serve() as newsroom:
        (site / "feeds.toml").write_text(newsroom.settings(), "utf-8")
        run(bin_ / "wirecopy", "fetch", cwd=site, SOURCE_DATE_EPOCH=str(serve.NOW))
    run(bin_ / "pelican", "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors", cwd=site)
    front = (site / "output/index.html").read_text("utf-8")
    assert "Kestrel Park" in front
    (site / "plugins").mkdir()
    shipped = (ROOT / "plugins/pruned_pages.py").read_text("utf-8")
    (site / "plugins/pruned_pages.py").write_text(
        f"{shipped}\nopen('own-plugin-was-here', 'w').close()\n", "utf-8"
    )
    run(bin_ / "pelican", "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors", cwd=site)
    assert (site / "own-plugin-was-here").exists(), "a site's own plugin wins over the shipped one"
