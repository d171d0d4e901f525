"""Which of the owner's topics a text is on, and by which phrases."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from wirecopy.errors import ConfigError
from wirecopy.topics.index import PhraseSet
from wirecopy.topics.patterns import compile_pattern, is_pattern
from wirecopy.topics.phrases import PhraseError
from wirecopy.topics.topic import Topic, TopicMatch, slug_of
from wirecopy.topics.words import words

FIELDS = ("title", "text", "categories", "link")
_MOST_WORDS = 5_000  # of a text: longer than nearly every article, and bounded
_MOST_CHARACTERS = 200_000  # the same for patterns

Finder = Callable[[str, list[str]], str]  # (raw text, its words) → what stands there, or ""


class CompiledTopic(msgspec.Struct, frozen=True):
    """A topic ready to be run: its finders in the order in which the owner wrote the phrases."""

    topic: Topic
    slug: str
    scored: tuple[tuple[Finder, float], ...]
    required: tuple[Finder, ...]
    vetoes: tuple[Finder, ...]


def compile_topic(topic: Topic, where: str = "topics") -> CompiledTopic:
    """The topic, ready to match. Raises ConfigError with the address of the bad row: `where`.any[2]."""
    for name in topic.fields:
        if name not in FIELDS:
            raise ConfigError(f"{where}.fields: unknown field '{name}', known are {', '.join(FIELDS)}")
    if not (topic.any or topic.all or topic.weights):
        raise ConfigError(f"{where}: needs at least one of any, all, weights")
    any_ = [(_finder(p, f"{where}.any[{i}]"), 1.0) for i, p in enumerate(topic.any)]
    weighted = []
    for phrase, weight in topic.weights.items():
        if not math.isfinite(weight):
            raise ConfigError(f"{where}.weights.{phrase}: not a finite number")
        weighted.append((_finder(phrase, f"{where}.weights.{phrase}"), weight))
    return CompiledTopic(
        topic,
        slug_of(topic),
        tuple(any_ + weighted),
        tuple(_finder(p, f"{where}.all[{i}]") for i, p in enumerate(topic.all)),
        tuple(_finder(p, f"{where}.none[{i}]") for i, p in enumerate(topic.none)),
    )


def _finder(phrase: str, where: str) -> Finder:
    try:
        if is_pattern(phrase):
            pattern = compile_pattern(phrase)

            def by_pattern(raw: str, tokens: list[str]) -> str:
                found = pattern.search(raw)
                return (found.group() or phrase) if found else ""

            return by_pattern
        phrases = PhraseSet([(phrase, None)])
    except PhraseError as error:
        raise ConfigError(f"{where}: {error}") from error

    def by_phrase(raw: str, tokens: list[str]) -> str:
        return next((" ".join(tokens[h.start : h.end]) for h in phrases.find(tokens)), "")

    return by_phrase


@lru_cache(maxsize=512)
def _compiled(encoded: bytes) -> CompiledTopic:
    return compile_topic(msgspec.json.decode(encoded, type=Topic))


def match(
    title: str, text: str, topics: Sequence[Topic], *, categories: Sequence[str] = (), link: str = ""
) -> tuple[TopicMatch, ...]:
    """The topics that the text is on, in the owner's order, each with its evidence.

    Compiled topics are kept between calls. Time is linear in the text and bounded: the first 5,000
    words count (for patterns the first 200,000 characters).
    """
    if not topics:
        return ()
    fields = {"title": title, "text": text, "categories": " | ".join(categories), "link": link}
    prepared = {name: (raw[:_MOST_CHARACTERS], words(raw, _MOST_WORDS)) for name, raw in fields.items()}
    found = (_match_one(_compiled(msgspec.json.encode(topic)), prepared) for topic in topics)
    return tuple(m for m in found if m is not None)


def _match_one(compiled: CompiledTopic, prepared: dict[str, tuple[str, list[str]]]) -> TopicMatch | None:
    fields = [(name, *prepared[name]) for name in compiled.topic.fields]

    def where(finder: Finder) -> str:
        for name, raw, tokens in fields:
            said = finder(raw, tokens)
            if said:
                return f'{name}: "{said}"'
        return ""

    reasons, points = [], 0.0
    for finder in compiled.required:
        reason = where(finder)
        if not reason:
            return None
        reasons.append(reason)
    for finder, weight in compiled.scored:
        reason = where(finder)
        if reason:
            points += weight
            reasons.append(reason)
    if compiled.scored and points < compiled.topic.at_least:
        return None
    if any(where(finder) for finder in compiled.vetoes):
        return None
    return TopicMatch(compiled.topic.name, compiled.slug, tuple(dict.fromkeys(reasons)))
