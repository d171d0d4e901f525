"""What other programs that group news got wrong, by the headlines that their threads quote (bench/headlines.toml)."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"
sys.path.insert(0, str(BENCH))

from headlines import told  # noqa: E402  (after the path is set)

CASES = tomllib.loads((BENCH / "headlines.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["from"] for case in CASES])
def test_headlines_of_two_events_never_stand_together(case):
    stories = told(case)
    assert not [
        (case["title"][a], case["title"][b])
        for a, b in combinations(range(len(stories)), 2)
        if stories[a] == stories[b] and case["story"][a] != case["story"][b]
    ]


def test_of_six_headlines_about_one_strait_at_least_five_stand_together():
    assert Counter(told(CASES[0])).most_common(1)[0][1] >= 5
