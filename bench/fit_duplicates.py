"""Thresholds of `dedupe` by cross-validation over groups of the development sets, which stand beside the checkout.

    python bench/fit_duplicates.py [--folds 5]
    python bench/fit_duplicates.py --runs        the shipped setting when entries come in runs, see Cases.in_runs

Each setting of a small grid judges each set whole. The pairs, right and wrong, are then dealt to folds by the group of
their first text, so that no group is in two; on each fold the setting counts that was best on all the others (F1, then
precision, then the order of the grid). What is printed is the sum over the folds, beside the shipped setting's.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from itertools import combinations, product
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
import predict_duplicates  # noqa: E402  # the path must be set before

from wirecopy.dedupe import Fingerprint, Window, find_duplicates, fingerprint, rules  # noqa: E402

DATA = HERE.parent.parent / "shared" / "eval" / "duplicates"
GRID = {"PRINTED": (0.44, 0.40, 0.48, 0.50), "CHANGED": (0.05, 0.03, 0.08), "WORDING": (0.7, 0.6, 0.8)}
Counts = dict[int, Counter[str]]  # by fold: "right", "wrong", "missed"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--runs", action="store_true")
    options = parser.parse_args(arguments)
    folds = options.folds
    if not DATA.is_dir():
        print(f"no development data in {DATA}")
        return 1
    shipped = tuple(getattr(rules, name) for name in GRID)
    for name in ("reuters", "ecb", "syn"):
        cases = Cases(name, folds)
        if options.runs:
            print(f"{name}: in runs {line(cases.in_runs())}")
            continue
        told = {setting: cases.count(setting) for setting in product(*GRID.values())}
        held: Counter[str] = Counter()
        for fold in range(folds):
            rest = {s: sum((c[f] for f in c if f != fold), Counter()) for s, c in told.items()}
            best = max(rest, key=lambda s: score(rest[s])[::-1])  # the first of the grid among equals
            held.update(told[best].get(fold, Counter()))
        print(f"{name}: held out {line(held)}; shipped {line(sum(told[shipped].values(), Counter()))}")
    return 0


class Cases:
    """One set: its fingerprints and what is right."""

    def __init__(self, name: str, folds: int) -> None:
        self.folds = folds
        self.fingerprints = [
            fingerprint(predict_duplicates.text_of(row)) for row in read(f"{name}_dev_items")
        ]
        self.gold = {row["id"]: row["cluster"] for row in read(f"{name}_dev_gold")}
        self.ignored = {tuple(sorted(pair)) for pair in read(f"{name}_dev_ignore")}
        self.right = pairs(self.gold) - self.ignored

    def count(self, setting: tuple[float, ...]) -> Counts:
        for name, value in zip(GRID, setting, strict=True):
            setattr(rules, name, value)
        verdicts = find_duplicates(self.fingerprints, Window())
        return self._count(
            {f.id: v.of if v else f.id for f, v in zip(self.fingerprints, verdicts, strict=True)}
        )

    def in_runs(self) -> Counter[str]:
        """As in the product: an hour a run, twenty runs where nothing is dated, each beside what stands alone."""
        runs: defaultdict[int, list[Fingerprint]] = defaultdict(list)
        dated = len({f.at for f in self.fingerprints}) > 1
        for f in self.fingerprints:
            runs[f.at // 3600 if dated else zlib.crc32(f.id.encode()) % 20].append(f)
        window, told = Window(), {}
        for _, new in sorted(runs.items()):
            window = Window(f for f in window if not f.of)
            told |= {
                f.id: v.of if v else f.id for f, v in zip(new, find_duplicates(new, window), strict=True)
            }
        return sum(self._count(told).values(), Counter())

    def _count(self, clusters: dict[str, str]) -> Counts:
        told = pairs(clusters)
        counts: Counts = defaultdict(Counter)
        for pair in self.right | (told - self.ignored):
            kind = "missed" if pair not in told else "right" if pair in self.right else "wrong"
            counts[zlib.crc32(self.gold[pair[0]].encode()) % self.folds][kind] += 1
        return counts


def read(name: str) -> list:
    path = DATA / f"{name}.jsonl"
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def pairs(labels: dict[str, str]) -> set[tuple[str, str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for item, label in labels.items():
        groups[label].append(item)
    return {pair for members in groups.values() for pair in combinations(sorted(members), 2)}


def score(counts: Counter[str]) -> tuple[float, float, float]:
    """Recall, precision, F1."""
    precision = counts["right"] / max(1, counts["right"] + counts["wrong"])
    recall = counts["right"] / max(1, counts["right"] + counts["missed"])
    return recall, precision, 2 * precision * recall / max(1e-9, precision + recall)


def line(counts: Counter[str]) -> str:
    recall, precision, f1 = score(counts)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
