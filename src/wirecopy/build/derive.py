"""Articles derived in order of first sight, those left out whose inputs are the same as last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from msgspec import Struct

from wirecopy.build.pool import shares, spread
from wirecopy.build.record import Record, listed
from wirecopy.build.stamp import Stamp, digest_of
from wirecopy.corpus import derive
from wirecopy.corpus.knowledge import Rules
from wirecopy.corpus.learnt import Lesson, month_before, month_of
from wirecopy.types import Article

WORTH_FORKING = 300  # articles, about 1 s of work: below that a second process costs as much as it saves


class Case(Struct, frozen=True):
    """A readable file: with its record where the file is the same, else with the article."""

    path: str
    stamp: Stamp
    source: bytes
    first_seen: datetime
    entry_id: str
    slug: str
    article: Article | None = None
    record: Record | None = None

    @property
    def source_id(self) -> str:
        if self.record is not None:
            return self.record.lesson.source_id
        assert self.article is not None
        return self.article.source_id


Read = Callable[[str], Article]
Derive = Callable[[Sequence[Case], datetime, Read], list[Record]]


def derive_cases(
    rules: Callable[[], Rules], jobs: int, cases: Sequence[Case], earliest: datetime, read: Read
) -> list[Record]:
    """New records of the cases that are new, or that learnt something else than last time.

    Nothing first seen before `earliest` has changed. Sources learn nothing of each other but
    headlines, so each process takes some of the sources.
    """
    since = month_before(month_of(earliest))
    line = sorted(
        (case for case in cases if month_of(case.first_seen) >= since),
        key=lambda case: (case.first_seen, case.entry_id, case.slug, case.path),
    )
    weights: dict[str, int] = {}
    for case in line:
        if case.first_seen >= earliest:
            weights[case.source_id] = weights.get(case.source_id, 0) + (1 if case.record is None else 0)
    if jobs < 2 or sum(weights.values()) < WORTH_FORKING:
        return _derive_line(rules(), line, earliest, read, None)
    rules().warm()  # read once, before the processes part
    tasks = [
        partial(_derive_line, rules(), line, earliest, read, frozenset(own)) for own in shares(weights, jobs)
    ]
    return [record for part in spread(tasks, list[Record]) for record in part]


def _derive_line(
    rules: Rules, line: Sequence[Case], earliest: datetime, read: Read, own: frozenset[str] | None
) -> list[Record]:
    fresh: list[Record] = []
    learnt = rules.learnt
    before = month_before(month_of(earliest))
    first = [case for case in line if month_of(case.first_seen) == before]
    learnt.recall(before, [_known(case, own) for case in first])
    for moment, group in groupby(line[len(first) :], key=lambda case: case.first_seen):
        batch = list(group)
        learnt.open(moment)
        lessons: list[Lesson] = []
        bad: dict[int, str] = {}
        for number, case in enumerate(batch):
            try:
                lessons.append(_lesson(rules, case, own))
            except Exception as error:  # one article must not cost the others their pages
                lessons.append(_headline(case))
                bad[number] = _told(case, error)
        learnt.hear(lessons)
        for number, case in enumerate(batch):
            if moment < earliest or not _is_own(case, own):
                continue
            key = digest_of(case.source + learnt.digest(case.source_id))
            if case.record is not None and case.record.key == key:
                continue
            article = case.article or read(case.path)
            if number not in bad:
                try:
                    value = listed(derive(article, rules))
                    lessons[number] = rules.judged(article, lessons[number])
                except Exception as error:
                    bad[number] = _told(case, error)
            if number in bad:
                order = (case.first_seen, case.entry_id, case.slug)
                fresh.append(
                    Record(case.path, case.stamp, case.source, key, lessons[number], None, bad[number], order)
                )
                continue
            fresh.append(Record(case.path, case.stamp, case.source, key, lessons[number], value))
        learnt.count(lessons)
        rules.forget()
    return fresh


def _told(case: Case, error: Exception) -> str:
    return f"{case.path}: " + " ".join(f"{type(error).__name__}: {error}".split())[:200]


def _is_own(case: Case, own: frozenset[str] | None) -> bool:
    return own is None or case.source_id in own


def _known(case: Case, own: frozenset[str] | None) -> Lesson:
    assert case.record is not None, "older than everything that changed"
    return case.record.lesson if _is_own(case, own) else _headline(case)


def _lesson(rules: Rules, case: Case, own: frozenset[str] | None) -> Lesson:
    if not _is_own(case, own):
        return _headline(case)
    if case.record is not None:
        return case.record.lesson
    assert case.article is not None
    return rules.lesson(case.article)


def _headline(case: Case) -> Lesson:
    """All that another source's articles learn."""
    title = case.article.title if case.article else case.record.lesson.title if case.record else ""
    return Lesson(case.source_id, title)
