"""One word for what different desks name differently: countries and their people, frequent happenings."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("edly", ""), ("ed", ""), ("es", "e"), ("s", ""))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The form under which a word is compared: its group's first word, else itself without accents and ending.

    The endings are English and few, because two words wrongly made one cost more than one that is missed.
    """
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        if any("a" <= letter <= "z" for letter in decomposed):  # Orbán, Jerí; marks of other scripts stay
            word = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    known = synonyms().get(word)
    if known:
        return known
    if len(word) > 4 and word.isalpha() and word.isascii():
        for ending, instead in _ENDINGS:
            kept = len(word) - len(ending)
            if word.endswith(ending) and kept >= 3 and not (ending == "s" and word.endswith("ss")):
                word = word[:kept] + instead
                break
        if word.endswith("e") and len(word) > 4:
            word = word[:-1]
        if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
            word = word[:-1]
    return word


def shorten(text: str) -> str:
    """Case-folded text in which names of several words stand in the short form that headlines use."""
    return _phrases().sub(lambda match: _short_forms()[match[0]], text)


@lru_cache(maxsize=1)
def synonyms() -> dict[str, str]:
    """Each word of a group in rules/stories.toml, to the first of the group."""
    groups = [group.split() for kind in ("places", "acts", "numerals") for group in _table()[kind]]
    return {word: words[0] for words in groups for word in words}


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, str]:
    return {long: short for line in _table()["phrases"] for short, _, long in [line.partition(" = ")]}


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, _short_forms())) + r")\b")


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    text = (files("wirecopy") / "rules" / "stories.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)
    return table
