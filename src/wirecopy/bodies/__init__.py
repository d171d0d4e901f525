"""Bodies of articles: safe HTML to Markdown, Markdown to safe HTML, and either as plain text.

Law: for every safe body, `to_html(to_markdown(body)) == body`. A safe body is what `clean` gives:
HTML from the list in `allow`, in the shape that `shape` describes.
"""

from __future__ import annotations

from wirecopy.bodies.plain import plain_text, plain_words
from wirecopy.bodies.reader import part_tree, to_html, to_parts
from wirecopy.bodies.writer import to_markdown

__all__ = ["part_tree", "plain_text", "plain_words", "to_html", "to_markdown", "to_parts"]
