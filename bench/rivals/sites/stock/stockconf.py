"""Stock Pelican: categories are sections, authors are sources, tags are stories. What the other generators are told stands in given.json."""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path

GIVEN = json.loads((Path(__file__).parent / "given.json").read_text("utf-8"))

SITENAME = "A made-up site"
SITEURL = "https://madeup.example"
SITESUBTITLE = "Stories that nobody lived, for measuring"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
PAGE_PATHS = []
STATIC_PATHS = ["extra"]
EXTRA_PATH_METADATA = {
    f"extra/{name}": {"path": name} for name in ("robots.txt", "sw.js", "manifest.webmanifest")
}
THEME = "theme"
THEME_STATIC_DIR = "theme"
FORMATTED_FIELDS = []  # the summary is plain text
MARKDOWN = {"extensions": ["markdown.extensions.meta"]}  # all that the bodies need

ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
CATEGORY_URL, AUTHOR_URL, TAG_URL = "section/{slug}/", "source/{slug}/", "story/{slug}/"
CATEGORY_SAVE_AS, AUTHOR_SAVE_AS, TAG_SAVE_AS = (
    f"{url}index.html" for url in (CATEGORY_URL, AUTHOR_URL, TAG_URL)
)
DAY_ARCHIVE_URL = "day/{date:%Y}-{date:%m}-{date:%d}/"
DAY_ARCHIVE_SAVE_AS = DAY_ARCHIVE_URL + "index.html"
DIRECT = {
    "index": "index.html", "archives": "day/index.html", "authors": "sources/index.html", "lite": "lite/index.html",
    "search": "search/index.html", "feeds": "feeds/index.html", "about": "about/index.html", "leftout": "left-out/index.html",
    "notfound": "404.html", "sitemap": "sitemap.xml", "opml": "feeds/feeds.opml", "outlets": "feeds/sources.opml",
    "icons": "icons.svg", "counts": "build.json", "recent": "search/recent.json", "excerpts": "search/excerpts.json",
}  # fmt: skip
DIRECT_TEMPLATES = list(DIRECT)
globals().update({f"{name.upper()}_SAVE_AS": file for name, file in DIRECT.items()})
PAGINATED_TEMPLATES = {}

FEED_MAX_ITEMS = 50
FEED_ALL_ATOM, FEED_ALL_RSS = "feeds/all.atom", "feeds/all.rss"
CATEGORY_FEED_ATOM, CATEGORY_FEED_RSS = "section/{slug}/feed.atom", "section/{slug}/feed.rss"
AUTHOR_FEED_ATOM, AUTHOR_FEED_RSS = "source/{slug}/feed.atom", "source/{slug}/feed.rss"
TAG_FEED_ATOM, TAG_FEED_RSS = "story/{slug}/feed.atom", "story/{slug}/feed.rss"
TRANSLATION_FEED_ATOM = None

JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "auto_reload": False}


def told(article):
    """What the article's file says of it, read once."""
    found = article.__dict__.get("read")
    if found is None:
        found = article.read = json.loads(article.told)
    return found


_named = {}


def named(articles, path):
    """What is told of one article by the path of its page."""
    if len(_named) != len(articles):
        _named.update((found["path"], found) for found in map(told, articles))
    return _named[path]


@lru_cache(maxsize=10_000)
def day(when, form="%A, %-d %B %Y"):
    return datetime.fromisoformat(when[:10]).strftime(form)


def by_day(articles):
    groups = {}
    for article in articles:
        groups.setdefault(article["date"][:10], []).append(article)
    return groups.items()


def ranked(articles):
    leads = [found for found in map(told, articles) if "card" in found]
    return sorted(leads, key=lambda found: (-found["rank"], found["story"] or found["slug"]))


def all_told(articles):
    return [told(article) for article in articles]


def newest(articles, paths):
    return [named(articles, path) for path in paths]


def front(articles):
    return [named(articles, path) for group in GIVEN["front"] for path in group["cards"]]


_days = {}


def days(articles):
    if not _days:
        for article in articles:
            own = told(article)["date"][:10]
            _days[own] = _days.get(own, 0) + 1
    return _days


def beside(articles, own):
    """The days before and after, of those with articles."""
    names = list(days(articles))
    at = names.index(own)
    return "".join(names[at + 1 : at + 2]), names[at - 1] if at else ""


def months(articles):
    found = {}
    for own, count in days(articles).items():
        found.setdefault(own[:7], []).append((own, count))
    return list(found.items())


def has_marks(reports):
    return any("<mark>" in report["marked"] for report in reports)


def ld_list(cards):
    items = [
        {"@type": "ListItem", "position": n, "url": f"{SITEURL}/{found['card']['path']}"}
        for n, found in enumerate(cards[:10], 1)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}


def ld_article(a):
    news = {
        "@type": "NewsArticle", "author": [{"@type": "Person", "name": name} for name in a["authors"]], "datePublished": a["date"],
        "headline": a["title"], "inLanguage": a["lang"], "publisher": {"@type": "Organization", "name": a["outlet"]}, "url": a["link"],
    }  # fmt: skip
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "about": news,
        "url": f"{SITEURL}/{a['path']}",
    }


def ld_story(reports, path):
    cited = [{"@type": "NewsArticle", "headline": r["title"], "url": r["link"]} for r in reports]
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "citation": cited,
        "url": f"{SITEURL}/{path}",
    }


def recent(articles):
    found = [named(articles, path) for piece in GIVEN["pieces"] for path in piece["stories"]]
    return [[a["title"], a["words"], a["outlet"], a["path"], a["link"], a["excerpt"]] for a in found]


def excerpts(articles):
    return [named(articles, path)["excerpt"] for path in GIVEN["excerpts"]]


JINJA_GLOBALS = {
    "told": told, "named": named, "by_day": by_day, "ranked": ranked, "all_told": all_told, "newest": newest, "front": front,
    "beside": beside, "months": months, "has_marks": has_marks, "ld_list": ld_list, "ld_article": ld_article, "ld_story": ld_story,
    "recent": recent, "excerpts": excerpts, "given": GIVEN, "fixed": {one["kind"]: one for one in GIVEN["fixed"]},
}  # fmt: skip
JINJA_FILTERS = {
    "day": day,
    "date": lambda when: day(when, "%-d %B %Y"),
    "short": lambda when: day(when, "%-d %B"),
    "month": lambda when: day((when + "-01")[:10], "%B %Y"),
}
