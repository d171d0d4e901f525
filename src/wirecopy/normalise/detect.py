"""Which language a text is in. Placeholder."""

from __future__ import annotations


def script_of(text: str) -> str:
    return ""


def writes(tag: str, script: str) -> bool:
    return True


def detect_language(text: str) -> str:
    return ""
