"""The process that `apart` starts: reads jobs from standard input until that ends."""

from __future__ import annotations

import sys
from typing import BinaryIO

import msgspec

from wirecopy.parse.apart import MEMORY_BYTES, Answer, Job
from wirecopy.parse.reference import read_reference

try:
    import resource
except ImportError:  # Windows has no such limits; there only the wall clock of `apart` holds
    resource = None  # type: ignore[assignment]


def main(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answers each job in turn. The kernel ends the process at the first that costs too much."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while len(prefix := incoming.read(8)) == 8:
        job = msgspec.msgpack.decode(incoming.read(int.from_bytes(prefix, "big")), type=Job)
        _allow(job.cpu_seconds)
        answer = msgspec.msgpack.encode(_answer(job))
        outgoing.write(len(answer).to_bytes(8, "big") + answer)
        outgoing.flush()


def _answer(job: Job) -> Answer:
    try:
        return Answer(read_reference(job.text, job.fetched, job.limit))
    except MemoryError:
        raise
    except Exception as error:
        return Answer(None, f"{type(error).__name__}: {error}"[:200])


def _allow(seconds: int) -> None:
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
