"""Publishers that cheat or break from one fetch to the next: what is on record stays, growth is bounded."""

from __future__ import annotations

import random
import re
import time
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest

from wirecopy import bodies, config
from wirecopy.markdown import read_all
from wirecopy.pipeline import Site, run
from wirecopy.report import Report
from wirecopy.selftest.run import NOW
from wirecopy.selftest.scenario import Scenario, feed, item
from wirecopy.selftest.server import serving
from wirecopy.types import Article

WORDS = [
    "otter",
    "sluice",
    "ferry",
    "bridge",
    "heron",
    "canal",
    "harbour",
    "lantern",
    "quarry",
    "orchard",
    "meadow",
    "tunnel",
    "viaduct",
    "granary",
]


def story(n: int, **other: str) -> str:
    """Entry `n`: its own title and text, its own guid and link unless told otherwise."""
    dice = random.Random(n)
    title = " ".join(dice.choice(WORDS) for _ in range(5)) + f" {n}"
    text = " ".join(dice.choice(WORDS) + str(dice.randrange(99)) for _ in range(40))
    values = {"guid": f"g{n}", "link": f"https://weir.example/{n}"} | other
    return item(title, text, **values)


def fetched(folder: Path, *documents: bytes, more: str = "") -> tuple[list[Report], list[dict[str, Article]]]:
    """Reports, and the articles by file after each run; the documents come one a run, two hours apart."""
    served = {"f": Scenario(name="f", body=b"", articles=-1)}
    reports, records = [], []
    with serving(served) as server:
        (folder / "feeds.toml").write_text(
            f'[site]\nname = "x"\nurl = "https://x.example"\n[fetch]\nallow_private = ["{server.place}"]\n{more}\n'
            f'[[feeds]]\nid = "f"\nurl = "http://{server.place}/f"\n'
        )
        for number, document in enumerate(documents):
            served["f"] = Scenario(name="f", body=document, articles=-1)
            now = NOW + timedelta(hours=2 * number)
            reports.append(run(Site(folder), config.load(folder / "feeds.toml"), now, force=True))
            found = {p.name: a for p, a in read_all(folder / "content") if isinstance(a, Article)}
            records.append(found)
    return reports, records


def said(record: dict[str, Article]) -> dict[str, tuple[str, str]]:
    return {name: (a.title, a.markdown) for name, a in record.items()}


def shuffled(seed: int, **other: str) -> bytes:
    items = [story(n, **other) for n in range(20)]
    random.Random(seed).shuffle(items)
    return feed(*items)


@pytest.mark.parametrize(
    "documents",
    [
        [feed(*[story(n, guid=f"{v}-{n}") for n in range(20)]) for v in range(3)],
        [feed(*[story(n, link=f"https://weir.example/{n}?s={v * 7919}") for n in range(20)]) for v in range(3)],
        [feed(*[story(n, link=f"https://weir.example/{v * 7919}/{n}") for n in range(20)]) for v in range(3)],
        [feed(*[story(n, guid=f"{v}-{n}", link=f"https://weir.example/{v * 7}/{n}") for n in range(20)]) for v in range(8)],
        [shuffled(v) for v in range(3)],
        [shuffled(v, guid="") for v in range(3)],
        [shuffled(1), feed(), shuffled(1)],
    ],
    ids=["new guids", "new queries", "new links", "new guids and links", "new order", "new order, no guids", "empty between"],
)  # fmt: skip
def test_what_changes_at_each_fetch_makes_no_second_article(tmp_path: Path, documents: list[bytes]) -> None:
    _, records = fetched(tmp_path, *documents)
    assert len(records[0]) == 20
    assert all(said(r) == said(records[0]) for r in records)
    assert all(len(a.also) <= 3 for a in records[-1].values())


@pytest.mark.parametrize("site", ["spam.example", "weir.example"])
def test_a_feed_turned_to_spam_under_old_guids_changes_no_article(tmp_path: Path, site: str) -> None:
    spam = [
        item(f"Buy pills {n}", "cheap " * 30, guid=f"g{n}", link=f"https://{site}/{n}") for n in range(20)
    ]
    _, (before, after) = fetched(tmp_path, feed(*[story(n) for n in range(20)]), feed(*spam))
    assert {name: said(after).get(name) for name in before} == said(before)
    assert len(after) <= 40


def test_a_real_correction_reaches_the_record(tmp_path: Path) -> None:
    right = story(1).replace("otter", "beaver") + ""
    _, (before, after) = fetched(tmp_path, feed(story(1)), feed(right))
    assert list(after) == list(before)
    assert "beaver" in str(said(after))


def test_one_guid_for_five_entries_and_five_entries_in_any_order(tmp_path: Path) -> None:
    five = [story(n, guid="same") for n in range(5)]
    _, records = fetched(tmp_path, feed(*five), feed(*reversed(five)), feed(*five[2:]))
    assert all(said(r) == said(records[0]) for r in records)
    assert len(records[0]) == 5


def test_one_story_under_a_thousand_addresses_is_one_article(tmp_path: Path) -> None:
    many = [story(1, guid=f"g{n}", link=f"https://weir.example/a{n}") for n in range(1000)]
    _, records = fetched(tmp_path, feed(*many), feed(*many))
    assert len(records[1]) == 1


def test_a_flood_is_taken_in_by_parts(tmp_path: Path) -> None:
    reports, records = fetched(tmp_path, feed(*[story(n) for n in range(3000)]), more="max_new_per_run = 50")
    assert reports[0].new <= 50
    assert len(records[0]) <= 50
    assert reports[0].beyond == 1000


def test_title_body_tags_and_names_are_bounded(tmp_path: Path) -> None:
    tags = "".join(f"<category>tag {n}</category>" for n in range(3000)) + f"<category>{'x' * 300}</category>"
    big = "".join(f"<p>{'word and ' * 20}{n}</p>" for n in range(20_000))
    _, (record,) = fetched(tmp_path, feed(item("A title " * 900, big, guid="1", more=tags)))
    [(name, article)] = record.items()
    assert len(article.title) <= 300
    assert len(re.sub(r"\s+", " ", bodies.plain_text(bodies.to_html(article.markdown))).encode()) <= 101_000
    assert len(article.categories) == 8
    assert len(name.encode()) <= 200


SLOW = [
    "_a __b ",
    "<![CDATA[",
    "[",
    "*",
    "`",
    "> ",
    "- ",
    "![[",
    "<",
    "&",
    "([",
    "\\",
    "|",
    "http://a ",
    "#",
    "1. ",
    "**a",
    "_*",
    "](",
]


def test_text_that_markdown_broods_over_is_bounded(tmp_path: Path) -> None:
    odd = [
        item(f"Odd number {n}", f"<p>{escape(text * (40_000 // len(text)))}</p>", guid=f"{n}")
        for n, text in enumerate(SLOW)
    ]
    _, (record,) = fetched(tmp_path, feed(*odd))
    for article in record.values():
        began = time.process_time()
        html = bodies.to_html(article.markdown)
        assert time.process_time() - began < 5, article.title  # 1 s is the bound; machines are noisy
        assert html
    assert sum(1 + len(a.also) for a in record.values()) == len(SLOW)
