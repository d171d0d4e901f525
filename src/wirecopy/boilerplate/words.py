"""Words of a text as cues and headlines are compared by: casefolded, without punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

# Scripts without spaces: a run of them is no word, so it is taken as overlapping pairs of characters.
DENSE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{DENSE}]+|[^\W_{DENSE}]+|[:：|»©ⓒ@…#]|[–—→>›•·](?=\s)|\.\.\.")
# The same for plain letters alone.
_ASCII_TOKEN = re.compile(r"[a-z0-9]+|[:|@#]|>(?=\s)|\.\.\.")
# And where there are no signs either: what is no letter parts words. By a table of bytes, a quarter of the time.
_LETTERS = "".join(chr(n).lower() if chr(n).isalnum() else " " for n in range(128)).encode() + b" " * 128
_ASCII_SIGNS = (":", "@", "|", "#", ">", "...")
_QUOTES = "“”„‘"  # what most texts that are no ASCII have of it, beside apostrophes; never within a word
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

    tokens: list[str]  # words and signs as they stand; the very list of `words` where there are no signs
    words: list[str]  # look at them, do not change them: they are kept
    key: str  # the same in one string: equal for texts that differ in case, signs and spaces alone
    size: int  # `size_of`
    number: int  # of the key, the same on any machine; 0 for a text without words, or of more than `LONGEST`


LONGEST = 120  # words; nobody repeats longer blocks, and stories would fill the memory
BRIEF = 2_000  # characters; few paragraphs are longer


def spoken(text: str) -> Spoken:
    """The words of a text, kept for a while: a block is learnt from, judged and counted one after the other.

    1,024 texts are the blocks of a hundred articles, so of nearly every batch of one moment; 4 MB. Of long texts four
    are kept: a thousand articles of 60 kB in one paragraph each would be 600 MB.
    """
    return _kept(text) if len(text) <= BRIEF else _kept_briefly(text)


def _spoken(text: str) -> Spoken:
    tokens = words = _plain(text)
    if tokens is None:
        tokens = _tokens(text)
        words = tokens if _SIGNS.isdisjoint(tokens) else [token for token in tokens if token not in _SIGNS]
    assert words is not None
    key = " ".join(words)
    if key.isascii():
        return Spoken(tokens, words, key, len(words), _number(words, key))
    if _DENSE_RUN.search(key):
        words = list(_paired(words))
        key = " ".join(words)
    return Spoken(tokens, words, key, size_of(words), _number(words, key))


def _number(words: list[str], key: str) -> int:
    # Not Python's hash(), which differs from run to run.
    if not words or len(words) > LONGEST:
        return 0
    return int.from_bytes(blake2b(key.encode(), digest_size=7).digest(), "big") or 1


_kept = lru_cache(maxsize=1024)(_spoken)
_kept_briefly = lru_cache(maxsize=4)(_spoken)


def words_of(text: str) -> list[str]:
    """The words of a text, casefolded, apostrophes closed up; pairs of characters for dense scripts.

    >>> words_of("Harbour board’s plan: VOTE!")
    ['harbour', 'boards', 'plan', 'vote']
    """
    plain = _plain(text)
    return plain if plain is not None else _spoken(text).words


def _paired(words: list[str]) -> Iterator[str]:
    """The words, those of dense scripts as overlapping pairs of characters."""
    for word in words:
        if _DENSE_RUN.match(word) and len(word) > 2:
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            yield word


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


def _tokens(text: str) -> list[str]:
    # Apostrophes close up. By replacing: `str.translate` takes six times as long.
    text = text.replace("'", "")
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    for sign in _APOSTROPHES:
        text = text.replace(sign, "")
    return _TOKEN.findall(text.casefold())


def _plain(text: str) -> list[str] | None:
    """The words of a text of plain letters in which no sign counts; None for any other."""
    if not text.isascii():
        for sign in _APOSTROPHES:
            text = text.replace(sign, "")
        for sign in _QUOTES:
            text = text.replace(sign, " ")
        if not text.isascii():
            return None
    for sign in _ASCII_SIGNS:
        if sign in text:
            return None
    return text.encode("ascii").translate(_LETTERS, b"'").decode("ascii").split()
