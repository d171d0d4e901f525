"""The Pagefind binary as a service, driven in one go and never for longer than it is given.

Its Python package waits a tenth of a second before it reads each answer (pagefind 1.5.2,
`PagefindService._wait_for_responses`): 10,000 stories, one after another, stood for 17 minutes. The
protocol is the same here, base64 of JSON with a comma behind, but requests flow while answers are read:
10,000 stories take 6 s on two busy cores.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

Request = Mapping[str, object]
LONGEST = 1 << 20  # bytes of one answer; the longest names one page


class PagefindError(Exception):
    """The binary refused a request, ended early, or took too long."""


def ask(binary: Path, requests: Iterable[Request], seconds: float) -> None:
    """Returns when every request has been answered; then the process is gone, and so it is after any error.

    Raises PagefindError: killed after `seconds`, ended before the last answer, or a request refused.
    """
    frames = [_frame(number, request) for number, request in enumerate(requests, 1)]
    process = subprocess.Popen(
        [binary, "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # nobody drains it, so it must not fill up
        start_new_session=True,  # a process group of its own: what it starts dies with it
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(seconds, stop)
    assert process.stdin is not None
    assert process.stdout is not None
    feeder = threading.Thread(target=_feed, args=(process.stdin, frames), daemon=True)
    timer.start()
    feeder.start()
    try:
        answered = _hear(process.stdout, len(frames))
    finally:
        timer.cancel()
        _kill(process)
        process.wait()
        feeder.join()
        process.stdout.close()
    if late.is_set():
        raise PagefindError(
            f"Pagefind was stopped after {seconds:.0f} s, at {answered} of {len(frames)} requests"
        )
    if answered < len(frames):
        raise PagefindError(f"Pagefind ended at {answered} of {len(frames)} requests")


def _frame(number: int, request: Request) -> bytes:
    return base64.b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b","


def _feed(pipe: IO[bytes], frames: list[bytes]) -> None:
    # The pipe stays open: the binary ends at the end of its input, with whatever it has not worked through.
    try:
        for frame in frames:
            pipe.write(frame)
        pipe.flush()
    except OSError:
        pass  # it is gone; whoever reads its answers sees that


def _hear(pipe: IO[bytes], count: int) -> int:
    """How many of `count` answers came. Raises PagefindError for one that is an error."""
    answered, rest = 0, b""
    while answered < count and (data := os.read(pipe.fileno(), 1 << 16)):
        *answers, rest = (rest + data).split(b",")
        for answer in answers:
            _check(answer)
        answered += len(answers)
        if len(rest) > LONGEST:
            raise PagefindError("Pagefind answered something else than its protocol")
    return answered


def _check(answer: bytes) -> None:
    try:
        payload = json.loads(base64.b64decode(answer))["payload"]
        if payload["type"] == "Error":
            raise PagefindError(f"Pagefind: {payload['message']}")
    except (ValueError, KeyError, TypeError) as error:
        raise PagefindError(f"Pagefind answered something else than its protocol: {answer[:60]!r}") from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # gone already
        process.kill()
