"""The plan of pages, and what stands in them when they are rendered: without Pelican, without a browser."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import invented
from wirecopy import pages
from wirecopy.corpus import Corpus, Derived, Tag, excerpt
from wirecopy.pages.catalogue import load_catalogue, read_po
from wirecopy.pages.desk import Desk
from wirecopy.pages.front import front_days
from wirecopy.types import Article, Source
from wirecopy.views import DroppedLine, Health, Link, Site, SourceHealth

THEME = Path(__file__).parents[1] / "theme"
TEMPLATES = sorted(p for p in (THEME / "templates").rglob("*") if p.is_file())
LANGUAGES = ("de", "fr", "es", "ar")


def derived(article: Article) -> Derived:
    """A stand-in for derivation: the Markdown as it is, one tag by a word in the title."""
    tags = ()
    if "location" in article.title or "Privacy" in article.tags:
        tags = (
            Tag(name="Privacy", slug="privacy", kind="privacy", score=0.9),
            Tag(name="Location", slug="privacy/location", kind="facet"),
        )
    elif "register" in article.title:
        tags = (Tag(name="Privacy", slug="privacy", kind="privacy", sure=False),)
    body = article.markdown.strip()
    short = "" if article.shown == "headline" else excerpt(body)
    digest = (
        f"{article.entry_id} {article.modified} {article.title} {article.story} {len(article.also)} {body}"
    )
    return Derived(
        article=article, html=f"<p>{len(body)}</p>", text=body, excerpt=short, tags=tags, digest=digest
    )


def site(language: str = "en", **values: object) -> Site:
    sources = {
        i: Source(id=i, url=f"https://{i}.example/feed", name=name, section=s)
        for i, name, s in invented.SOURCES
    }
    base: dict[str, object] = {
        "name": "The Breakwater", "url": "https://example.org/news", "prefix": "/news/", "language": language, "sources": sources,
        "sections": (Link("Coast", "section/coast/"), Link("World", "section/world/"), Link("Technology", "section/technology/")),
        "topics": (Link("Privacy", "topic/privacy/"), Link("C++", "topic/c-plus-plus/")), "version": "0",
    }  # fmt: skip
    return Site(**(base | values))  # type: ignore[arg-type]


def plan(
    articles: Iterable[Article], the_site: Site | None = None, health: Health | None = None
) -> list[pages.Page]:
    return pages.plan(Corpus(map(derived, articles)), the_site or site(), health or Health())


def press(the_site: Site) -> Environment:
    env = Environment(
        loader=FileSystemLoader(THEME / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    pages.furnish(env, the_site, THEME)
    return env


def rendered(
    articles: Iterable[Article], the_site: Site | None = None, health: Health | None = None
) -> dict[str, str]:
    env = press(the_site or site())
    return {p.file: pages.render(env, p).decode() for p in plan(articles, the_site, health)}


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    return rendered(invented.articles())


def html_of(built: dict[str, str]) -> dict[str, lxml.html.HtmlElement]:
    return {
        file: lxml.html.document_fromstring(text.encode())
        for file, text in built.items()
        if file.endswith(".html")
    }


# --- what is planned


def test_every_kind_of_page_is_planned_and_no_address_twice() -> None:
    files = [p.file for p in plan(invented.articles())]
    assert len(files) == len(set(files))
    assert {"index.html", "lite/index.html", "search/index.html", "feeds/index.html", "sources/index.html", "left-out/index.html", "about/index.html", "404.html", "day/index.html", "day/2026-02-17/index.html", "topic/privacy/index.html", "topic/privacy/location/index.html", "topic/privacy/maybe/index.html", "topic/privacy/2026-02/index.html", "section/coast/index.html", "source/cplusplus/index.html", "source/privacy/index.html", "sitemap.xml", "robots.txt", "manifest.webmanifest", "sw.js", "icons.svg"} <= set(files)  # fmt: skip


def test_pages_that_read_the_same_are_the_same() -> None:
    """The promise on which an incremental build stands."""
    before = list(invented.articles(40))
    newest = invented.article(5000, date=invented.NEWEST + timedelta(minutes=5))
    env = press(site())
    old = {p.file: p for p in plan(before)}
    changed = []
    for page in plan([*before, newest]):
        former = old.get(page.file)
        if former and former.reads == page.reads:
            assert pages.render(env, former) == pages.render(env, page), page.file
        else:
            changed.append(page.file)
    assert "index.html" in changed
    assert "day/2026-02-16/index.html" not in changed
    assert not any(file.startswith("2026/02/16") for file in changed)
    assert len(changed) < 20


def test_a_changed_headline_changes_the_pages_that_show_it_and_no_other_story() -> None:
    before = list(invented.articles(20))
    after = [invented._with(a, title="Another headline") if i == 3 else a for i, a in enumerate(before)]
    old = {p.file: p.reads for p in plan(before)}
    changed = {p.file for p in plan(after) if old.get(p.file) != p.reads}
    article = derived(before[3])
    assert article.path + "index.html" in changed
    assert f"day/{article.day}/index.html" in changed
    assert not any(file.startswith("story/") for file in changed)


def test_the_front_page_shows_a_story_once_and_at_most_thirty() -> None:
    desk = Desk(Corpus(map(derived, invented.articles())), site(), Health())
    shown = [card.story for group in front_days(desk) for card in group.cards]
    assert len(shown) == len(set(shown)) == 30
    assert len(front_days(desk)) > 1


def test_a_busy_day_leaves_a_third_of_the_front_page_to_the_day_before() -> None:
    busy = [invented.article(i, date=invented.NEWEST - timedelta(minutes=20 * i)) for i in range(100)]
    groups = front_days(Desk(Corpus(map(derived, busy)), site(), Health()))
    assert [len(group.cards) for group in groups] == [20, 10]


def test_one_busy_day_fills_the_front_page_when_there_is_no_other() -> None:
    same_day = [invented.article(i, date=invented.NEWEST - timedelta(minutes=i)) for i in range(50)]
    (only,) = front_days(Desk(Corpus(map(derived, same_day)), site(), Health()))
    assert (len(only.cards), only.more) == (30, 20)


def test_a_merged_story_leaves_a_page_that_leads_on(built: dict[str, str]) -> None:
    moved = built["story/an-older-id-of-this-story/index.html"]
    (target,) = re.findall(r'url=\.\./\.\./(story/data-broker[^"]*)"', moved)
    assert target + "index.html" in built


def test_a_muted_article_has_its_page_and_stands_in_no_list(built: dict[str, str]) -> None:
    mentions = [file for file, text in built.items() if "Muted by a rule" in text]
    assert len(mentions) == 1
    assert mentions[0].startswith("2026/02/17/muted-by-a-rule")


def test_a_hidden_article_is_nowhere(built: dict[str, str]) -> None:
    assert not any("Hidden by hand" in text for text in built.values())


def test_full_text_stands_only_under_a_licence(built: dict[str, str]) -> None:
    with_body = [file for file, text in built.items() if 'class="body"' in text]
    assert [file.split("/")[3][:20] for file in with_body] == ["a-text-under-licence"]


# --- what search engines and machines get


def test_what_only_repeats_one_outlet_is_not_indexed(built: dict[str, str]) -> None:
    robots = {
        file: (tree.xpath("//meta[@name='robots']/@content") or [""])[0]
        for file, tree in html_of(built).items()
    }
    of = {file.split("/")[3]: content for file, content in robots.items() if file.startswith("2026/")}
    assert next(c for f, c in of.items() if f.startswith("an-empty-excerpt")) == "noindex,follow"
    assert next(c for f, c in of.items() if f.startswith("a-text-under-licence")) == "noindex"
    assert next(c for f, c in of.items() if f.startswith("last-keeper")) == ""  # names other outlets' reports
    assert robots["index.html"] == robots["topic/privacy/index.html"] == ""


def test_sitemaps_list_what_may_be_indexed_with_its_true_date(built: dict[str, str]) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(built["sitemap.xml"])
    maps = [loc.text.rpartition("/")[2] for loc in index.iter(f"{name}loc") if loc.text]
    assert set(maps) == {f for f in built if re.fullmatch(r"sitemap-.*\.xml", f)}
    listed = {}
    for file in maps:
        for url in ET.fromstring(built[file]):
            listed[url.findtext(f"{name}loc")] = url.findtext(f"{name}lastmod")
    for address in listed:
        file = str(address).removeprefix("https://example.org/news/") + "index.html"
        assert "noindex" not in built[file]
    assert listed["https://example.org/news/day/2026-02-16/"] == "2026-02-16"


# --- what every page keeps


def test_pages_have_one_title_of_their_own_one_h1_and_a_way_in(built: dict[str, str]) -> None:
    titles: Counter[str] = Counter()
    for file, tree in html_of(built).items():
        assert tree.get("lang") == "en"
        assert len(tree.xpath("//h1")) == 1, file
        assert len(tree.xpath("//main")) == 1, file
        assert tree.xpath("string(//link[@rel='canonical']/@href)").startswith("https://example.org/news"), (
            file
        )
        assert len(tree.xpath("string(//meta[@name='description']/@content)")) > 20, file
        titles[tree.xpath("string(//head/title)")] += 1
    assert [title for title, count in titles.items() if count > 1] == []


def test_no_page_asks_another_host_for_anything(built: dict[str, str]) -> None:
    for file, tree in html_of(built).items():
        policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'"), file
        assert "unsafe" not in policy
        assert tree.xpath("string(//meta[@name='referrer']/@content)") == "no-referrer"
        loaded = tree.xpath("//@src") + tree.xpath(
            "//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href"
        )
        assert not [address for address in loaded if "//" in address], file
        assert not tree.xpath("//@style | //@*[starts-with(name(), 'on')]"), file
        assert not tree.xpath("//script[not(@src) and not(@type='application/ld+json')]"), file
        for link in tree.xpath("//a[starts-with(@href, 'http')]"):
            assert link.get("rel") == "external noopener", file
            assert link.get("target") is None


def test_every_link_of_ours_leads_to_a_page(built: dict[str, str]) -> None:
    broken = set()
    for file, tree in html_of(built).items():
        base = "/news/" if file == "404.html" else "/news/" + file
        for address in tree.xpath("//a/@href | //form/@action | //link[@rel='canonical']/@href"):
            if address.startswith("#") or re.match(r"https?://(?!example\.org)", address):
                continue
            if _joined(base, address) not in built:
                broken.add((file, address))
    assert broken == set()


def _joined(base: str, address: str) -> str:
    path = urlsplit(urljoin(f"https://example.org{base}", address)).path.removeprefix("/news/")
    return path + "index.html" if path == "" or path.endswith("/") else path


def test_a_title_is_text_whatever_it_says(built: dict[str, str]) -> None:
    for text in built.values():
        assert "<script>alert" not in text
        assert "49" not in re.findall(r"“quotes” (\S*)", text)
    assert any(
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “quotes” {{ 7*7 }}" in text for text in built.values()
    )


def test_titles_carry_their_language_and_direction(built: dict[str, str]) -> None:
    front = lxml.html.document_fromstring(built["index.html"].encode())
    heads = front.xpath("//a[@class='hl']")
    assert all(head.get("lang") and head.get("dir") == "auto" for head in heads)
    assert {"ar", "ja", "en"} <= {head.get("lang") for head in heads}


def test_markup_goes_unescaped_into_two_templates_only() -> None:
    unescaped = [p.name for p in TEMPLATES if re.search(r"\|\s*safe\b|autoescape", p.read_text("utf-8"))]
    assert sorted(unescaped) == ["article.html", "page.html"]


# --- bad days


def test_a_site_without_any_story_says_something_sensible() -> None:
    empty = rendered([], site(sources={}, sections=(), topics=()))
    assert "No stories yet" in empty["index.html"]
    assert "No stories yet" in empty["lite/index.html"]
    assert "names none" in empty["sources/index.html"]
    assert "No run is on record" in empty["left-out/index.html"]
    assert "day/index.html" in empty


def test_a_topic_without_a_story_has_a_page_all_the_same(built: dict[str, str]) -> None:
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


def messages() -> Iterable[tuple[str, ...]]:
    env = Environment(extensions=["jinja2.ext.i18n"])
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
