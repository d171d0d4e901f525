"""Phrases as the owner and the rule files write them, and a set that finds thousands at once.

A phrase is a row of words. `breach*` is a word that begins so, `*überwachung` one that ends so, a
lone `*` stands for up to three words of any kind, `(leak|breach|data loss|)` for one of several
wordings, of which one may be empty. Case, hyphens and apostrophes do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, product
from typing import Generic, NamedTuple, TypeVar

from wirecopy.topics.words import words

T = TypeVar("T")

GAP_WORDS = 3  # "invaded the singer's own privacy"; four let unrelated clauses meet
MOST_WORDINGS = 400  # of one phrase: choices multiply, a slip of the pen must not fill the memory
_MOST_MET = 50_000  # words remembered with what they begin; a site of 10,000 articles has as many
_KEY = 3  # letters by which wildcard words are looked up, so the fewest a wildcard may have
_PIECE = re.compile(r"(?<!\S)\(([^()]*)\)(?!\S)|(\S+)")


class PhraseError(ValueError):
    """The phrase cannot be read; the message says what is wrong with it."""


class Element(NamedTuple):
    """One place of a phrase: the words that may stand there."""

    exact: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]

    def fits(self, word: str) -> bool:
        return word in self.exact or word.startswith(self.prefixes) or word.endswith(self.suffixes)


GAP = Element(frozenset(), (), ())
Wording = tuple[Element, ...]


class Hit(NamedTuple, Generic[T]):
    """A phrase that stands in a text."""

    start: int  # index of the first word
    end: int  # index after the last word
    size: int  # words of the phrase itself, without those that its gaps skipped
    value: T  # what the phrase was added with


def wordings(phrase: str) -> list[Wording]:
    """All wordings of a phrase that differ in their number of words, each a row of elements.

    Raises PhraseError when there is no word in it, a gap stands at an end, a wildcard has fewer
    than three letters, brackets do not match, or the choices multiply beyond 400 wordings.
    """
    places: list[list[Wording]] = []
    for choice, plain in _PIECE.findall(phrase):
        if not plain:
            places.append(_choice(choice))
        elif "(" in plain or ")" in plain or "|" in plain:
            raise PhraseError(f"'{plain}': brackets must match and stand apart from words")
        else:
            places.append([_row(plain)])
    count = 1
    for place in places:
        count *= len(place)
    if count > MOST_WORDINGS:
        raise PhraseError(f"more than {MOST_WORDINGS} wordings")
    out = [tuple(element for part in row for element in part) for row in product(*places)]
    for row in out:
        _check(row)
    return out


def _choice(text: str) -> list[Wording]:
    """The alternatives of one bracket: all single words as one element, longer ones by themselves."""
    rows = [_row(alternative) for alternative in text.split("|")]
    single = [row[0] for row in rows if len(row) == 1]
    out = [row for row in rows if len(row) != 1]
    if single:
        exact = frozenset().union(*(e.exact for e in single))
        prefixes = tuple(p for e in single for p in e.prefixes)
        out.append((Element(exact, prefixes, tuple(s for e in single for s in e.suffixes)),))
    return out


def _row(text: str) -> Wording:
    out: list[Element] = []
    for raw in text.split():
        if raw == "*":
            out.append(GAP)
            continue
        parts = words(raw, 100)
        for i, part in enumerate(parts):
            starts = raw.endswith("*") and i == len(parts) - 1
            ends = raw.startswith("*") and i == 0
            if (starts or ends) and len(part) < _KEY:
                raise PhraseError(f"'{raw}' needs at least {_KEY} letters beside its '*'")
            if starts and ends:
                raise PhraseError(f"'{raw}': a '*' at one end only")
            out.append(
                Element(
                    frozenset() if starts or ends else frozenset([part]),
                    (part,) if starts else (),
                    (part,) if ends else (),
                )
            )
    return tuple(out)


def _check(row: Wording) -> None:
    if not row:
        raise PhraseError("no word in it")
    if row[0] == GAP or row[-1] == GAP:
        raise PhraseError("'*' alone must stand between two words")
    if any(a == GAP == b for a, b in pairwise(row)):
        raise PhraseError("two '*' in a row")


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

    def __init__(self, phrases: Iterable[tuple[str, T]], also: Callable[[str], bool] = _nothing) -> None:
        """`also` says of a word whether its places are asked for (`spots`) though it begins nothing."""
        self._also = also
        self._exact: dict[str, list[tuple[Wording, int, T]]] = {}
        self._prefix: dict[str, list[tuple[Wording, int, T]]] = {}
        self._suffix: dict[str, list[tuple[Wording, int, T]]] = {}
        for phrase, value in phrases:
            for wording in wordings(phrase):
                first, size = wording[0], sum(element is not GAP for element in wording)
                for table, keys in (
                    (self._exact, first.exact),
                    (self._prefix, {p[:_KEY] for p in first.prefixes}),
                    (self._suffix, {s[-_KEY:] for s in first.suffixes}),
                ):
                    for key in keys:
                        table.setdefault(key, []).append((wording, size, value))
        self._met: set[str] = set()
        self._begins: dict[str, _Begun[T]] = {}  # those of the words met that begin a phrase
        self._telling: set[str] = set()  # and those that are asked for beside

    def spots(self, text: Sequence[str]) -> list[int]:
        """The places of the words that begin a phrase, and of those that `also` names."""
        distinct = set(text)
        if len(self._met) > _MOST_MET:
            self._met.clear()
            self._begins.clear()
            self._telling.clear()
        if new := distinct - self._met:
            self._met |= new
            for word in new:
                begun = self._begun(word)
                if begun:
                    self._begins[word] = begun
                if begun or self._also(word):
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

    def _begun(self, word: str) -> _Begun[T] | None:
        """What the word begins; None when it begins nothing."""
        found = [
            row
            for kept, key in (
                (self._exact, word),
                (self._prefix, word[:_KEY]),
                (self._suffix, word[-_KEY:]),
            )
            for row in kept.get(key, ())
            if row[0][0].fits(word)
        ]
        begun: _Begun[T] = _Begun({}, {}, [])
        for place, (wording, size, value) in enumerate(found):
            row = _Row(place, wording[1:], size, value)
            gap = len(wording) > 2 and wording[1] is GAP  # no gap stands at an end, and no two in a row
            second = wording[2] if gap else wording[1] if len(wording) > 1 else GAP
            if second.exact and not (second.prefixes or second.suffixes):
                table = begun.by_near if gap else begun.by_second
                for next_word in second.exact:
                    table.setdefault(next_word, []).append(row)
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
        if element is GAP:
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
