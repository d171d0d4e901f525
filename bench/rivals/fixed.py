"""Files that say the same on every site but for a few names. No generator has work with them."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from bench.rivals.given import Given, Told

THEME = Path(__file__).resolve().parents[2] / "theme"
NOTHING = "Nothing is collected. There are no cookies, no counters, no accounts and no scripts of others; a rule in each page forbids your browser to ask any other host for anything. What you choose here (light or dark, muted words, what you have seen) stays in your browser, and “Forget everything about me” at the foot of each page removes it."
HERE = "Headlines and short excerpts out of the feeds of the outlets that are listed under Sources. Headlines lead to their publishers. No sentence about a story is written here: everything is an extract, a count or the name of a rule."
ORDER = "The front page shows at most 30 stories, newest day first, each story once, and at most 20 of one day while there is something from the day before. Within a day they stand by"
EVEN = "so that twice the outlets weigh as much as being eight hours fresher. Where a publisher gives no date, midnight counts. Nobody can pay for a place, and what you read changes nothing."
FEEDS = "A feed brings new stories to a feed reader of your choice: copy an address from here into it. No account, no tracking; an item never turns unread again because a headline, an address or a date was corrected."


def fixed(given: Given) -> list[dict[str, Any]]:
    """Kind, path, title, description, robots and the inner part of each."""
    name = given.site["name"]
    told = (
        ("search", "search/", f"Search · {name}", "Search in headlines, sources, topics and excerpts", "", _search(given)),
        ("feeds", "feeds/", f"Feeds · {name}", "Every feed of this site, for reading it in a feed reader", "", _feeds(given)),
        ("about", "about/", f"About · {name}", "How stories get here, in which order they stand, and what is done with data about you: nothing", "", _about(given)),
        ("left-out", "left-out/", f"Left out today · {name}", "What the latest run did not take in, and by which rule", "noindex,follow", LEFT_OUT),
        ("404", "404.html", "Not found", "There is no page at this address", "noindex", _not_found(name)),
    )  # fmt: skip
    keys = ("kind", "path", "title", "about", "robots", "main")
    return [dict(zip(keys, one, strict=True)) for one in told]


def files(given: Given) -> dict[str, bytes]:
    """What is copied as it is, beside the theme's own static files."""
    site = given.site
    icon = {"purpose": "any maskable", "sizes": "any", "src": "theme/icon.svg", "type": "image/svg+xml"}
    manifest = {
        "description": site["description"], "dir": "ltr", "display": "minimal-ui", "icons": [icon], "lang": "en", "name": site["name"],
        "scope": "./", "short_name": site["name"][:20], "start_url": "./",
    }  # fmt: skip
    return {
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site['url']}/sitemap.xml\n".encode(),
        "sw.js": (THEME / "templates/sw.js").read_bytes(),
        "manifest.webmanifest": json.dumps(manifest).encode(),
    }


LEFT_OUT = """<div class="page-head">
<h1>Left out today</h1>
<p>No run is on record on this machine. After the next fetch this page says what was left out, and why.</p>
</div>
"""


def _not_found(name: str) -> str:
    return f"""<header><p>{escape(name)}</p></header>
<main>
<h1>Not found</h1>
<p>There is no page at this address. Old pages stay where they are, so it may be mistyped.</p>
<ul>
<li><a href="/">All stories</a></li>
<li><a href="/day/">Archive</a></li>
<li><a href="/search/">Search</a></li>
</ul>
</main>"""


def _search(given: Given) -> str:
    sections = "".join(f'<li><a href="/{s["path"]}">{escape(s["name"])}</a></li>\n' for s in given.sections)
    return f"""<h1>Search</h1>
<div id="search" class="js" data-found="Stories found: {{n}}" data-none="Nothing found." data-failed="The index could not be loaded." data-details="Details">
<form class="view" role="search">
<label>Words <input type="search" name="q" autocomplete="off" spellcheck="false" dir="auto"></label>
<label>Source <select name="source"><option value="">all</option></select></label>
<label>Topic <select name="topic"><option value="">all</option></select></label>
<label>Since <input type="date" name="since"></label>
<button>Search</button>
</form>
<p role="status" class="quiet"></p>
<ul class="lines"></ul>
<p class="rest"><button type="button" class="further" hidden>More</button> <button type="button" class="older" hidden>Search older stories too</button></p>
</div>
<noscript><p>Search works in your browser and needs JavaScript. Without it, look by topic, source or day:</p></noscript>
<ul class="ways">
{sections}<li><a href="/topic/privacy/">Privacy</a></li>
<li><a href="/sources/">Sources</a></li>
<li><a href="/day/">Archive</a></li>
</ul>
"""


def _feeds(given: Given) -> str:
    def rows(name: str, lists: list[tuple[str, str]]) -> str:
        shown = "".join(f"<li><bdi>{escape(n)}</bdi> {_formats(path + 'feed')}</li>" for n, path in lists)
        return f'<h2>{name}</h2><ul class="feeds">{shown}</ul>\n'

    sections = [(s["name"], s["path"]) for s in given.sections]
    sources = [(s["name"], f"source/{s['id']}/") for s in given.sources]
    lists = (
        rows("Topics", [("Privacy", "topic/privacy/")])
        + rows("Sections", sections)
        + rows("Sources", sources)
    )
    return f"""<h1>Feeds</h1>
<p>{FEEDS}</p>
<h2>Everything</h2>
<ul class="feeds">
<li>All stories, each once {_formats("feeds/all")}</li>
<li>Only what at least three outlets report {_formats("feeds/top")}</li>
<li>One item a day, with all its stories {_formats("feeds/daily")}</li>
<li>The list of sources, to take along <a href="/feeds/sources.opml">OPML</a></li>
<li>All these feeds at once <a href="/feeds/feeds.opml">OPML</a></li>
</ul>
{lists}<p>Each story that several outlets report has a feed of its own: its page announces it.</p>
"""  # fmt: skip


def _formats(base: str) -> str:
    return f'<a href="/{base}.atom">Atom</a> <a href="/{base}.rss">RSS</a> <a href="/{base}.json">JSON</a>'


def _about(given: Given) -> str:
    site: Told = given.site
    removed = sum(s["removed"] for s in given.sources)
    return f"""<h1>About</h1>
<p>{escape(site["description"])}</p>
<h2>Data about you</h2>
<p>{NOTHING}</p>
<h2>Privacy receipt of this edition</h2>
<dl class="facts">
<dt>Articles</dt><dd>{len(given.articles)}</dd>
<dt>Removed: tracking parameters</dt><dd>{removed}</dd>
<dt>Parts that were not the story</dt><dd>0</dd>
<dt>The same text as another's</dt><dd>0</dd>
<dt>Requests to other hosts while you read</dt><dd>0</dd>
<dt>Cookies</dt><dd>0</dd>
</dl>
<h2>What is here</h2>
<p>{HERE}</p>
<h2>The order of stories</h2>
<p>{ORDER}</p>
<p><code>log2(outlets) + hours since midnight, UTC / 8</code></p>
<p>{EVEN}</p>
<p class="quiet"><a href="/left-out/">Left out today</a> · <a href="/sources/">Sources</a></p>
"""
