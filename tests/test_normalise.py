"""normalise: dates, titles, language, bodies."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.normalising import NOW, entries, item, only, run
from wirecopy.normalise.detect import detect_language
from wirecopy.parse.dates import read_date
from wirecopy.types import Dropped, Entry, FeedInfo, Person, Source

LANGUAGES = tomllib.loads((Path(__file__).parent / "cases/normalise/languages.toml").read_text("utf-8"))[
    "languages"
]


# dates


@pytest.mark.parametrize(
    ("published", "expected", "note"),
    [
        ("2026-02-17T10:30:00+01:00", datetime(2026, 2, 17, 9, 30, tzinfo=UTC), ""),
        ("", NOW, "no date given: first seen"),
        ("soon", NOW, "date not understood: first seen"),
        ("0001-01-01T00:00:00Z", NOW, "dated 1: first seen"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", NOW, "dated 1970: first seen"),
        ("2026-02-21T12:00:00Z", NOW, "dated in the future: first seen"),
        ("9926-01-01T00:00:00Z", NOW, "dated in the future: first seen"),
        ("2026-02-20T12:05:00Z", NOW, ""),
        ("1995-05-05", datetime(1995, 5, 5, tzinfo=UTC), ""),
    ],
)
def test_a_date_is_honest(published: str, expected: datetime, note: str) -> None:
    entry = only(item(guid="a", title="T", published=published))
    assert (entry.published, entry.date_note) == (expected, note)


def test_a_feed_dated_anew_each_day_keeps_its_first_dates() -> None:
    first = only(item(guid="a", title="T", published="2026-02-17"))
    later = only(
        item(guid="a", title="T", published="2026-02-25"), known=[first], now=NOW + timedelta(days=7)
    )
    assert (later.published, later.first_seen) == (first.published, NOW)
    assert later.date_note == "the feed changed the date: first date kept"


def test_an_entry_without_date_keeps_the_first_and_its_note() -> None:
    first = only(item(guid="a", title="T"))
    later = only(item(guid="a", title="T"), known=[first], now=NOW + timedelta(days=7))
    assert (later.published, later.date_note) == (NOW, first.date_note)


def test_a_correction_is_dated() -> None:
    entry = only(item(guid="a", title="T", published="2026-02-17", updated="2026-02-18"))
    assert entry.modified == datetime(2026, 2, 18, tzinfo=UTC)
    assert only(item(guid="a", title="T", published="2026-02-17", updated="2036-02-18")).modified is None


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 17 Feb 2026 10:30:00 GMT", "17 Feb 26 10:30 UT", "Tue, 17 Feb 2026 05:30:00 EST", "2026-02-17T10:30:00Z",
        "2026-02-17 12:30:00+0200", "20260217T103000Z", "Feb 17, 2026 10:30 am", "Tuesday, February 17, 2026 - 10:30",
        "Tue Feb 17 10:30:00 2026", "17. Februar 2026 10:30", "2026/02/17 10:30", "17-Feb-2026 10:30", "1771324200",
        "Di, 17 Feb 2026 11:30:00 +0100", "2026-02-17T10:30:00.000Z", "Tue, 17 Feb 2026 10:30:00 GMT+0000",
    ],
)  # fmt: skip
def test_dates_are_read_in_every_form(written: str) -> None:
    assert read_date(written) == datetime(2026, 2, 17, 10, 30, tzinfo=UTC)


@given(st.text(max_size=200) | st.from_regex(r"[0-9:TZ +-]{1,40}"))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.tzinfo is UTC


# titles and the rest


@pytest.mark.parametrize(
    ("title", "is_html", "expected"),
    [
        ("  A\n late \t ferry ", False, "A late ferry"),
        ("A &amp; B", True, "A & B"),
        ("A &amp; B", False, "A &amp; B"),
        ("A <em>late</em> ferry", True, "A late ferry"),
        ("One<br>two", True, "One two"),
        ("<script>alert(1)</script>Ferry", True, "Ferry"),
        ("&lt;script&gt; explained", True, "<script> explained"),
        ("1 < 2 and 3 > 2", True, "1 < 2 and 3 > 2"),
        ("Cafe\u0301", False, "Café"),
        ("A\u202eB\x00C\u2028D\x85E", False, "ABC D E"),
        ("Late ferry | The Daily Example", False, "Late ferry"),
        ("Late ferry - and late trains", False, "Late ferry - and late trains"),
        ("می\u200cخواهد", False, "می\u200cخواهد"),
    ],
)
def test_a_title_is_plain_text(title: str, is_html: bool, expected: str) -> None:
    assert only(item(guid="a", title=title, title_is_html=is_html)).title == expected


def test_an_ending_that_all_titles_share_goes() -> None:
    titles = [
        "Late ferry – News at Sea",
        "New bridge – News at Sea",
        "Cold winter – News at Sea",
        "Old market – News at Sea",
    ]
    assert [
        one.title for one in entries(*(item(n, guid=str(n), title=title) for n, title in enumerate(titles)))
    ] == ["Late ferry", "New bridge", "Cold winter", "Old market"]


def test_a_long_title_is_cut_between_words() -> None:
    title = only(item(guid="a", title="word " * 200)).title
    assert len(title) <= 300
    assert title.endswith("word…")


def test_without_a_title_the_first_words_or_the_host_stand_in() -> None:
    assert only(item(guid="a", summary="<p>The ferry was late.</p>")).title == "The ferry was late."
    assert only(item(guid="a", link="https://www.example.org/x")).title == "example.org"


def test_what_has_neither_title_nor_text_nor_link_is_dropped() -> None:
    [dropped] = run(item(guid="a"))
    assert isinstance(dropped, Dropped)
    assert dropped.reason == "empty"


def test_plain_text_is_shown_letter_by_letter() -> None:
    entry = only(item(guid="a", title="T", content="1 < 2 & <b>\nnext\n\nlast", body_is_html=False))
    assert entry.html == "<p>1 &lt; 2 &amp; &lt;b&gt;<br>next</p>\n<p>last</p>"


def test_a_body_escaped_twice_is_unescaped_and_text_about_markup_is_not() -> None:
    assert only(item(guid="a", title="T", content="&lt;p&gt;Ferry&lt;/p&gt;")).html == "<p>Ferry</p>"
    about = "Write &lt;p&gt;Ferry&lt;/p&gt; for a paragraph."
    assert only(item(guid="a", title="T", content=about)).html == about
    script = "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert only(item(guid="a", title="T", content=script)).html == script


def test_a_link_to_the_publishers_own_machine_becomes_one_to_the_site() -> None:
    assert (
        only(item(guid="a", title="T", link="http://localhost:4000/2026/ferry")).link
        == "https://example.org/2026/ferry"
    )


def test_a_dangerous_link_is_none() -> None:
    entry = only(item(guid="a", title="T", link="javascript:alert(1)"))
    assert entry.link == ""
    assert any("refused" in note.text for note in entry.trace)


def test_names_and_tags_are_bounded() -> None:
    entry = only(
        item(
            guid="a",
            title="T",
            categories=(*tuple(f"c{n}" for n in range(3000)), "x" * 300),
            authors=tuple(Person(f"n{n}\nsave_as: x") for n in range(50)),
        )
    )
    assert len(entry.categories) == 8
    assert len(entry.authors) <= 8
    assert all("\n" not in person.name for person in entry.authors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_known_by_a_paragraph_and_never_mistaken(language: str) -> None:
    *short, long = LANGUAGES[language]
    assert detect_language(long) == language
    assert {detect_language(text) for text in short} <= {language, ""}


def test_the_language_is_the_owners_then_the_feeds_then_that_of_the_text() -> None:
    german = LANGUAGES["de"][2]
    russian = LANGUAGES["ru"][2]
    english = FeedInfo(language="en_US")
    assert only(item(guid="a", title=german)).lang == "de"
    assert only(item(guid="a", title="Ferry", feed=english)).lang == "en-us"
    assert only(item(guid="a", title=russian, feed=english)).lang == "ru"
    assert (
        only(
            item(guid="a", title=german, source=Source(id="x", url="https://example.org/", language="nl"))
        ).lang
        == "nl"
    )
    assert only(item(guid="a", title="Zzz")).lang == "en"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                name: st.text(max_size=30)
                for name in ("guid", "link", "title", "summary", "published", "language")
            }
        ),
        max_size=6,
    )
)
def test_any_items_give_entries_that_can_be_relied_on(rows: list[dict[str, str]]) -> None:
    outcome = run(*(item(n, **row) for n, row in enumerate(rows)))
    assert len(outcome) == len(rows)
    ids = [one.entry_id for one in outcome if isinstance(one, Entry)]
    assert len(ids) == len(set(ids))
    for one in outcome:
        if isinstance(one, Entry):
            assert one.title
            assert one.title == " ".join(one.title.split())
            assert one.published <= NOW
            assert not one.link or one.link.startswith(("http://", "https://"))
