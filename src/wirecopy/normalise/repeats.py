"""Items that a feed tells twice in one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wirecopy.types import Dropped, Entry, Known, Note


def drop_repeats(outcome: Sequence[Entry | Dropped], known: Mapping[str, Known]) -> list[Entry | Dropped]:
    """The same sequence with all but one of each set of repeats Dropped.

    Repeats have one entry id, or one title and two of address, text and date in common: one alone is
    shared by the notices of a status page. Which of them stays does not depend on their order.
    """
    entries = [entry for entry in outcome if isinstance(entry, Entry)]
    ranked = sorted(entries, key=lambda entry: _rank(entry, known))
    seen: dict[tuple[str, ...], Entry] = {}
    repeats: dict[int, Entry] = {}
    for entry in ranked:
        keys = _keys(entry)
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            repeats[id(entry)] = first
        for key in keys:
            seen.setdefault(key, first or entry)
    return [
        _dropped(entry, repeats[id(entry)]) if isinstance(entry, Entry) and id(entry) in repeats else entry
        for entry in outcome
    ]


def _keys(entry: Entry) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [(entry.entry_id,)]
    link = entry.link.partition(":")[2].rstrip("/")
    date = "" if entry.date_note else entry.published.isoformat()
    if link and entry.html:
        keys.append(("link, text", entry.title, link, entry.html))
    if link and date:
        keys.append(("link, date", entry.title, link, date))
    if entry.html and date:
        keys.append(("text, date", entry.title, entry.html, date))
    return keys


def _rank(entry: Entry, known: Mapping[str, Known]) -> tuple[object, ...]:
    """The one that stays comes first: on record, with a date of its own, last changed, with the longest text.

    Without its own date an entry is as new as the run that first sees it, and would give way in the next.
    """
    changed = entry.modified or entry.published
    return (
        entry.entry_id not in known,
        bool(entry.date_note),
        -changed.timestamp(),
        -len(entry.html),
        entry.link,
        entry.guid,
        entry.title,
        entry.html,
    )


def _dropped(entry: Entry, first: Entry) -> Dropped:
    note = Note(stage="normalise", text=f"identity: repeats {first.entry_id}")
    return Dropped(
        stage="normalise",
        reason="repeated in the feed",
        detail=f"the same as “{first.title[:80]}”",
        source_id=entry.source.id,
        guid=entry.guid,
        entry_id=entry.entry_id,
        title=entry.title,
        link=entry.link,
        published=entry.published,
        trace=(*entry.trace, note),
    )
