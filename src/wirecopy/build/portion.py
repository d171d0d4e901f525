"""What of a site one shard takes: the files that it reads, the records that are its own, the pages that it makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wirecopy.build.file import Planned
from wirecopy.build.record import Record
from wirecopy.build.span import Span
from wirecopy.build.stamp import Stamp
from wirecopy.corpus.learnt import month_of
from wirecopy.pages import Page

_SEEN = re.compile(rb"(?im)^First_seen:[ \t]*(\d{4}-\d{2})")
_MONTH = re.compile(
    r"(?:^|/)(\d{4})[-/](\d{2})(?:[-/]|$)"
)  # in an address: 2026/02/17/x/, day/2026-02-17/, topic/x/2026-02/


def months_of(found: Iterable[str]) -> Counter[str]:
    """Month → files in its folders ("news/2026/02/17/x.md"): how the months are weighed."""
    return Counter(_folder_month(path) for path in found)


def _folder_month(path: str) -> str:
    return path[5:12].replace("/", "-")


def files_for(span: Span, content: Path, found: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The files that the shard needs.

    Articles first seen in its months; those of the month before, for what they teach; and those that were
    published in its months and seen in the next one, so that its lists are whole. A file lies under its date, and is
    first seen in that month or soon after. One that lies elsewhere is no error: the join derives it.
    """
    near, seen_in, whole = span.and_before(3).and_after(), span.and_before(1), span.and_after()
    wanted = {}
    for path, stamp in found.items():
        folder = _folder_month(path)
        if folder not in near:
            continue
        seen = _first_seen(content / path) or folder
        if seen in seen_in or (folder in span and seen in whole):
            wanted[path] = stamp
    return wanted


def _first_seen(path: Path) -> str:
    """ "2026-02", or "" where the file does not say."""
    try:
        head = path.read_bytes().partition(b"\n\n")[0]
    except OSError:
        return ""
    match = _SEEN.search(head)
    return match[1].decode() if match else ""


def belongs(span: Span, record: Record) -> bool:
    """Whether the article was first seen in the span, so that the record is the shard's to give."""
    return record.order is not None and month_of(record.order[0]) in span


def files_in(span: Span, planned: Sequence[Planned]) -> Iterator[Planned]:
    """The planned files that nothing outside the span should change.

    Its articles, its days, its months of lists, and the stories that were last told in it, with their feeds.
    """
    stories = set()
    for one in planned:
        if not isinstance(one, Page):
            continue
        match = _MONTH.search(one.path)
        if match:
            if f"{match[1]}-{match[2]}" in span:
                yield one
        elif one.path.startswith("story/") and one.lastmod[:7] in span:
            stories.add(one.path)
            yield one
    for one in planned:
        if not isinstance(one, Page) and one.file.rpartition("/")[0] + "/" in stories:
            yield one
