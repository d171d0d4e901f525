"""Laws of `stories` for any entries, and of the table of words that stand for one thing."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.stories import Profile, StoryWindow, assign, profile
from wirecopy.stories.groups import agglomerate
from wirecopy.stories.synonyms import shorten, stem, synonyms
from wirecopy.types import Text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = [
    "court",
    "broker",
    "phones",
    "Ostvik",
    "ruling",
    "Pinpoint",
    "harbour",
    "crane",
    "storm",
    "Brunmoor",
    "berth",
    "sold",
    "lost",
    "appeal",
    "closed",
    "judges",
]


@st.composite
def entries(draw: st.DrawFn) -> list[Profile]:
    """A handful of entries made of the same few words, so that many of them look alike."""
    made = []
    for number in range(draw(st.integers(2, 8))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9, unique=True))
        at = NOON + timedelta(hours=draw(st.integers(0, 60)))
        made.append(
            profile(
                Text(
                    id=f"e{number}",
                    source_id=draw(st.sampled_from("abcde")),
                    title=" ".join(words),
                    text=" ".join(draw(st.permutations(words))),
                    lang="en",
                    published=at,
                    first_seen=at,
                )
            )
        )
    return made


def told(window: StoryWindow, batch: list[Profile]) -> dict[str, str]:
    assign(batch, window, NOON + timedelta(days=4))
    return {m.profile.id: m.story for m in window}


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_feeds_does_not_matter(batch, chance):
    shuffled = list(batch)
    chance.shuffle(shuffled)
    assert told(StoryWindow(), batch) == told(StoryWindow(), shuffled)


@given(entries())
def test_the_same_run_again_changes_nothing(batch):
    window = StoryWindow()
    before = told(window, batch)
    again, merges = assign(batch, window, NOON + timedelta(days=4))
    assert merges == []
    assert {a.id: a.story for a in again} == before
    assert told(window, batch) == before


@given(entries())
def test_every_story_is_named_by_its_own_first_entry(batch):
    window = StoryWindow()
    stories = told(window, batch)
    at = {p.id: (p.at, p.id) for p in batch}
    for story in set(stories.values()):
        assert story == min((i for i in stories if stories[i] == story), key=at.__getitem__)


@given(
    st.lists(st.floats(0, 1), min_size=28, max_size=28),
    st.permutations(range(8)),
)
def test_groups_do_not_depend_on_the_order_in_which_atoms_are_given(values, order):
    pairs = [(a, b) for a in range(8) for b in range(a)]
    likeness = dict(zip(pairs, values, strict=True))

    def grouped(atoms: list[int]) -> list[list[int]]:
        return agglomerate(
            [[a] for a in atoms],
            [(a, b) for a in atoms for b in atoms if a > b],
            lambda a, b: likeness[max(a, b), min(a, b)],
            lambda a, b: 0.5,
            lambda a, b: True,
        )

    assert grouped(list(order)) == grouped(list(range(8)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("french", "paris"),
        ("tehran", "iranian"),
        ("orbán", "orban"),
        ("jerí", "jeri"),
        ("nine", "9"),
        ("arrests", "arrested"),
        ("closing", "closed"),
        ("tanker", "ships"),
    ],
)
def test_words_for_one_thing_are_one_word(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("news", "new"), ("iran", "iraq"), ("press", "pres"), ("niger", "nigeria")]
)
def test_words_for_two_things_stay_two(one, other):
    assert stem(one) != stem(other)


def test_a_name_of_several_words_is_read_as_its_short_form():
    assert shorten("the federal trade commission sues") == "the ftc sues"


def test_no_word_stands_in_two_groups():
    table = tomllib.loads((files("wirecopy") / "rules" / "stories.toml").read_text(encoding="utf-8"))
    words = [
        word for kind in ("places", "acts", "numerals") for group in table[kind] for word in group.split()
    ]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert set(synonyms()) == set(words)
