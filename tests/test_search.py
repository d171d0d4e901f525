"""Search: what the index holds, how little it weighs, and what a reader finds with it in a real browser."""

from __future__ import annotations

import functools
import http.server
import json
import os
import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import invented
from pressroom import derived
from pressroom import site as invented_site
from sitebuild import CHROMIUM, build, make_site
from wirecopy import search
from wirecopy.corpus import Corpus
from wirecopy.search import pagefind
from wirecopy.search.coding import DIGITS, coded, inverted, steps
from wirecopy.search.index import recent_and_older
from wirecopy.search.over import sum_up
from wirecopy.search.recent import PIECE, write_excerpts, write_recent
from wirecopy.search.row import row_of
from wirecopy.search.service import PagefindError
from wirecopy.search.words import words_of
from wirecopy.types import Article


def files(articles: list[Article]) -> dict[str, bytes]:
    return {f.file: f.make() for f in search.plan(Corpus(map(derived, articles)), invented_site())}


def decoded(words: str, where: str) -> dict[str, list[int]]:
    """What search.js makes of the two strings."""
    index, before = {}, ""
    for line, told in zip(words.split(" ") if words else [], where.split(" "), strict=False):
        before = before[: DIGITS.index(line[0])] + line[1:]
        numbers, number, distance = [], 0, 0
        for letter in told:
            digit = DIGITS.index(letter)
            distance = distance * 32 + digit % 32
            if digit > 31:
                number += distance
                distance = 0
                numbers.append(number)
        index[before] = numbers
    return index


WORDS = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=70), max_size=6)


def _coded(index: Mapping[str, Sequence[int]]) -> tuple[str, str]:
    return coded({word: steps(numbers) for word, numbers in index.items()})


@given(st.lists(WORDS, max_size=80))
def test_the_coded_index_says_what_it_was_made_of(texts: list[list[str]]) -> None:
    index = inverted(texts)
    assert decoded(*_coded(index)) == index


@given(WORDS)
def test_words_stand_in_the_order_in_which_browsers_sort(words: list[str]) -> None:
    told = list(decoded(*_coded(inverted([words]))))
    assert told == sorted(told, key=lambda word: word.encode("utf-16-be", "surrogatepass"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café Zürich", ["cafe", "zurich"]),
        ("Straße, Łódź & Ærø", ["strasse", "lodz", "aero"]),
        ("it's O’Brien", ["its", "obrien"]),
        ("مُحَمَّد إلى", ["محمد", "الي"]),
        ("שָׁלוֹם", ["שלום"]),
        ("港湾委員会が", ["港湾委員会か\u3099"]),
        ("𠮷野家 👍", ["𠮷野家"]),
        ("C++ 3.5%", ["c", "3", "5"]),
        ("", []),
    ],
)
def test_words_are_compared_without_case_and_accents(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_every_story_is_in_the_index_once_and_each_piece_stays_small() -> None:
    articles = list(invented.articles())
    made = files(articles)
    recent = json.loads(made["search/recent.json"])
    stories = {a.story for a in articles if not a.status}
    assert sum(count for _, count in recent["days"]) == len(recent["from"]) == len(stories)
    pieces = [json.loads(data) for name, data in made.items() if name[7:8].isdigit()]
    assert sum(map(len, pieces)) == len(stories)
    assert max(map(len, pieces)) <= PIECE


def test_the_index_is_the_same_in_any_order_and_a_day_that_is_over_keeps_its_pieces() -> None:
    articles = list(invented.articles(50))
    made = files(articles)
    assert files(random.Random(2).sample(articles, len(articles))) == made
    later = invented.article(900, date=invented.NEWEST + timedelta(days=1))
    new = files([later, *articles])
    assert {name for name in made if new[name] != made[name]} <= {
        "search/recent.json",
        "search/excerpts.json",
    }


SAID = ("The harbour", "Ferries and the tide", "Das Wasser und die Stadt", "A", "harbour harbour")


@given(
    st.lists(st.tuples(st.integers(0, 90), st.sampled_from(SAID), st.integers(0, 3)), max_size=40),
    st.integers(0, 40),
)
def test_stories_that_are_summed_up_are_told_as_if_each_were_looked_at(
    made: list[tuple[int, str, int]], days: int
) -> None:
    site = invented_site()
    corpus = Corpus(
        derived(
            invented.article(
                n, title=title, markdown=f"{title} {n % 7}", source_id=f"outlet-{source}",
                date=invented.NEWEST - timedelta(hours=13 * age), tags=(f"Topic {source}",) if n % 3 else (),
            )
        )
        for n, (age, title, source) in enumerate(made)
    )  # fmt: skip
    recent, older = recent_and_older(corpus)
    rows = [row_of(story, members, site) for story, members in recent]
    until = (invented.NEWEST - timedelta(days=days)).strftime("%Y-%m-%d")
    near = [row for row in rows if row.day >= until]
    over = sum_up(recent, older, "2025-11", site, until)
    assert len(near) == over.near
    assert write_recent(near, 3, True, over) == write_recent(rows, 3, True)
    assert write_excerpts(near, [words for _, words in over.newest]) == write_excerpts(rows)


def test_hidden_muted_and_old_stories_are_not_in_the_index_of_recent_ones() -> None:
    old = invented.article(3, date=invented.NEWEST - timedelta(days=200))
    articles = [
        invented.article(0),
        invented.article(1, status="hidden"),
        invented.article(2, status="muted"),
        old,
    ]
    recent = json.loads(files(articles)["search/recent.json"])
    assert len(recent["from"]) == 1
    assert recent["older"] == 1
    rows = list(search.old_stories(Corpus(map(derived, articles)), invented_site()))
    assert [row.title for row in rows] == [old.title]


def test_the_archive_stays_as_it_is_until_a_month_is_over() -> None:
    newest = invented.NEWEST.replace(day=1)
    articles = [invented.article(n, date=newest - timedelta(days=5 * n)) for n in range(40)]

    def archive(days: int) -> str:
        now = newest + timedelta(days=days)
        return search.archive_digest(
            Corpus(map(derived, [*articles, invented.article(90 + days, date=now, first_seen=now)]))
        )

    kept = [archive(days) for days in range(0, 60, 4)]
    assert len(set(kept)) == 2
    assert kept == sorted(kept, key=kept.index)


def test_a_busy_site_moves_whole_days_into_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wirecopy.search.index.MOST", 10)
    dates = [invented.NEWEST - timedelta(hours=7 * n) for n in range(20)]
    corpus = Corpus(derived(invented.article(n, date=when)) for n, when in enumerate(dates))
    recent, older = recent_and_older(corpus)
    assert 0 < len(recent) <= 10
    assert len(recent) + len(older) == 20
    assert recent[-1][1][0].day > older[0][1][0].day


@pytest.mark.parametrize("text", ["\x00", "\ud800", "</script>", "x" * 1_000_000, "\n\t", '"\\', "🦀" * 500])
def test_no_text_breaks_the_index(text: str) -> None:
    article = invented.article(
        1,
        title=text,
        markdown=text,
        link="javascript:alert(1)",
        lang=text[:9].encode("utf-8", "ignore").decode(),
    )
    made = files([article])
    for data in made.values():
        json.loads(data)
        assert b"javascript:" not in data
        assert len(data) < 20_000


def test_pagefind_indexes_older_stories_and_does_so_once(tmp_path: Path) -> None:
    pytest.importorskip("pagefind_bin", reason="pip install wirecopy[search]")
    corpus = Corpus(
        map(derived, [invented.article(n, date=invented.NEWEST - timedelta(days=130 * n)) for n in range(4)])
    )
    rows = list(search.old_stories(corpus, invented_site()))
    digest = search.archive_digest(corpus)
    assert pagefind.index_archive(tmp_path, digest, rows)
    assert (tmp_path / "pagefind" / "pagefind.js").is_file()
    assert not pagefind.index_archive(tmp_path, digest, rows)


def _stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    pytest.importorskip("pagefind", reason="pip install wirecopy[search]")
    binary = tmp_path / "stand-in"
    binary.write_text(f"#!/bin/sh\necho $$ > '{tmp_path}/pid'\n{script}\n")
    binary.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(binary))


def _old_rows(count: int) -> list[search.Row]:
    dates = (invented.NEWEST - timedelta(days=130 + n) for n in range(count))
    articles = (invented.article(n, date=date) for n, date in enumerate(dates))
    return list(
        search.old_stories(
            Corpus([*map(derived, articles), derived(invented.article(count))]), invented_site()
        )
    )


@pytest.mark.parametrize("script", ["sleep 600", "cat > /dev/null", "yes", "exit 3", "printf 'bm8=,'", "cat"])
def test_a_pagefind_that_hangs_or_fails_is_ended_and_the_old_index_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    _stand_in(tmp_path, monkeypatch, script)
    output = tmp_path / "output"
    (output / "pagefind").mkdir(parents=True)
    (output / "pagefind" / "of.txt").write_text("what was indexed before")
    with pytest.raises(PagefindError):
        pagefind.index_archive(output, "now", _old_rows(3), base=0.5)
    assert [path.name for path in output.rglob("*")] == ["pagefind", "of.txt"]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_pagefind_takes_a_thousand_stories_and_every_script_without_standing_still(tmp_path: Path) -> None:
    pytest.importorskip("pagefind_bin", reason="pip install wirecopy[search]")
    one = _old_rows(1)[0]
    rows = [replace(one, title=f"{one.title} {n} 北京 \x00 </p>", path=f"a/{n}/") for n in range(1000)]
    assert pagefind.index_archive(tmp_path, "digest", rows)  # ten answers a second would outlast its limit
    entry = json.loads((tmp_path / "pagefind" / "pagefind-entry.json").read_text())
    assert [language["page_count"] for language in entry["languages"].values()] == [1000]


# --- in a browser


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = make_site(tmp_path_factory.mktemp("search"), ordinary=30)
    build(site)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site / "output"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/search/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if not CHROMIUM:
        pytest.skip("needs a Chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    yield page
    assert page.faults == []
    page.close()


def asked(page, address: str, query: str) -> list[str]:  # type: ignore[no-untyped-def]
    page.goto(f"{address}?{query}")
    page.locator("#search [role=status]:not(:empty)").wait_for()
    page.wait_for_load_state("networkidle")
    return page.locator("#search li .hl").all_inner_texts()  # type: ignore[no-any-return]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("q=lighth", "Lighthouse keeper retires"), ("q=LÎGHTHOUSE+keeper", "Lighthouse keeper retires"), ("q=ميناء", "المجلس"),
        ("q=承認", "東の埠頭計画"), ("q=tin+lantern", ""), ("q=auditors+seen", ""), ("q=the+keeper+retires", "Lighthouse keeper retires"),
        ("topic=Privacy", "Data broker"), ("q=data&source=Meridian+Wire", "Data broker"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("browser")
def test_a_story_is_found_by(page, address: str, query: str, part: str) -> None:  # type: ignore[no-untyped-def]
    found = asked(page, address, query)
    assert found
    assert any(part in title for title in found)


@pytest.mark.browser
def test_what_is_not_there_is_not_found_and_a_word_is_no_part_of_another(page, address: str) -> None:  # type: ignore[no-untyped-def]
    assert asked(page, address, "q=zzzz") == []
    assert asked(page, address, "q=ighthouse") == []


@pytest.mark.browser
def test_typing_makes_an_address_that_can_be_shared(page, address: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(address)
    page.locator("#search input[name=q]").fill("ferry")
    page.locator("#search li").first.wait_for()
    page.locator("#search select[name=source]").select_option("Orchard Post")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.url.endswith("?q=ferry&source=Orchard+Post")
    there = page.locator("#search li .hl").all_inner_texts()
    assert asked(page, page.url.partition("?")[0], page.url.partition("?")[2]) == there


@pytest.mark.browser
def test_nothing_is_transferred_before_somebody_searches(page, address: str) -> None:  # type: ignore[no-untyped-def]
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if url.endswith(".json")]


@pytest.mark.browser
def test_without_scripts_the_page_shows_other_ways(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator("#search").is_visible()
    assert page.locator("noscript p, .ways a").first.is_visible()
    assert page.locator(".ways a").count() >= 3
    context.close()


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_english_is_folded_as_every_other_text(text: str) -> None:
    assert words_of(text) == words_of(text + " é")[:-1]


def test_a_sign_that_ends_an_excerpt_costs_no_word() -> None:
    text = "The “second” crane’s load – 40 tonnes—swings over the har…"
    assert words_of(text) == words_of(text + " é")[:-1]
