"""The body of an entry as HTML: the full text where the feed has it, else the summary."""

from __future__ import annotations

import html
import re

from wirecopy.types import Item

_MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>|&#?\w{1,32};")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
# A whole body inside escaped block markup and without one real tag has been escaped once too often. Text
# about HTML has its examples within sentences or within real markup, and script is never made real.
_ESCAPED = re.compile(
    r"\s*&lt;(p|div|ul|ol|table|blockquote|h[1-6]|figure|section|article|span)\b.*&lt;/\1\s*&gt;\s*",
    re.DOTALL,
)
_TAG = re.compile(r"<[a-zA-Z/!]")


def body_of(item: Item) -> tuple[str, str]:
    """The body as untrusted HTML, and a remark ("" or "body: had been escaped twice")."""
    text = item.content or item.summary
    if not text or text.isspace():
        return "", ""
    if not item.body_is_html:
        return _paragraphs(text), ""
    if not _TAG.search(text) and "&lt;" in text and _ESCAPED.fullmatch(text):
        return html.unescape(text), "body: had been escaped twice"
    if not _MARKUP.search(text) and "\n" in text.strip():
        return _paragraphs(text), ""
    return text, ""


def _paragraphs(text: str) -> str:
    """Plain text as HTML that shows the same characters: empty lines part paragraphs, others break."""
    blocks = (
        block.strip() for block in _PARAGRAPHS.split(text.strip().replace("\r\n", "\n").replace("\r", "\n"))
    )
    return "\n".join(
        f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block
    )
