"""The built site: a real Pelican build."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild import build, make_site


def contents(output: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(p.relative_to(output)): (p.stat().st_mtime_ns, p.read_bytes())
        for p in output.rglob("*")
        if p.is_file()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_site(tmp_path_factory.mktemp("site"))
    build(folder)
    return folder


# --- the build


def test_a_build_makes_every_kind_of_page_and_the_pages_written_by_hand(site: Path) -> None:
    output = site / "output"
    for file in (
        "index.html",
        "imprint/index.html",
        "theme/style.css",
        "sw.js",
        "topic/privacy/index.html",
        "404.html",
    ):
        assert (output / file).is_file(), file
    assert "<em>by hand</em>" in (output / "imprint/index.html").read_text("utf-8")
    assert 'href="imprint/">Imprint' in (output / "index.html").read_text("utf-8")


def test_building_again_changes_no_page(site: Path) -> None:
    before = contents(site / "output")
    build(site)
    after = contents(site / "output")
    assert {f: b for f, (_, b) in before.items()} == {f: b for f, (_, b) in after.items()}
    written = {f for f in after if after[f][0] != before[f][0]}
    assert not {f for f in written if not f.startswith(("theme/", "imprint/"))}  # those are Pelican's own


def test_a_site_replaces_one_template_without_copying_the_theme(tmp_path: Path) -> None:
    """The worked example of docs/themes.md."""
    folder = make_site(tmp_path / "own", ordinary=2)
    (folder / "templates").mkdir()
    (folder / "templates" / "story.html").write_text(
        '{% extends "!theme/story.html" %}\n{% block main %}\n{{ super() }}\n<p>{{ story.outlets }} desks at work</p>\n{% endblock %}\n', "utf-8"
    )  # fmt: skip
    build(folder)
    (story,) = (folder / "output").glob("story/lighthouse*/index.html")
    assert "<p>3 desks at work</p>" in story.read_text("utf-8")
    assert "timeline" in story.read_text("utf-8")


def test_a_misspelt_name_in_a_template_stops_the_build(tmp_path: Path) -> None:
    folder = make_site(tmp_path / "typo", ordinary=1)
    (folder / "templates").mkdir()
    (folder / "templates" / "about.html").write_text("{{ recipt.articles }}", "utf-8")
    with pytest.raises(AssertionError, match="recipt"):
        build(folder)


def test_an_owner_writes_an_about_page_of_their_own(tmp_path: Path) -> None:
    folder = make_site(tmp_path / "about", ordinary=1)
    (folder / "content" / "pages" / "about.md").write_text("Title: About us\n\nWe.\n", "utf-8")
    build(folder)
    assert "About us" in (folder / "output/about/index.html").read_text("utf-8")


def test_a_broken_file_in_the_record_is_named_and_stops_nothing(tmp_path: Path) -> None:
    folder = make_site(tmp_path / "broken", ordinary=1)
    (folder / "content/news/2026/02/17/broken.md").write_bytes(b"\xff\xfe")
    assert "broken.md" in build(folder)
    assert (folder / "output/index.html").is_file()
