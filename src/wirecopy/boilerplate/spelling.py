"""The wordings that the pattern of a cue stands for, and whether one stands at a place.

`a/b` is either word, `a?` may be missing, `0` is any number, `…` is up to eight words, `……` up to forty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from .words import phrase_of

GAPS = {"…": 8, "……": 40}  # words that a gap stands for at most
SIGNS = frozenset(":#…")


def spellings(pattern: str) -> Iterator[tuple[str, ...]]:
    """The plain token sequences that a pattern stands for."""
    choices: list[list[tuple[str, ...]]] = []
    for word in pattern.split():
        optional = word.endswith("?") and len(word) > 1
        tokens = [
            (part,) if part in GAPS else tuple(phrase_of(part).split())
            for part in word.removesuffix("?").split("/")
        ]
        choices.append([*tokens, ()] if optional else tokens)
    for choice in product(*choices):
        tokens_flat = tuple(token for part in choice for token in part)
        if tokens_flat:
            yield tokens_flat


def match(pattern: tuple[str, ...], tokens: Sequence[str], position: int, *, to_end: bool) -> int:
    """Where the pattern ends when it begins at `position`; -1 when it does not match there."""
    for index, wanted in enumerate(pattern):
        if wanted in GAPS:
            rest = pattern[index + 1 :]
            if not rest:
                return len(tokens) if len(tokens) - position <= GAPS[wanted] or not to_end else -1
            for skipped in range(GAPS[wanted] + 1):
                end = match(rest, tokens, position + skipped, to_end=to_end)
                if end >= 0:
                    return end
            return -1
        if position >= len(tokens):
            return -1
        if tokens[position] != wanted and not (wanted == "0" and tokens[position].isdigit()):
            return -1
        position += 1
    if to_end:
        while position < len(tokens) and tokens[position] in SIGNS:
            position += 1
        if position < len(tokens):
            return -1
    return position
