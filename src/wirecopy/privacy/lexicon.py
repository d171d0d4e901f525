"""One language's rows as one set that finds them all in a single pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from wirecopy.errors import ConfigError
from wirecopy.privacy.rows import Group, LanguageFile, PairRow, line_of
from wirecopy.privacy.settings import PrivacySettings
from wirecopy.privacy.verdict import Reason
from wirecopy.topics.index import Packed, PhraseSet
from wirecopy.topics.phrases import PhraseError, wordings
from wirecopy.topics.words import words

NUMBER = "number"  # the list of all numbers that can count people: "533,000", "2.6m", "million"
# thousands come as two words ("533,000" is "533", "000"); a bare "212" is more often an address
COUNTS = re.compile(r"\d{4,}|000|\d+(k|m|mn|bn)")

MeaningKind = Literal["phrase", "mask", "damp", "hint"]


class Meaning(NamedTuple):
    """What it means when a phrase stands in a text."""

    kind: MeaningKind
    say: str
    weight: float
    facets: tuple[str, ...]


class Lexicon(NamedTuple):
    phrases: PhraseSet[Meaning]
    lists: dict[str, tuple[str, ...]]  # word → names of the lists it is in; `NUMBER` is a list without end
    pairs: tuple[PairRow, ...]
    labels: dict[str, tuple[Reason, ...]]  # what categories were found to speak for


def build_lexicon(file: LanguageFile, owner: PrivacySettings, name: str, text: str) -> Lexicon:
    """The file's rows and the owner's, weighed as the owner says.

    Raises ConfigError naming file (`name`) and line (in `text`) of a phrase that cannot be read.
    """
    meanings = [*_shipped_rows(file), *owner_rows(owner)]
    kept = []
    for meaning in meanings:
        if meaning.kind == "phrase":
            for facet in meaning.facets:
                meaning = meaning._replace(weight=meaning.weight * owner.weights.get(facet, 1.0))
        kept.append((meaning.say, meaning))
    lists: dict[str, list[str]] = {}
    for list_name, said in file.words.items():
        for word in said.split():
            lists.setdefault(word, []).append(list_name)
    try:
        phrases = PhraseSet(kept, also=_telling(lists))
    except PhraseError:
        raise _located(meanings, name, text) from None
    return Lexicon(phrases, {word: tuple(names) for word, names in lists.items()}, file.pairs, {})


def _telling(lists: Mapping[str, Sequence[str]]) -> Callable[[str], bool]:
    """Whether a word may be part of a pair."""
    return lambda word: word in lists or (word[0].isdigit() and bool(COUNTS.fullmatch(word)))


class PackedLexicon(Struct, frozen=True, array_like=True):
    """A lexicon as it can be kept."""

    phrases: Packed
    lists: dict[str, tuple[str, ...]]
    pairs: tuple[PairRow, ...]


def pack_lexicon(lexicon: Lexicon) -> PackedLexicon:
    """The lexicon as it can be kept."""
    return PackedLexicon(lexicon.phrases.packed(), lexicon.lists, lexicon.pairs)


def unpack_lexicon(packed: PackedLexicon) -> Lexicon:
    """The lexicon that was packed."""
    phrases = PhraseSet.unpacked(packed.phrases, _telling(packed.lists), Meaning)
    return Lexicon(phrases, packed.lists, packed.pairs, {})


def _shipped_rows(file: LanguageFile) -> Iterator[Meaning]:
    kinds: tuple[tuple[MeaningKind, tuple[Group, ...]], ...] = (
        ("phrase", file.phrases),
        ("damp", file.damps),
        ("hint", file.hints),
    )
    for kind, groups in kinds:
        for group in groups:
            for row in group.rows:
                yield Meaning(kind, row.say, group.weight if row.weight is None else row.weight, group.facets)
    for row in file.masks:
        yield Meaning("mask", row.say, 0.0, ())


def owner_rows(owner: PrivacySettings) -> list[Meaning]:
    """The owner's phrases, and what is muted as masks. Raises ConfigError with the address of a bad one."""
    out = []
    for i, row in enumerate(owner.phrases):
        where = f"feeds.toml: privacy.phrases[{i}]"
        try:
            found = PhraseSet([(row.say, None)]).find(words(row.example, 200))
        except PhraseError as error:
            raise ConfigError(f"{where}.say: '{row.say}': {error}") from error
        if not found:
            raise ConfigError(f"{where}.example: '{row.say}' is not found in '{row.example}'")
        out.append(Meaning("phrase", row.say, row.weight, (row.facet,) if row.facet else ()))
    for i, said in enumerate(owner.mute):
        try:
            wordings(said)
        except PhraseError as error:
            raise ConfigError(f"feeds.toml: privacy.mute[{i}]: '{said}': {error}") from error
        out.append(Meaning("mask", said, 0.0, ()))
    return out


def _located(meanings: list[Meaning], name: str, text: str) -> ConfigError:
    for meaning in meanings:
        try:
            wordings(meaning.say)
        except PhraseError as error:
            return ConfigError(f"{name}:{line_of(text, meaning.say)}: '{meaning.say}': {error}")
    return ConfigError(f"{name}: a phrase cannot be read")
