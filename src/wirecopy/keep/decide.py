"""What the rules together say about one entry."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from wirecopy.keep.compiled import CompiledRules
from wirecopy.keep.facts import Facts
from wirecopy.types import Note

Outcome = Literal["dropped", "kept", "muted"]


class Verdict(Struct, frozen=True, kw_only=True):
    """What becomes of an entry, by which rule and evidence."""

    outcome: Outcome = "kept"
    tags: tuple[str, ...] = ()  # in the order in which rules added them
    rule: int | None = None  # index of the rule that decided; None when none did
    title: str = ""  # what that rule is called
    evidence: str = ""
    tagged_by: tuple[int, ...] = ()
    trace: tuple[Note, ...] = ()


def decide(facts: Facts, rules: CompiledRules, now: datetime) -> Verdict:
    """The verdict: rules in order, the first `drop`, `keep` or `mute` that matches ends it.

    `tag` rules that match on the way add their tags and the next rule is asked.
    """
    tags: dict[str, None] = {}
    tagged_by: list[int] = []
    trace: list[Note] = []
    for compiled in rules:
        evidence = compiled.evidence(facts, now)
        if evidence is None:
            continue
        action = compiled.rule.action
        if action == "tag":
            tags.update(dict.fromkeys(compiled.rule.tags))
            tagged_by.append(compiled.index)
            added = ", ".join(compiled.rule.tags)
            trace.append(Note(stage="keep", text=f"rule {compiled.title}: tagged {added} ({evidence})"))
            continue
        outcome: Outcome = "dropped" if action == "drop" else "muted" if action == "mute" else "kept"
        trace.append(Note(stage="keep", text=f"rule {compiled.title}: {outcome} ({evidence})"))
        return Verdict(
            outcome=outcome, tags=tuple(tags), rule=compiled.index, title=compiled.title, evidence=evidence,
            tagged_by=tuple(tagged_by), trace=tuple(trace),
        )  # fmt: skip
    return Verdict(tags=tuple(tags), tagged_by=tuple(tagged_by), trace=tuple(trace))
