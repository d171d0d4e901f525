"""Words that mean nothing alone and much together: "customers" "records" … "stolen"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wirecopy.privacy.lexicon import Lexicon
from wirecopy.privacy.rows import PairRow

NUMBER = "number"  # the list of all numbers that can count people: "533,000", "2.6m", "million"
# thousands come as two words ("533,000" is "533", "000"); a bare "212" is more often an address
_NUMBER = re.compile(r"\d{4,}|000|\d+(k|m|mn|bn)")


class Found(NamedTuple):
    pair: PairRow
    said: str  # "customers records … stolen"
    start: int


def find_pairs(tokens: Sequence[str], hidden: set[int], lexicon: Lexicon) -> Iterator[Found]:
    """Each pair once, at its first occurrence; words inside a mask (`hidden`) do not count."""
    places: dict[str, list[int]] = {}
    lists = lexicon.lists
    # Few words are in a list: the others are passed over where looking costs least.
    for i, token in [(i, token) for i, token in enumerate(tokens) if token in lists or token[0].isdigit()]:
        if i in hidden:
            continue
        for name in lists.get(token, ()):
            places.setdefault(name, []).append(i)
        if token[0].isdigit() and _NUMBER.fullmatch(token):
            places.setdefault(NUMBER, []).append(i)
    for pair in lexicon.pairs:
        if all(name in places for name in (*pair.of, pair.beside) if name):
            found = _first(pair, tokens, places)
            if found is not None:
                yield found


def _first(pair: PairRow, tokens: Sequence[str], places: dict[str, list[int]]) -> Found | None:
    seconds = places[pair.of[1]] if len(pair.of) > 1 else None
    for start in places[pair.of[0]]:
        end = start
        if seconds is not None:
            after = [k for k in seconds if start < k <= start + pair.apart]
            if not after:
                continue
            end = after[0]
        said = " ".join(tokens[start : end + 1])
        if not pair.beside:
            return Found(pair, said, start)
        low, high = start - pair.window, end + pair.window
        near = [k for k in places[pair.beside] if low <= k <= high and k not in (start, end)]
        if near:
            k = near[0]
            if start < k < end:
                return Found(pair, said, start)
            return Found(pair, f"{tokens[k]} … {said}" if k < start else f"{said} … {tokens[k]}", start)
    return None
