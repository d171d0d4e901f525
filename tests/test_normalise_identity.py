"""normalise: which items are one entry."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.normalising import NOW, entries, item, only, run
from wirecopy.types import Dropped, Entry, Source


def test_a_guid_alone_makes_the_id() -> None:
    one = only(item(guid="a", link="https://example.org/1", title="Ferry late"))
    other = only(
        item(guid="a", link="https://example.org/2", title="Ferry very late", published="2026-02-01")
    )
    assert one.entry_id == other.entry_id
    assert one.entry_id.startswith("urn:uuid:")


def test_http_and_https_guids_are_one() -> None:
    assert (
        only(item(guid="http://example.org/1", title="Ferry")).entry_id
        == only(item(guid="https://example.org/1", title="Ferry")).entry_id
    )


def test_without_guid_the_link_and_without_link_the_text_identifies() -> None:
    assert (
        only(item(link="https://example.org/1?utm_source=x", title="Ferry")).guid == "https://example.org/1"
    )
    assert only(item(title="Ferry", published="2026-02-17")).guid.startswith("hash:")


def test_an_item_told_twice_is_one_entry() -> None:
    outcome = run(
        item(0, guid="a", title="Ferry late", content="x"),
        item(1, guid="a", title="Ferry late", content="xx"),
    )
    assert [type(one) for one in outcome] == [Dropped, Entry]
    assert isinstance(outcome[0], Dropped)
    assert outcome[0].reason == "repeated in the feed"


def test_an_item_told_twice_with_and_without_a_date_is_the_same_one_at_each_fetch() -> None:
    both = (
        item(0, guid="a", title="Ferry late", content="x", published="2026-02-16T09:00:00Z"),
        item(1, guid="a", title="Ferry late", content="a longer text", published=""),
    )
    first = only(*both)
    again = only(*both, known=[first], now=NOW + timedelta(hours=2))
    assert again.html == first.html
    assert again.published == first.published


def test_a_title_that_was_cut_is_the_same_entry_at_the_next_fetch() -> None:
    long = item(guid="a", title="a" * 900)
    first = only(long)
    assert only(long, known=[first]).entry_id == first.entry_id


def test_a_new_guid_at_each_fetch_is_the_same_entry() -> None:
    first = only(item(guid="a", link="https://example.org/1", title="Ferry late"))
    again = only(
        item(guid="b", link="http://example.org/1?utm_source=rss", title="Ferry late again"), known=[first]
    )
    assert (again.entry_id, again.guid, again.link) == (first.entry_id, "a", first.link)


def test_a_new_link_at_each_fetch_leaves_the_first() -> None:
    first = only(item(guid="a", link="https://example.org/1?s=1", title="Ferry late"))
    again = only(item(guid="a", link="https://example.org/1?s=2", title="Ferry late"), known=[first])
    assert again.link == first.link


def test_one_guid_for_five_entries_gives_five() -> None:
    items = [
        item(n, guid="x", link=f"https://example.org/{n}", title=f"{word} news")
        for n, word in enumerate(("Sea", "Town", "Road", "Rail", "Air"))
    ]
    five = entries(*items)
    assert len({entry.entry_id for entry in five}) == 5
    random.Random(1).shuffle(items)
    assert {entry.entry_id for entry in entries(*items, known=five)} == {entry.entry_id for entry in five}
    assert entries(items[0], known=five)[0].entry_id in {entry.entry_id for entry in five}


def test_one_guid_and_one_link_for_five_titles_gives_five() -> None:
    titles = ("Ferry late", "Bridge shut", "Market opens", "Council meets", "Harbour freezes")
    five = entries(
        *(item(n, guid="x", link="https://example.org/", title=title) for n, title in enumerate(titles))
    )
    assert len({entry.entry_id for entry in five}) == 5


def test_a_guid_that_returns_for_something_wholly_other_is_a_new_entry() -> None:
    old = only(item(guid="a", link="https://example.org/ferry", title="Ferry late again"))
    spam = only(item(guid="a", link="https://casino.example/", title="Win big tonight"), known=[old])
    assert spam.entry_id != old.entry_id
    assert spam.first_seen == NOW
    again = only(item(guid="a", link="https://casino.example/", title="Win big tonight"), known=[old, spam])
    assert again.entry_id == spam.entry_id


def test_a_rewritten_headline_keeps_its_entry() -> None:
    old = only(item(guid="a", link="https://example.org/ferry", title="Ferry late again"))
    assert (
        only(
            item(guid="a", link="https://example.org/ferry", title="Passengers left on quay"), known=[old]
        ).entry_id
        == old.entry_id
    )


def test_another_feed_cannot_take_over_a_guid() -> None:
    other = item(guid="a", title="Ferry", source=Source(id="other", url="https://other.example/feed"))
    assert only(item(guid="a", title="Ferry")).entry_id != only(other).entry_id


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_items_decides_nothing(shuffler: random.Random) -> None:
    items = [
        item(0, guid="a", link="https://example.org/1", title="Ferry late", content="one"),
        item(1, guid="a", link="https://example.org/2", title="Bridge shut", content="two"),
        item(2, guid="b", link="https://example.org/1", title="Ferry late", content="one"),
        item(3, link="https://example.org/4", title="Market opens"),
        item(4, link="https://example.org/4?fbclid=1", title="Market opens"),
    ]
    expected = {(one.entry_id, one.link, one.title) for one in entries(*items)}
    shuffler.shuffle(items)
    assert {(one.entry_id, one.link, one.title) for one in entries(*items)} == expected


def test_notices_that_share_title_and_link_are_not_repeats() -> None:
    assert (
        len(
            entries(
                *(
                    item(
                        n,
                        guid=str(n),
                        link="https://example.org/status",
                        title="Notice",
                        content=f"{n}",
                        published=f"2026-02-1{n}",
                    )
                    for n in range(3)
                )
            )
        )
        == 3
    )
