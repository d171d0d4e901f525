"""Builds docs/ as a site with our own theme, into build/docs/output: `make docs`.

The pages stay plain Markdown that reads well on a forge. What a page lacks for Pelican, a title and an
address, comes from its first heading and its name; links to `x.md` lead to the page made of it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SITE = Path(os.environ.get("WIRECOPY_DOCS", ROOT / "build/docs"))

CONFIG = """[site]
name = "wirecopy"
description = "A generator of static news sites: feeds in, a fast, private site with its own feeds out"
"""
SETTINGS = """
PLUGINS = ["story_pages"]  # its look alone: without steady_build nothing of a news site is made
PAGE_URL = "{slug}/"
STATIC_PATHS = ["images", "LICENSE"]
"""


def pages() -> dict[str, Path]:
    """The slug of each page and its file; "" is the front page."""
    found = {
        p.relative_to(ROOT / "docs").with_suffix("").as_posix(): p
        for p in sorted((ROOT / "docs").rglob("*.md"))
    }
    return {"": ROOT / "README.md"} | {slug.replace("figures.d/", "figures/"): p for slug, p in found.items()}


def as_page(slug: str, path: Path, slugs: dict[Path, str]) -> str:
    """The page with what Pelican wants to know at its head."""
    text = path.read_text("utf-8")
    heading = re.search(r"(?m)^# (.+)$", text)
    title = heading[1].replace("`", "") if heading else path.stem
    body = text.replace(heading[0], "", 1) if heading else text
    up = "../" * len([part for part in slug.split("/") if part])

    def link(match: re.Match[str]) -> str:
        target, fragment = match[1], match[2] or ""
        if "://" in target:
            return match[0]
        there = (path.parent / target).resolve()
        if there in slugs:
            where = slugs[there]
            return f"]({up}{where}{'/' if where else ''}{fragment})" if up or where else f"](./{fragment})"
        if there.suffix in (".png", ".svg"):
            return f"]({up}images/{there.name})"
        return "](#)" if not there.is_file() else f"]({up}{there.relative_to(ROOT).as_posix()})"

    body = re.sub(r"\]\(([^)#\s]*)(#[\w-]*)?\)", link, body)
    save = f"{slug}/index.html" if slug else "index.html"
    return f"Title: {title}\nSlug: {slug.replace('/', '-') or 'start'}\nurl: {slug}{'/' if slug else ''}\nsave_as: {save}\n\n{body}"


def main() -> int:
    shutil.rmtree(SITE, ignore_errors=True)
    slugs = {path.resolve(): slug for slug, path in pages().items()}
    for slug, path in pages().items():
        target = SITE / "content/pages" / f"{slug.replace('/', '-') or 'start'}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_page(slug, path, slugs), "utf-8")
    shutil.copytree(ROOT / "docs/images", SITE / "content/images", dirs_exist_ok=True) if (
        ROOT / "docs/images"
    ).is_dir() else None
    shutil.copyfile(ROOT / "LICENSE", SITE / "content/LICENSE")
    shutil.copytree(HERE / "templates", SITE / "templates")
    (SITE / "feeds.toml").write_text(CONFIG, "utf-8")
    (SITE / "pelicanconf.py").write_text((ROOT / "pelicanconf.py").read_text("utf-8") + SETTINGS, "utf-8")
    pelican = Path(sys.executable).with_name("pelican")
    command = [pelican, "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors"]
    return subprocess.run(command, cwd=SITE, env=os.environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
