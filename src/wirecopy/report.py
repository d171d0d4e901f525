"""What a run did, as one value and as the lines that a person reads at the end of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from msgspec import Struct

from wirecopy.types import Dropped, Failed, Skipped

OK, SOME_FAILED, ALL_FAILED = 0, 4, 5


class Moved(Struct, frozen=True):
    """A feed that answers for good at another address; the owner should write that into feeds.toml."""

    source_id: str
    old: str
    new: str


class Report(Struct, frozen=True, kw_only=True):
    """One run of the line. Counts are of entries unless the name says otherwise."""

    as_of: datetime
    read: int = 0  # feeds that answered with a document
    unchanged: int = 0  # feeds with nothing new (304, or the same bytes)
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    moved: tuple[Moved, ...] = ()
    problems: tuple[str, ...] = ()  # feeds that were read though something is wrong with them
    unreadable: tuple[str, ...] = ()  # files of the record that cannot be understood
    items: int = 0  # entries in the documents that were read
    new: int = 0
    updated: int = 0
    known: int = 0
    merged: int = 0  # near-duplicates, named by the article that stands
    dropped: tuple[Dropped, ...] = ()
    beyond: int = 0  # entries of overlong documents that were counted only
    stories: int = 0  # stories that the new articles belong to
    joined: int = 0  # new articles that joined a story of another outlet
    merges: int = 0  # stories that turned out to be one
    changed_files: int = 0  # below content/
    seconds: float = 0.0

    @property
    def feeds(self) -> int:
        return self.read + self.unchanged + len(self.skipped) + len(self.failed)

    @property
    def exit_code(self) -> int:
        """0 all well, 4 some feeds failed, 5 every feed that was asked failed."""
        if not self.failed:
            return OK
        return SOME_FAILED if self.read + self.unchanged else ALL_FAILED

    def dropped_by_reason(self) -> dict[str, int]:
        """Counts by reason, most frequent first."""
        counts = Counter(d.reason for d in self.dropped)
        if self.beyond:
            counts["beyond the longest feed that is read"] = self.beyond
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def summary(self) -> list[tuple[str, str]]:
        """Label and value of each line of the closing summary."""
        why = ", ".join(f"{reason} {count}" for reason, count in self.dropped_by_reason().items())
        return [
            (
                "feeds",
                f"{self.read} read, {self.unchanged} unchanged, {len(self.skipped)} not asked, {len(self.failed)} failed",
            ),
            ("items", f"{self.items}: {self.new} new, {self.updated} updated, {self.known} known"),
            ("dropped", f"{len(self.dropped)}" + (f" ({why})" if why else "")),
            ("duplicates", f"{self.merged} merged into the article that stands"),
            (
                "stories",
                f"{self.stories} with new articles, {self.joined} articles joined one, {self.merges} stories merged",
            ),
            ("content", f"{self.changed_files} files written"),
        ]
