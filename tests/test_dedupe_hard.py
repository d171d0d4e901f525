"""Printings that are one text and series that are not, by the hundred: the cases of bench/hardcases.py as a floor."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

import hardcases

from wirecopy.dedupe import Window, find_duplicates, fingerprint


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_printings_are_found_and_series_stay_apart(seed):
    cases = hardcases.items(seed)
    gold, right, wrong, _ = hardcases.score(cases, hardcases.clusters(cases))[""]
    precision, recall = right / (right + wrong), right / gold
    assert precision >= 0.99
    assert 2 * precision * recall / (precision + recall) >= 0.98


def test_there_are_enough_of_them():
    cases = hardcases.items()
    printings = [case for case in cases if case.cluster.startswith("report") and case.kind != "as printed"]
    assert len(printings) >= 60
    assert len({case.cluster for case in cases if not case.cluster.startswith("report")}) >= 60


def test_each_printing_is_found_in_a_window_that_has_nothing_but_the_first():
    cases = hardcases.items()
    first = {case.cluster: case for case in cases if case.kind == "as printed"}
    missed = []
    for case in cases:
        if case.cluster in first and case.kind != "as printed":
            told = find_duplicates([fingerprint(first[case.cluster].text), fingerprint(case.text)], Window())
            if told[1] is None:
                missed.append((case.kind, case.text.title))
    assert len(missed) <= len(cases) // 100, missed


def test_each_part_of_a_series_stays_apart_in_a_window_that_has_nothing_but_two_parts():
    """A new site has no crowd yet that would tell the phrases of a form from those of a text."""
    cases = [case for case in hardcases.items() if not case.cluster.startswith("report")]
    joined = []
    for one, other in pairwise(cases):
        if one.kind == other.kind:
            told = find_duplicates([fingerprint(one.text), fingerprint(other.text)], Window())
            if told != [None, None]:
                joined.append((one.kind, one.text.title, other.text.title))
    assert len(joined) <= len(cases) // 100, joined
