"""Markdown to safe HTML."""

from __future__ import annotations

from wirecopy.bodies.reference import convert


def to_html(markdown: str) -> str:
    """Safe HTML of a body, whether we or a person wrote it. Never raises; time is bounded."""
    if not markdown.strip():
        return ""
    return convert(markdown)
