"""What a build did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wirecopy.build.quick import Standing


class Report(Struct, frozen=True, kw_only=True):
    """What one build did."""

    articles: int = 0
    derived: int = 0  # articles read, stripped and tagged anew
    why: Mapping[str, str] = {}  # each file that was made, and why
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    files: Sequence[str] = ()  # of the site, those that Pelican writes included, frozen pages left out
    standing: Standing = Standing()  # the frozen ones
    broken: tuple[str, ...] = ()  # files of the record that cannot be read, and why
    looked: str = ""  # why the frozen part was looked at again, when there was one
    given: int = 0  # of the files that were made, those that a shard had made
    shards: tuple[str, ...] = ()  # what shards could not give, and why
    holes: tuple[str, ...] = ()  # pages that could not be made, and why; an older version stands

    def __str__(self) -> str:
        if not self.why and not self.removed and not self.derived:
            return f"nothing changed: {self.unchanged} pages stand"
        reasons = ", ".join(f"{reason} {n}" for reason, n in sorted(Counter(self.why.values()).items()))
        written = f"{len(self.why)} pages written" + (f" ({reasons})" if reasons else "")
        return (
            f"{written}, {self.unchanged} unchanged, {len(self.removed)} removed; "
            f"{self.derived} of {self.articles} articles derived"
            + (f"; {self.given} pages came from shards" if self.given else "")
            + (f"; all months were looked at: {self.looked}" if self.looked else "")
        )


def explain(
    page: str, why: Mapping[str, str], reads: Iterable[str], titles: Mapping[str, str], fresh: set[str]
) -> str:
    """Why the page was or was not written, and which articles it is made of; * marks those that are new in this build."""
    lines = [f"{page}: {'written: ' + why[page] if page in why else 'unchanged'}"]
    known = (digest for digest in dict.fromkeys(reads) if digest in titles)
    lines += [f"  {'*' if digest in fresh else ' '} {titles[digest]}" for digest in known]
    return "\n".join(lines)
