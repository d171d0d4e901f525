"""The stores behind stripping: headlines of other entries, and what one source repeats."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.boilerplate import Headlines, SourceMemory, blocks_of

HEADLINES = [
    "Ferry returns after four weeks",
    "Bridge repairs put off again",
    "Lighthouse keeper retires after forty winters",
]


def test_equal_and_nearly_equal_headlines_are_found() -> None:
    held = Headlines(HEADLINES)
    assert held.find("FERRY RETURNS AFTER FOUR WEEKS!") == HEADLINES[0]
    assert held.find("Lighthouse keeper retires after forty long winters") == HEADLINES[2]
    assert not held.find("Ferry stays away for four more weeks")


def test_short_headlines_are_not_held() -> None:
    assert not Headlines(["What we know"]).find("What we know")


def test_later_headlines_are_unknown_to_an_earlier_article() -> None:
    held = Headlines()
    then = held.add(HEADLINES[0])
    held.add(HEADLINES[1])
    assert held.as_of(then).find(HEADLINES[0])
    assert not held.as_of(then).find(HEADLINES[1])
    assert held.find(HEADLINES[1])


def test_an_article_is_not_its_own_teaser() -> None:
    held = Headlines(HEADLINES)
    assert not held.without(HEADLINES[0]).find("Ferry returns after four weeks")
    assert held.without(HEADLINES[0]).find(HEADLINES[1])


def test_headlines_in_scripts_without_spaces_are_found() -> None:
    assert Headlines(["灯台守が四十年の勤めを終えて引退"]).find("灯台守が四十年の勤めを終えて引退")


TITLES = st.lists(
    st.sampled_from(["ferry", "bridge", "crane", "harbour", "storm", "mayor", "winter", "boats"]),
    min_size=4,
    max_size=7,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(TITLES, max_size=12), st.lists(TITLES, max_size=6), TITLES)
def test_what_was_known_then_does_not_change_when_more_comes_in(
    before: list[str], after: list[str], text: str
) -> None:
    grown = Headlines(before)
    then = len(grown)
    for title in after:
        grown.add(title)
    assert grown.as_of(then).find(text) == Headlines(before).find(text)


def test_a_block_of_most_entries_repeats_and_a_rare_one_does_not() -> None:
    memory = SourceMemory()
    for number in range(10):
        often = "<p>About The Tide</p>" if number % 2 else ""
        memory.add(blocks_of(f"<p>story {number}</p>{often}" + ("<p>rare</p>" if number > 6 else "")))
    assert memory.repeats("About The Tide") == 5
    assert memory.repeats("rare") == 0
    assert memory.repeats("") == 0


def test_a_template_that_was_given_up_is_forgotten() -> None:
    memory = SourceMemory()
    for _ in range(20):
        memory.add(blocks_of("<p>old footer</p>"))
    then = len(memory)
    for number in range(20):
        memory.add(blocks_of(f"<p>story {number}</p>"))
    assert memory.repeats("old footer") == 0
    assert memory.as_of(then).repeats("old footer") == 20


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a footer", "a header", "a b c"]), max_size=3), max_size=8))
def test_a_memory_is_the_same_after_writing_and_reading(entries: list[list[str]]) -> None:
    memory = SourceMemory()
    for texts in entries:
        memory.add(blocks_of("".join(f"<p>{text}</p>" for text in texts)))
    again = SourceMemory.load(memory.dump())
    assert again.dump() == memory.dump()
    assert [again.repeats(text) for text in ("a footer", "a header")] == [
        memory.repeats(text) for text in ("a footer", "a header")
    ]
