"""Hugo with the pages that wirecopy makes: taxonomies for sections, sources, stories and days, three formats of each feed.

`sites/hugo` holds settings and layouts. Files that are no article are pages with an address, so that few output formats are walked through.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.rivals.fixed import THEME, files
from bench.rivals.given import Given, Told

SITE = Path(__file__).parent / "sites/hugo"


# Where a layout asks for a page's excerpt.
ASKED = re.compile(r"(?<![\w.])(\.p)?\.Params\.excerpt\b")
OWN = "{{- return (.Summary | plainify | htmlUnescape | truncate 200) }}\n"


def write(folder: Path, given: Given, told: bool = False) -> list[str]:
    """Hugo's site in `folder`, and the command that builds it.

    `told`: excerpts stand in the front matter; Hugo then leaves every body unread. Else they are its own, out of the bodies.
    """
    shutil.copytree(SITE, folder)
    shutil.copytree(THEME / "static", folder / "static/theme")
    for name, content in files(given).items():
        (folder / "static" / name).write_bytes(content)
    for article, found in given.articles:
        own = {
            **found,
            "sections": [found["section"]],
            "sources": [found["source"]],
            "days": [found["date"][:10]],
        }
        own |= {"stories": [found["story"]]} if found["story"] else {}
        page(folder, _news(found["path"]), own if told else own | {"excerpt": ""}, article.markdown)
    if not told:
        _excerpts(folder / "layouts")
    for n, section in enumerate(given.sections, 1):
        base = f"/sections/{section['path'].split('/')[1]}"
        head = {"title": section["name"], "weight": n, "months": section["months"]}
        page(folder, f"{base}/_index", head | {key: _all(section[key]) for key in ("newest", "items")})
        _months(folder, "section", base, section["path"], section["months"])
    for n, source in enumerate(given.sources, 1):
        base = f"/sources/{source['id']}"
        page(folder, f"{base}/_index", {"title": source["name"], "weight": n, **source})
        _months(folder, "source", base, f"source/{source['id']}/", source["months"])
    page(folder, "topics/privacy/_index", {"title": "Privacy"})
    _data(folder / "data", given)
    _once(folder, given)
    return ["hugo", "--quiet", "--destination", "out"]


def _excerpts(layouts: Path) -> None:
    """Every layout has the excerpt from one cached partial. The quickest of four ways: docs/decisions/build-rivals.md."""

    def own(asked: re.Match[str]) -> str:
        page = asked[1] or ""
        return f'(partialCached "excerpt.html" {page or "."} {page}.Path)'

    for layout in layouts.rglob("*.*"):
        layout.write_text(ASKED.sub(own, layout.read_text("utf-8")), "utf-8")
    (layouts / "_partials/excerpt.html").write_text(OWN, "utf-8")


def _data(folder: Path, given: Given) -> None:
    folder.mkdir()
    daily = [{**d, "stories": [{**s, "path": _news(s["path"])} for s in d["stories"]]} for d in given.daily]
    for name, value in {
        "site": given.site,
        "daily": daily,
        "front": [{**group, "cards": _all(group["cards"])} for group in given.front],
        "pieces": [{"day": piece["day"], "stories": _all(piece["stories"])} for piece in given.pieces],
        "excerpts": _all(given.excerpts),
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")


def _once(folder: Path, given: Given) -> None:
    """Everything that a site has once, each under its address."""
    for name, url in {
        "search": "/search/", "feeds": "/feeds/", "about": "/about/", "leftout": "/left-out/", "lite": "/lite/", "notfound": "/404.html",
    }.items():  # fmt: skip
        page(folder, f"fixed/{name}", {"title": name, "url": url, "layout": name})
    name = given.site["name"]
    for feed, (title, layout, items) in {
        "all": (name, "whole", given.all), "top": (f"{name}: 3+", "whole", given.top), "daily": (f"{name} ☼", "daily", ()),
    }.items():  # fmt: skip
        for form in ("atom", "rss", "json"):
            told = {"title": title, "layout": layout, "outputs": [form], "url": f"/feeds/{feed}.{form}"}
            page(folder, f"fixed/{feed}-{form}", told | {"items": _all(items)})
    last = given.site["now"][:10]
    maps = [
        {"name": month, "last": last if month == given.maps[-1] else f"{month}-28"} for month in given.maps
    ]
    raw: dict[str, tuple[str, Mapping[str, Any]]] = {
        "sitemap.xml": ("sitemaps", {"maps": [*maps, {"name": "pages", "last": last}]}),
        "sitemap-pages.xml": ("sitemappages", {}),
        "feeds/sources.opml": ("sources", {}), "feeds/feeds.opml": ("opml", {}), "icons.svg": ("icons", {}),
        "build.json": ("counts", {"count": sum("told" in told for _, told in given.articles)}),
        "search/recent.json": ("recent", {}), "search/excerpts.json": ("excerpts", {}),
    }  # fmt: skip
    raw |= {f"sitemap-{month}.xml": ("sitemap", {"month": month}) for month in given.maps}
    raw |= {piece["file"]: ("piece", {"rows": _all(piece["stories"])}) for piece in given.pieces}
    for n, (file, (layout, told)) in enumerate(raw.items()):
        head = {"title": file, "url": f"/{file}", "layout": layout, "outputs": ["raw"]}
        page(folder, f"fixed/raw-{n}", head | dict(told))


def _months(folder: Path, kind: str, of: str, path: str, months: Sequence[Told]) -> None:
    for count in months:
        month = count["month"]
        head = {"title": month, "layout": "month", "kind": kind, "of": of, "month": month}
        page(folder, f"fixed/{path.replace('/', '-')}{month}", head | {"url": f"/{path}{month}/"})


def page(folder: Path, path: str, told: Mapping[str, Any], body: str = "") -> None:
    """Front matter as JSON, which is read the fastest."""
    file = folder / "content" / f"{path.strip('/')}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told) + "\n\n" + body + "\n", "utf-8")


def _news(path: str) -> str:
    return f"/news/{path.strip('/')}"


def _all(paths: Sequence[str]) -> list[str]:
    return [_news(path) for path in paths]
