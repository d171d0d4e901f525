"""The owner's own topics, and the phrase engine under them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.boilerplate.words import tokens_of
from wirecopy.errors import ConfigError
from wirecopy.topics import Topic, check, compile_topic, match
from wirecopy.topics.index import PhraseSet
from wirecopy.topics.phrases import PhraseError, wordings
from wirecopy.topics.words import words
from wirecopy.views import slug_of

OPEN_SOURCE = Topic(
    name="Open source",
    any=("open source", "free software"),
    none=("open source intelligence",),
    must_match=("Open-source project leaves GitHub",),
)


def names(title: str, text: str, *topics: Topic, **extra: object) -> list[str]:
    return [found.name for found in match(title, text, topics, **extra)]  # type: ignore[arg-type]


def test_a_topic_matches_in_any_case_and_across_hyphens() -> None:
    assert names("OPEN-SOURCE wins", "", OPEN_SOURCE) == ["Open source"]
    assert names("Opens sourcebook", "", OPEN_SOURCE) == []


def test_a_match_tells_the_words_and_the_field() -> None:
    (found,) = match("News", "It is free software.", [OPEN_SOURCE])
    assert found.reasons == ('text: "free software"',)
    assert found.slug == "open-source"


def test_none_vetoes_and_all_must_be_there() -> None:
    assert names("Open source intelligence on the strait", "", OPEN_SOURCE) == []
    both = Topic(name="Heat and power", all=("heat", "power"))
    assert names("Power and heat", "", both) == ["Heat and power"]
    assert names("Power", "", both) == []


def test_weights_add_up_to_the_threshold() -> None:
    topic = Topic(name="Linux", weights={"kernel": 0.5, "distro*": 0.5, "popcorn": -0.5})
    assert names("Kernel news", "", topic) == []
    assert names("Kernel news", "for all distros", topic) == ["Linux"]
    assert names("Kernel news", "for all distros, with popcorn", topic) == []


def test_only_the_named_fields_are_looked_at() -> None:
    topic = Topic(name="Energy", any=("energy",), fields=("categories", "link"))
    assert names("Energy", "energy", topic) == []
    assert names("x", "", topic, categories=("Energy",)) == ["Energy"]
    assert names("x", "", topic, link="https://example.org/energy/1") == ["Energy"]


def test_patterns_run_beside_phrases() -> None:
    topic = Topic(name="Licences", any=(r"/\bGPLv[23]\b/", "/café/i"))
    assert names("Under GPLv3", "", topic) == ["Licences"]
    assert names("Under gplv3", "", topic) == []
    assert names("CAFÉ culture", "", topic) == ["Licences"]


def test_a_hostile_pattern_takes_linear_time() -> None:
    topic = Topic(name="Slow", any=("/(a+)+$/",))
    assert names("a" * 5000 + "!", "a" * 100_000 + "!", topic) == []


@pytest.mark.parametrize(
    ("topic", "address"),
    [
        (Topic(name="x", any=("/(/i",)), r"topics\[0\]\.any\[0\]: "),
        (Topic(name="x", any=("ok", "/x/q")), r"topics\[0\]\.any\[1\]: unknown flag"),
        (Topic(name="x", all=("!!",)), r"topics\[0\]\.all\[0\]: no word"),
        (Topic(name="x", any=("a",), none=("ab*",)), r"topics\[0\]\.none\[0\]: .* 3 letters"),
        (Topic(name="x", weights={"* x": 1.0}), r"topics\[0\]\.weights\.\* x: "),
        (Topic(name="x", weights={"x": float("nan")}), r"topics\[0\]\.weights\.x: not a finite"),
        (Topic(name="x", any=("a",), fields=("titel",)), r"topics\[0\]\.fields: unknown field 'titel'"),
        (Topic(name="x"), r"topics\[0\]: needs"),
    ],
)
def test_a_bad_topic_is_an_error_with_its_address(topic: Topic, address: str) -> None:
    with pytest.raises(ConfigError, match=address):
        compile_topic(topic, "topics[0]")


def test_check_runs_the_owners_examples() -> None:
    assert check([OPEN_SOURCE]) == []
    wrong = Topic(name="Open source!", any=("open",), must_match=("Closed",), must_not_match=("Open door",))
    findings = check([OPEN_SOURCE, wrong, Topic(name="Bad", any=("/(/",))])
    assert [f.where for f in findings] == [
        "topics[1].name", "topics[1].must_match[0]", "topics[1].must_not_match[0]", "topics[2].any[0]",
    ]  # fmt: skip
    assert "matches by" in findings[2].message


@pytest.mark.parametrize(
    ("phrase", "text", "said"),
    [
        ("data breach*", "Two Data-Breaches at once", "data breaches"),
        ("*überwachung", "Mehr Videoüberwachung", "videoüberwachung"),
        ("invaded * privacy", "It invaded the singer’s own privacy", "invaded the singer own privacy"),
        ("invaded * privacy", "invaded privacy", "invaded privacy"),
        ("(leak|breach|data loss) at", "A data loss at sea", "data loss at"),
        ("(the|) tower", "tower", "tower"),
        ("people's data", "peoples data, people's data", "people data"),
        ("l'identité", "L’identité numérique", "l identité"),
    ],
)
def test_phrases_are_found_as_they_are_written(phrase: str, text: str, said: str) -> None:
    tokens = words(text, 100)
    hit = PhraseSet([(phrase, None)]).find(tokens)[0]
    assert " ".join(tokens[hit.start : hit.end]) == said


def test_a_gap_is_three_words_at_most() -> None:
    phrases = PhraseSet([("invaded * privacy", None)])
    assert phrases.find(words("invaded a b c privacy", 10))
    assert not phrases.find(words("invaded a b c d privacy", 10))


@pytest.mark.parametrize(
    "phrase",
    ["", "()", "(a", "a)", "a|b", "* a", "a *", "a * * b", "ab*", "*abc*", "(a|bcd" + "|x y" * 30 + ") " * 3],
)
def test_a_phrase_that_makes_no_sense_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        wordings(phrase)


def test_choices_cannot_fill_the_memory() -> None:
    with pytest.raises(PhraseError, match="wordings"):
        wordings("(a b|c d|e) " * 30)


@given(st.lists(st.text(alphabet="abcü", min_size=1, max_size=4), min_size=1, max_size=5), st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_every_plain_phrase_is_found_in_itself_and_within_other_words(parts: list[str], before: int) -> None:
    phrase = " ".join(parts)
    text = ["zz"] * before + words(phrase, 20) + ["zz"]
    hits = PhraseSet([(phrase, 1)]).find(text)
    assert any(hit.start == before and hit.end == len(text) - 1 for hit in hits)


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_may_be_a_phrase_or_a_text(text: str) -> None:
    try:
        PhraseSet([(text, None)]).find(words(text, 50))
    except PhraseError:
        pass
    assert isinstance(names(text, text, OPEN_SOURCE), list)
    assert all(isinstance(finding.message, str) for finding in check([Topic(name="t", any=(text,))]))


def test_a_topic_has_the_address_that_the_same_tag_written_by_hand_has() -> None:
    assert match("größe", "", [Topic(name="Große Größe!", any=("größe",))])[0].slug == "grosse-grosse"
    for name in ("北京", "C++", "C", "C#", "!!"):
        assert match("x", "", [Topic(name=name, any=("x",))])[0].slug == slug_of(name)


@given(st.text(st.sampled_from("aAzZ09_ '’.->|:@#\n\x1cé"), max_size=60))
def test_plain_letters_are_parted_into_words_as_all_others_are(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode() + " "
    assert [*words(plain, 99), "ğ"] == words(plain + "ğ", 99)
    assert [*tokens_of(plain), "ğ"] == tokens_of(plain + "ğ")


_WORDS = st.sampled_from(["data", "database", "breach", "breaches", "law", "the"])
_PHRASES = st.sampled_from(
    ["data breach*", "data * law", "dat* (breach|law|)", "*ach", "the data", "data (the|breach)"]
)


@given(st.lists(_PHRASES, max_size=6), st.lists(st.lists(_WORDS, max_size=12), max_size=4))
def test_a_set_that_has_met_other_texts_finds_what_a_new_one_finds(
    phrases: list[str], texts: list[list[str]]
) -> None:
    rows = list(zip(phrases, range(6), strict=False))
    known = PhraseSet(rows)
    for text in texts:
        alone = [hit for i in range(len(text)) for hit in PhraseSet(rows).find(text[i:]) if hit.start == 0]
        assert [hit[2:] for hit in known.find(text)] == [hit[2:] for hit in alone]


def all_words(text: str) -> list[str]:
    """Every word of the text, however long it is."""
    plain = re.sub(r"(?<=\w)[’'ʼ]s\b", "", unicodedata.normalize("NFC", text).lower())
    return re.findall(r"[^\W_]+", plain)


@given(st.text(st.sampled_from("ab Σσ’'s-é\u0301_\n\t1"), max_size=120), st.integers(1, 6))
def test_the_first_words_are_those_of_the_whole_text(text: str, limit: int) -> None:
    assert words(text, limit) == all_words(text[: limit * 40])[:limit]
