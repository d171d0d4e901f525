"""Files made, and put in their places when all are whole: the old site stands until then."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from jinja2 import Environment

from wirecopy.build.file import Planned
from wirecopy.build.pool import spread
from wirecopy.build.stamp import digest_of
from wirecopy.pages import Page, render

STAGE = ".wirecopy-new"  # in output/, so that moving a file to its place is one rename
Watch = Callable[[int, int], None]  # files made so far, of how many
WORTH_FORKING = 400  # files, about 0.6 s of work


def make(env: Environment, planned: Planned) -> bytes:
    """The file's bytes."""
    return render(env, planned) if isinstance(planned, Page) else planned.make()


def stage(
    env: Environment, files: Sequence[Planned], output: Path, jobs: int, watch: Watch | None = None
) -> list[bytes]:
    """Makes every file into the stage; digests of their bytes, in order. Nothing that readers see is touched.

    `watch` is told how many of all are made, by the process that has the first of them: the others keep pace.
    """
    folder = output / STAGE
    unstage(output)
    folder.mkdir(parents=True)
    try:
        if jobs < 2 or len(files) < WORTH_FORKING:
            return _stage(env, files, folder, range(len(files)), watch)
        numbers = [range(part, len(files), jobs) for part in range(jobs)]
        tasks: list[Callable[[], list[bytes]]] = [
            partial(_stage, env, files, folder, n, watch if n.start == 0 else None) for n in numbers
        ]
        digests: list[bytes] = [b""] * len(files)
        for part, found in zip(numbers, spread(tasks, list[bytes]), strict=True):
            for number, digest in zip(part, found, strict=True):
                digests[number] = digest
        return digests
    except BaseException:
        unstage(output)
        raise


def _stage(
    env: Environment, files: Sequence[Planned], folder: Path, numbers: range, watch: Watch | None
) -> list[bytes]:
    digests = []
    for number in numbers:
        data = make(env, files[number])
        with open(f"{folder}/{number}", "wb") as file:
            file.write(data)
        digests.append(digest_of(data))
        if watch:
            watch(number + 1 if number != numbers[-1] else len(files), len(files))
    return digests


def publish(files: Sequence[Planned], output: Path) -> None:
    """Moves every staged file to its place."""
    made: set[str] = set()
    for number, planned in enumerate(files):
        target = f"{output}/{planned.file}"
        folder = target.rpartition("/")[0]
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        os.replace(f"{output}/{STAGE}/{number}", target)
    unstage(output)


def unstage(output: Path) -> None:
    """Clears the stage, also what a build that was broken off left there."""
    shutil.rmtree(output / STAGE, ignore_errors=True)
