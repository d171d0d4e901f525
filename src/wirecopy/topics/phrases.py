"""Phrases as the owner and the rule files write them, and a set that finds thousands at once.

A phrase is a row of words. `breach*` is a word that begins so, `*überwachung` one that ends so, a
lone `*` stands for one to three words of any kind, `(leak|breach|)` for one of several wordings.
Case, hyphens and apostrophes do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from wirecopy.topics.words import words

T = TypeVar("T")

GAP = "*"
GAP_WORDS = 3  # "invaded the singer's own privacy"; four let unrelated clauses meet
MOST_WORDINGS = 400  # of one phrase: `(a|b)` multiplies, a slip of the pen must not fill the memory
_KEY = 3  # letters by which wildcard words are looked up, so the fewest a wildcard may have
_CHOICE = re.compile(r"\(([^()]*)\)")
_ELEMENT = re.compile(r"\*?[^\s*]+\*?|\*")


class PhraseError(ValueError):
    """The phrase cannot be read; the message says what is wrong with it."""


class Hit(NamedTuple, Generic[T]):
    start: int  # index of the first word
    end: int  # index after the last word
    value: T  # what the phrase was added with


class _Wording(NamedTuple, Generic[T]):
    elements: tuple[str, ...]
    value: T


def wordings(phrase: str) -> list[tuple[str, ...]]:
    """All wordings of a phrase, each a row of elements: `word`, `word*`, `*word` or `*`.

    Raises PhraseError when there is no word in it, a gap stands at an end, a wildcard has fewer
    than three letters, or the choices multiply beyond 400 wordings.
    """
    plain = [phrase]
    while any("(" in text for text in plain):
        grown = []
        for text in plain:
            found = _CHOICE.search(text)
            if found is None:
                grown.append(text)
            else:
                grown += [text[: found.start()] + one + text[found.end() :] for one in found[1].split("|")]
        if len(grown) > MOST_WORDINGS:
            raise PhraseError(f"more than {MOST_WORDINGS} wordings")
        if grown == plain:
            raise PhraseError("'(' without ')'")
        plain = grown
    return list(dict.fromkeys(_elements(text) for text in plain))


def _elements(text: str) -> tuple[str, ...]:
    out: list[str] = []
    for raw in _ELEMENT.findall(text):
        if raw == GAP:
            out.append(GAP)
            continue
        parts = words(raw, 100)
        if not parts:
            continue
        if raw.startswith("*"):
            parts[0] = "*" + parts[0]
        if raw.endswith("*"):
            parts[-1] += "*"
        out += parts
    if not out:
        raise PhraseError("no word in it")
    if GAP in (out[0], out[-1]):
        raise PhraseError("'*' alone must stand between two words")
    if any(a == b == GAP for a, b in pairwise(out)):
        raise PhraseError("two '*' in a row")
    short = next((e for e in out if "*" in e and e != GAP and len(e.strip("*")) < _KEY), None)
    if short:
        raise PhraseError(f"'{short}' needs at least {_KEY} letters beside its '*'")
    return tuple(out)


def _fits(element: str, word: str) -> bool:
    if element[0] == "*":
        return word.endswith(element[1:]) if element[-1] != "*" else element[1:-1] in word
    return word.startswith(element[:-1]) if element[-1] == "*" else word == element


class PhraseSet(Generic[T]):
    """Phrases indexed by their first word, each with a value of the caller's.

    Looking for ten thousand phrases costs three dictionary look-ups a word of the text.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, list[_Wording[T]]] = {}
        self._prefix: dict[str, list[_Wording[T]]] = {}
        self._suffix: dict[str, list[_Wording[T]]] = {}
        for phrase, value in phrases:
            for elements in wordings(phrase):
                self._add(_Wording(elements, value))

    def _add(self, wording: _Wording[T]) -> None:
        first = wording.elements[0]
        if first[0] == "*":
            self._suffix.setdefault(first.strip("*")[-_KEY:], []).append(wording)
        elif first[-1] == "*":
            self._prefix.setdefault(first[:_KEY], []).append(wording)
        else:
            self._exact.setdefault(first, []).append(wording)

    def find(self, text: Sequence[str]) -> list[Hit[T]]:
        """Every occurrence of every phrase in a list of words, in order of their first words."""
        out: list[Hit[T]] = []
        for i, word in enumerate(text):
            for table, key in (
                (self._exact, word),
                (self._prefix, word[:_KEY]),
                (self._suffix, word[-_KEY:]),
            ):
                for wording in table.get(key, ()):
                    end = _end(wording.elements, text, i)
                    if end:
                        out.append(Hit(i, end, wording.value))
        return out


def _end(elements: tuple[str, ...], text: Sequence[str], start: int) -> int:
    """Where the wording that begins at `start` ends; 0 when it does not stand there."""
    at, gap = start, False
    for element in elements:
        if element == GAP:
            gap = True
            continue
        if gap:  # the nearest word that fits; one to three lie between
            at = next(
                (k for k in range(at + 1, min(at + GAP_WORDS + 1, len(text))) if _fits(element, text[k])), -1
            )
            if at < 0:
                return 0
            gap = False
        elif at >= len(text) or not _fits(element, text[at]):
            return 0
        at += 1
    return at
