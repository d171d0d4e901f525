"""A small linear model over words and pairs of words, for stories that no phrase foresaw.

Trained by `bench/train_privacy.py` on a few hundred labelled texts and on the phrases' own verdicts over
unlabelled news. It moves a score by a bounded part and never tags a story alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from wirecopy.privacy.rows import read_rules
from wirecopy.privacy.rules import Points

WORDS = 120  # of the text: what a feed's summary has


class Weight(NamedTuple):
    """One feature's part: its weight by its rarity, and its rarity for the length of the text."""

    value: float
    rarity: float


@lru_cache(maxsize=1)
def load_model() -> tuple[float, dict[str, Weight]]:
    """Bias and weights by feature, from `rules/privacy-model.json`."""
    stored = json.loads(read_rules("privacy-model.json"))
    return float(stored["bias"]), {str(name): Weight(*pair) for name, pair in stored["weights"].items()}


def features(title: Sequence[str], text: Sequence[str]) -> list[str]:
    """Words and pairs of neighbours, those of the title once more with a mark."""
    found: list[str] = []
    for mark, tokens in (("", title), ("", text[:WORDS]), ("t:", title)):
        found += [mark + word for word in tokens] if mark else tokens
        found += [f"{mark}{a} {b}" for a, b in pairwise(tokens)]
    return found


@lru_cache(maxsize=1)
def _leading() -> frozenset[str]:
    """The words that begin a pair that the model knows: of all pairs in a text a tenth begins with one."""
    return frozenset(name.removeprefix("t:").partition(" ")[0] for name in load_model()[1] if " " in name)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """The features that the model knows."""
    return frozenset(load_model()[1])


def _known(title: Sequence[str], text: Sequence[str], weights: Mapping[str, Weight]) -> list[str]:
    """Those of the `features` that the model knows, each once, sorted."""
    leading = _leading()
    body = text[:WORDS]
    found = {*_names().intersection(body), *_names().intersection(title)}
    found.update([marked for word in title if (marked := "t:" + word) in weights])
    for mark, tokens in (("", title), ("", body), ("t:", title)):
        pairs = [f"{mark}{a} {b}" for a, b in pairwise(tokens) if a in leading]
        found.update([pair for pair in pairs if pair in weights])
    return sorted(found)


def weigh(title: Sequence[str], text: Sequence[str]) -> tuple[float, list[tuple[float, str]]]:
    """The model's log-odds, and what each known feature brought, largest first.

    Every feature counts once, by its rarity among news (inverse document frequency), and the vector
    is brought to length 1, so that a long text weighs what a short one does.
    """
    bias, weights = load_model()
    known = [(weights[name], name) for name in _known(title, text, weights)]
    norm = math.sqrt(sum(weight.rarity**2 for weight, _ in known)) or 1.0
    parts = [(weight.value / norm, name) for weight, name in known]
    parts.sort(key=lambda part: (-part[0], part[1]))
    return bias + sum(value for value, _ in parts), parts


def bounded(odds: float, points: Points) -> float:
    """The points that log-odds are worth: scaled, and moved to be nothing for a text in doubt."""
    return max(-points.model_least, min(points.model_most, points.model * (odds - points.model_doubt)))
