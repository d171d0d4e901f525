"""The owner's own examples, run: what `wirecopy check` reports about topics."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from wirecopy.errors import ConfigError
from wirecopy.topics.match import compile_topic, match
from wirecopy.topics.topic import Topic, slug_of


class Finding(Struct, frozen=True):
    """One thing that is wrong with a topic, with its address in the file."""

    where: str  # "topics[0].must_match[1]"
    message: str


def check(topics: Sequence[Topic]) -> list[Finding]:
    """Every example that does not do what it should, every topic that cannot be read or found.

    Examples are tried as titles. A topic that cannot be compiled gives one finding and no more.
    """
    out: list[Finding] = []
    seen: dict[str, int] = {}
    for i, topic in enumerate(topics):
        where = f"topics[{i}]"
        slug = slug_of(topic)
        if slug in seen:
            out.append(Finding(f"{where}.name", f"same address '{slug}' as topics[{seen[slug]}]"))
        seen.setdefault(slug, i)
        try:
            compile_topic(topic, where)
        except ConfigError as error:
            address, _, message = str(error).partition(": ")
            out.append(Finding(address, message))
            continue
        out += _examples(topic, where)
    return out


def _examples(topic: Topic, where: str) -> list[Finding]:
    titles = structs.replace(topic, fields=("title",))

    def found(example: str) -> tuple[str, ...]:
        return next((m.reasons for m in match(example, "", [titles])), ())

    out = [
        Finding(f"{where}.must_match[{i}]", f"'{example}' does not match")
        for i, example in enumerate(topic.must_match)
        if not found(example)
    ]
    for i, example in enumerate(topic.must_not_match):
        reasons = found(example)
        if reasons:
            out.append(
                Finding(f"{where}.must_not_match[{i}]", f"'{example}' matches by {', '.join(reasons)}")
            )
    return out
