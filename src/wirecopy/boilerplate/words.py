"""Words of a text as cues and headlines are compared by: casefolded, without punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# Scripts without spaces: a run of them is no word, so it is taken as overlapping pairs of characters.
DENSE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{DENSE}]+|[^\W_{DENSE}]+|[:：|»©ⓒ@…#]|[–—→>›•·](?=\s)|\.\.\.")
# The same for plain letters alone, where one look at a table tells what a character is: a third of the time.
_ASCII_TOKEN = re.compile(r"[a-z0-9]+|[:|@#]|>(?=\s)|\.\.\.")
_SIGNS = frozenset({*":：|»©ⓒ@…#–—→>›•·", "..."})
_SPELLING = {
    "：": ":",
    "|": ":",
    "»": ":",
    "–": ":",
    "—": ":",
    "→": ":",
    ">": ":",
    "›": ":",
    "•": ":",
    "·": ":",
    "ⓒ": "©",
    "...": "…",
}
SPELLED = frozenset(_SPELLING)
_DENSE_RUN = re.compile(rf"[{DENSE}]")
_APOSTROPHES = "’ʼ\u00ad\u200b\u200c\u200d\ufeff"  # and what nobody sees within a word


class Spoken(NamedTuple):
    """A text by its words."""

    tokens: tuple[str, ...]  # words and signs as they stand
    words: list[str]  # look at them, do not change them: they are kept
    key: str  # the same in one string: equal for texts that differ in case, signs and spaces alone
    size: int  # `size_of`


BRIEF = 2_000  # characters; few paragraphs are longer


def spoken(text: str) -> Spoken:
    """The words of a text, kept for a while: a block is learnt from, judged and counted one after the other.

    1,024 texts are the blocks of a hundred articles, so of nearly every batch of one moment; 4 MB. Of long texts four
    are kept: a thousand articles of 60 kB in one paragraph each would be 600 MB.
    """
    return _kept(text) if len(text) <= BRIEF else _kept_briefly(text)


def _spoken(text: str) -> Spoken:
    tokens = _tokens(text)
    words = _words(text, tokens)
    return Spoken(tokens, words, " ".join(words), len(words) if text.isascii() else size_of(words))


_kept = lru_cache(maxsize=1024)(_spoken)
_kept_briefly = lru_cache(maxsize=4)(_spoken)


def words_of(text: str) -> list[str]:
    """The words of a text, casefolded, apostrophes closed up; pairs of characters for dense scripts.

    >>> words_of("Harbour board’s plan: VOTE!")
    ['harbour', 'boards', 'plan', 'vote']
    """
    return _words(text, _tokens(text))


def _words(text: str, tokens: tuple[str, ...]) -> list[str]:
    plain = list(tokens) if _SIGNS.isdisjoint(tokens) else [token for token in tokens if token not in _SIGNS]
    if text.isascii() or not _DENSE_RUN.search(text):
        return plain
    found: list[str] = []
    for word in plain:
        if _DENSE_RUN.match(word) and len(word) > 2:
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(word)
    return found


def size_of(words: list[str]) -> int:
    """About how many words a reader of a spaced script would count: pairs of dense script weigh half."""
    if not words or max(words) <= "\u0e00":
        return len(words)
    dense = sum(1 for word in words if word > "\u0e00" and _DENSE_RUN.match(word))
    return len(words) - dense // 2


def phrase_of(text: str) -> str:
    """The text as one line of casefolded words, with the few signs that cues need (: © @ … #).

    Dashes, bars, arrows and bullets between words all count as ":", so that one cue finds
    "Read more: …", "Read more – …" and "Read more » …". It begins and ends with a space, so that
    `" phrase " in line` asks for whole words.

    >>> phrase_of("Read more » Harbour board")
    ' read more : harbour board '
    """
    return f" {' '.join(tokens_of(text))} "


def tokens_of(text: str) -> list[str]:
    """The words and signs of `phrase_of`, one by one."""
    return spelled(_tokens(text))


def spelled(tokens: Iterable[str]) -> list[str]:
    """The same for a text that is already in tokens."""
    return [_SPELLING.get(token, token) for token in tokens]


def _tokens(text: str) -> tuple[str, ...]:
    # Apostrophes close up. By replacing: `str.translate` takes six times as long.
    text = text.replace("'", "")
    if text.isascii():
        return tuple(_ASCII_TOKEN.findall(text.lower()))
    for sign in _APOSTROPHES:
        text = text.replace(sign, "")
    return tuple(_TOKEN.findall(text.casefold()))
