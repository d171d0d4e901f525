"""What is wrong with a set of rules, before it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from wirecopy.keep.compare import facts_of, latest
from wirecopy.keep.compiled import CompiledRule, CompiledRules, Patterns, problems_of
from wirecopy.keep.decide import decide
from wirecopy.keep.facts import Facts
from wirecopy.keep.rule import Rule
from wirecopy.keep.shadow import contradiction, shadows
from wirecopy.types import Article, Entry, Source

Kind = Literal["invalid", "example", "dead", "shadowed", "quiet"]


class Finding(Struct, frozen=True, kw_only=True):
    """One thing to look at. `invalid`, `example` and `dead` are mistakes; the others are worth a thought."""

    rule: int  # index in the file
    key: str  # "title[0]", "must_match[1]"; "" for the rule as a whole
    kind: Kind
    message: str
    file: str = "feeds.toml"

    @property
    def where(self) -> str:
        """The address in the file: "rules[2].title[0]"."""
        return f"rules[{self.rule}]" + (f".{self.key}" if self.key else "")

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.message}"


def check_rules(
    rules: Sequence[Rule],
    recent: Iterable[Entry | Article] = (),
    now: datetime | None = None,
    sources: Mapping[str, Source] | None = None,
    max_age_days: int | None = None,
) -> list[Finding]:
    """Everything that is wrong with the rules, in the order of the file.

    Patterns that cannot be used, examples that do not do what they should, rules that can never fire
    (for their own conditions, for the age limit, for feeds that do not exist, for an earlier rule that
    takes everything they could match), and, over the recent entries, rules that never fired or were
    always preceded by another. `sources` are the feeds there are.
    """
    findings: list[Finding] = []
    compiled: list[CompiledRule] = []
    for index, rule in enumerate(rules):
        patterns: dict[str, Patterns] = {}
        broken = list(problems_of(rule, index, patterns))
        for problem in broken:
            address, _, message = problem.partition(": ")
            key = address.partition(".")[2]
            findings.append(Finding(rule=index, key=key, kind="invalid", message=message))
        if not broken:
            compiled.append(CompiledRule(rule, index, patterns))
    dead: set[int] = set()
    for at, one in enumerate(compiled):
        findings += _examples(one)
        for key, message in _never(one, compiled[:at], sources, max_age_days):
            findings.append(Finding(rule=one.index, key=key, kind="dead", message=message))
            dead.add(one.index)
    all_facts = [facts_of(entry, sources) for entry in recent]
    if all_facts:
        live = [one for one in compiled if one.index not in dead]
        findings += _over_recent(live, CompiledRules(compiled), all_facts, now or latest(all_facts))
    return sorted(findings, key=lambda finding: finding.rule)


def _examples(one: CompiledRule) -> Iterator[Finding]:
    rule = one.rule
    if (rule.must_match or rule.must_not_match) and one.example_field() is None:
        key = "must_match" if rule.must_match else "must_not_match"
        yield Finding(
            rule=one.index, key=key, kind="example", message="the rule has no pattern to try examples on"
        )
        return
    for at, example in enumerate(rule.must_match):
        if not one.fits_example(example):
            message = f"'{example}' should match {one.example_field()} and does not"
            yield Finding(rule=one.index, key=f"must_match[{at}]", kind="example", message=message)
    for at, example in enumerate(rule.must_not_match):
        if one.fits_example(example):
            message = f"'{example}' should not match {one.example_field()} and does"
            yield Finding(rule=one.index, key=f"must_not_match[{at}]", kind="example", message=message)


def _never(
    one: CompiledRule,
    earlier: Sequence[CompiledRule],
    sources: Mapping[str, Source] | None,
    max_age_days: int | None,
) -> Iterator[tuple[str, str]]:
    """Keys and reasons why a rule can never fire, the first that holds."""
    if reason := contradiction(one.rule):
        yield reason
        return
    age = one.rule.older_than_days
    if max_age_days is not None and age is not None and age >= max_age_days:
        yield "older_than_days", f"can never fire: entries older than {max_age_days} days are not taken in"
        return
    if sources is not None and sources:
        names = [tuple(n.lower() for n in (s.id, s.name) if n) for s in sources.values()]
        if not any(one.covers(pair) for pair in names):
            yield "feeds", f"can never fire: no feed is called {', '.join(one.rule.feeds)}"
            return
    for other in earlier:
        if other.rule.action != "tag" and shadows(other.rule, one.rule):
            yield "", f"can never fire: rules[{other.index}] ({other.title}) takes everything it could match"
            return


def _over_recent(
    live: Sequence[CompiledRule], rules: CompiledRules, all_facts: Sequence[Facts], now: datetime
) -> Iterator[Finding]:
    """Rules that did nothing over the recent entries, and which rule was always before them."""
    deciders = [decide(facts, rules, now) for facts in all_facts]
    fired = {v.rule for v in deciders} | {index for v in deciders for index in v.tagged_by}
    for one in live:
        if one.index in fired:
            continue
        before = [
            v.rule for f, v in zip(all_facts, deciders, strict=True) if one.evidence(f, now) is not None
        ]
        if not before:
            message = f"never fired over the last {len(all_facts)} entries"
            yield Finding(rule=one.index, key="", kind="quiet", message=message)
            continue
        by = ", ".join(f"rules[{i}]" for i in sorted({i for i in before if i is not None}))
        message = f"shadowed: each of the {len(before)} recent entries it matches was decided by {by}"
        yield Finding(rule=one.index, key="", kind="shadowed", message=message)
