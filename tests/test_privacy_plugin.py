"""The adapter for plain Pelican sites, run by Pelican itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pelican import Pelican
from pelican.settings import DEFAULT_CONFIG, configure_settings

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = {
    "breach": ("Data breach exposes 40,000 patient records", "", "Hackers stole the files of a clinic."),
    "bridge": ("Bridge reopens after repairs", "", "Traffic flows <b>again</b>."),
    "byhand": ("A quiet town", "privacy, Harbour", "Nothing else here."),
    "removed": ("Facial recognition at the stadium", "-privacy", "Fans object to the face scans."),
    "facet": ("Court fines clinic for data breach", "-regulation", "Patients' records were exposed."),
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for name, (title, tags, body) in ARTICLES.items():
        head = f"Title: {title}\nDate: 2026-02-01\nSlug: {name}\nCategory: news\n"
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content" / f"{name}.md").write_text(
            head + (f"Tags: {tags}\n" if tags else "") + f"\n{body}\n"
        )
    settings = configure_settings(
        {
            **DEFAULT_CONFIG,
            "PATH": str(tmp_path / "content"),
            "OUTPUT_PATH": str(tmp_path / "output"),
            "PLUGIN_PATHS": [str(ROOT / "plugins")],
            "PLUGINS": ["privacy_tags"],
            "TAG_FEED_ATOM": "feeds/{slug}.atom.xml",
            "TIMEZONE": "UTC",
        }
    )
    pelican = Pelican(settings)
    pelican.run()
    return tmp_path / "output"


def test_tags_become_pages_and_feeds_and_hands_are_respected(built: Path) -> None:
    tags = {path.stem for path in (built / "tag").glob("*.html")}
    assert {"privacy", "data-breach", "harbour"} <= tags
    assert not any(tag.startswith("-") for tag in tags)
    page = (built / "tag" / "privacy.html").read_text()
    assert "breach.html" in page
    assert "byhand.html" in page
    assert "facet.html" in page
    assert "bridge.html" not in page
    assert "removed.html" not in page
    assert (
        "facet.html" not in (built / "tag" / "regulation.html").read_text() if "regulation" in tags else True
    )
    assert (built / "feeds" / "privacy.atom.xml").is_file()


def test_tagging_twice_changes_nothing() -> None:
    sys.path.insert(0, str(ROOT / "plugins"))
    import privacy_tags
    from wirecopy import privacy

    class Article:
        title = "Data breach at clinic"
        _content = "<p>Patient records were <i>stolen</i>.</p>"
        metadata: dict[str, str] = {}  # noqa: RUF012  # a stand-in for Pelican's object

        def __init__(self) -> None:
            self.tags = ["-health-data", "Harbour"]

    article = Article()
    privacy_tags.tag_article(article, DEFAULT_CONFIG, privacy.load_rules())
    once = [str(tag) for tag in article.tags]
    privacy_tags.tag_article(article, DEFAULT_CONFIG, privacy.load_rules())
    assert [str(tag) for tag in article.tags] == once
    assert once[:2] == ["Harbour", "privacy"]
    assert "health-data" not in once
