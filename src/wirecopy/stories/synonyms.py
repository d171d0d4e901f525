"""One word for what different desks name differently: countries and their people, frequent happenings."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_SUFFIXES = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("edly", ""), ("ed", ""), ("es", "e"), ("s", ""))


@lru_cache(maxsize=1)
def synonyms() -> dict[str, str]:
    """Each word of a group in rules/stories.toml, to the first of the group."""
    table = tomllib.loads((files("wirecopy") / "rules" / "stories.toml").read_text(encoding="utf-8"))
    return {
        word: words[0]
        for group in (*table["places"], *table["acts"])
        for words in [group.split()]
        for word in words
    }


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
        for ending, instead in _SUFFIXES:
            if (
                word.endswith(ending)
                and len(word) - len(ending) >= 3
                and not (ending == "s" and word.endswith("ss"))
            ):
                word = word[: len(word) - len(ending)] + instead
                break
        if word.endswith("e") and len(word) > 4:
            word = word[:-1]
        if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
            word = word[:-1]
    return word
