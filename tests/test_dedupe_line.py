"""Repetition from end to end: real feeds on loopback, real files, several runs. One article where it is one text."""

from __future__ import annotations

import random
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path

from wirecopy import config
from wirecopy.markdown import read_all
from wirecopy.pipeline import Site, run
from wirecopy.report import Report
from wirecopy.selftest.run import NOW
from wirecopy.selftest.scenario import Scenario, feed, item
from wirecopy.selftest.server import serving
from wirecopy.types import Article

WORDS = [
    a + b for a in ("ott", "slu", "fer", "bri", "her", "can", "har") for b in ("er", "ice", "ry", "dge", "on")
]
Documents = dict[str, bytes]


def prose(n: int | str, words: int = 50) -> str:
    """Text of its own for each number."""
    dice = random.Random(f"text {n}")
    return " ".join(dice.choice(WORDS) + dice.choice(WORDS) for _ in range(words)).capitalize() + "."


def headline(n: int | str) -> str:
    return prose(f"title {n}", 6).rstrip(".")


def entry(n: int, host: str, body: str | None = None, **other: str) -> str:
    values = {"guid": f"{host}-{n}", "link": f"https://{host}.example/{n}"} | other
    return item(values.pop("title", headline(n)), prose(n) if body is None else body, **values)


def fetched(folder: Path, *runs: Documents) -> tuple[list[Report], list[list[Article]]]:
    """What each run reports, and the articles after it; each run's documents by feed, an hour apart."""
    served: dict[str, Scenario] = {}
    reports, records = [], []
    with serving(served) as server:
        ids = sorted({name for documents in runs for name in documents})
        feeds = "\n".join(f'[[feeds]]\nid = "{i}"\nurl = "http://{server.place}/{i}"' for i in ids)
        (folder / "feeds.toml").write_text(
            f'[site]\nname = "x"\nurl = "https://x.example"\n[fetch]\nallow_private = ["{server.place}"]\n'
            f"max_new_per_run = 2000\n{feeds}\n"
        )
        for number, documents in enumerate(runs):
            served.clear()
            for name in ids:
                body = documents.get(name, feed())
                served[name] = Scenario(name=name, body=body, articles=-1)
            now = NOW + timedelta(hours=number)
            reports.append(run(Site(folder), config.load(folder / "feeds.toml"), now, force=True))
            records.append([a for _, a in read_all(folder / "content") if isinstance(a, Article)])
    return reports, records


def published(hours: float) -> str:
    """A date some hours before the first run."""
    return format_datetime((NOW - timedelta(hours=hours)).astimezone(UTC))


def test_a_feed_that_repeats_another_makes_no_second_article_in_one_run_or_in_two(tmp_path: Path) -> None:
    whole = feed(*[entry(n, "weir") for n in range(30)])
    mirror = feed(*[entry(n, "mirror") for n in range(30)], date=published(1))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    _, (at_once,) = fetched(tmp_path / "one", {"mirror": mirror, "weir": whole})
    _, (_, later) = fetched(tmp_path / "two", {"weir": whole}, {"mirror": mirror})
    assert len(at_once) == len(later) == 30
    assert {a.source_id for a in at_once} == {a.source_id for a in later} == {"weir"}
    assert all([b.source_id for b in a.also] == ["mirror"] for a in at_once + later)


def test_a_thousand_items_with_one_title_and_bodies_of_their_own_are_a_thousand_articles(
    tmp_path: Path,
) -> None:
    many = feed(*[entry(n, "weir", title="Council notes") for n in range(1000)])
    _, (record,) = fetched(tmp_path, {"weir": many})
    assert len(record) == 1000
    assert not any(a.also for a in record)


def test_bodies_of_one_word_and_no_bodies_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    short = [entry(n, "weir", body="Comments" if n % 2 else "") for n in range(60)]
    again = [entry(n, "mirror", body="" if n % 2 else "Comments") for n in range(60)]
    _, (record,) = fetched(tmp_path, {"weir": feed(*short), "mirror": feed(*again, date=published(1))})
    assert sorted(a.title for a in record) == sorted(headline(n) for n in range(60))


def test_items_that_have_nothing_but_one_empty_title_in_common_are_no_cluster(tmp_path: Path) -> None:
    dull = [entry(n, "weir", title="Morning briefing", body="") for n in range(40)]
    other = [entry(n, "mirror", title="Morning briefing", body="Comments") for n in range(40)]
    _, (record,) = fetched(tmp_path, {"weir": feed(*dull), "mirror": feed(*other)})
    assert max(len(a.also) for a in record) <= 3


def test_a_newsletter_and_an_item_that_quotes_ten_others_are_articles_of_their_own(tmp_path: Path) -> None:
    items = [entry(n, "weir") for n in range(10)]
    letter = item(
        "The day at a glance",
        ". ".join(headline(n) for n in range(10)),
        guid="l",
        link="https://letter.example/1",
    )
    quoting = item(
        "What others wrote today", " ".join(" ".join(prose(n).split()[:15]) for n in range(10)), guid="q", link="https://letter.example/2"
    )  # fmt: skip
    _, (record,) = fetched(
        tmp_path, {"letter": feed(letter, quoting), "weir": feed(*items, date=published(3))}
    )
    assert len(record) == 12
    assert not any(a.also for a in record)


def test_what_stands_goes_on_standing_when_its_publisher_takes_it_away(tmp_path: Path) -> None:
    ours, theirs = feed(entry(1, "weir")), feed(entry(1, "mirror"))
    _, records = fetched(tmp_path, {"weir": ours}, {"mirror": theirs}, {"mirror": theirs}, {})
    assert [len(r) for r in records] == [1, 1, 1, 1]
    assert records[1] == records[2] == records[3]
    assert records[3][0].source_id == "weir"
    assert [b.source_id for b in records[3][0].also] == ["mirror"]


def test_hour_by_hour_the_same_articles_stand_as_in_one_run(tmp_path: Path) -> None:
    """As far as the promise goes: each printing resembles the one that stands, and came after it."""
    hours: list[Documents] = []
    for hour, host in enumerate(("weir", "mirror", "portal")):
        new = [entry(n, host, body=prose(n) + f" Seen by {host}.") for n in range(20)]
        hours.append({host: feed(*new, date=published(3 - hour))})
    (tmp_path / "batch").mkdir()
    (tmp_path / "hourly").mkdir()
    _, (batch,) = fetched(tmp_path / "batch", {k: v for h in hours for k, v in h.items()})
    _, hourly = fetched(tmp_path / "hourly", *hours)

    def told(record: list[Article]) -> list[tuple[str, str, list[str]]]:
        return sorted((a.title, a.source_id, [b.entry_id for b in a.also]) for a in record)

    assert told(hourly[-1]) == told(batch)
    assert {a.source_id for a in batch} == {"weir"}


def test_one_report_in_two_languages_is_two_articles(tmp_path: Path) -> None:
    english = "The council will not sell the harbour, and the mayor has told the buyers that they should look for another one on the coast."
    german = "Der Rat wird den Hafen nicht verkaufen, und der Bürgermeister hat den Käufern gesagt, dass sie sich an der Küste einen anderen suchen sollen."
    page = {"title": "Ostvik 2026", "link": "https://council.example/statement"}
    _, (record,) = fetched(
        tmp_path,
        {"en": feed(entry(1, "en", body=english, **page)), "de": feed(entry(1, "de", body=german, **page))},
    )
    assert len(record) == 2
