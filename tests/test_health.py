"""What a run leaves on record of its feeds: bounded, however much it left out."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from wirecopy.health import survey, write_health
from wirecopy.index import Index
from wirecopy.types import Dropped, Source
from wirecopy.views.health import LEFT_OUT, Count, Health

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
SOURCES = [Source(id=i, url=f"https://{i}.example/feed") for i in ("quay", "moor")]


def dropped(source_id: str, reason: str, number: int) -> Dropped:
    return Dropped(
        stage="keep", reason=reason, source_id=source_id, guid="", entry_id=f"e{number}", title=f"Barge {number:04}", link="",
    )  # fmt: skip


def surveyed(folder: Path, left: list[Dropped]) -> Health:
    with Index(folder / "index.sqlite") as index:
        return survey(index, SOURCES, left, {}, Health(), NOW)


def test_of_much_that_was_left_out_the_first_lines_of_each_reason_and_the_count_stay(tmp_path: Path) -> None:
    old = [dropped(source, "too old", n) for source in ("quay", "moor") for n in range(2_000)]
    ruled = [dropped("moor", "rule: no barges", n) for n in range(3)]
    for seed in range(3):
        left = [*old, *ruled]
        random.Random(seed).shuffle(left)
        health = surveyed(tmp_path, left)
        assert health.left_out == (Count("too old", 4_000),)
        assert [(d.source_id, d.why) for d in health.dropped] == [
            *[("moor", "rule: no barges")] * 3,
            *[("moor", "too old")] * LEFT_OUT,
        ]
        assert [d.title for d in health.dropped[3:]] == [f"Barge {n:04}" for n in range(LEFT_OUT)]
        assert [s.dropped for s in health.sources] == [
            (Count("too old", 2_000),),
            (Count("rule: no barges", 3), Count("too old", 2_000)),
        ]


def test_what_a_page_can_show_as_a_whole_needs_no_count(tmp_path: Path) -> None:
    health = surveyed(tmp_path, [dropped("quay", "too old", n) for n in range(LEFT_OUT)])
    assert health.left_out == ()
    assert len(health.dropped) == LEFT_OUT


def test_a_run_that_found_nothing_new_leaves_the_file(tmp_path: Path) -> None:
    health = surveyed(tmp_path, [dropped("quay", "too old", 1)])
    assert write_health(tmp_path, health)
    assert not write_health(tmp_path, health)
