"""What a changed set of rules would do to articles that are there: `wirecopy check --try`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from wirecopy.keep.compiled import compile_rules
from wirecopy.keep.decide import Verdict, decide
from wirecopy.keep.facts import Facts
from wirecopy.keep.rule import Rule
from wirecopy.types import Article, Entry, Source


class Change(Struct, frozen=True, kw_only=True):
    """One entry that the new rules treat differently."""

    kind: str  # "dropped", "muted", "kept" (what becomes of it now), or "retagged"
    title: str
    link: str
    source_id: str
    published: datetime
    before: str  # "kept", "muted by rule no deals (title: 'deal')", "kept, tagged privacy"
    after: str


def compare(
    old_rules: Sequence[Rule],
    new_rules: Sequence[Rule],
    recent: Iterable[Entry | Article],
    now: datetime | None = None,
    sources: Mapping[str, Source] | None = None,
) -> list[Change]:
    """What would be different, entry by entry, in the order given.

    `now` is the moment that ages are counted to, the latest publication by default; `sources` gives
    the names of feeds for articles, which know only their source's id. Raises ConfigError for a
    pattern that cannot be used.
    """
    entries = list(recent)
    all_facts = [facts_of(entry, sources) for entry in entries]
    now = now or latest(all_facts)
    old, new = compile_rules(old_rules), compile_rules(new_rules)
    changes = []
    for facts in all_facts:
        before, after = decide(facts, old, now), decide(facts, new, now)
        if before.outcome == after.outcome and set(before.tags) == set(after.tags):
            continue
        changes.append(
            Change(
                kind=after.outcome if before.outcome != after.outcome else "retagged",
                title=facts.about.title,
                link=facts.link,
                source_id=facts.source_id,
                published=facts.published,
                before=_said(before),
                after=_said(after),
            )
        )
    return changes


def facts_of(entry: Entry | Article, sources: Mapping[str, Source] | None = None) -> Facts:
    """What rules see of an entry or of an article on record."""
    if isinstance(entry, Entry) or not sources:
        return Facts(entry)
    return Facts(entry, sources.get(entry.source_id))


def latest(all_facts: Sequence[Facts]) -> datetime:
    """The latest publication; the beginning of time when there is none."""
    return max((facts.published for facts in all_facts), default=datetime.min.replace(tzinfo=UTC))


def _said(verdict: Verdict) -> str:
    said: str = verdict.outcome
    if verdict.rule is not None:
        said += f" by rule {verdict.title} ({verdict.evidence})"
    if verdict.tags and verdict.outcome != "dropped":
        said += f", tagged {', '.join(verdict.tags)}"
    return said
