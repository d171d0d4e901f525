"""The newer end of a document that has more entries than a run takes in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from wirecopy.parse.dates import read_date

T = TypeVar("T")


class Ends(Generic[T]):
    """The first and the last `limit` values of a stream, so that 100,000 entries cost no memory."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._first: list[T] = []
        self._last: deque[T] = deque(maxlen=limit)
        self._count = 0

    def add(self, value: T) -> None:
        self._count += 1
        (self._first if len(self._first) < self._limit else self._last).append(value)

    def newest(self, date_of: Callable[[T], str]) -> tuple[int, list[T], int]:
        """Position of the first value, the values (at most `limit`, in order), how many are left out.

        Feeds have the newest entry first, but some logs and static generators write them the other way
        round: there the last ones are the news.
        """
        excess = max(0, self._count - self._limit)
        if excess and self._rises(date_of):
            return excess, [*self._first, *self._last][-self._limit :], excess
        return 0, self._first, excess

    def _rises(self, date_of: Callable[[T], str]) -> bool:
        if not self._last:
            return False
        first, last = read_date(date_of(self._first[0])), read_date(date_of(self._last[-1]))
        return first is not None and last is not None and last > first
