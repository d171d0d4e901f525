"""Fit the weights of `stories.similarity` and measure them on events held out.

    python bench/fit_stories.py            fit on everything: the weights to put into similarity.py
    python bench/fit_stories.py --folds 5  cross-validation over events: pair and cluster figures

Data: ../shared/eval/stories (feeds of one moment, round-ups of three outlets) and the ECB+ reports of
../shared/eval/duplicates, where an event is a subtopic and a similar event the hardest negative. A fold holds out
whole events; a pair is scored by a model that saw neither of its events. The feeds of one moment count most: they
are what the stage meets, the other two keep the weights from fitting their few events.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from math import exp
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from msgspec.structs import replace  # noqa: E402  (after the path is set)
from predict_duplicates import text_of  # noqa: E402

from wirecopy.stories import Member, Profile, StoryWindow, assign, profile, similarity  # noqa: E402

SHARED = HERE.parent.parent / "shared" / "eval"
RIDGE = 0.5
Gold = dict[str, str]
Row = tuple[str, str, tuple[float, ...], bool]  # event, event, features, same

# name: items, weight of a pair
SETS = {"dev": 5.0, "roundups_dev": 1.0, "ecb_dev": 0.05}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=0)
    folds = parser.parse_args(arguments).folds
    data = {name: read(name) for name in SETS}
    rows = {name: list(pairs(*data[name], undated=name == "ecb_dev")) for name in SETS}
    if not folds:
        print("WEIGHTS =", tuple(round(w, 2) for w in fit(rows, lambda event: True)))
        return 0
    for name in ("dev", "roundups_dev"):
        report(name, *data[name], rows, folds)
    return 0


def read(name: str) -> tuple[list[Profile], Gold]:
    """The profiles of one set and the event of each."""
    folder = SHARED / ("duplicates" if name.startswith("ecb") else "stories")
    lines = (folder / f"{name}_items.jsonl").read_text(encoding="utf-8").splitlines()
    profiles = [profile(text_of(json.loads(line))) for line in lines]
    if name.startswith("ecb"):
        return (
            [replace(p, source=p.source or p.id) for p in profiles],
            {p.id: "".join(re.findall(r"ecb:(\d+)_\d+(ecb(?:plus)?)", p.id)[0]) for p in profiles},
        )
    gold = [json.loads(line) for line in (folder / f"{name}_gold.jsonl").read_text().splitlines()]
    return profiles, {row["id"]: row.get("story") or row["cluster"] for row in gold}


def pairs(profiles: list[Profile], gold: Gold, *, undated: bool) -> Iterable[Row]:
    """The candidate pairs of a window with their features."""
    window = StoryWindow(Member(p, p.id) for p in profiles)
    weights = window.weights()
    readings = [weights.reading(member.profile) for member in window.members]
    for place, reading in enumerate(readings):
        for other in window.candidates(reading):
            values = similarity.features(reading, readings[other]) if other < place else None
            if values:
                one, two = (gold[readings[i].profile.id] for i in (place, other))
                yield one, two, (*values[:3], 0.0, *values[4:]) if undated else values, one == two


def fit(rows: dict[str, list[Row]], seen: Callable[[str], bool]) -> list[float]:
    """Weights and constant of a ridge logistic regression on the pairs of which both events are seen. Newton."""
    cases = [
        ((*values, 1.0), same, SETS[name])
        for name in rows
        for one, two, values, same in rows[name]
        if seen(one) and seen(two)
    ]
    size = len(cases[0][0])
    weights = [0.0] * size
    for _ in range(12):
        slope = [-RIDGE * w * (i < size - 1) for i, w in enumerate(weights)]
        bend = [[RIDGE * (i == j) * (i < size - 1) for j in range(size)] for i in range(size)]
        for values, same, count in cases:
            likely = 1 / (1 + exp(-sum(w * v for w, v in zip(weights, values, strict=True))))
            error, curve = count * (same - likely), count * likely * (1 - likely)
            for i, value in enumerate(values):
                slope[i] += error * value
                for j in range(i + 1):
                    bend[i][j] += curve * value * values[j]
        for i in range(size):
            for j in range(i):
                bend[j][i] = bend[i][j]
        weights = [w + s for w, s in zip(weights, solve(bend, slope), strict=True)]
    return weights


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """x with matrix · x = right, by elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for r in range(size):
            if r != i:
                ratio = rows[r][i] / rows[i][i]
                rows[r] = [a - ratio * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def report(name: str, profiles: list[Profile], gold: Gold, rows: dict[str, list[Row]], folds: int) -> None:
    """Cluster figures over all folds: in each, only pairs that touch a held-out event are counted."""
    ignored = set()
    if name == "dev":
        lines = (SHARED / "stories" / "dev_borderline_pairs.jsonl").read_text().splitlines()
        ignored = {tuple(sorted(json.loads(line))) for line in lines}
    counts: Counter[str] = Counter()
    for fold in range(folds):
        similarity.WEIGHTS = tuple(
            fit(rows, lambda event, fold=fold: zlib.crc32(event.encode()) % folds != fold)
        )
        window = StoryWindow()
        told, _ = assign(profiles, window, datetime.fromtimestamp(max(p.at for p in profiles), UTC))
        stories = {a.id: a.story for a in told}
        held = {i for i, event in gold.items() if zlib.crc32(event.encode()) % folds == fold}
        right, joined = (together(labels, held) for labels in (gold, stories))
        for kind, left_out in (("all", set()), ("clear", ignored)):
            counts[kind, "both"] += len((right & joined) - left_out)
            counts[kind, "joined"] += len(joined - left_out)
            counts[kind, "right"] += len(right - left_out)
        groups = defaultdict(list)
        for i in held:
            groups[stories[i]].append(i)
        for story, members in groups.items():
            everyone = Counter(gold[i] for i in stories if stories[i] == story)
            if everyone.total() > 1:
                counts["clustered"] += len(members)
                counts["wrong"] += sum(gold[i] != everyone.most_common(1)[0][0] for i in members)
    for kind in ("all", "clear"):
        both, joined_, right_ = (counts[kind, part] for part in ("both", "joined", "right"))
        print(
            f"{name} {kind}: precision {both / max(1, joined_):.3f} recall {both / right_:.3f} "
            f"F1 {2 * both / (joined_ + right_):.3f}"
        )
    print(
        f"{name}: wrongly joined {counts['wrong']}/{counts['clustered']} = {counts['wrong'] / counts['clustered']:.3f}"
    )


def together(labels: Gold, held: set[str]) -> set[tuple[str, ...]]:
    """The pairs with one label, of which at least one is held out."""
    groups = defaultdict(list)
    for item, label in labels.items():
        groups[label].append(item)
    return {
        tuple(sorted((a, b)))
        for members in groups.values()
        for n, a in enumerate(members)
        for b in members[n + 1 :]
        if a in held or b in held
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
