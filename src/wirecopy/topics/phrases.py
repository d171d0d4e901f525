"""Phrases as the owner and the rule files write them, read into rows of words.

A phrase is a row of words. `breach*` is a word that begins so, `*überwachung` one that ends so, a
lone `*` stands for up to three words of any kind, `(leak|breach|data loss|)` for one of several
wordings, of which one may be empty. Case, hyphens and apostrophes do not matter.
"""

from __future__ import annotations

import re
from itertools import pairwise, product

from msgspec import Struct

from wirecopy.topics.words import words

GAP_WORDS = 3  # "invaded the singer's own privacy"; four let unrelated clauses meet
MOST_WORDINGS = 400  # of one phrase: choices multiply, a slip of the pen must not fill the memory
KEY = 3  # letters by which wildcard words are looked up, so the fewest a wildcard may have
_PIECE = re.compile(r"(?<!\S)\(([^()]*)\)(?!\S)|(\S+)")


class PhraseError(ValueError):
    """The phrase cannot be read; the message says what is wrong with it."""


class Element(Struct, frozen=True, array_like=True, gc=False):
    """One place of a phrase: the words that may stand there."""

    exact: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]

    def fits(self, word: str) -> bool:
        return word in self.exact or word.startswith(self.prefixes) or word.endswith(self.suffixes)


GAP = None
Wording = tuple[Element | None, ...]


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
        words_of = [element for element in single if element is not None]
        exact: frozenset[str] = frozenset().union(*(e.exact for e in words_of))
        prefixes = tuple(p for e in words_of for p in e.prefixes)
        out.append((Element(exact, prefixes, tuple(s for e in words_of for s in e.suffixes)),))
    return out


def _row(text: str) -> Wording:
    out: list[Element | None] = []
    for raw in text.split():
        if raw == "*":
            out.append(GAP)
            continue
        parts = words(raw, 100)
        for i, part in enumerate(parts):
            starts = raw.endswith("*") and i == len(parts) - 1
            ends = raw.startswith("*") and i == 0
            if (starts or ends) and len(part) < KEY:
                raise PhraseError(f"'{raw}' needs at least {KEY} letters beside its '*'")
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
