"""Plain text out of markup, for lines that are shown: titles, names, rights."""

from __future__ import annotations

import html
import re
import unicodedata

_HIDDEN = re.compile(
    r"<(script|style|template|noscript)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?td|/?tr|/?h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<![^<>]*>|<\?[^<>]*>")

# Characters that nobody sees and that reorder or hide what others see: C0 and C1 controls, bidi embeddings,
# overrides and isolates, deprecated format characters, interlinear annotation, the BOM, tags, surrogates and
# non-characters. Zero-width joiners stay: Persian, Hindi and emoji are written with them. Left-to-right and
# right-to-left marks stay too: they cannot reorder what is not beside them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f]"
)
_UNSEEN_ASCII = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def plain_line(text: str, *, is_html: bool) -> str:
    """One line of plain text: markup gone, references decoded once, NFC, white space folded."""
    if is_html and ("<" in text or "&" in text):
        text = text[:20_000]
        if "<" in text:
            text = _TAG.sub("", _BREAK.sub(" ", _HIDDEN.sub(" ", text)))
        text = html.unescape(text)
    return clean_line(text)


def clean_line(text: str) -> str:
    """The text without unseen characters, in NFC, with white space folded and none at the ends."""
    if text.isascii():
        return " ".join((text if text.isprintable() else _UNSEEN_ASCII.sub("", text)).split())
    flat = text.replace("\n", " ").replace("\xa0", " ")
    if not flat.isprintable():  # nearly always it is: then none of them is there, seen in a fifth of the time
        flat = _UNSEEN.sub("", text)
    return " ".join(unicodedata.normalize("NFC", flat).split())
