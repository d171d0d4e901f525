"""Markdown read by Python-Markdown: the reference, and the reader of what people wrote."""

from __future__ import annotations

import re
import threading

import markdown as python_markdown

from wirecopy.bodies.allow import drop_controls, sanitise
from wirecopy.bodies.canonical import canonical
from wirecopy.bodies.cost import is_costly
from wirecopy.bodies.tree import escape

EXTENSIONS = ("fenced_code", "tables", "sane_lists")


_LOCAL = threading.local()  # an instance may be used again, but not by two threads at once


def _engine() -> python_markdown.Markdown:
    engine: python_markdown.Markdown | None = getattr(_LOCAL, "engine", None)
    if engine is None:
        engine = python_markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
        _LOCAL.engine = engine
    return engine


def convert(markdown: str) -> str:
    """Safe canonical HTML of any Markdown, by the reference library, in bounded time.

    Where the text would keep the library busy for longer than it is worth, or makes it fail, each
    paragraph is shown as it was typed.
    """
    if is_costly(markdown):
        return as_typed(markdown)
    engine = _engine()
    engine.reset()
    try:
        html = engine.convert(markdown)
    except Exception:
        return as_typed(markdown)
    return canonical(html)


def as_typed(markdown: str) -> str:
    """The text in paragraphs, not a character of it interpreted."""
    paragraphs = re.split(r"\n[ \t]*\n", drop_controls(markdown))
    html = "\n".join(f"<p>{escape(' '.join(text.split()))}</p>" for text in paragraphs if text.strip())
    return sanitise(html)
