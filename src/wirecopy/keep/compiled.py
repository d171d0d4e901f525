"""Rules made ready to run, and what one of them says about an entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fnmatch import fnmatchcase

from wirecopy.errors import ConfigError
from wirecopy.keep.facts import Facts
from wirecopy.keep.patterns import Compiled, PatternError, compile_pattern, is_expression
from wirecopy.keep.rule import PATTERN_FIELDS, Rule, title_of

Patterns = tuple[tuple[str, Compiled], ...]


class CompiledRule:
    """One rule with its patterns compiled."""

    def __init__(self, rule: Rule, index: int, patterns: dict[str, Patterns]) -> None:
        self.rule = rule
        self.index = index
        self.title = title_of(rule, index)
        self._feeds = () if "*" in rule.feeds else tuple(glob.lower() for glob in rule.feeds)
        self._patterns = patterns

    def evidence(self, facts: Facts, now: datetime) -> str | None:
        """Why the rule matches, in words: "title: 'deal of the day'"; None when it does not.

        Conditions are tried from the cheapest to the dearest: the text is only made for entries
        that all others let through.
        """
        rule = self.rule
        if self._feeds and not self.covers(facts.feed_names):
            return None
        said: list[str] = []
        if rule.older_than_days is not None:
            if facts.age_days(now) <= rule.older_than_days:
                return None
            said.append(f"older than {rule.older_than_days} days")
        for field, patterns in self._patterns.items():
            hit = first_hit(patterns, facts.values(field))
            if hit is None:
                return None
            said.append(f"{field}: '{hit}'")
        if rule.shorter_than is not None:
            if facts.words >= rule.shorter_than:
                return None
            said.append(f"shorter than {rule.shorter_than} words")
        if rule.longer_than is not None:
            if facts.words <= rule.longer_than:
                return None
            said.append(f"longer than {rule.longer_than} words")
        return ", ".join(said) or "every entry of its feeds"

    def covers(self, names: Sequence[str]) -> bool:
        """Whether the rule is about a feed of one of these names (lower case)."""
        return not self._feeds or any(fnmatchcase(name, glob) for name in names for glob in self._feeds)

    def example_field(self) -> str | None:
        """The key that this rule's examples are examples of; None when it has no patterns."""
        return next((field for field in PATTERN_FIELDS if field in self._patterns), None)

    def fits_example(self, example: str) -> bool:
        """Whether an example matches the patterns it is an example of, all other conditions being met."""
        field = self.example_field()
        return field is not None and first_hit(self._patterns[field], (example,)) is not None


class CompiledRules(tuple[CompiledRule, ...]):
    """The rules in order."""

    __slots__ = ()


def first_hit(patterns: Patterns, values: Sequence[str]) -> str | None:
    """The first pattern, as it was written, that is found in any of the values."""
    for written, pattern in patterns:
        if any(pattern.search(value) for value in values):
            return written
    return None


def compile_rules(rules: Sequence[Rule], file: str = "feeds.toml") -> CompiledRules:
    """The rules, ready for `keep`. Raises ConfigError with the address of the first bad pattern."""
    compiled = []
    for index, rule in enumerate(rules):
        patterns: dict[str, Patterns] = {}
        for problem in problems_of(rule, index, patterns):
            raise ConfigError(f"{file}: {problem}")
        compiled.append(CompiledRule(rule, index, patterns))
    return CompiledRules(compiled)


def problems_of(rule: Rule, index: int, into: dict[str, Patterns]) -> Iterator[str]:
    """Every pattern of a rule that cannot be used, as "rules[2].title[0]: why"; fills `into` with the others."""
    if rule.action == "tag" and not rule.tags:
        yield f"rules[{index}].tags: action 'tag' needs at least one tag"
    if rule.tags and rule.action != "tag":
        yield f"rules[{index}].tags: only action 'tag' adds tags, this one is '{rule.action}'"
    for field in PATTERN_FIELDS:
        done = []
        for at, written in enumerate(getattr(rule, field)):
            try:
                done.append((written, _compiled(field, written)))
            except PatternError as error:
                yield f"rules[{index}].{field}[{at}]: {error}"
        if done:
            into[field] = tuple(done)


def _compiled(field: str, written: str) -> Compiled:
    if field == "language" and not is_expression(written):
        if not written.replace("-", "").isalnum():
            raise PatternError("not a language code such as 'en' or 'pt-BR'")
        return compile_pattern(f"/^{written.lower()}(?:-|$)/i")
    return compile_pattern(written)
