"""Which words stand in which stories, small: words that share their beginnings, numbers as steps.

A sorted list says of each word how much of it the word before has too (front coding), a number says how
far it is from the one before (delta coding): Witten, Moffat & Bell, Managing Gigabytes, ch. 3 and 4.
For 1,000 real headlines with their sources that is 26 kB gzip, where the headlines alone are 31 (docs/figures.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import msgspec

from wirecopy.littlewords import LITTLE_WORDS
from wirecopy.search.words import words_of

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
LONGEST = 63  # letters that two words are said to share: one digit
COMMON = (
    0.02  # of the stories: a grammatical word that more have tells none apart, costs the most and is left out
)
_LITTLE = frozenset(word for words in LITTLE_WORDS.values() for little in words for word in words_of(little))


def inverted(texts: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Word → the numbers of the texts that have it, ascending."""
    found: dict[str, list[int]] = {}
    for number, words in enumerate(texts):
        for word in dict.fromkeys(words):
            found.setdefault(word, []).append(number)
    return found


def is_little(word: str) -> bool:
    """True for a grammatical word."""
    return word in _LITTLE


def coded(where: Mapping[str, str]) -> tuple[str, str]:
    """The words, and the steps of each, as two strings; words in order of their UTF-16 units, as browsers sort."""
    words = _sorted(where)
    told, before = [], ""
    for word in words:
        same = 0
        if word.isascii():
            for a, b in zip(before, word, strict=False):
                if a != b or same == LONGEST:
                    break
                same += 1
        else:
            same = _shared(before, word)
        told.append(DIGITS[same] + word[same:])
        before = word
    return " ".join(told), " ".join([where[word] for word in words])


def _sorted(words: Collection[str]) -> list[str]:
    """By UTF-16 units: the order of letters as Python has it, but for what lies beyond the surrogates."""
    text = "".join(words)
    if text.isascii() or max(text) < "\ud800":
        return sorted(words)
    return sorted(words, key=lambda word: word.encode("utf-16-be", "surrogatepass"))


def steps(numbers: Sequence[int]) -> str:
    """Ascending numbers as the distances between them, five bits a letter, the last of each marked by the sixth."""
    out, before = [], 0
    for number in numbers:
        distance, before = number - before, number
        out.append(_LAST[distance] if distance < 32 else step(distance))
    return "".join(out)


_LAST = DIGITS[32:]


@cache  # of a few thousand
def step(distance: int) -> str:
    """One distance, as in `steps`."""
    digits = [_LAST[distance % 32]]
    while distance := distance // 32:
        digits.append(DIGITS[distance % 32])
    return "".join(reversed(digits))


def _shared(one: str, other: str) -> int:
    """How many letters both begin with. Beyond the plane of 65,536 a letter counts as one here and two there: none."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b or a > "\uffff" or count == LONGEST:
            break
        count += 1
    return count


def as_json(value: object) -> bytes:
    """JSON as small as it gets, with a newline at its end."""
    return msgspec.json.encode(value) + b"\n"
