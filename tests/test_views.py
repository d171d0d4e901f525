"""What pages show: excerpts, cards, timelines, names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

import invented
from wirecopy.corpus import Corpus, Cut, Derived, Reason, Tag, excerpt
from wirecopy.corpus.excerpt import _SENTENCE_END, _last_end
from wirecopy.names import letters_of
from wirecopy.types import Also, Article
from wirecopy.views import Site, card_of, differences, rank, slug_of, slugs_for, story_of, why_of

SITE = Site(name="The Breakwater", url="https://example.org/news")
NOON = datetime(2026, 2, 17, 12, tzinfo=UTC)


def derived(article: Article, **values: object) -> Derived:
    base = {"article": article, "html": "<p>x</p>", "text": "x", "excerpt": "x", "digest": article.entry_id}
    return Derived(**(base | values))  # type: ignore[arg-type]


def story(*times: datetime, **values: object) -> tuple[Derived, ...]:
    """One story, a report by another outlet at each of the times."""
    names = [source_id for source_id, _, _ in invented.SOURCES]
    return tuple(
        derived(invented.article(i, date=t, story="s", source_id=names[i % len(names)], **values))
        for i, t in enumerate(times)
    )


# --- excerpts


@given(st.text(max_size=2000), st.text(max_size=80))
def test_an_excerpt_of_any_text_is_one_line_of_at_most_two_hundred_characters(text: str, title: str) -> None:
    short = excerpt(text, title)
    assert len(short) <= 200
    assert "\n" not in short
    assert short == short.strip()


@given(st.lists(st.text(st.sampled_from("ab. é国\t"), max_size=90), max_size=12), st.text(max_size=300))
def test_what_stands_far_below_changes_no_excerpt(lines: list[str], below: str) -> None:
    text = "\n".join([*lines, "x" * 403])
    assert excerpt(text, "ab a") == excerpt(text + " " + below, "ab a")


@given(st.text("ab1 .…!?。'\"”»)Z", min_size=0, max_size=60), st.integers(0, 50), st.integers(0, 50))
def test_the_last_end_of_a_sentence_is_found_without_those_before(text: str, least: int, more: int) -> None:
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if m.end() <= least + more]
    found = _last_end(text, least, least + more)
    last = max(ends, default=0)
    assert found == last or (found < least and last < least)


def test_an_excerpt_ends_with_a_sentence_where_one_ends_late_enough() -> None:
    text = "word " * 35 + "ended. " + "More " * 40
    assert excerpt(text).endswith("ended.")


def test_an_abbreviation_ends_no_sentence() -> None:
    text = (
        "The clinic said that the breach, which it had noticed late, " * 3
        + "took place on Jan. 2 and in the U.S. Senate too, says it."
    )
    assert not excerpt(text).endswith(("Jan.", "U.S."))


def test_an_excerpt_is_cut_at_a_word_and_says_so() -> None:
    short = excerpt("alphabet " * 60)
    assert short.endswith("alphabet…")


def test_a_first_line_that_repeats_the_title_is_skipped() -> None:
    assert excerpt("The Title!\nThe story.", "the title") == "The story."


def test_a_script_of_wide_characters_gets_half_as_many() -> None:
    assert 60 <= len(excerpt("港湾委員会は東の埠頭計画を承認したと発表し" * 40)) <= 100


# --- cards


def test_a_card_of_a_day_does_not_change_by_what_comes_later() -> None:
    yesterday = story(NOON - timedelta(days=1), NOON - timedelta(hours=20))
    later = (*yesterday, *story(NOON, NOON, NOON)[2:])
    assert card_of(yesterday, "2026-02-16", SITE) == card_of(later, "2026-02-16", SITE)


def test_a_card_is_led_by_the_first_report_of_its_day_and_names_the_others() -> None:
    members = story(NOON - timedelta(days=1), NOON, NOON + timedelta(hours=1))
    card = card_of(members, "2026-02-17", SITE)
    assert card.title == members[1].article.title
    assert [o.source.id for o in card.outlets] == [members[0].article.source_id, members[2].article.source_id]
    assert card.newest == members[2].article.date
    assert card.path == "story/s/"


def test_forty_outlets_are_six_names_and_a_number() -> None:
    members = tuple(sorted((derived(a) for a in invented.covered_by_forty(1)), key=lambda d: d.article.date))
    card = card_of(members, "2026-02-17", SITE)
    assert card.covered_by == 39
    assert len(card.outlets) == 6
    assert not any(o.source.id.startswith("local-") for o in card.outlets)  # reports of their own come first


def test_a_single_report_leads_to_its_own_page() -> None:
    (only,) = story(NOON)
    assert card_of((only,), only.day, SITE).path == only.path


def test_twice_the_outlets_weigh_as_much_as_eight_hours() -> None:
    assert rank(2, NOON) == rank(1, NOON + timedelta(hours=8))


def test_a_report_without_a_date_of_its_own_is_not_fresh() -> None:
    dated, undated = story(NOON), story(NOON, date_note="no date given: first seen")
    assert card_of(undated, "2026-02-17", SITE).rank < card_of(dated, "2026-02-17", SITE).rank


def test_reasons_on_a_card_are_the_three_weightiest() -> None:
    reasons = tuple(Reason(f"phrase {i}", "title", i / 10) for i in range(6))
    tag = Tag(name="Privacy", slug="privacy", kind="privacy", reasons=reasons)
    cuts = (Cut("related", "cue", "Read also"), Cut("related", "cue", "More"), Cut("share", "cue", "Share"))
    why = why_of(derived(invented.article(1), tags=(tag,), cuts=cuts))
    assert [r.phrase for r in why.tags[0].reasons] == ["phrase 5", "phrase 4", "phrase 3"]
    assert [(c.name, c.count) for c in why.cuts] == [("related", 2), ("share", 1)]


# --- timelines


def test_a_timeline_says_who_was_first_and_how_much_later_the_others_were() -> None:
    view = story_of(story(NOON, NOON + timedelta(minutes=90)), SITE)
    assert [r.later for r in view.reports] == [0, 90]
    assert view.outlets == 2


def test_reprints_stand_under_the_report_whose_text_they_print() -> None:
    also = Also(entry_id="urn:x", source_id="other", published=NOON, similarity=0.9, link="", title="T")
    view = story_of((derived(invented.article(1, also=(also,))),), SITE)
    assert [p.source.id for p in view.reports[0].reprints] == ["other"]
    assert (view.outlets, view.reprints) == (2, 1)


@given(st.text(max_size=120), st.text(max_size=120))
def test_a_marked_headline_is_still_the_headline(title: str, first: str) -> None:
    assert "".join(segment.text for segment in differences(title, first)) == title


def test_words_that_the_first_headline_lacks_are_marked() -> None:
    marked = [
        s.text
        for s in differences(
            "Keeper retires after forty winters and two storms", "Keeper retires after forty winters"
        )
        if s.differs
    ]
    assert marked == ["and two storms"]


def test_a_wholly_different_headline_is_not_marked() -> None:
    assert not any(s.differs for s in differences("Last keeper leaves her light", "Farewell on the coast"))


# --- names and groups


def test_c_and_its_children_have_addresses_of_their_own() -> None:
    assert len({slug_of(name) for name in ("C", "C++", "C#")}) == 3


@given(st.lists(st.text(max_size=30), unique=True, max_size=12))
def test_names_have_distinct_safe_addresses(names: list[str]) -> None:
    slugs = slugs_for(names)
    assert len(set(slugs.values())) == len(names)
    assert all(slug and slug.isascii() and "/" not in slug for slug in slugs.values())


@given(st.text(max_size=20))
def test_every_source_has_letters_for_its_icon(name: str) -> None:
    assert 0 < len(letters_of(name)) <= 4  # one letter may be several in capitals: ŉ


def test_muted_articles_are_in_no_group_and_hidden_ones_nowhere() -> None:
    states = ("", "muted", "hidden")
    corpus = Corpus(derived(invented.article(i, status=status)) for i, status in enumerate(states))
    assert (len(corpus.all), len(corpus.listed)) == (2, 1)
    assert sum(len(group) for group in corpus.stories.values()) == 1


def test_now_is_the_latest_first_sight_on_record() -> None:
    corpus = Corpus(derived(invented.article(i)) for i in range(5))
    assert corpus.now == max(d.article.first_seen for d in corpus.all)
    assert Corpus([]).now.year == 1970
