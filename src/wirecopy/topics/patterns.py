"""The owner's regular expressions, run by an engine whose time is linear in the text."""

from __future__ import annotations

from typing import Protocol

import re2

from wirecopy.topics.phrases import PhraseError

_FLAGS = frozenset("ims")


class Found(Protocol):
    def group(self) -> str: ...


class Pattern(Protocol):
    def search(self, text: str) -> Found | None: ...


def is_pattern(text: str) -> bool:
    """Whether the owner wrote '/…/' or '/…/i' rather than a phrase."""
    return len(text) > 2 and text.startswith("/") and "/" in text[2:]


def compile_pattern(text: str) -> Pattern:
    """The compiled '/…/flags'. Raises PhraseError with the engine's own words when it is invalid.

    RE2 has neither look-around nor back-references: that is the price of linear time.
    """
    body, flags = text[1:].rsplit("/", 1)
    if not set(flags) <= _FLAGS:
        raise PhraseError(f"unknown flag in '/{flags}', only i, m and s exist")
    options = re2.Options()
    options.log_errors = False
    try:
        pattern: Pattern = re2.compile(f"(?{flags}){body}" if flags else body, options=options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        raise PhraseError(
            reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        ) from error
    return pattern
