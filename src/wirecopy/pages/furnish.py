"""What templates are given besides their page: the site, the language, filters for dates and addresses."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from jinja2 import Environment

from wirecopy.pages.catalogue import direction_of, load_catalogue
from wirecopy.pages.dates import Dates, clock, iso, span
from wirecopy.pages.once import Once
from wirecopy.pages.page import FeedLink, Head, root_of
from wirecopy.pages.shown import show_quickly
from wirecopy.pages.tongue import functions_of
from wirecopy.views import Site


def furnish(env: Environment, site: Site, theme: Path, whole_links: bool = False) -> None:
    """Makes `env` fit for our templates.

    `whole_links` writes "story/x/index.html" where a server would find it by itself, so that the
    site can be read from the file system.
    """
    catalogue = load_catalogue(theme / "translations", site.language)
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    phrases = functions_of(catalogue) if env.autoescape is True else {}
    env.globals.update(phrases)
    env.add_extension(Once)
    env.policies["json.dumps_function"] = _sorted_json
    env.auto_reload = (
        False  # asks the disk for each template of each page; a build looks at all of them before
    )
    dates = Dates(catalogue.gettext)
    env.filters.update(
        iso=iso, clock=clock, span=span, percent=percent, csp_hash=csp_hash,
        day=dates.day, short_day=dates.short_day, month=dates.month, date=dates.date,
    )  # fmt: skip

    def link(head: Head, path: str) -> str:
        """The address of a page of ours, from the page that `head` belongs to."""
        whole = path + "index.html" if whole_links and (not path or path.endswith("/")) else path
        return head.root + whole or "./"

    def page_head(page: object) -> Head:
        """The head of a page that Pelican renders: `page` is its content object."""
        path = str(getattr(page, "url", ""))
        whole = (FeedLink(site.name, "feeds/all.atom"),) if site.has_feeds else ()
        return Head(kind="page", path=path, root=root_of(path), canonical=site.address(path), feeds=whole)

    once = [one for one in env.extensions.values() if isinstance(one, Once)]
    show_quickly(env, [link, page_head, *phrases.values(), *(part for one in once for part in one.parts)])
    # The comma between names: another sign in Arabic.
    env.globals.update(
        comma=catalogue.gettext(", "),
        site=site,
        direction=direction_of(site.language),
        link=link,
        page_head=page_head,
    )


_encode = json.JSONEncoder(sort_keys=True).encode


def _sorted_json(value: object, **_: object) -> str:
    """What Jinja's `tojson` asks for, by one encoder for all pages."""
    return _encode(value)


def percent(share: float) -> str:
    """0.931 as "93 %"."""
    return f"{round(100 * share)} %"


def csp_hash(text: str) -> str:
    """The source expression that lets exactly this inline text through a Content-Security-Policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
