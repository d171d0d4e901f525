"""When two words or two numbers that are written differently are one: slips of the keyboard, rounded figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)  # "12,141,000" and "12.1 million"
_MOST = 12  # numbers that two bodies differ in; beyond it they are two tables, and comparing all would cost 5 ms an entry


def unknown(words: Iterable[str], other: Sequence[str]) -> frozenset[str]:
    """The words that a title has nowhere, not even with a slip ("SVEECO") or in two parts ("health care")."""
    joined = {a + b for a, b in pairwise(other)}
    return frozenset(w for w in words if w not in joined and not any(is_slip(w, o) for o in other))


def halves(title: Sequence[str], other: Iterable[str]) -> frozenset[str]:
    """The words of a title that the other title writes as one: "health", "care" beside "healthcare"."""
    whole = set(other)
    return frozenset(word for pair in pairwise(title) if "".join(pair) in whole for word in pair)


def is_slip(one: str, other: str) -> bool:
    """True where one letter was left out, doubled or exchanged in a word of five letters or more.

    The first letter may be left out but not be another one: "Hansen" and "Jansen" are two people.
    """
    if one == other or min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return one == other
    if one[0].isdigit() or other[0].isdigit():
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if len(one) == len(other):
        return start > 0 and one[start + 1 :] == other[start + 1 :]
    short, long = sorted((one, other), key=len)
    return short[start:] == long[start + 1 :]


def differing(ours: set[str], theirs: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers that each side has for itself; a rounded one ("27" for "27.1", "12.1" for "12141000") is in both."""
    left, right = ours - theirs, theirs - ours
    if left and right and len(left) + len(right) <= _MOST:
        # Rounding hardly ever changes the first digit; comparing it first is ten times as fast.
        same = [
            (a, b) for a in left for b in right if a[0] == b[0] and (is_rounded(a, b) or is_rounded(b, a))
        ]
        left, right = left - {a for a, _ in same}, right - {b for _, b in same}
    return frozenset(left), frozenset(right)


def is_rounded(brief: str, full: str) -> bool:
    """True where `brief`, of two digits or more beside its zeros, is `full` in fewer digits, in its own or in a larger unit."""
    if not (_PLAIN.fullmatch(brief) and _PLAIN.fullmatch(full)) or len(brief.replace(".", "").strip("0")) < 2:
        return False
    digits = len(brief.partition(".")[2])
    return any(round(float(full) / unit, digits) == float(brief) for unit in _UNITS)
