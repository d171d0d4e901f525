"""Hard cases for `dedupe` of our own: printings that are one text, and series, forms and lists that are not.

    python bench/hardcases.py [--errors] [--seed N]     precision, recall and F1, all and by kind

Written without looking at any scored set and kept out of the fitting. Every report of tests/cases/dedupe/reports.toml is
printed in every way of `hard_printings`; every kind of `hard_series` gives several parts. All stand in one window.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import hard_printings  # noqa: E402  # the path must be set before
import hard_series  # noqa: E402
from hard_item import Item  # noqa: E402

from wirecopy.dedupe import Window, find_duplicates, fingerprint  # noqa: E402

REPORTS = HERE.parent / "tests" / "cases" / "dedupe" / "reports.toml"


def items(seed: int = 0) -> list[Item]:
    """All cases in one list: printings of each report, then the series."""
    reports = tomllib.loads(REPORTS.read_text(encoding="utf-8"))["report"]
    return [*hard_printings.make(reports), *hard_series.make(reports, seed)]


def clusters(cases: list[Item]) -> dict[str, str]:
    """The id of the text that stands, by id."""
    verdicts = find_duplicates([fingerprint(item.text) for item in cases], Window())
    return {i.text.id: v.of if v else i.text.id for i, v in zip(cases, verdicts, strict=True)}


def score(cases: list[Item], told: dict[str, str]) -> dict[str, tuple[int, int, int, int]]:
    """By kind: pairs of the kind that are one text, of these found, pairs joined wrongly, items. "" is the sum.

    A pair counts for the kind of the item that is not a report as it was first printed; where neither is, for both.
    """
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in cases:
        sums[item.kind]["items"] += 1
    by_gold: defaultdict[str, list[Item]] = defaultdict(list)
    by_told: defaultdict[str, list[Item]] = defaultdict(list)
    for item in cases:
        by_gold[item.cluster].append(item)
        by_told[told[item.text.id]].append(item)
    for name, groups in (("gold", by_gold), ("told", by_told)):
        for group in groups.values():
            for a, b in combinations(group, 2):
                right = a.cluster == b.cluster and told[a.text.id] == told[b.text.id]
                for kind in {"", a.kind, b.kind}:
                    sums[kind][name] += 1
                    sums[kind]["right"] += right and name == "gold"
    sums[""]["items"] = len(cases)
    return {
        kind: (c["gold"], c["right"], c["told"] - c["right"], c["items"]) for kind, c in sorted(sums.items())
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--seed", type=int, default=0, help="other figures in the series")
    options = parser.parse_args(arguments)
    cases = items(options.seed)
    told = clusters(cases)
    for kind, (gold, right, wrong, count) in score(cases, told).items():
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / gold if gold else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(
            f"{kind or 'all':<26} items {count:>4}  pairs {gold:>5}  wrong {wrong:>3}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
        )
    if options.errors:
        print_errors(cases, told)
    return 0


def print_errors(cases: list[Item], told: dict[str, str]) -> None:
    """Each pair that is joined wrongly, and each item that was left alone although it has a twin."""
    for a, b in combinations(cases, 2):
        same = told[a.text.id] == told[b.text.id]
        if same and a.cluster != b.cluster:
            print(f"joined: {a.kind} {a.text.id} {a.text.title!r} ~ {b.kind} {b.text.id} {b.text.title!r}")
    sizes = Counter(told.values())
    twins = Counter(item.cluster for item in cases)
    for item in cases:
        if sizes[told[item.text.id]] == 1 and twins[item.cluster] > 1:
            print(f"alone: {item.kind} {item.text.id} {item.text.title!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
