"""The labelled development data through `bench/predict.py`: floors that a change must not fall through."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "eval"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.exists(), reason="the labelled data is not beside the checkout"),
]


def read(path: Path) -> list:
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def pairs(rows: list[dict]) -> set[tuple[str, str]]:
    groups = defaultdict(list)
    for row in rows:
        groups[row["cluster"] if "cluster" in row else row["story"]].append(row["id"])
    return {pair for members in groups.values() for pair in combinations(sorted(members), 2)}


@pytest.mark.parametrize(
    ("task", "name", "unclear", "precision", "recall"),
    [
        ("duplicates", "duplicates/reuters_dev", "duplicates/reuters_dev_ignore.jsonl", 0.98, 0.97),
        ("duplicates", "duplicates/ecb_dev", "duplicates/ecb_dev_ignore.jsonl", 0.99, 0.95),
        ("duplicates", "duplicates/syn_dev", "", 1.0, 0.99),
        ("stories", "stories/dev", "stories/dev_borderline_pairs.jsonl", 0.97, 0.78),
        ("stories", "stories/roundups_dev", "", 0.96, 0.76),
    ],
)
def test_labelled_pairs_are_found_and_others_are_not(task, name, unclear, precision, recall):
    told = subprocess.run(
        [sys.executable, ROOT / "bench" / "predict.py", task],
        input=(DATA / f"{name}_items.jsonl").read_bytes(),
        capture_output=True,
        check=True,
    )
    left_out = {tuple(sorted(pair)) for pair in read(DATA / unclear)} if unclear else set()
    right = pairs(read(DATA / f"{name}_gold.jsonl")) - left_out
    joined = pairs([json.loads(line) for line in told.stdout.decode().splitlines()]) - left_out
    assert len(right & joined) >= precision * len(joined)
    assert len(right & joined) >= recall * len(right)
