"""Made-up prose with the statistics of a language, so that nothing finds what is not there."""

from __future__ import annotations

import itertools
import random

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ter",
    "sun",
    "vel",
    "dor",
    "pra",
    "na",
    "ri",
    "so",
    "len",
    "mar",
    "tu",
    "ghe",
    "fis",
    "wan",
    "bro",
]


def vocabulary(rng: random.Random, size: int) -> list[str]:
    """Made-up words, as many as a year of news uses; the first are short and stand for the grammar of a language."""
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(rng.choice(SYLLABLES) for _ in range(1 if len(words) < 17 else rng.randint(2, 4)))] = (
            None
        )
    return list(words)


VOCABULARY = vocabulary(random.Random(1), 40_000)
RANKS = [
    1 / (rank + 2.7) for rank in range(len(VOCABULARY))
]  # Zipf and Mandelbrot: how words of a language are spread
SUMS = list(itertools.accumulate(RANKS))


def prose(rng: random.Random, count: int) -> str:
    """Sentences of 8 to 24 words, names among them."""
    words = rng.choices(VOCABULARY, cum_weights=SUMS, k=count)
    start = 0
    while start < count:
        words[start] = words[start].capitalize()
        end = min(start + rng.randint(8, 24), count)
        for name in range(start + 3, end, 9):
            words[name] = words[name].capitalize()
        words[end - 1] += "."
        start = end
    return " ".join(words)
