"""What is kept of each article between builds, so that an unchanged file is neither opened nor parsed."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from wirecopy.build.stamp import Stamp
from wirecopy.corpus import Derived
from wirecopy.corpus.learnt import Lesson


class Record(Struct, frozen=True, array_like=True):
    """One file of content/news/ and everything derived from it."""

    path: str  # below content/
    stamp: Stamp
    source: bytes  # digest of the file
    key: bytes  # of file, rules and what had been learnt: what the derived value is a function of
    lesson: Lesson
    derived: Derived | None  # as lists show it (`listed`); None: the file cannot be read
    broken: str = ""  # why
    # Of an article that was read and could not be derived: it still teaches others, in its place in the order.
    failed: tuple[datetime, str, str] | None = None

    @property
    def order(self) -> tuple[datetime, str, str] | None:
        """Order of first sight: when, entry id, slug; None where nothing could be read."""
        if self.derived is None:
            return self.failed
        a = self.derived.article
        return a.first_seen, a.entry_id, a.slug


def listed(derived: Derived) -> Derived:
    """The value without what no page shows: the body stays only where the licence allows the full text."""
    article = msgspec.structs.replace(derived.article, markdown="")
    html = derived.html if article.shown == "full" else ""
    return msgspec.structs.replace(derived, article=article, html=html, text="")
