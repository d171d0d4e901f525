"""Values kept between builds."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from wirecopy.build.store import keep, kept


def _keep_often(path: Path, number: int) -> None:
    for _ in range(300):
        keep(path, number)


def test_processes_that_keep_the_same_value_do_not_meet(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_keep_often, args=(tmp_path / "value", n)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert kept(tmp_path / "value", int) in range(4)
    assert [p.name for p in tmp_path.iterdir()] == ["value"]
