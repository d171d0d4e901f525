"""What a publisher wrote reads the same on the site: ordinary bodies through the whole line, compared in a browser.

The browser shows each body once as its publisher sent it and once as the built page has it: the visible text must be
the same, letter by letter and line by line, and so must the text of titles that look like markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest

from liveline import LiveSite
from loopback import Loopback
from sitebuild import CHROMIUM
from wirecopy.selftest.bodies import TYPED
from wirecopy.selftest.scenario import feed, item

CASES = (Path(__file__).parent / "cases" / "text" / "benign.html").read_text("utf-8").split("<!-- case -->\n")
LINES = [re.sub(r"\s+", " ", text).strip() for text in TYPED.values()]
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> LiveSite:
    """One site with all of the bodies, shown in full, and with text that looks like markup as titles and bodies."""
    bodies = [
        item(f"Benign {n}", text, guid=f"b{n}", link=f"https://weir.example/{n}")
        for n, text in enumerate(CASES)
    ]
    typed = [item(_escaped(text), f"<p>{_escaped(text)}</p>", guid=f"t{n}") for n, text in enumerate(LINES)]
    with Loopback() as server:
        site = LiveSite(tmp_path_factory.mktemp("text") / "site", server)
        site.feeds(
            settings='show = "full"\nlicence = "CC0"\nstrip = false',
            bodies=server.reply("/bodies", feed(*bodies)), typed=server.reply("/typed", feed(*typed)),
        )  # fmt: skip
        site.fetch()
    site.build()
    return site


def _escaped(text: str) -> str:
    return _UNSEEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;")


def _article(site: LiveSite, guid: str) -> Any:
    (article,) = (a for a in site.articles() if a.guid == guid)
    page = html5lib.parse(site.page(article), treebuilder="lxml", namespaceHTMLElements=False)
    return page.getroot()


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_benign_body_keeps_every_letter(site: LiveSite, number: int) -> None:
    (shown,) = _article(site, f"b{number}").xpath("//div[@class='body']")
    sent = html5lib.parseFragment(CASES[number], treebuilder="etree", namespaceHTMLElements=False)
    assert _squeezed("".join(shown.itertext())) == _squeezed("".join(sent.itertext()))


@pytest.mark.parametrize("number", range(len(LINES)), ids=list(TYPED))
def test_text_that_looks_like_markup_is_shown_as_it_was_typed(site: LiveSite, number: int) -> None:
    page = _article(site, f"t{number}")
    wanted = _squeezed(_BIDI.sub("", _UNSEEN.sub("", LINES[number])))
    (shown,) = page.xpath("//div[@class='body']")
    assert _BIDI.sub("", _squeezed("".join(shown.itertext()))) == wanted
    (title,) = page.xpath("//article/h1")
    assert _BIDI.sub("", _squeezed("".join(title.itertext()))) == wanted


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.browser
def test_a_browser_shows_every_benign_body_as_it_was_sent(site: LiveSite, browser: Any) -> None:
    page = browser.new_page(java_script_enabled=True)
    articles = {a.guid: a for a in site.articles("bodies")}
    differing = {}
    for number, sent in enumerate(CASES):
        article = articles[f"b{number}"]
        page.goto(
            (site.folder / "output" / f"{article.date:%Y/%m/%d}" / article.slug / "index.html").as_uri()
        )
        built = page.inner_html("div.body")
        texts = []
        for html in (sent, built):
            page.goto("about:blank")
            page.set_content(f"<!doctype html><body>{html}</body>")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            texts.append(re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", page.inner_text("body").strip())))
        if texts[0] != texts[1]:
            differing[number] = texts
    assert differing == {}
