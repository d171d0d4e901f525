"""Words that mean nothing alone and much together: "customers" "records" … "stolen"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wirecopy.privacy.lexicon import COUNTS, NUMBER, Lexicon
from wirecopy.privacy.rows import PairRow


class Found(NamedTuple):
    pair: PairRow
    said: str  # "customers records … stolen"
    start: int


def find_pairs(
    tokens: Sequence[str], hidden: set[int], lexicon: Lexicon, spots: Sequence[int] | None = None
) -> Iterator[Found]:
    """Each pair once, at its first occurrence; words inside a mask (`hidden`) do not count.

    `spots` are those of the lexicon's phrases in the words, where they are known.
    """
    places: dict[str, list[int]] = {}
    lists = lexicon.lists
    for i in lexicon.phrases.spots(tokens) if spots is None else spots:
        if i in hidden:
            continue
        token = tokens[i]
        for name in lists.get(token, ()):
            places.setdefault(name, []).append(i)
        if token[0].isdigit() and COUNTS.fullmatch(token):
            places.setdefault(NUMBER, []).append(i)
    for pair in lexicon.pairs if places else ():
        if pair.of[0] in places and all(name in places for name in (*pair.of, pair.beside) if name):
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
