"""feedparser in a process of its own, where it can be stopped.

60,000 attributes on one element or 50,000 `<!--` keep feedparser busy for hours, and no thread can be
stopped within a regular expression. So the kernel counts: one child process serves all the documents of
a run that need feedparser, each with a fresh allowance of CPU; memory is bounded for the whole of it.
"""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
import threading
import time

import msgspec

from wirecopy.types import Fetched, Parsed

CPU_SECONDS = 10
# A broken feed of 8 MB and 2,000 entries needs 104 MB. With what the run itself needs, 320 MB stay below 500 MB.
MEMORY_BYTES = 320 << 20
# A stalled child (a stopped machine, a debugger) must not hold a run for ever. Four times the CPU bound:
# on a busy machine a process gets less than all of one processor.
WALL_SECONDS = 4 * CPU_SECONDS


class Job(msgspec.Struct, frozen=True):
    text: str
    fetched: Fetched  # without its body
    limit: int
    cpu_seconds: int


class Answer(msgspec.Struct, frozen=True):
    parsed: Parsed | None  # None: feedparser sees no feed in it
    error: str = ""  # the exception that it raised


class Reader:
    """A child process that reads documents one after the other; started when first needed."""

    def __init__(self, cpu_seconds: int = CPU_SECONDS) -> None:
        self._cpu_seconds = cpu_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()
        atexit.register(self.close)

    def read(self, text: str, fetched: Fetched, limit: int) -> Answer:
        """What feedparser makes of a text; an Answer with an error when it was stopped."""
        job = Job(text, msgspec.structs.replace(fetched, body=b""), limit, self._cpu_seconds)
        with self._lock:
            try:
                return self._ask(msgspec.msgpack.encode(job))
            except (OSError, EOFError, TimeoutError, msgspec.DecodeError) as error:
                self._stop()
                if isinstance(error, TimeoutError):
                    return Answer(None, f"stopped after {WALL_SECONDS} s")
                return Answer(
                    None,
                    f"stopped: it takes more than {self._cpu_seconds} s of CPU or {MEMORY_BYTES >> 20} MB",
                )

    def close(self) -> None:
        """Ends the child; the next document starts another."""
        with self._lock:
            self._stop()

    def _ask(self, message: bytes) -> Answer:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(len(message).to_bytes(8, "big"))
        process.stdin.write(message)
        process.stdin.flush()
        deadline = time.monotonic() + WALL_SECONDS
        size = int.from_bytes(_read(process.stdout.fileno(), 8, deadline), "big")
        return msgspec.msgpack.decode(_read(process.stdout.fileno(), size, deadline), type=Answer)

    def _started(self) -> subprocess.Popen[bytes]:
        # A forked worker has inherited our pipes but must not talk into them.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._owner = os.getpid()
            path = os.pathsep.join(entry for entry in sys.path if entry)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "wirecopy.parse.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                bufsize=0,
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()


def _read(descriptor: int, size: int, deadline: float) -> bytes:
    pieces = []
    while size:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(descriptor, min(size, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
