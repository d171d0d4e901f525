"""CPU, wall and peak memory of a whole process, as the operating system accounts for it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    cpu: float  # seconds, user and system, children included
    wall: float  # seconds
    peak: float  # MB, the largest process
    code: int
    queued: float = 0.0  # seconds of `wall` for which its first thread could run and other work had the cores

    def __str__(self) -> str:
        return f"{self.cpu:6.2f} s CPU  {self.wall:6.2f} s wall  {self.peak:5.0f} MB"


def cost(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Cost:
    """What one run of a command costs; its output is thrown away, its errors are not."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    wall, queued = time.monotonic() - began, _queued(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, queued)


def _queued(pid: int) -> float:
    """As Linux accounts for it; 0 elsewhere."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
