"""Fits the table of `[facets]` in rules/privacy.toml on the labelled items, and measures it.

    python bench/train_privacy_facets.py            write the table
    python bench/train_privacy_facets.py --measure  five-fold cross-validated micro-F1

Ridge logistic regression, one facet at a time, in plain Python. Needs the development data beside the
checkout.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from wirecopy.privacy.evidence import gather  # noqa: E402  # after the path is set
from wirecopy.privacy.facets import signs  # noqa: E402
from wirecopy.privacy.rules import load_rules  # noqa: E402
from wirecopy.privacy.verdict import FACETS  # noqa: E402
from wirecopy.topics.words import words  # noqa: E402

DEV = ROOT.parent / "shared" / "eval" / "privacy" / "dev.jsonl"
TABLE = ROOT / "src" / "wirecopy" / "rules" / "privacy.toml"
RIDGE, NEWTON, FOLDS = 1.0, 12, 5

Row = tuple[dict[str, tuple[float, ...]], frozenset[str]]


def read() -> list[Row]:
    rules = load_rules()
    lexicon, points = rules.lexicon("en"), rules.numbers.points
    assert lexicon is not None
    rows = []
    for line in DEV.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["label"] == "yes":
            found = gather(words(item["title"], 60), words(item["text"], points.most_words), lexicon, points)
            rows.append((signs(found.reasons, found), frozenset(item["facets"])))
    return rows


def fit(rows: Sequence[Row]) -> dict[str, list[float]]:
    return {facet: fit_one([(r[0][facet], facet in r[1]) for r in rows]) for facet in FACETS}


def fit_one(rows: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """Newton's method; the constant is not penalised."""
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(NEWTON):
        slope = [0.0 if i == 0 else RIDGE * w for i, w in enumerate(weights)]
        bend = [[(RIDGE if i == j and i else 1e-6 * (i == j)) for j in range(size)] for i in range(size)]
        for values, label in rows:
            odds = sum(w * x for w, x in zip(weights, values, strict=True))
            likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            for i, x in enumerate(values):
                slope[i] += (likely - label) * x
                for j, y in enumerate(values):
                    bend[i][j] += likely * (1 - likely) * x * y
        weights = [w - d for w, d in zip(weights, solve(bend, slope), strict=True)]
    return weights


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with the largest pivot; the matrix is small and positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (rows[i][size] - sum(rows[i][k] * out[k] for k in range(i + 1, size))) / rows[i][i]
    return out


def told(found: dict[str, tuple[float, ...]], table: dict[str, list[float]], border: float) -> set[str]:
    odds = {f: sum(a * b for a, b in zip(table[f], found[f], strict=True)) for f in FACETS}
    given = {f for f in FACETS if odds[f] >= border}
    return given or {max(FACETS, key=lambda f: odds[f])}


def measure(rows: Sequence[Row]) -> None:
    threshold = load_rules().numbers.facet_threshold
    border = math.log(threshold / (1 - threshold))
    right = wrong = missed = 0
    for fold in range(FOLDS):
        table = fit([row for i, row in enumerate(rows) if i % FOLDS != fold])
        for found, gold in rows[fold::FOLDS]:
            said = told(found, table, border)
            right, wrong, missed = (
                right + len(said & gold),
                wrong + len(said - gold),
                missed + len(gold - said),
            )
    print(f"facets micro-F1 {2 * right / (2 * right + wrong + missed):.3f} over {len(rows)} items")


def main() -> None:
    if not DEV.is_file():
        sys.exit("the development data is not beside the checkout: nothing to fit")
    rows = read()
    if "--measure" in sys.argv[1:]:
        measure(rows)
        return
    lines = [f"{facet} = [{', '.join(f'{w:.2f}' for w in weights)}]" for facet, weights in fit(rows).items()]
    text = TABLE.read_text(encoding="utf-8")
    TABLE.write_text(
        re.sub(r"(?s)\[facets\]\n.*", "[facets]\n" + "\n".join(lines) + "\n", text), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
