"""Work done by forked processes: they begin with everything that is in memory, and hand back bytes."""

from __future__ import annotations

import gc
import os
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from wirecopy.errors import WirecopyError

T = TypeVar("T")


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def shares(weights: Mapping[str, int], parts: int) -> list[list[str]]:
    """The names in `parts` lists of about equal weight: the heaviest first, each to the lightest list."""
    lists: list[list[str]] = [[] for _ in range(parts)]
    sums = [0] * parts
    for name, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
        lightest = sums.index(min(sums))
        lists[lightest].append(name)
        sums[lightest] += weight
    return lists


def spread(tasks: Sequence[Callable[[], T]], shape: type[T]) -> list[T]:
    """The result of each task, in order: the first is done here, each other one in a process of its own.

    Results travel as msgpack of `shape`. Raises WirecopyError when a process fails; it has said why.
    """
    gc.freeze()  # what is shared is not touched by the collectors of the children
    children = [(*_start(task),) for task in tasks[1:]]
    try:
        results = [tasks[0]()]
    finally:
        statuses = [os.waitpid(pid, 0)[1] for pid, _ in children]
        gc.unfreeze()
    if any(statuses):
        raise WirecopyError("a process of the build failed; its error stands above")
    for _, file in children:
        file.seek(0)
        results.append(msgspec.msgpack.decode(file.read(), type=shape))
        file.close()
    return results


def _start(task: Callable[[], T]) -> tuple[int, tempfile._TemporaryFileWrapper[bytes]]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # outlives this function
    pid = os.fork()
    if pid:
        return pid, file  # type: ignore[return-value]
    status = 1
    try:
        file.write(msgspec.msgpack.encode(task()))
        file.flush()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
