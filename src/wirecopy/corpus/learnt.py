"""What articles teach those that are first seen after them: headlines, repeated blocks, how often a source is on privacy.

An article learns from what was first seen since the beginning of the month before its own, and from
nothing older. So what has been learnt stays small however long the record is, and a change to an old
article reaches two months at the most.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wirecopy import boilerplate, privacy
from wirecopy.boilerplate.memory import WINDOW


class Lesson(Struct, frozen=True, array_like=True):
    """What one article teaches."""

    source_id: str
    title: str
    blocks: tuple[int, ...] | None = None  # of its body (`boilerplate.keys_of`); None where nobody needs them
    privacy: bool = False  # judged to be a privacy story


class _Heard(Struct):
    """The blocks of one entry, with a digest of them that is made when it is asked for: of most sources it never is."""

    blocks: tuple[int, ...]
    digest: bytes = b""

    def tell(self) -> bytes:
        self.digest = hashlib.blake2b(repr(self.blocks).encode(), digest_size=8).digest()
        return self.digest


class Learnt:
    """Everything that is known at one moment of first sight. Lessons come batch by batch, oldest first."""

    def __init__(self) -> None:
        self._month = ""
        self._held: list[Lesson] = []  # of this month
        self._forget()

    def _forget(self) -> None:
        self.headlines = boilerplate.Headlines()
        self._memory: dict[str, boilerplate.SourceMemory] = {}
        self._told: dict[str, tuple[int, int]] = {}  # source id → (privacy stories, stories)
        self._titles = hashlib.blake2b(digest_size=12)
        self._latest: dict[str, deque[_Heard]] = {}  # source id → the entries that its memory looks at

    def open(self, moment: datetime) -> None:
        """Makes ready for a batch of that moment: what is too old for it is forgotten."""
        month = month_of(moment)
        if month != self._month:
            kept = self._held if self._month == month_before(month) else []
            self._month, self._held = month, []
            self._forget()
            self.hear(kept)
            self.count(kept)
            self._held = []

    def recall(self, month: str, lessons: Sequence[Lesson]) -> None:
        """Starts with all lessons of a month (in order), of use to the articles of the next one."""
        self._month, self._held = month, list(lessons)

    def hear(self, batch: Sequence[Lesson]) -> None:
        """Takes note of headlines and blocks, before any article of the batch is judged."""
        for lesson in batch:
            self.headlines.add(lesson.title)
            self._titles.update(lesson.title.encode("utf-8", "surrogatepass") + b"\0")
            if lesson.blocks is not None:
                self.memory(lesson.source_id).add_keys(lesson.blocks)
                latest = self._latest.setdefault(lesson.source_id, deque(maxlen=WINDOW))
                latest.append(_Heard(lesson.blocks))

    def count(self, batch: Sequence[Lesson]) -> None:
        """Takes note of the verdicts, after every article of the batch was judged."""
        for lesson in batch:
            privacy_stories, stories = self._told.get(lesson.source_id, (0, 0))
            self._told[lesson.source_id] = (privacy_stories + lesson.privacy, stories + 1)
        self._held += batch

    def memory(self, source_id: str) -> boilerplate.SourceMemory:
        """The blocks that the source repeats."""
        return self._memory.setdefault(source_id, boilerplate.SourceMemory())

    def prior(self, source_id: str) -> float:
        """What the source's history says about its next article, in points."""
        return privacy.prior_of(*self._told.get(source_id, (0, 0)))

    def digest(self, source_id: str) -> bytes:
        """Of everything that can change what is derived from an article of that source now."""
        digest = self._titles.copy()
        for latest in self._latest.get(source_id, ()):
            digest.update(latest.digest or latest.tell())
        digest.update(repr(self.prior(source_id)).encode())
        return digest.digest()


def month_of(moment: datetime) -> str:
    """ "2026-02"."""
    return f"{moment.year:04d}-{moment.month:02d}"


def month_before(month: str) -> str:
    """ "2025-12" for "2026-01"."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1:04d}-12" if number == 1 else f"{year:04d}-{number - 1:02d}"
