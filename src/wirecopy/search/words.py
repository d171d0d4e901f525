"""Words as search compares them: without case and without accents, in every script. theme/static/search.js does the same."""

from __future__ import annotations

import re
import unicodedata

# Accents of the alphabets that can do without them. Kana and Indic signs are letters and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d]"
)
_ASCII = re.compile("[a-z0-9]+")
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ", "ى": "ي", "ة": "ه", "'": None, "’": None}
)  # fmt: skip
# What parts words or stands in none, and is all that keeps much English from being ASCII.
_SIGNS = str.maketrans({"…": " ", "“": " ", "”": " ", "–": " ", "—": " ", "’": None})


def words_of(text: str) -> list[str]:
    """The words in order, folded. Where a script has no spaces a whole clause is one word, and found by any part."""
    if not text.isascii():
        text = text.replace("…", " ")  # of most excerpts that are not ASCII all that is not
        text = text if text.isascii() else text.translate(_SIGNS)
    if text.isascii():  # most of most sites, at a tenth of the cost
        return _ASCII.findall(text.lower().replace("'", ""))
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower())).translate(_PLAIN)
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain).split()
