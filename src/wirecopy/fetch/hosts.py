"""Who is asked next: in order, and never more than so many at one host."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class HostQueue(Generic[T]):
    """Waiting jobs by host. Every method takes constant time, however many wait for one host."""

    def __init__(self, per_host: int, host_of: Callable[[T], str]) -> None:
        self._per_host = max(1, per_host)
        self._host_of = host_of
        self._waiting: dict[str, deque[T]] = {}
        self._under_way: Counter[str] = Counter()
        self._free: dict[str, None] = {}  # hosts that may be asked now, in order

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, job: T, *, first: bool = False) -> None:
        """Let a job wait for its host; `first` for one that is half done."""
        host = self._host_of(job)
        line = self._waiting.setdefault(host, deque())
        if first:
            line.appendleft(job)
        else:
            line.append(job)
        self._offer(host)

    def take(self) -> T | None:
        """The next job whose host may be asked now, counted as under way; None when there is none."""
        host = next(iter(self._free), None)
        if host is None:
            return None
        del self._free[host]
        job = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
        self._under_way[host] += 1
        self._offer(host)
        return job

    def done(self, host: str) -> None:
        """One request to `host` is over."""
        self._under_way[host] -= 1
        if not self._under_way[host]:
            del self._under_way[host]
        self._offer(host)

    def _offer(self, host: str) -> None:
        if host in self._waiting and self._under_way[host] < self._per_host:
            self._free.setdefault(host)
