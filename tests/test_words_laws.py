"""Short ways to words, each held to the long way that it stands for."""

from __future__ import annotations

import re
import unicodedata

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.boilerplate.cues import Cues, shipped
from wirecopy.boilerplate.cues import Packed as PackedCues
from wirecopy.boilerplate.memory import LEAST, WINDOW, SourceMemory
from wirecopy.boilerplate.words import DENSE, SPELLED, spoken, words_of
from wirecopy.topics.index import Packed, PhraseSet
from wirecopy.topics.words import words

SIGNS = "'’ʼ‘“”„–—…:@|#>.,-_!/·»»\u00ad\u200b \t\n"
texts = st.lists(
    st.one_of(
        st.text("aAzZß9é\u0130가한", min_size=1, max_size=4),
        st.text(SIGNS, min_size=1, max_size=3),
        st.sampled_from(["...", "> ", "’s", "'s ", " — ", "> “"]),
        st.characters(max_codepoint=0x3FF),
    ),
    max_size=12,
).map("".join)


def told(text: str) -> list[str]:
    """Words and signs of a text by one expression."""
    for sign in "'’ʼ\u00ad\u200b\u200c\u200d\ufeff":
        text = text.replace(sign, "")
    sign = r"[:：|»©ⓒ@…#]|[–—→>›•·](?=\s)|\.\.\."
    return re.findall(rf"[{DENSE}]+|[^\W_{DENSE}]+|{sign}", text.casefold())


@given(texts)
def test_the_words_of_a_plain_text_are_those_of_any_other(text: str) -> None:
    assert spoken(text).tokens == told(text)


@given(texts)
def test_a_text_said_in_words_says_the_same_words(text: str) -> None:
    found = spoken(text)
    assert found.words == words_of(text) == found.key.split()
    assert found.tokens is not found.words or SPELLED.isdisjoint(found.tokens)


@given(texts)
def test_the_words_for_topics_are_those_of_one_expression(text: str) -> None:
    plain = re.sub(r"[’'ʼ]s(?<=\w[’'ʼ]s)\b", "", unicodedata.normalize("NFC", text).lower())
    assert words(text, 1_000) == re.findall(r"[^\W_]+", plain)


_CUED = st.lists(
    st.one_of(
        st.sampled_from(shipped().cues).flatmap(
            lambda cue: st.sampled_from([*cue.examples, *cue.counters, *cue.patterns])
        ),
        st.sampled_from(["harbour", "is", "7", ":", "…", "more", "read"]),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(_CUED, st.booleans())
def test_a_cue_is_found_whether_or_not_others_are_looked_for(text: str, linked: bool) -> None:
    size = spoken(text).size
    alone = [hit for cue in shipped().cues for hit in Cues([cue]).find(text, size=size, linked=linked)]
    together = shipped().find(text, size=size, linked=linked)
    assert {(hit.cue.kind, hit.phrase) for hit in together} == {(hit.cue.kind, hit.phrase) for hit in alone}


_KEPT = Cues.unpacked(msgspec.msgpack.decode(msgspec.msgpack.encode(shipped().packed()), type=PackedCues))
_PHRASES = ("a b", "a * b", "b", "(a|b) c", "abc* a", "a abc*", "*bcd c", "c * abc*", "a * *bcd")
_WORDS = st.lists(st.sampled_from(["a", "b", "c", "abc", "abcd", "bcd", "7"]), max_size=12)


@given(st.lists(st.sampled_from(_PHRASES), max_size=5, unique=True), _WORDS)
def test_a_set_of_phrases_finds_what_each_of_them_finds(phrases: list[str], text: list[str]) -> None:
    together = PhraseSet((phrase, phrase) for phrase in phrases).find(text)
    alone = [hit for phrase in phrases for hit in PhraseSet([(phrase, phrase)]).find(text)]
    assert sorted(together) == sorted(alone)


@given(_WORDS)
def test_places_of_words_asked_for_beside_phrases_change_no_find(text: list[str]) -> None:
    plain, more = PhraseSet([("a * b", 1)]), PhraseSet([("a * b", 1)], also=str.isdigit)
    assert more.find(text) == plain.find(text)
    assert {i for i, word in enumerate(text) if word == "7"} <= set(more.spots(text))


@given(st.lists(st.sampled_from(_PHRASES), max_size=5, unique=True), _WORDS)
def test_phrases_that_were_kept_find_what_they_found_before(phrases: list[str], text: list[str]) -> None:
    made = PhraseSet((phrase, phrase) for phrase in phrases)
    packed = msgspec.msgpack.decode(msgspec.msgpack.encode(made.packed()), type=Packed)
    kept = PhraseSet.unpacked(packed, str.isdigit, str)
    assert kept.find(text) == made.find(text)
    assert kept.packed() == made.packed()


@given(_CUED, st.booleans())
def test_cues_that_were_kept_mark_what_they_marked_before(text: str, linked: bool) -> None:
    size = spoken(text).size
    found = _KEPT.find(text, size=size, linked=linked)
    before = shipped().find(text, size=size, linked=linked)
    assert [(h.cue.kind, h.cue.sure, h.cue.opens, h.phrase, h.place) for h in found] == [
        (h.cue.kind, h.cue.sure, h.cue.opens, h.phrase, h.place) for h in before
    ]


@given(st.lists(st.frozensets(st.integers(1, 4), max_size=4), max_size=60), st.data())
def test_a_memory_counts_the_last_entries_whenever_it_is_asked(
    entries: list[frozenset[int]], data: st.DataObject
) -> None:
    memory = SourceMemory()
    for number, entry in enumerate(entries, 1):
        memory.add_keys(sorted(entry))
        if data.draw(st.booleans()):
            looked = entries[max(0, number - WINDOW) : number]
            for key in range(1, 5):
                count = sum(key in one for one in looked)
                often = count >= LEAST and 2 * count >= len(looked)
                assert memory.repeats_number(key) == (count if often else 0)
    assert SourceMemory.load(memory.dump()).dump() == memory.dump()
