"""Pelican as it comes, with its "simple" theme: categories, authors for sources, day archives, Atom feeds."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from wirecopy.types import Article

CONFIG = """SITENAME = "A made-up site"
SITEURL = "https://madeup.example"
TIMEZONE = "UTC"
THEME = "simple"
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
DAY_ARCHIVE_SAVE_AS = "day/{date:%Y}-{date:%m}-{date:%d}/index.html"
DEFAULT_PAGINATION = 30
PAGINATED_TEMPLATES = {"index": None, "category": None, "author": None}
PAGINATION_PATTERNS = ((1, "{name}{extension}", "{name}{extension}"), (2, "{name}/page/{number}{extension}", "{name}/page/{number}{extension}"))
FEED_MAX_ITEMS = 50
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
AUTHOR_FEED_ATOM = "feeds/by-{slug}.atom.xml"
AUTHOR_FEED_RSS = None
"""


def write(folder: Path, articles: Iterable[Article]) -> list[str]:
    """Pelican's site in `folder`, and the command that builds it."""
    folder.mkdir(parents=True)
    (folder / "stockconf.py").write_text(CONFIG)
    for a in articles:
        path = folder / "content" / f"{a.date:%Y/%m/%d}" / f"{a.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"Title: {a.title}\nDate: {a.date:%Y-%m-%d %H:%M:%S}\nCategory: {a.section}\nAuthor: {a.source_name}\nSlug: {a.slug}\nLink: {a.link}\n"
        path.write_text(f"{head}\n{a.markdown}\n", "utf-8")
    return [sys.executable, "-m", "pelican", "content", "-o", "out", "-s", "stockconf.py", "-q"]
