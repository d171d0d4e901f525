"""How the site is shown. This file is the same in every site; what differs stands in feeds.toml.

Settings that an owner may add at the end: WIRECOPY_SKIN ("broadsheet" or "wire"), PLUGINS, anything of
Pelican's own. A single template is replaced by putting one of the same name into templates/.
"""

from pathlib import Path

from jinja2 import StrictUndefined

from wirecopy import config, site

HERE = Path(__file__).resolve().parent
WIRECOPY_CONFIG = config.load(HERE / "feeds.toml")
WIRECOPY_WHOLE_LINKS = True  # links end in index.html, so that output/ can be read without a server

SITENAME = WIRECOPY_CONFIG.site.name
SITEURL = ""
DEFAULT_LANG = WIRECOPY_CONFIG.site.language
TIMEZONE = "UTC"
RELATIVE_URLS = True

PATH = "content"
OUTPUT_PATH = "output"
THEME = site.theme_path(HERE)
THEME_STATIC_DIR = "theme"
THEME_TEMPLATES_OVERRIDES = site.template_overrides(HERE)
PLUGIN_PATHS = site.plugin_paths(HERE)
PLUGINS = [
    "story_pages",
    "news_feeds",
    "site_search",
    "pruned_pages",
    "steady_build",
]  # steady_build prints what those before it plan

# Nothing that a feed says is markup, and a misspelt name in a template is an error.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}

# Our generator reads content/news/ itself; Pelican does content/pages/ and static files.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS = ["pages"]
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
STATIC_PATHS = ["static", "extra", "images"]  # images: drawn anew by `wirecopy fetch`
EXTRA_PATH_METADATA = {"extra/CNAME": {"path": "CNAME"}, "extra/favicon.ico": {"path": "favicon.ico"}}
DIRECT_TEMPLATES: list[str] = []
PAGINATED_TEMPLATES: dict[str, int] = {}
ARTICLE_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
CATEGORIES_SAVE_AS = TAGS_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
READERS = {"html": None, "rst": None}

# `{static}/etc/passwd` in a feed's text would publish that file: no text is a link of Pelican's.
INTRASITE_LINK_REGEX = "(?!)(?P<what>)"
