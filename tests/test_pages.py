"""The plan of pages, and what stands in them when they are rendered."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

import invented
from pressroom import TEMPLATES, derived, plan, press, rendered, site
from wirecopy import pages
from wirecopy.corpus import Corpus
from wirecopy.pages.desk import Desk
from wirecopy.pages.front import front_days
from wirecopy.pages.once import Once
from wirecopy.pages.shown import shown
from wirecopy.views import Health


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    return rendered(invented.articles())


def html_of(built: dict[str, str]) -> dict[str, lxml.html.HtmlElement]:
    return {
        file: lxml.html.document_fromstring(text.encode())
        for file, text in built.items()
        if file.endswith(".html")
    }


# --- shortcuts of the press


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_printed_once_stands_in_every_page_as_if_it_were_printed_there(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = rendered(invented.articles(), site(language))
    monkeypatch.setattr(Once, "_known", lambda *_: None)
    assert rendered(invented.articles(), site(language)) == quick


def test_a_part_that_is_printed_once_is_printed_anew_for_another_site() -> None:
    env = press(site())
    text = env.from_string("{% once 1 %}{{ site.name }}{% endonce %}")
    assert text.render() == "The Breakwater"
    env.globals["site"] = site(name="The Pier")
    assert env.from_string("{% once 1 %}{{ site.name }}{% endonce %}").render() == "The Pier"


@given(st.one_of(st.text(st.sampled_from("a<>&'\" é\0")), st.integers(), st.none(), st.text().map(Markup)))
def test_what_is_shown_is_what_escape_gives(value: object) -> None:
    assert shown(value) == escape(value)


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


def test_a_report_of_another_day_is_listed_with_its_day() -> None:
    first = invented.article(1, date=invented.NEWEST)
    others = [
        invented.article(
            2, source_id="meridian", date=invented.NEWEST - timedelta(minutes=1), story=first.story
        ),
        invented.article(
            3, source_id="tin-lantern", date=invented.NEWEST - timedelta(days=1), story=first.story
        ),
    ]
    assert first.source_id not in ("meridian", "tin-lantern")
    built = rendered([first, *others])
    page = lxml.html.fromstring(built[f"2026/02/17/{first.slug}/index.html"])
    lines = [time.text_content() for time in page.xpath("//ul[@class='lines']//time")]
    assert sorted(len(line) > len("12:00") for line in lines) == [False, True]
    assert any("16 February 2026" in line for line in lines)


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
