"""What pages say on bad days and in other languages, and what they weigh."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable

import lxml.html
import pytest
from jinja2 import Environment

import invented
from pressroom import TEMPLATES, THEME, rendered, site
from wirecopy.pages.catalogue import load_catalogue, read_po
from wirecopy.pages.once import Once
from wirecopy.pages.tongue import functions_of
from wirecopy.views import DroppedLine, Health, SourceHealth

LANGUAGES = ("de", "fr", "es", "ar")


# --- bad days


def test_a_site_without_any_story_says_something_sensible() -> None:
    empty = rendered([], site(sources={}, sections=(), topics=()))
    assert "No stories yet" in empty["index.html"]
    assert "No stories yet" in empty["lite/index.html"]
    assert "names none" in empty["sources/index.html"]
    assert "No run is on record" in empty["left-out/index.html"]
    assert "day/index.html" in empty


def test_a_topic_without_a_story_has_a_page_all_the_same() -> None:
    built = rendered([invented.article(1)])
    assert "No stories here yet" in built["topic/c-plus-plus/index.html"]


def test_health_and_drops_are_told_in_words() -> None:
    health = Health(
        sources=(
            SourceHealth(
                id="harbour", state="failing", reason="stopped after 10 MB <b>", last_checked=invented.NEWEST
            ),
            SourceHealth(id="left-long-ago", state="gone"),
        ),
        dropped=tuple(
            DroppedLine(title=f"Deal {i}", source_id="harbour", reason="rule", rule="no deals")
            for i in range(400)
        ),
        as_of=invented.NEWEST,
    )
    said = rendered(invented.articles(5), health=health)
    assert "stopped after 10 MB &lt;b&gt;" in said["sources/index.html"]
    assert "rule: no deals" in said["left-out/index.html"]
    assert "and 100 more" in said["left-out/index.html"]


# --- languages


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_phrases_are_translated_as_jinja_translates_them(language: str) -> None:
    catalogue = load_catalogue(THEME / "translations", language)
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    calls = [
        '_("Search")', 'gettext("no such phrase: <b>")', '_("Read it at %(name)s", name="<Tide & Co>")', 'pgettext("kind", "share")',
        'pgettext("kind", "%(context)s <i>")', 'npgettext("kind", "%(num)s a", "%(num)s b", 2)', '_("100%% & more")',
        *(f'ngettext("%(num)s outlet", "%(num)s outlets", {n})' for n in (0, 1, 2, 3, 11, 100)),
    ]  # fmt: skip
    text = " | ".join("{{ " + call + " }}" for call in calls)
    expected = env.from_string(text).render()
    env.globals.update(functions_of(catalogue))
    assert [env.from_string(text).render() for _ in range(2)] == [expected, expected]


def messages() -> Iterable[tuple[str, ...]]:
    env = Environment(extensions=["jinja2.ext.i18n", Once])
    for path in TEMPLATES:
        for _, _, message in env.extract_translations(path.read_text("utf-8")):  # type: ignore[attr-defined]
            if message is not None:
                yield (message,) if isinstance(message, str) else tuple(m for m in message if m)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_with_its_places_kept(language: str) -> None:
    catalogue = read_po((THEME / "translations" / f"{language}.po").read_text("utf-8"))
    for message in messages():
        if message[0] == "kind":  # pgettext of a name that is only known at run time
            continue
        key = "\0".join(message)
        assert key in catalogue, f"{language}: {message}"
        places = re.findall(r"%\(\w+\)s|\{\w+\}", message[-1])
        for form in catalogue[key].split("\0"):
            assert set(re.findall(r"%\(\w+\)s|\{\w+\}", form)) <= set(places), form
        if len(message) == 1:
            assert Counter(re.findall(r"%\(\w+\)s|\{\w+\}", catalogue[key])) == Counter(places), message


@pytest.mark.parametrize(("language", "forms"), [("de", 2), ("fr", 2), ("es", 2), ("ar", 6)])
def test_plurals_follow_the_language(language: str, forms: int) -> None:
    catalogue = load_catalogue(THEME / "translations", language)
    said = {
        catalogue.ngettext("%(num)s outlet", "%(num)s outlets", n).replace("%(num)s", "n")
        for n in (0, 1, 2, 3, 11, 100)
    }
    assert len(said) == (5 if forms == 6 else 2)  # two of the Arabic forms are spelt alike


def test_an_arabic_page_turns_as_a_whole() -> None:
    built = rendered(invented.articles(10), site("ar"))
    front = lxml.html.document_fromstring(built["index.html"].encode())
    assert front.get("dir") == "rtl"
    assert front.xpath("string(//nav//a[last()])").strip() == "المصادر"
    assert "فبراير" in front.xpath("string(//h2)")


def test_an_unknown_language_falls_back_to_english() -> None:
    assert "Sources" in rendered([], site("tlh"))["index.html"]


# --- weight


def test_the_front_page_is_light() -> None:
    text = rendered(invented.articles())
    css = (THEME / "static" / "style.css").read_bytes()
    inner = (THEME / "static" / "desk.css").read_bytes()
    scripts = [(THEME / "static" / name).read_bytes() for name in ("boot.js", "read.js")]
    zipped = [
        len(gzip.compress(part, 6))
        for part in (text["index.html"].encode(), css, *scripts, text["icons.svg"].encode())
    ]
    assert len(css) + len(inner) <= 10_000
    assert sum(len(gzip.compress(script, 6)) for script in scripts) <= 3_000
    assert sum(zipped) <= 15_000
    assert len(lxml.html.document_fromstring(text["index.html"].encode()).xpath("//*")) <= 1_500
