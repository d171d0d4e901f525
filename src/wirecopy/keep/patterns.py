"""One pattern of a rule, compiled by an engine whose time is linear in the text."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

# Scripts that put no space between words: there a phrase may stand anywhere.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "\xa0": " ", "\u2011": "-"}
)
_EXPRESSION = re.compile(r"/(.+)/([ims]*)", re.DOTALL)
_EDGE = r"[^\pL\pM\pN_]"


class Compiled(Protocol):
    """What is needed of a compiled pattern."""

    def search(self, text: str) -> object | None: ...


class PatternError(ValueError):
    """A pattern that cannot be used, with a reason for its author."""


def fold(text: str) -> str:
    """Text as patterns see it: NFC, one kind of quotes, hyphens and spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return text


def is_expression(pattern: str) -> bool:
    """Whether a pattern is written as a regular expression, `/…/` or `/…/i`."""
    return _EXPRESSION.fullmatch(pattern) is not None


def compile_pattern(pattern: str) -> Compiled:
    """The pattern, ready to search folded text. Raises PatternError with the engine's own reason."""
    found = _EXPRESSION.fullmatch(pattern)
    if found:
        flags = "".join(sorted(set(found[2])))
        return _compile(f"(?{flags}:{found[1]})" if flags else found[1])
    words = fold(pattern).split()
    if not words:
        raise PatternError("empty pattern: it would match everything")
    import re2  # by those who have patterns alone: a site is built without any

    phrase = r"\s+".join(map(re2.escape, words))
    before = "" if re.match(_UNSPACED, words[0]) or not _is_wordly(words[0][0]) else f"(?:^|{_EDGE})"
    after = "" if re.match(_UNSPACED, words[-1][-1]) or not _is_wordly(words[-1][-1]) else f"(?:$|{_EDGE})"
    return _compile(f"(?i){before}{phrase}{after}")


def _is_wordly(character: str) -> bool:
    return character.isalnum() or character == "_"


def _compile(expression: str) -> Compiled:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        compiled: Compiled = re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        said = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise PatternError(f"not a regular expression that runs in linear time: {said}") from error
    return compiled
