"""Eleventy 3 with the pages that wirecopy makes: templates are functions, groups are made once, one list of all files that are no article.

`sites/eleventy` holds configuration and templates.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bench.rivals.fixed import THEME, files, fixed
from bench.rivals.given import Given

SITE = Path(__file__).parent / "sites/eleventy"


def write(folder: Path, given: Given, told: bool = False) -> list[str]:
    """Eleventy's site in `folder`, and the command that builds it.

    `told`: excerpts stand in the front matter, and no body is converted, as Hugo would leave it. Else they are its own, out of the bodies.
    """
    shutil.copytree(SITE, folder)
    shutil.copytree(THEME / "static", folder / "static/theme")
    for name, content in files(given).items():
        (folder / "static" / name).write_bytes(content)
    for article, found in given.articles:
        path = folder / "content/news" / f"{found['path'].strip('/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = {"layout": "article.11ty.cjs", "permalink": f"{found['path']}index.html", "a": found}
        if told:
            head["templateEngineOverride"] = False
        else:
            head["a"] = {key: value for key, value in found.items() if key != "excerpt"}
        path.write_text(f"---json\n{json.dumps(head)}\n---\n\n{article.markdown}\n", "utf-8")
    names = ("site", "sections", "sources", "front", "all", "top", "daily", "pieces", "excerpts")
    shown = {name: getattr(given, name) for name in names} | {"fixed": fixed(given)}
    (folder / "given.json").write_text(json.dumps(shown), "utf-8")
    return ["eleventy", "--config=eleventy.config.mjs", "--quiet"]
