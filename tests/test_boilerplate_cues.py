"""The cues are data with their proof beside them: every pattern, example and counter-example is tried."""

from __future__ import annotations

from typing import get_args

import pytest

from wirecopy.boilerplate import blocks_of, judge
from wirecopy.boilerplate.cues import Cue, Cues, owned, shipped
from wirecopy.boilerplate.values import Kind

CUES = shipped().cues


def marks(cue: Cue, text: str) -> bool:
    return bool(Cues([cue]).find(text, size=len(text.split()), linked=True))


@pytest.mark.parametrize(
    "cue", CUES, ids=[f"{number}-{cue.lang}-{cue.kind}" for number, cue in enumerate(CUES)]
)
def test_a_cue_marks_its_examples_and_itself_and_not_its_counters(cue: Cue) -> None:
    assert cue.kind in get_args(Kind)
    assert cue.patterns
    assert cue.examples
    for pattern in cue.patterns:
        plain = " ".join(word.split("/")[0].removesuffix("?") for word in pattern.split())
        plain = plain.replace("……", "").replace("…", "").replace(" 0 ", " 7 ")
        assert marks(cue, plain), pattern
    for example in cue.examples:
        assert marks(cue, example), example


def test_no_counter_example_counts_as_certain() -> None:
    around = "<p>The ferry will sail again on Monday, the harbour board said, after four weeks of repairs in the dock.</p>"
    for cue in CUES:
        for counter in cue.counters:
            verdict = judge(blocks_of(f"{around}<p>{counter}</p>{around}"), "Harbour")[1]
            assert not verdict.exact, f"{counter}: {verdict.evidence}"


@pytest.mark.parametrize("lang", ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv"])
def test_each_promised_language_has_labels_of_related_lists(lang: str) -> None:
    assert any(cue.lang == lang and cue.opens for cue in CUES)


def test_a_gap_stands_for_a_few_words_only() -> None:
    cue = Cue(
        kind="label", lang="en", at="whole", sure=True, patterns=("more in …",), examples=("more in sport",)
    )
    assert marks(cue, "More in Harbour News")
    assert not marks(cue, "More in " + "very " * 9 + "long")


def test_dashes_bars_and_arrows_count_as_a_colon() -> None:
    cue = Cue(
        kind="related",
        lang="en",
        at="start",
        sure=True,
        patterns=("read more :",),
        examples=("Read more: x",),
    )
    assert all(marks(cue, f"READ MORE {sign} Ferry returns") for sign in ("|", "–", "»", ":"))
    assert not marks(cue, "Read more books this winter")


def test_an_owners_cue_is_taken_literally() -> None:
    cues = owned(("one/two? of 0",))
    assert cues.find("This is one two of 0 boats.", size=7, linked=False)
    assert not cues.find("This is two of 7 boats.", size=6, linked=False)
