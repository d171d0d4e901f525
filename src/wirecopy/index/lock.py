"""One run at a time in a site. The lock belongs to the process: when that dies, however it dies, it is free."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wirecopy.errors import LockedError


@contextmanager
def locked(cache: Path, what: str) -> Iterator[None]:
    """Holds `.cache/<what>.lock` for the length of the block; raises LockedError at once when another run has it."""
    cache.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(cache / f"{what}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 20).decode("ascii", "replace").strip() or "?"
            raise LockedError(
                f"another {what} is under way here (process {owner}); try again when it has ended"
            ) from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
