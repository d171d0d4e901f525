"""Sets of phrases that find thousands at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct

from wirecopy.topics.phrases import GAP, GAP_WORDS, KEY, Wording, wordings

T = TypeVar("T")

_MOST_MET = 200_000  # words remembered with what they begin, 15 MB; 10,000 articles have half as many


class Hit(NamedTuple, Generic[T]):
    """A phrase that stands in a text."""

    start: int  # index of the first word
    end: int  # index after the last word
    size: int  # words of the phrase itself, without those that its gaps skipped
    value: T  # what the phrase was added with


class _Entry(Struct, Generic[T], frozen=True, array_like=True, gc=False):
    """A wording with the value of its phrase."""

    wording: Wording
    size: int  # its words
    value: T


class Packed(Struct, frozen=True, array_like=True):
    """A set of phrases as it can be kept: a wording is unpacked when a word is met that begins it."""

    entries: list[Raw]
    # Numbers of entries by a first word, by the first letters of one that begins so, by the last of one that ends so.
    tables: tuple[dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]]


def _nothing(_word: str) -> bool:
    return False


class _Row(NamedTuple, Generic[T]):
    """A wording whose first word stands: what must follow it."""

    number: int  # its place among the rows that the same word begins
    rest: Wording
    size: int
    value: T


class _Begun(NamedTuple, Generic[T]):
    """The rows that one word begins, so that a text of common words asks for few of them."""

    by_second: dict[str, list[_Row[T]]]  # where the next word is one of a few
    by_near: dict[str, list[_Row[T]]]  # where one of a few follows a gap
    others: list[_Row[T]]


class PhraseSet(Generic[T]):
    """Phrases indexed by their first word, each with a value of the caller's.

    Looking for ten thousand phrases costs one dictionary look-up a word of the text, and one more for a word that
    begins phrases: what each word begins is found out when it is first met.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]] = (), also: Callable[[str], bool] = _nothing) -> None:
        """`also` says of a word whether its places are asked for (`spots`) though it begins nothing."""
        self._also = also
        self._unpack: Callable[[Raw], _Entry[T]] | None = None  # nothing is packed
        self._entries: list[_Entry[T] | Raw] = []
        self._tables: tuple[dict[str, list[int]], ...] = ({}, {}, {})  # as in `Packed`
        for phrase, value in phrases:
            for wording in wordings(phrase):
                first = wording[0]
                assert first is not None, "no gap begins a phrase"
                number = len(self._entries)
                self._entries.append(_Entry(wording, sum(element is not GAP for element in wording), value))
                starts = {p[:KEY] for p in first.prefixes}
                ends = {s[-KEY:] for s in first.suffixes}
                for table, keys in zip(self._tables, (first.exact, starts, ends), strict=True):
                    for key in keys:
                        table.setdefault(key, []).append(number)
        self._met: set[str] = set()
        self._begins: dict[str, _Begun[T]] = {}  # those of the words met that begin a phrase
        self._telling: set[str] = set()  # and those that are asked for beside

    def packed(self) -> Packed:
        """The set as values that can be kept, for `unpacked`."""
        pack = msgspec.msgpack.encode
        entries = [entry if isinstance(entry, Raw) else Raw(pack(entry)) for entry in self._entries]
        exact, starts, ends = self._tables
        return Packed(entries, (exact, starts, ends))

    @classmethod
    def unpacked(cls, packed: Packed, also: Callable[[str], bool], shape: type[T]) -> PhraseSet[T]:
        """The set that was packed, whose values were of that type."""
        found = cls((), also)
        found._unpack = msgspec.msgpack.Decoder(_Entry[shape]).decode  # type: ignore[valid-type]
        found._entries, found._tables = list(packed.entries), packed.tables
        return found

    def spots(self, text: Sequence[str]) -> list[int]:
        """The places of the words that begin a phrase, and of those that `also` names."""
        distinct = set(text)
        if len(self._met) > _MOST_MET:
            self._met.clear()
            self._begins.clear()
            self._telling.clear()
        if new := distinct - self._met:
            self._met |= new
            exact, starts, ends = self._tables
            for word in new:
                may = word in exact or word[:KEY] in starts or word[-KEY:] in ends  # hardly any
                if may and (begun := self._begun(word)):
                    self._begins[word] = begun
                    self._telling.add(word)
                elif self._also(word):
                    self._telling.add(word)
        told = distinct & self._telling
        return [i for i, word in enumerate(text) if word in told] if told else []

    def find(self, text: Sequence[str], spots: Sequence[int] | None = None) -> list[Hit[T]]:
        """Every occurrence of every phrase in a list of words, in order of their first words.

        `spots` are those of the text, where they are known.
        """
        begins = self._begins
        out: list[Hit[T]] = []
        for i in self.spots(text) if spots is None else spots:
            begun = begins.get(text[i])
            if begun is None:
                continue
            rows = begun.others
            if i + 1 < len(text) and (more := begun.by_second.get(text[i + 1])):
                rows = _merged(rows, more)
            if begun.by_near:
                for word in text[i + 1 : i + GAP_WORDS + 2]:
                    if more := begun.by_near.get(word):
                        rows = _merged(rows, more)
            for row in rows:
                end = _end(row.rest, text, i + 1) if row.rest else i + 1
                if end:
                    out.append(Hit(i, end, row.size, row.value))
        return out

    def _entry(self, number: int) -> _Entry[T]:
        entry = self._entries[number]
        if isinstance(entry, Raw):
            assert self._unpack is not None
            entry = self._entries[number] = self._unpack(entry)
        return entry

    def _begun(self, word: str) -> _Begun[T] | None:
        """What the word begins; None when it begins nothing."""
        found = []
        for table, key in zip(self._tables, (word, word[:KEY], word[-KEY:]), strict=True):
            for number in table.get(key, ()):
                entry = self._entry(number)
                first = entry.wording[0]
                if first is not None and first.fits(word):
                    found.append(entry)
        begun: _Begun[T] = _Begun({}, {}, [])
        for place, entry in enumerate(found):
            wording = entry.wording
            row = _Row(place, wording[1:], entry.size, entry.value)
            gap = len(wording) > 2 and wording[1] is GAP  # no gap stands at an end, and no two in a row
            second = wording[2] if gap else wording[1] if len(wording) > 1 else GAP
            if second and second.exact and not (second.prefixes or second.suffixes):
                begins = begun.by_near if gap else begun.by_second
                for next_word in second.exact:
                    begins.setdefault(next_word, []).append(row)
            else:
                begun.others.append(row)
        return begun if found else None


def _merged(rows: list[_Row[T]], more: list[_Row[T]]) -> list[_Row[T]]:
    """Both in the order in which they were added, each once."""
    if not rows:
        return more
    found = {row.number: row for row in (*rows, *more)}
    return [found[number] for number in sorted(found)]


def _end(rest: Wording, text: Sequence[str], at: int) -> int:
    """Where the wording ends whose rest must stand at `at`; 0 when it does not stand there."""
    gap = False
    for element in rest:
        if element is None:  # a gap
            gap = True
            continue
        if gap:  # the nearest word that fits
            reach = range(at, min(at + GAP_WORDS + 1, len(text)))
            at = next((k for k in reach if element.fits(text[k])), -1)
            if at < 0:
                return 0
            gap = False
        elif at >= len(text) or not element.fits(text[at]):
            return 0
        at += 1
    return at
