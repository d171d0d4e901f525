"""Two spellings, two roundings: what counts as one word and one number, and what a group of printings is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_dedupe import PARAGRAPH, text
from wirecopy.dedupe import Window, find_duplicates, fingerprint
from wirecopy.dedupe.alike import differing, halves, is_rounded, is_slip, unknown
from wirecopy.dedupe.words import sentences


@pytest.mark.parametrize(
    ("one", "other"),
    [("sveeco", "veeco"), ("orrindam", "orrinddam"), ("lighthouse", "lighthous"), ("tribune", "tribane")],
)
def test_a_slip_of_the_keyboard_is_the_same_word(one, other):
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hansen", "jansen"), ("iran", "iraq"), ("20333", "20334"), ("oslo", "os"), ("bridge", "bright")],
)
def test_two_names_that_look_alike_are_two(one, other):
    assert not is_slip(one, other)


def test_a_word_written_in_two_parts_is_known():
    assert unknown({"healthcare", "lantern"}, ["preferred", "health", "care"]) == {"lantern"}
    assert halves(["preferred", "health", "care"], ["healthcare"]) == {"health", "care"}


@pytest.mark.parametrize(("brief", "full"), [("27", "27.1"), ("12.1", "12141000"), ("1.2", "1200")])
def test_a_rounded_number_is_the_same_number(brief, full):
    assert is_rounded(brief, full)


@pytest.mark.parametrize(
    ("brief", "full"),
    [("2", "2.1"), ("27", "271"), ("27", "28"), ("10.30", "1"), ("4th", "4"), ("1" * 20, "1" * 20)],
)
def test_another_number_is_no_rounding(brief, full):
    assert not is_rounded(brief, full)


@given(st.sets(st.from_regex(r"[0-9]{1,9}(\.[0-9]{1,3})?", fullmatch=True)), st.sets(st.text(min_size=1)))
def test_numbers_differ_in_the_same_way_from_both_sides(ours, theirs):
    left, right = differing(ours, theirs)
    assert differing(theirs, ours) == (right, left)
    assert left <= ours - theirs
    assert right <= theirs - ours
    assert differing(ours, ours) == (frozenset(), frozenset())


def test_a_sentence_ends_where_it_trails_off_and_where_a_paragraph_does():
    assert sentences("The tower stays… (Reporting by Mara Lindqvist)") == ["The tower stays..."]
    assert sentences("The tower stays [...] Follow us on the air.") == ["The tower stays [..."]
    assert sentences("<p>Read more: A bridge. <p>The tower stays.</p>") == ["The tower stays."]


def test_a_shortened_printing_is_found_however_often_the_whole_was_printed():
    new = " ".join(f"Nobody else wrote sentence {word} of this." for word in "abcd")
    short = f"{PARAGRAPH.rsplit('. ', 1)[0]}. {new}"
    printings = [text(f"p{n}", f"Headline {n} here", PARAGRAPH, source=f"s{n}") for n in range(12)]
    told = find_duplicates(
        [fingerprint(t) for t in [*printings, text("short", "Own", short, source="t", hours=2)]], Window()
    )
    assert told[-1] is not None
    assert told[-1].of == "p0"


def test_a_footer_under_everything_that_an_outlet_prints_hides_no_reprint():
    footer = (
        "Our house looks back on many years of care for every reader and thanks them all for staying with us. "
        * 2
    )
    others = [
        text(
            f"o{n:02}",
            f"Piece {n} of ours",
            " ".join(f"w{n}x{i}" for i in range(12)) + ". " + footer,
            source="house",
        )
        for n in range(40)
    ]
    first = text("first", "Lighthouse stays", PARAGRAPH, source="wire", hours=1)
    reprint = text("reprint", "Council keeps its tower", f"{PARAGRAPH} {footer}", source="house", hours=2)
    told = find_duplicates([fingerprint(t) for t in [*others, first, reprint]], Window())
    assert told[-1] is not None
    assert told[-1].of == "first"
    assert told[:-1] == [None] * 41
