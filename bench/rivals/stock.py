"""Pelican as it comes, with the pages that wirecopy makes as far as its settings reach: categories, authors, tags, day archives, its own feeds.

`sites/stock` holds settings and a theme of the same markup. What stock Pelican has no means for is left out: JSON Feed, pages by
month of a section or a source, sources without articles, topics, the feeds of top stories and of days, search in pieces.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from bench.rivals.fixed import THEME, files, fixed
from bench.rivals.given import Given

SITE = Path(__file__).parent / "sites/stock"


def write(folder: Path, given: Given) -> list[str]:
    """Pelican's site in `folder`, and the command that builds it."""
    shutil.copytree(SITE, folder)
    shutil.copytree(THEME / "static", folder / "theme/static")
    (folder / "content/extra").mkdir(parents=True)
    for name, content in files(given).items():
        (folder / "content/extra" / name).write_bytes(content)
    for article, told in given.articles:
        path = folder / "content/news" / f"{told['path'].strip('/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"Title: {article.title}\nDate: {article.date:%Y-%m-%d %H:%M:%S}\nCategory: {article.section}\nAuthor: {article.source_name}\nSlug: {article.slug}\n"
        head += f"Tags: {told['story']}\n" if told["story"] else ""
        path.write_text(
            f"{head}Summary: {told['excerpt']}\nTold: {json.dumps(told)}\n\n{article.markdown}\n", "utf-8"
        )
    names = ("site", "sections", "sources", "front", "pieces", "excerpts")
    shown = {name: getattr(given, name) for name in names} | {"fixed": fixed(given)}
    (folder / "given.json").write_text(json.dumps(shown), "utf-8")
    return [sys.executable, "-m", "pelican", "content", "-o", "out", "-s", "stockconf.py", "-q"]
