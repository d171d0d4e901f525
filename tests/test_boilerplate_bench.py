"""The scripts that measure and train: the real code on a case, and weights that can be made again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared/eval/boilerplate"


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )


def test_a_case_gives_one_verdict_for_each_block() -> None:
    case = {
        "doc_id": "a",
        "title": "Ferry",
        "blocks": [
            {"text": "The ferry sails again.", "html": "The ferry sails again."},
            {"text": "Advertisement"},
        ],
    }
    done = run("bench/predict.py", "boilerplate", text=json.dumps(case) + "\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"doc_id": "a", "keep": [True, False]}


def test_an_unknown_task_is_answered_with_the_known_ones() -> None:
    done = run("bench/predict.py", "weather")
    assert done.returncode == 2
    assert "boilerplate" in done.stderr


def test_the_same_rows_give_the_same_weights_and_the_telling_feature_the_largest() -> None:
    sys.path.insert(0, str(ROOT / "bench"))
    from logistic import fit

    rows = [["always", "a link"], ["always", "a link"], ["always", "prose"], ["always", "prose"]] * 5
    weights = fit(rows, [True, True, False, False] * 5, ridge=1.0)
    assert weights == fit(rows, [True, True, False, False] * 5, ridge=1.0)
    assert weights["a link"] > 0.5 > -0.5 > weights["prose"]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the development data is not beside the checkout")
def test_the_shipped_weights_are_those_that_the_data_give() -> None:
    shipped = ROOT / "src/wirecopy/rules/boilerplate.json"
    before = shipped.read_bytes()
    assert run("bench/train_boilerplate.py", str(DATA), "--write").returncode == 0
    assert shipped.read_bytes() == before
