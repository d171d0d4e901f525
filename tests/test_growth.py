"""The picture in docs/building.md is drawn from the rows that were measured."""

from __future__ import annotations

from pathlib import Path

from bench.growthbuild import measured, picture

ROOT = Path(__file__).parents[1]


def test_the_picture_of_builds_is_drawn_from_the_rows_that_are_kept() -> None:
    rows = (ROOT / "bench/growthbuild.csv").read_text("utf-8")
    assert (ROOT / "docs/images/builds.svg").read_text("utf-8") == picture(measured(rows))


def test_a_build_that_was_stopped_is_no_point_of_a_line_and_the_least_of_several_counts() -> None:
    found = measured("stock,full,1000,2.5,3,60\nstock,full,1000,2.0,3,60\nstock,stopped,5000,9.0,9,70\n")
    assert found["stock", "full"] == {1000: 2.0}
    assert "Pelican alone (to 1,000)" in picture(found | {("hugo", "full"): {1000: 1.0, 5000: 4.0}})
