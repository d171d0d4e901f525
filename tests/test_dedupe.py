"""Which texts repeat another: pairs with their verdict in cases/dedupe, and the awkward kinds of input."""

from __future__ import annotations

import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from wirecopy.dedupe import Fingerprint, Window, find_duplicates, fingerprint
from wirecopy.types import Duplicate, Text

CASES = Path(__file__).parent / "cases" / "dedupe"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PARAGRAPH = (
    "The council of Ostvik voted on Monday to keep the old lighthouse and to open it to visitors in the summer. "
    "Repairs will cost less than feared because volunteers have offered to paint the tower, the mayor said. "
    "A museum of navigation is planned for the keeper's house once the roof has been made safe."
)


def text(
    id: str, title: str = "", body: str = "", *, source: str = "one", hours: float = 0, **more: str
) -> Text:
    at = NOON + timedelta(hours=hours)
    return Text(id=id, source_id=source, title=title, text=body, published=at, first_seen=at, **more)


def verdicts(*texts: Text, window: Window | None = None) -> list[Duplicate | None]:
    return find_duplicates([fingerprint(t) for t in texts], Window() if window is None else window)


def cases(name: str) -> list[pytest.param]:
    table = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["why"]) for case in table["case"]]


def pair_of(case: dict) -> list[Text]:
    hours = (0, case.get("hours", 1))
    return [
        text(
            str(i),
            item["title"],
            item["text"],
            source=item["source"],
            hours=hours[i],
            **{k: item[k] for k in ("link", "lang") if k in item},
        )
        for i, item in enumerate(case["item"])
    ]


@pytest.mark.parametrize("case", cases("same"))
def test_one_text_is_found_again(case):
    first, second = verdicts(*pair_of(case))
    assert first is None
    assert second is not None
    assert second.of == "0"
    assert second.evidence


@pytest.mark.parametrize("case", cases("apart"))
def test_two_texts_stay_two(case):
    assert verdicts(*pair_of(case)) == [None, None]


def test_of_several_printings_all_name_the_one_that_stands():
    texts = [text(str(i), f"Lighthouse stays {i}", PARAGRAPH, source=f"s{i}", hours=i) for i in range(4)]
    assert [d.of if d else None for d in verdicts(*texts)] == [None, "0", "0", "0"]


def test_a_printing_that_resembles_only_another_printing_still_names_the_one_that_stands():
    start, middle, end = (s.strip() + "." for s in PARAGRAPH.split(". "))
    long = " ".join([start, middle, end])
    texts = [text("a", "Tower kept", start, source="a"), text("b", "Lighthouse", long, source="b", hours=1)]
    texts.append(text("c", "Museum for the keeper's house", f"{middle} {end}", source="c", hours=2))
    assert [d.of if d else None for d in verdicts(*texts)] == [None, "a", "a"]


def test_the_agency_that_a_text_credits_stands_even_when_its_feed_came_later():
    body = "OSTVIK (Reuters) - " + PARAGRAPH
    copy = text("copy", "Lighthouse stays", body, source="harbour-ledger", hours=0)
    own = text("own", "Lighthouse stays", body, source="reuters", hours=2)
    assert [d.of if d else None for d in verdicts(copy, own)] == ["own", None]


def test_what_stands_already_keeps_standing_when_an_older_printing_comes_in():
    window = Window()
    verdicts(text("known", "Lighthouse stays", PARAGRAPH, hours=5), window=window)
    (late,) = verdicts(text("older", "Lighthouse stays", PARAGRAPH, source="two", hours=-5), window=window)
    assert late is not None
    assert late.of == "known"


def test_a_text_that_the_window_has_is_not_its_own_duplicate():
    window = Window()
    again = text("a", "Lighthouse stays", PARAGRAPH)
    verdicts(again, window=window)
    assert verdicts(again, window=window) == [None]
    assert len(window) == 1


def test_an_entry_that_quotes_ten_others_is_none_of_them():
    bodies = [
        f"Report {n} about {w}. " + " ".join(f"{w}{i}" for i in range(60)) for n, w in enumerate("abcdefghij")
    ]
    parts = [text(f"p{n}", f"Part {n}", body, source=f"s{n}") for n, body in enumerate(bodies)]
    quoting = text(
        "all", "What others wrote", " ".join(body[:90] for body in bodies), source="digest", hours=1
    )
    assert verdicts(*parts, quoting)[-1] is None


def test_a_newsletter_that_lists_the_titles_of_the_day_is_an_article_of_its_own():
    titles = [
        f"{w.title()} council decides on the {w} question after long debate"
        for w in ("harbour", "school", "bridge", "forest")
    ]
    items = [text(f"t{n}", t, "", source=f"s{n}") for n, t in enumerate(titles)]
    letter = text("letter", "The day at a glance", ". ".join(titles) + ".", source="letter", hours=3)
    assert verdicts(*items, letter)[-1] is None


def test_one_story_under_a_thousand_addresses_is_one_article():
    texts = [
        text(
            f"{i:04}", "Lighthouse stays open", PARAGRAPH, source=f"s{i % 50}", link=f"https://s.example/{i}"
        )
        for i in range(1000)
    ]
    told = verdicts(*texts)
    assert told[0] is None
    assert {d.of for d in told[1:] if d} == {"0000"}
    assert None not in told[1:]


def test_five_thousand_entries_with_one_title_and_nothing_else_in_common_stay_apart():
    texts = [
        text(f"{i:04}", "Council notes", " ".join(f"w{i}x{n}" for n in range(12)), source=f"s{i % 9}")
        for i in range(5000)
    ]
    assert verdicts(*texts) == [None] * 5000


def test_a_feed_that_repeats_another_feed_adds_nothing():
    first = [
        text(f"a{i}", f"Report number {i}", f"{PARAGRAPH} Lot {i} of {i + 7}.", source=f"x{i}")
        for i in range(1)
    ]
    again = [text(f"b{i}", t.title, t.text, source="mirror", hours=1) for i, t in enumerate(first)]
    assert all(verdicts(*first, *again)[len(first) :])


@pytest.mark.parametrize(
    "odd", ["", " ", "\x00", "[", "http://[", "<", "&#1;", "🙂" * 50, "a" * 100_000, "一" * 5000]
)
def test_nothing_in_a_text_makes_it_fail(odd):
    told = verdicts(text("a", odd, odd, link=odd, lang=odd[:9]), text("b", odd, odd, source="two", link=odd))
    assert told[0] is None


def test_a_fingerprint_is_small_and_survives_storage():
    full = fingerprint(text("a", "A long read", " ".join(f"word{i % 700}" for i in range(3000))))
    stored = msgspec.msgpack.encode(full)
    assert len(stored) < 3500
    assert msgspec.msgpack.decode(stored, type=Fingerprint) == full


def test_a_fingerprint_is_the_same_in_every_process():
    made = fingerprint(text("a", "Lighthouse stays", PARAGRAPH))
    assert made.digest.hex() == "97ca2af5d209f10d86781677"
    assert sys.byteorder == "big" or made.shingles[:4].hex() == "2b8bef00"


def test_an_expired_text_is_forgotten():
    window = Window()
    verdicts(text("a", "Lighthouse stays", PARAGRAPH), window=window)
    window.expire(NOON + timedelta(hours=1))
    assert len(window) == 0
    assert verdicts(text("b", "Lighthouse stays", PARAGRAPH, source="two", hours=2), window=window) == [None]


def test_entries_of_a_feed_whose_links_all_lead_to_one_page_stay_apart():
    page = {"source": "blog", "link": "https://blog.example/notes"}
    other = "A new ferry will link the islands from May, with room for sixty cars and a workshop on board."
    assert verdicts(
        text("a", "Lighthouse stays", PARAGRAPH, **page), text("b", "Ferry in May", other, **page)
    ) == [None, None]


def test_a_puzzle_that_is_announced_in_the_same_words_each_day_is_a_new_one_each_day():
    first = text("a", "Word ladder, 2 March", PARAGRAPH, source="play")
    second = text("b", "Word ladder, 3 March", PARAGRAPH, source="play", hours=24)
    assert verdicts(first, second) == [None, None]
