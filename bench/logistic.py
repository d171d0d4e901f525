"""Logistic regression over sets of named features, in plain Python.

Enough for a few thousand rows, gives the same weights on every machine, and so training needs no
learning library either. Newton's method with conjugate gradients inside (Lin, Weng, Keerthi 2008).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp

ROUNDS, INNER = 12, 30


def fit(
    rows: Sequence[Sequence[str]], labels: Sequence[bool], *, ridge: float, rare: int = 4
) -> dict[str, float]:
    """Weights by feature name that make the labels most likely, less `ridge` × their squares.

    A feature that stands in fewer than `rare` rows gets no weight.
    """
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= rare)
    index = {name: number for number, name in enumerate(names)}
    matrix = [[index[name] for name in row if name in index] for row in rows]
    weights = [0.0] * len(names)
    for _ in range(ROUNDS):
        slopes, bends = [ridge * weight for weight in weights], []
        for row, label in zip(matrix, labels, strict=True):
            likely = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, sum([weights[i] for i in row])))))
            bends.append(likely * (1.0 - likely))
            for i in row:
                slopes[i] += likely - label
        step = _solve(matrix, bends, slopes, ridge)
        weights = [weight - move for weight, move in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return {
        name: round(weights[number], 3) for name, number in index.items() if abs(weights[number]) >= 0.0005
    }


def _solve(matrix: list[list[int]], bends: list[float], slopes: list[float], ridge: float) -> list[float]:
    """The Newton step: conjugate gradients on (XᵀBX + ridge) step = slopes."""
    step = [0.0] * len(slopes)
    rest, direction = list(slopes), list(slopes)
    left = sum(value * value for value in rest)
    for _ in range(INNER):
        if left < 1e-8:
            break
        product = [ridge * value for value in direction]
        for row, bend in zip(matrix, bends, strict=True):
            weight = bend * sum([direction[i] for i in row])
            for i in row:
                product[i] += weight
        length = left / sum(a * b for a, b in zip(direction, product, strict=True))
        step = [a + length * b for a, b in zip(step, direction, strict=True)]
        rest = [a - length * b for a, b in zip(rest, product, strict=True)]
        before, left = left, sum(value * value for value in rest)
        direction = [a + left / before * b for a, b in zip(rest, direction, strict=True)]
    return step
