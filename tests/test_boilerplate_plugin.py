"""The plugin for plain Pelican sites, in a real build."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from pelican import Pelican
from pelican.settings import read_settings

PLUGINS = Path(__file__).resolve().parent.parent / "plugins"
STORY = "The ferry between the harbour and the islands will sail again on Monday, the harbour board told reporters.\n\n"


def test_a_built_article_has_lost_its_teaser(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    teaser = "Lighthouse keeper retires after forty winters"
    (content / "a.md").write_text(f"Title: {teaser}\nDate: 2026-02-01\n\n{STORY}", "utf-8")
    (content / "b.md").write_text(
        f"Title: Ferry returns\nDate: 2026-02-02\n\n{STORY * 3}{teaser}\n\n{STORY}Advertisement\n", "utf-8"
    )
    settings = read_settings(
        override={
            "PATH": str(content),
            "OUTPUT_PATH": str(tmp_path / "output"),
            "PLUGIN_PATHS": [str(PLUGINS)],
            "PLUGINS": ["boilerplate_strip"],
            "CACHE_PATH": str(tmp_path / "cache"),
            "SITEURL": "",
        }
    )
    Pelican(settings).run()
    page = (tmp_path / "output/ferry-returns.html").read_text("utf-8")
    body = page[page.index("entry-content") : page.index("</article>")] if "entry-content" in page else page
    assert "Advertisement" not in body
    assert "The ferry between" in body


def test_stripping_twice_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PLUGINS))
    plugin = __import__("boilerplate_strip")
    article = SimpleNamespace(
        title="Ferry",
        date=1,
        source_path="a.md",
        metadata={"source": "tide"},
        _content=f"<p>{STORY.strip()}</p>" * 4 + "<p>Advertisement</p>",
    )
    generator = SimpleNamespace(settings={}, articles=[article])
    plugin.strip_articles(generator)
    once = (article._content, article.boilerplate)
    plugin.strip_articles(generator)
    assert (article._content, article.boilerplate) == once
    assert [cut.kind for cut in article.boilerplate] == ["advert"]
    assert "boilerplate_strip" in sys.modules
