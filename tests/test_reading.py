"""The pure part of the line: one poisonous entry takes nothing else with it, and a run takes in no more than it may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wirecopy import clean, normalise
from wirecopy.reading import Job, Manners, Reading, read
from wirecopy.types import Dropped, Entry, Fetched, Known, Parsed, Source

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


def job(count: int, manners: Manners | None = None, known: tuple[tuple[Known, str], ...] = ()) -> Job:
    items = "".join(
        f"<item><title>Ferry number {n} sails</title><guid>{n}</guid><link>https://a.example/{n}</link>"
        f"<pubDate>Thu, 12 Mar 2026 0{n}:00:00 GMT</pubDate><description>Ferry {n} left at {n}.</description></item>"
        for n in range(count)
    )
    body = f"<rss version='2.0'><channel><title>Harbour</title><link>https://a.example/</link>{items}</channel></rss>"
    source = Source(id="harbour", url="https://a.example/rss")
    fetched = Fetched(
        source=source, url=source.url, body=body.encode(), content_type="application/rss+xml", fetched_at=NOW
    )
    return Job(fetched=fetched, known=known, manners=manners or Manners(), now=NOW)


def ids(reading: Reading) -> set[str]:
    return {p.entry.guid for p in reading.pieces}


def test_an_entry_that_makes_a_stage_fail_is_dropped_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = clean.clean

    def poisoned(entry: Entry, policy: clean.CleanPolicy) -> Entry:
        if entry.guid == "4":
            raise RecursionError("too deep\n::error::")
        return real(entry, policy)

    monkeypatch.setattr(clean, "clean", poisoned)
    reading = read(job(9))
    assert ids(reading) == {str(n) for n in range(9)} - {"4"}
    [dropped] = reading.dropped
    assert (dropped.guid, dropped.reason) == ("4", "cannot be read")
    assert dropped.detail == "RecursionError: too deep ::error::"


def test_an_item_that_cannot_be_normalised_does_not_take_its_feed_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = normalise.normalise

    def poisoned(parsed: Parsed, *args: object, **how: object) -> list[Entry | Dropped]:
        if any(item.guid == "4" for item in parsed.items):
            raise OverflowError("date value out of range")
        return real(parsed, *args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(normalise, "normalise", poisoned)
    reading = read(job(9))
    assert ids(reading) == {str(n) for n in range(9)} - {"4"}
    assert [d.reason for d in reading.dropped] == ["cannot be read"]


def test_the_newest_are_taken_in_first_and_the_rest_is_left_for_the_next_run() -> None:
    reading = read(job(9, Manners(max_new=3)))
    assert ids(reading) == {"8", "7", "6"}
    assert reading.excess == 6
    assert {d.reason for d in reading.dropped} == {"left for the next run"}
    known = tuple(
        (Known(entry_id=p.entry.entry_id, guid=p.entry.guid, link=p.entry.link, title=p.entry.title, published=p.entry.published, first_seen=NOW), p.feed_hash)
        for p in reading.pieces
    )  # fmt: skip
    again = read(job(9, Manners(max_new=3), known))
    assert ids(again) == {"5", "4", "3"}
    assert again.excess == 3


def test_what_is_known_and_says_the_same_is_met_and_not_made_again() -> None:
    first = read(job(3))
    known = tuple(
        (Known(entry_id=p.entry.entry_id, guid=p.entry.guid, link=p.entry.link, title=p.entry.title, published=p.entry.published, first_seen=NOW), p.feed_hash)
        for p in first.pieces
    )  # fmt: skip
    again = read(job(3, known=known))
    assert again.pieces == ()
    assert sorted(again.met) == sorted(p.entry.entry_id for p in first.pieces)
