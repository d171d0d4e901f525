"""Laws of `dedupe` for any texts: order does not matter, a repeated run changes nothing, verdicts name what stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.dedupe import Window, find_duplicates, fingerprint
from wirecopy.dedupe.cues import cues, teaser
from wirecopy.dedupe.postings import CROWD, Postings
from wirecopy.dedupe.words import canonical, level, sentences, tokens
from wirecopy.types import Text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SENTENCES = [
    "The council voted on Monday to keep the old lighthouse.",
    "Repairs will cost 40,000 less than feared, the mayor said.",
    "Volunteers have offered to paint the tower in the summer.",
    "A museum of navigation is planned for the keeper's house.",
    "The harbour master asked for a new radio mast beside it.",
    "Nobody at the meeting spoke for the buyer from abroad.",
]


@st.composite
def texts(draw: st.DrawFn) -> list[Text]:
    """A handful of texts cut from the same sentences, so that many of them repeat each other."""
    made = []
    for number in range(draw(st.integers(2, 9))):
        chosen = draw(st.lists(st.sampled_from(SENTENCES), min_size=0, max_size=5, unique=True))
        at = NOON + timedelta(hours=draw(st.integers(0, 80)))
        made.append(
            Text(
                id=f"t{number}",
                source_id=draw(st.sampled_from("abc")),
                link=draw(st.sampled_from(["", "https://a.example/x", "https://a.example/y"])),
                title=draw(
                    st.sampled_from(["Lighthouse stays", "Tower is kept by the council after vote", "Notes"])
                ),
                text=" ".join(chosen),
                lang=draw(st.sampled_from(["", "en", "de"])),
                published=at,
                first_seen=at,
            )
        )
    return made


def told(batch: list[Text], window: Window) -> dict[str, str | None]:
    found = find_duplicates([fingerprint(t) for t in batch], window)
    return {t.id: d.of if d else None for t, d in zip(batch, found, strict=True)}


@given(texts(), st.randoms(use_true_random=False))
def test_the_order_of_feeds_does_not_matter(batch, chance):
    shuffled = list(batch)
    chance.shuffle(shuffled)
    assert told(batch, Window()) == told(shuffled, Window())


@given(texts())
def test_a_duplicate_names_a_text_that_stands(batch):
    verdicts = told(batch, Window())
    assert all(verdicts[of] is None for of in verdicts.values() if of)


@given(texts())
def test_the_same_run_again_changes_nothing(batch):
    window = Window()
    told(batch, window)
    before = [(f.id, f.of) for f in window]
    assert set(told(batch, window).values()) == {None}
    assert [(f.id, f.of) for f in window] == before


@given(texts())
def test_languages_are_never_mixed(batch):
    lang = {t.id: fingerprint(t).lang for t in batch}
    for one, of in told(batch, Window()).items():
        assert not of or not lang[one] or not lang[of] or lang[one] == lang[of]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 2**32 - 1)), max_size=300))
def test_postings_find_what_was_put_in(pairs):
    index = Postings()
    for entry, key in pairs:
        index.add([key], entry)
    for key in {key for _, key in pairs}:
        assert index.find(key) == [entry for entry, other in pairs if other == key][:CROWD]
    assert index.find(2**32 - 1) == [entry for entry, key in pairs if key == 2**32 - 1][:CROWD]


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(anything):
    for sentence in sentences(anything):
        assert level(sentence) == sentence or level(level(sentence)) == level(sentence)
    assert all(word and word == word.strip() for word in tokens(level(anything)))


def test_two_spellings_of_a_word_are_one():
    pairs = {
        "colour": "color",
        "organised": "organized",
        "centre": "center",
        "1,200.50": "1200.5",
        "1.10": "1.1",
    }
    assert {one: canonical(one) for one in pairs} == {one: canonical(other) for one, other in pairs.items()}


def test_teasers_datelines_and_credits_are_no_part_of_a_text():
    body = 'OSTVIK, March 2 (Newswire) - The tower stays. Read more: Ten towers. "It is ours," she said.\nSign up for our letter.'
    assert sentences(body) == ["The tower stays.", '"It is ours," she said.']


@pytest.mark.parametrize("row", cues()["teaser"], ids=lambda row: row["opens"][0])
def test_a_teaser_is_cut_and_what_only_begins_like_one_stays(row):
    assert sentences(f"The tower stays. {row['example']}") == ["The tower stays."]
    assert len(sentences(f"The tower stays. {row['stays']}")) == 2
    assert all(teaser().match(level(opening) + " x") for opening in row["opens"])
