"""Words of a text as cues and headlines are compared by: casefolded, without punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

# Scripts without spaces: a run of them is no word, so it is taken as overlapping pairs of characters.
DENSE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{DENSE}]+|[^\W_{DENSE}]+|[:：|»©ⓒ@…#]|[–—→>›•·](?=\s)|\.\.\.")
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
_DENSE_RUN = re.compile(rf"[{DENSE}]")
_APOSTROPHES = "’ʼ\u00ad\u200b\u200c\u200d\ufeff"  # and what nobody sees within a word


def words_of(text: str) -> list[str]:
    """The words of a text, casefolded, apostrophes closed up; pairs of characters for dense scripts.

    >>> words_of("Harbour board’s plan: VOTE!")
    ['harbour', 'boards', 'plan', 'vote']
    """
    plain = [token for token in _tokens(text) if token not in _SIGNS]
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
    return [_SPELLING.get(token, token) for token in _tokens(text)]


@lru_cache(maxsize=8)  # words and phrases of a block are asked for one after the other
def _tokens(text: str) -> tuple[str, ...]:
    # Apostrophes close up. By replacing: `str.translate` takes six times as long.
    text = text.replace("'", "")
    if not text.isascii():
        for sign in _APOSTROPHES:
            text = text.replace(sign, "")
    return tuple(_TOKEN.findall(text.casefold()))
