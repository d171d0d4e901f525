"""Fit the weights of `stories.similarity` and measure them on what was held out.

    python bench/fit_stories.py                      fit on everything: the weights to put into similarity.py
    python bench/fit_stories.py --folds 10           cross-validation over events: pair and cluster figures
    python bench/fit_stories.py --folds 10 --deal 4  the same over four ways of dealing the events out, added up
    python bench/fit_stories.py --sources            each outlet of the feeds of one moment left out in turn
    … --hourly                                       entries taken in hour by hour, as a site does, not in one run
    … --join 0.55 --pair 0.8                         with other thresholds than those of stories/assign.py

Data: ../shared/eval/stories (feeds of one moment, round-ups of three outlets) and the ECB+ reports of
../shared/eval/duplicates, where an event is a subtopic and a similar event the hardest negative. A fold holds out
whole events; a pair is scored by a model that saw neither of its events. The feeds of one moment count most: they
are what the stage meets, the other two keep the weights from fitting their few events. Pairs on which careful
readers may differ count less: counted in full, they taught the model to tell apart what nobody can.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from math import exp
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from msgspec.structs import replace  # noqa: E402  (after the path is set)
from predict_duplicates import text_of  # noqa: E402

from wirecopy.stories import Member, Profile, StoryWindow, assign, profile, similarity  # noqa: E402
from wirecopy.window import LENGTH  # noqa: E402

SHARED = HERE.parent.parent / "shared" / "eval"
RIDGE = 0.5
UNCLEAR = 0.3  # what a borderline pair counts: clear pairs held out cost 60.5 nats instead of 65.4
Gold = dict[str, str]
Pair = tuple[str, str]

# name: weight of a pair
SETS = {"dev": 5.0, "roundups_dev": 1.0, "ecb_dev": 0.05}


class Row(NamedTuple):
    """A pair that is a candidate."""

    ids: Pair
    values: tuple[float, ...]  # features
    same: bool
    count: float
    founding: tuple[float, ...]  # the features of a pair that makes a story


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--deal", type=int, default=1, metavar="TIMES")
    parser.add_argument("--sources", action="store_true")
    parser.add_argument("--hourly", action="store_true")
    parser.add_argument("--join", type=float)
    parser.add_argument("--pair", type=float)
    asked = parser.parse_args(arguments)
    thresholds = sys.modules["wirecopy.stories.assign"]
    for name in ("join", "pair"):
        if (value := getattr(asked, name)) is not None:
            setattr(thresholds, name.upper(), value)
    data = {name: read(name) for name in SETS}
    unclear = borderline()
    rows = [row for name in SETS for row in pairs(name, *data[name], unclear)]
    events = {i: event for _, gold in data.values() for i, event in gold.items()}
    outlets = {p.id: p.source for p in data["dev"][0]}
    if asked.sources:
        held = [{i for i in outlets if outlets[i] == source} for source in sorted(set(outlets.values()))]
        report("dev", *data["dev"], rows, held, asked.hourly)
    elif asked.folds:
        held = [
            {
                i
                for i, event in events.items()
                if zlib.crc32(f"{event}{way or ''}".encode()) % asked.folds == n
            }
            for way in range(asked.deal)
            for n in range(asked.folds)
        ]
        for name in ("dev", "roundups_dev"):
            report(name, *data[name], rows, held, asked.hourly)
    else:
        for name, found in (("WEIGHTS", fit(rows)), ("FOUNDING", fit(map(founding, rows)))):
            print(name, "=", tuple(round(w, 2) for w in found))
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


def borderline() -> set[Pair]:
    """The pairs on which careful readers may differ."""
    lines = (SHARED / "stories" / "dev_borderline_pairs.jsonl").read_text().splitlines()
    return {ordered(*json.loads(line)) for line in lines}


def pairs(name: str, profiles: list[Profile], gold: Gold, unclear: set[Pair]) -> Iterable[Row]:
    """The candidate pairs of a window with their features."""
    window = StoryWindow(Member(p, p.id) for p in profiles)
    weights = window.weights()
    readings = [weights.reading(member.profile) for member in window]
    for place, reading in enumerate(readings):
        for other in window.candidates(reading):
            values = similarity.features(reading, readings[other]) if other < place else None
            if values:
                ids = ordered(reading.profile.id, readings[other].profile.id)
                if name.startswith("ecb"):  # undated
                    values = (*values[:3], 0.0, *values[4:])
                count = SETS[name] * (UNCLEAR if ids in unclear else 1)
                more = similarity.founding_features(reading, readings[other])
                yield Row(ids, values, gold[ids[0]] == gold[ids[1]], count, (*values, *more))


def ordered(one: str, other: str) -> Pair:
    """A pair, whichever way round it was given."""
    return (one, other) if one < other else (other, one)


def founding(row: Row) -> Row:
    """The row as the model of pairs that make a story sees it."""
    return row._replace(values=row.founding)


def fit(rows: Iterable[Row]) -> list[float]:
    """Weights and constant of a ridge logistic regression. Newton."""
    cases = [((*row.values, 1.0), row.same, row.count) for row in rows]
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


def group(profiles: list[Profile], hourly: bool) -> Gold:
    """The story of each entry, taken in at once or in a run each hour."""
    window = StoryWindow()
    dated = sorted(profiles, key=lambda p: (p.at, p.id))
    batches = [list(b) for _, b in groupby(dated, key=lambda p: p.at // 3600)] if hourly else [dated]
    past: Gold = {}
    for batch in batches:
        now = datetime.fromtimestamp(batch[-1].at, UTC)
        if hourly:
            past.update({m.profile.id: m.story for m in window})
            window.expire(now - LENGTH)
        assign(batch, window, now)
    return past | {m.profile.id: m.story for m in window}


def report(
    name: str, profiles: list[Profile], gold: Gold, rows: list[Row], parts: list[set[str]], hourly: bool
) -> None:
    """Figures over all parts held out: in each, only pairs that touch what is held out are counted."""
    ignored = borderline()
    counts: Counter[str] = Counter()
    for held in parts:
        known = [row for row in rows if held.isdisjoint(row.ids)]
        similarity.WEIGHTS, similarity.FOUNDING = tuple(fit(known)), tuple(fit(map(founding, known)))
        stories = group(profiles, hourly)
        here = held & gold.keys()
        right, joined = (together(labels, here) for labels in (gold, stories))
        for kind, left_out in (("all", set()), ("clear", ignored)):
            counts[f"{kind} both"] += len((right & joined) - left_out)
            counts[f"{kind} joined"] += len(joined - left_out)
            counts[f"{kind} right"] += len(right - left_out)
        members = defaultdict(list)
        for i, story in stories.items():
            members[story].append(gold[i])
        for i in here:
            others = members[stories[i]]
            counts["clustered"] += len(others) > 1
            counts["wrong"] += gold[i] != Counter(others).most_common(1)[0][0]
    for kind in ("all", "clear"):
        both, joined_, right_ = (counts[f"{kind} {part}"] for part in ("both", "joined", "right"))
        print(
            f"{name} {kind}: precision {both / max(1, joined_):.3f} recall {both / right_:.3f} "
            f"F1 {2 * both / (joined_ + right_):.3f}"
        )
    share = counts["wrong"] / max(1, counts["clustered"])
    print(f"{name}: wrongly joined {counts['wrong']}/{counts['clustered']} = {share:.3f}", flush=True)


def together(labels: Gold, held: set[str]) -> set[Pair]:
    """The pairs with one label, of which at least one is held out."""
    groups = defaultdict(list)
    for item, label in labels.items():
        groups[label].append(item)
    return {
        ordered(a, b)
        for members in groups.values()
        for n, a in enumerate(members)
        for b in members[n + 1 :]
        if a in held or b in held
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
