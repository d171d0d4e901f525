"""The stage: an entry kept, tagged, muted or dropped as the owner says."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from wirecopy.keep.compiled import CompiledRules
from wirecopy.keep.decide import decide
from wirecopy.keep.facts import Facts
from wirecopy.types import Dropped, Entry, Note


def keep(
    entry: Entry, rules: CompiledRules, now: datetime, max_age_days: int | None = None
) -> Entry | Dropped:
    """The entry with its tags, muted or not, or why it goes no further.

    The age limit comes first: a `keep` rule does not bring back what is too old to be news.
    """
    if max_age_days is not None and (now - entry.published).total_seconds() > max_age_days * 86_400:
        detail = f"published {entry.published:%Y-%m-%d}, older than {max_age_days} days"
        return _dropped(entry, "too old", detail, (Note(stage="keep", text=detail),))
    if not rules:
        return entry
    verdict = decide(Facts(entry), rules, now)
    if verdict.outcome == "dropped":
        return _dropped(entry, f"rule: {verdict.title}", verdict.evidence, verdict.trace)
    if not verdict.trace:
        return entry
    return replace(
        entry,
        tags=tuple(dict.fromkeys((*entry.tags, *verdict.tags))),
        muted=entry.muted or verdict.outcome == "muted",
        trace=(*entry.trace, *verdict.trace),
    )


def _dropped(entry: Entry, reason: str, detail: str, notes: tuple[Note, ...]) -> Dropped:
    return Dropped(
        stage="keep",
        reason=reason,
        detail=detail,
        source_id=entry.source.id,
        guid=entry.guid,
        entry_id=entry.entry_id,
        title=entry.title,
        link=entry.link,
        published=entry.published,
        trace=(*entry.trace, *notes),
    )
