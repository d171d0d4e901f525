"""How common a word is in general language, so that a small site knows from its first day what is telling."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from wirecopy.dedupe.cues import cues

# Words above this share of running text carry the grammar ("the", "of", "not"): about a hundred a language.
_GRAMMAR = 10 ** (-2.8)


def background() -> Iterator[tuple[str, str, float]]:
    """(language, word, share of running text) for the common words of 34 languages; the others are rarer."""
    text = (files("wirecopy") / "rules" / "stories_background.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            language, tenths, *words = line.split(" ")
            share = 10 ** (-int(tenths) / 10)
            for word in words:
                yield language, word, share


@lru_cache(maxsize=1)
def _grammar() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for language, word, share in background():
        if share >= _GRAMMAR:
            words[language].add(word)
    for language, more in cues()["reporting"].items():
        words[language].update(more.split())
    return {language: frozenset(found) for language, found in words.items()}


def function_words(language: str) -> frozenset[str]:
    """The words of a language that carry grammar rather than content; empty for a language not at hand."""
    return _grammar().get(language, frozenset())


@lru_cache(maxsize=1)
def _speakers() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for language, words in sorted(_grammar().items()):
        for word in words:
            found[word].append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def language_of(words: Iterable[str]) -> str:
    """The language whose function words stand most often among the words; "" when fewer than three do.

    Ties go to English, then to the first in the alphabet: near neighbours (Danish, Norwegian) are not told
    apart, which is enough for its two uses, choosing function words and keeping languages apart.
    """
    speakers = _speakers()
    hits = Counter(language for word in words for language in speakers.get(word, ()))
    if not hits:
        return ""
    language, count = min(hits.items(), key=lambda hit: (-hit[1], hit[0] != "en", hit[0]))
    return language if count >= 3 else ""
