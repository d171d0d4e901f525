"""The commands as an owner types them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from examples.newsroom import serve
from wirecopy.config import load

WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))


def wirecopy(*words: str | Path, cwd: Path, code: int = 0) -> str:
    done = subprocess.run([WIRECOPY, *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def site(tmp_path: Path) -> Path:
    wirecopy("init", "site", cwd=tmp_path)
    return tmp_path / "site"


def allow(site: Path, server: serve.Server) -> None:
    text = (site / "feeds.toml").read_text("utf-8")
    host = server.url.removeprefix("http://").rstrip("/")
    (site / "feeds.toml").write_text(
        text.replace("[fetch]\n", f'[fetch]\nallow_private = ["{host}"]\n'), "utf-8"
    )


def test_init_makes_a_site_that_check_finds_right(site: Path) -> None:
    assert "0 mistakes" in wirecopy("check", cwd=site)
    for name in ("feeds.toml", "pelicanconf.py", "publishconf.py", "Makefile", ".gitignore"):
        assert (site / name).exists(), name
    assert not (site / "theme").exists()


def test_init_overwrites_nothing(site: Path) -> None:
    (site / "feeds.toml").write_text("# mine\n", "utf-8")
    said = wirecopy("init", "site", cwd=site.parent, code=1)
    assert "feeds.toml" in said
    assert (site / "feeds.toml").read_text("utf-8") == "# mine\n"


def test_init_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    assert "is a file" in wirecopy("init", "taken", cwd=tmp_path, code=1)


def test_add_writes_the_feed_and_keeps_comments_and_order(site: Path) -> None:
    with serve.serve() as server:
        allow(site, server)
        before = (site / "feeds.toml").read_text("utf-8")
        said = wirecopy("add", f"{server.url}/harbour-ledger.xml", "--section", "Coast", cwd=site)
    after = (site / "feeds.toml").read_text("utf-8")
    assert "The Harbour Ledger" in said
    source = next(s for s in load(site / "feeds.toml").sources if s.url.endswith("/harbour-ledger.xml"))
    assert (source.name, source.section) == ("The Harbour Ledger", "Coast")
    assert all(line in after.splitlines() for line in before.splitlines())


def test_add_finds_the_feed_that_a_web_page_names(site: Path) -> None:
    with serve.serve() as server:
        allow(site, server)
        wirecopy("add", f"{server.url}/wanderer.html", cwd=site)
        assert "listed already" in wirecopy("add", f"{server.url}/wanderer.html", cwd=site)
    assert any(s.url.endswith("/long-listen.xml") for s in load(site / "feeds.toml").sources)


def test_add_says_what_is_wrong_with_an_address(site: Path) -> None:
    before = (site / "feeds.toml").read_text("utf-8")
    assert "not an http(s) URL" in wirecopy("add", "ftp://a.example/feed", cwd=site, code=1)
    assert "127.0.0.1" in wirecopy("add", "http://127.0.0.1:1/", cwd=site, code=1)
    assert (site / "feeds.toml").read_text("utf-8") == before


def test_what_opml_exports_it_imports(site: Path) -> None:
    exported = wirecopy("opml", "export", cwd=site)
    (site / "list.opml").write_text(exported, "utf-8")
    urls = [s.url for s in load(site / "feeds.toml").sources]
    (site / "feeds.toml").write_text("# empty\n", "utf-8")
    assert f"{len(urls)} added" in wirecopy("opml", "import", "list.opml", cwd=site)
    assert sorted(s.url for s in load(site / "feeds.toml").sources) == sorted(urls)
    assert "0 added" in wirecopy("opml", "import", "list.opml", cwd=site)


def test_a_file_that_is_no_opml_changes_nothing(site: Path) -> None:
    before = (site / "feeds.toml").read_text("utf-8")
    (site / "x.opml").write_text("<html/>", "utf-8")
    assert "not OPML" in wirecopy("opml", "import", "x.opml", cwd=site, code=1)
    assert "No such file" in wirecopy("opml", "import", "y.opml", cwd=site, code=1)
    assert (site / "feeds.toml").read_text("utf-8") == before


def test_an_ejected_theme_wins_and_is_not_overwritten(site: Path) -> None:
    wirecopy("eject", "theme", cwd=site)
    assert (site / "theme/templates/front.html").exists()
    assert "there already" in wirecopy("eject", "theme", cwd=site, code=1)
    wirecopy("eject", "plugins", cwd=site)
    assert (site / "plugins/story_pages.py").exists()


def test_a_folder_that_is_no_site_gets_one_clear_sentence(tmp_path: Path) -> None:
    for command in (["fetch"], ["check"], ["why", "x"], ["add", "https://a.example/"], ["opml", "export"]):
        said = wirecopy(*command, cwd=tmp_path, code=2)
        assert "feeds.toml: not found" in said
        assert len(said.strip().splitlines()) == 1
    assert "this is no site" in wirecopy("eject", "theme", cwd=tmp_path, code=1)


def test_help_names_every_command(tmp_path: Path) -> None:
    said = wirecopy("--help", cwd=tmp_path)
    for command in ("init", "fetch", "check", "why", "add", "opml", "eject"):
        assert f"  {command}" in said
