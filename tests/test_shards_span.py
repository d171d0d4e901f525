"""Which months a shard takes, and which files it reads for them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import invented
from wirecopy import markdown
from wirecopy.build.portion import files_for, months_of
from wirecopy.build.span import Span, span_of
from wirecopy.build.stamp import NOWHERE
from wirecopy.errors import WirecopyError


@pytest.mark.parametrize("told", ["13", "2026-13", "2026-03..2026-01", "..", "3/2", "0/2", "2026", ""])
def test_words_that_name_no_months_are_told(told: str) -> None:
    with pytest.raises(WirecopyError, match=r"no months; give 2026-01\.\.2026-03"):
        span_of(told, {"2026-01": 1})


MONTHS = st.dictionaries(
    st.builds("{:04d}-{:02d}".format, st.integers(2000, 2003), st.integers(1, 12)), st.integers(1, 9)
)


@given(MONTHS, st.integers(1, 9), st.integers(1996, 2006), st.integers(1, 12))
def test_parts_cover_every_month_once(months: dict[str, int], parts: int, year: int, month: int) -> None:
    spans = [span_of(f"{number}/{parts}", months) for number in range(1, parts + 1)]
    if months:
        assert sum(f"{year}-{month:02d}" in span for span in spans) == 1
    else:
        assert not any(f"{year}-{month:02d}" in span for span in spans)


@given(st.integers(1, 12), st.integers(0, 30))
def test_a_span_can_be_widened(month: int, months: int) -> None:
    span = Span(f"2025-{month:02d}", f"2025-{month:02d}")
    wide = span.and_before(months).and_after()
    earliest = 2025 * 12 + month - 1 - months
    assert f"{earliest // 12:04d}-{earliest % 12 + 1:02d}" in wide
    assert f"{(earliest - 1) // 12:04d}-{(earliest - 1) % 12 + 1:02d}" not in wide
    assert f"{2025 + month // 12}-{month % 12 + 1:02d}" in wide


def test_equal_months_are_parted_equally() -> None:
    months = {f"2025-{month:02d}": 100 for month in range(1, 13)}
    spans = [span_of(f"{number}/4", months) for number in range(1, 5)]
    assert [(s.first, s.last) for s in spans] == [
        ("", "2025-03"), ("2025-04", "2025-06"), ("2025-07", "2025-09"), ("2025-10", ""),
    ]  # fmt: skip


def test_a_shard_reads_its_months_the_one_before_and_what_came_late(tmp_path: Path) -> None:
    days = {"own": (0, 0), "late": (0, 20), "before": (30, 0), "long ago": (100, 0), "after": (-40, 0)}
    names = {}
    for number, (what, (ago, late)) in enumerate(days.items()):
        date = invented.NEWEST - timedelta(days=ago)
        article = invented.article(number, date=date, first_seen=date + timedelta(days=late))
        names[what] = f"news/{markdown.article_path(article).as_posix().removeprefix('news/')}"
        markdown.write_file(tmp_path, article)
    found = dict.fromkeys(names.values(), NOWHERE)
    assert months_of(found) == Counter({"2026-02": 2, "2026-01": 1, "2025-11": 1, "2026-03": 1})
    wanted = files_for(Span("2026-02", "2026-02"), tmp_path, found)
    assert set(wanted) == {names["own"], names["late"], names["before"]}
