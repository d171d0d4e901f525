"""A small linear model over words and pairs of words, for stories that no phrase foresaw.

Trained by `bench/train_privacy.py` on the phrases' own verdicts over unlabelled headlines, with a few
hundred labelled ones. It moves a score by a bounded part and never tags a story alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from wirecopy.privacy.rows import read_rules

WORDS = 120  # of the text: what a feed's summary has


@lru_cache(maxsize=1)
def load_model() -> tuple[float, dict[str, float]]:
    """Bias and weights by feature, from `rules/privacy-model.json`."""
    stored = json.loads(read_rules("privacy-model.json"))
    return float(stored["bias"]), {str(k): float(v) for k, v in stored["weights"].items()}


def features(title: Sequence[str], text: Sequence[str]) -> Iterator[str]:
    """Words and pairs of neighbours, those of the title once more with a mark."""
    for mark, tokens in (("", title), ("", text[:WORDS]), ("t:", title)):
        for word in tokens:
            yield mark + word
        for a, b in pairwise(tokens):
            yield f"{mark}{a} {b}"


def weigh(title: Sequence[str], text: Sequence[str]) -> tuple[float, list[tuple[float, str]]]:
    """The model's log-odds, and what each known feature brought, largest first.

    Every feature counts once; the sum is divided by the root of their number, so that a long text
    weighs what a short one does.
    """
    bias, weights = load_model()
    known = [(weights[f], f) for f in sorted(set(features(title, text))) if f in weights]
    if not known:
        return bias, []
    norm = len(known) ** 0.5
    parts = sorted(((w / norm, f) for w, f in known), key=lambda part: (-part[0], part[1]))
    return bias + sum(w for w, _ in parts), parts
