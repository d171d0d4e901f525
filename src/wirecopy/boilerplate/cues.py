"""Cues: phrases that mark a block as boilerplate, kept as data in rules/boilerplate.toml.

A cue is words, not a regular expression, so that anyone can add one and matching takes linear time:
`a/b` is either word, `a?` may be missing, `0` is any number, `…` is up to eight words, `……` up to
forty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from wirecopy.types import Ready

from .spelling import GAPS, SIGNS, match, spellings
from .words import SPELLED, Spoken, phrase_of, spelled, spoken

REACH = 60  # words at either end of a long block in which a cue may stand
_NUMBER = attrgetter("number")


class Cue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Phrases of one kind in one language, with their proof."""

    kind: str
    lang: str  # "en"; "*" for signs that all languages share
    at: Literal["whole", "start", "end", "anywhere"]  # where in the block the phrase stands
    sure: bool = False  # enough by itself; else one sign among others for the model
    opens: bool = False  # announces a list: the headlines after it go too
    linked: bool = False  # only when most of the block is a link
    most: int = 30  # words; a longer block is not marked
    patterns: tuple[str, ...]
    examples: tuple[str, ...]  # blocks that it must mark
    counters: tuple[str, ...] = ()  # blocks that it must not mark
    source: str = ""  # where it was learned


class Hit(Struct, frozen=True):
    """One phrase found in a block."""

    cue: Cue
    phrase: str
    place: float = 0.0  # 0…1, how far into the block it begins


class _Book(Struct, frozen=True):
    cue: tuple[Cue, ...]


class _Row(Struct, frozen=True, array_like=True, gc=False):
    """One spelling of one phrase."""

    number: int  # its place among all
    most: int
    leading: bool  # begins a block
    to_end: bool  # and ends there
    linked: bool
    cue: int  # number of its cue
    phrase: str
    tokens: tuple[str, ...]


class Packed(Struct, frozen=True, array_like=True):
    """Cues as they can be kept: what needs a word is unpacked when the word is met."""

    cues: tuple[Cue, ...]  # without what only those who write cues need
    by_need: dict[str, Raw]
    always: list[_Row]


_UNPACK = msgspec.msgpack.Decoder(list[_Row])


class Cues:
    """A set of cues, each spelling known by the one word that it needs most."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self.cues = tuple(cues)
        self._by_need: dict[str, list[_Row] | Raw] = {}
        self._always: list[_Row] = []  # spellings of numbers and gaps alone
        for row in _rows(self.cues):
            words = [token for token in row.tokens if token not in GAPS and token != "0"]
            rows = self._by_need.setdefault(max(words, key=len), []) if words else self._always
            assert isinstance(rows, list)
            rows.append(row)
        self._needs = frozenset(self._by_need)
        self._most = max([cue.most for cue in self.cues], default=0)  # no cue marks a block of more words

    def packed(self) -> Packed:
        """The cues as they can be kept, for `unpacked`."""
        pack = msgspec.msgpack.encode
        by_need = {
            word: rows if isinstance(rows, Raw) else Raw(pack(rows)) for word, rows in self._by_need.items()
        }
        bare = [msgspec.structs.replace(cue, patterns=(), examples=(), counters=()) for cue in self.cues]
        return Packed(tuple(bare), by_need, self._always)

    @classmethod
    def unpacked(cls, packed: Packed) -> Cues:
        """The cues that were packed."""
        found = cls(())
        found.cues, found._always = packed.cues, packed.always
        found._most = max([cue.most for cue in found.cues], default=0)
        found._by_need = dict(packed.by_need)
        found._needs = frozenset(packed.by_need)
        return found

    def _needing(self, word: str) -> list[_Row]:
        rows = self._by_need[word]
        if isinstance(rows, Raw):
            rows = self._by_need[word] = _UNPACK.decode(rows)
        return rows

    def find(self, text: str, *, size: int, linked: bool) -> list[Hit]:
        """The cues that mark a block of so many words, most of it a link or not, each once."""
        return self.mark(spoken(text), size, linked)

    def mark(self, told: Spoken, size: int, linked: bool) -> list[Hit]:
        """The same of a block whose words are known."""
        if size > self._most:
            return []
        tokens = told.tokens if told.tokens is told.words else _trimmed(told.tokens)
        needs = self._needs.intersection(tokens)  # hardly a paragraph has any
        if not tokens or not (needs or self._always):
            return []
        first = _start(tokens[0])
        rows = [
            row
            for some in (*[self._needing(word) for word in needs], self._always)
            for row in some
            if row.most >= size and (linked or not row.linked) and (not row.leading or row.tokens[0] == first)
        ]
        if not rows:
            return []
        rows.sort(key=_NUMBER)
        leading = [row for row in rows if row.leading]
        found = {f"{hit.cue.kind} {hit.phrase}": hit for hit in self._hits(leading, tokens, 0)}
        floating: dict[str, list[_Row]] = {}
        for row in rows:
            if not row.leading:
                floating.setdefault(row.tokens[0], []).append(row)
        late = len(tokens) - REACH
        for position, token in enumerate(tokens) if floating else ():
            if REACH <= position < late or not (begun := floating.get(_start(token))):
                continue
            for hit in self._hits(begun, tokens, position):
                key = f"{hit.cue.kind} {hit.phrase}"
                if key not in found:
                    found[key] = Hit(hit.cue, hit.phrase, position / len(tokens)) if position else hit
        return list(found.values())

    def _hits(self, rows: Iterable[_Row], tokens: Sequence[str], position: int) -> Iterator[Hit]:
        """Those of the spellings that stand at one place."""
        for row in rows:
            if match(row.tokens, tokens, position, to_end=row.to_end) >= 0:
                yield Hit(self.cues[row.cue], row.phrase)


def _start(token: str) -> str:
    """How a spelling that begins with the token begins."""
    return "0" if token.isdigit() else token


def _rows(cues: Iterable[Cue]) -> Iterator[_Row]:
    number = 0
    for place, cue in enumerate(cues):
        leading, to_end = cue.at in ("whole", "start"), cue.at in ("whole", "end")
        for phrase in cue.patterns:
            for tokens in spellings(phrase):
                yield _Row(number, cue.most, leading, to_end, cue.linked, place, phrase, tokens)
                number += 1


def _trimmed(tokens: Sequence[str]) -> Sequence[str]:
    """The tokens as cues are spelled, without signs before and dots after."""
    told = tokens if SPELLED.isdisjoint(tokens) else spelled(tokens)
    start, end = 0, len(told)
    while start < end and told[start] in SIGNS:
        start += 1
    while start < end and told[end - 1] == "…":
        end -= 1
    return told if end - start == len(told) else told[start:end]


@cache
def shipped() -> Cues:
    """The cues of rules/boilerplate.toml. Raises msgspec.ValidationError when the file is broken."""
    data = files("wirecopy").joinpath("rules/boilerplate.toml").read_text("utf-8")
    return Cues(msgspec.convert(tomllib.loads(data), _Book).cue)


def made_ready(ready: Ready) -> Cues:
    """The same, as they were made ready before; kept for the next time where they were not."""
    packed = ready.take("cues", Packed)
    if packed:
        return Cues.unpacked(packed)
    found = shipped()
    ready.keep("cues", found.packed())
    return found


@cache
def owned(phrases: tuple[str, ...]) -> Cues:
    """The owner's own phrases for one feed: each marks any block in which it stands, however long."""
    cleaned = tuple(phrase for phrase in phrases if phrase_of(phrase).split())
    return Cues(
        Cue(
            kind="owner",
            lang="*",
            at="anywhere",
            sure=True,
            most=10_000,
            patterns=(_literal(phrase),),
            examples=(phrase,),
        )
        for phrase in cleaned
    )


def _literal(phrase: str) -> str:
    """An owner's phrase as a pattern without special signs."""
    return phrase_of(phrase).strip()
