"""Text brought to the form in which two printings of one text are equal.

Outlets that print the same agency copy differ in quotation marks, dashes, entities, datelines, teasers
between paragraphs and spelling of the same word. All of that is levelled here, before anything is compared.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from wirecopy.dedupe.cues import teaser

# Left-over markup, not everything in angle brackets: agencies write "<ACME.O>" for a ticker.
_TAG = re.compile(
    r"</?(?:p|br|a|b|i|u|em|strong|div|span|img|h[1-6]|ul|ol|li|blockquote|figure|figcaption|hr|table|t[rdh]|tbody|sup|sub)\b[^<>]{0,500}>",
    re.I,
)
# Where these stand a sentence ends, whatever its last sign: without them a teaser would take the next paragraph along.
_BLOCK = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|figure|figcaption|hr|table|t[rdh])\b[^<>]{0,500}>", re.I
)
_LEVEL: dict[str, str] = (
    dict.fromkeys("’‘‚`´ʼ", "'")
    | dict.fromkeys("“”„«»「」『』‹›", '"')
    | dict.fromkeys("–—―‐‑‒−", "-")
    | {"…": " ", "\u00a0": " ", "\u200b": "", "\u00ad": "", "\ufeff": "", "\u2060": ""}
)
_WORD = re.compile(r"[^\W_]+(?:[.,'][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"')\]]*\s+(?=[\"'(\[]?[^\W\d_a-z])|[\r\n]+|(?<=[。！？])")
# The same for texts without wide stops. It begins with one set of characters, which is searched for four
# times as fast.
_NARROW_SENTENCE = re.compile(
    r"[\"')\]\s](?:(?<=[.!?…][\"')\]])[\"')\]]*\s+(?=[\"'(\[]?[^\W\d_a-z])"
    r"|(?<=[.!?…]\s)\s*(?=[\"'(\[]?[^\W\d_a-z])|(?<=[\r\n])[\r\n]*)"
)
_WIDE_STOP = re.compile("[。！？]")

# Scripts that put no space between words. Each run of them is read as overlapping pairs of characters.
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\U00020000-\U0002fa1f]+"
)

_DATELINE = re.compile(
    r"^(?:by [^.\n]{3,70}\.\s+)?(?:[A-Z][\w .,'/]{1,44}?\s*(?:\([A-Za-z /.]{2,24}\)\s*)?-+\s+|\([A-Za-z /.]{2,24}\)\s*-*\s+)?",
    re.I,
)
_SPELLING = ((re.compile(r"our\b"), "or"), (re.compile(r"is(e|ed|es|ing|ation|ations)\b"), r"iz\1"))
_DECIMAL = re.compile(r"\d+\.\d+$")
_IRREGULAR = {
    "centre": "center",
    "defence": "defense",
    "programme": "program",
    "theatre": "theater",
    "tyre": "tire",
}


def level(text: str) -> str:
    """One line of plain text with one kind of quotation mark, dash and space; entities resolved, tags gone."""
    text = html.unescape(html.unescape(text)) if "&" in text else text
    if "<" in text:
        text = _TAG.sub(" ", text)
    if text.isascii():
        text = text.replace("`", "'")
    else:
        text = unicodedata.normalize("NFKC", text)
        for sign, plain in _LEVEL.items():  # a quarter of the time that `str.translate` takes
            if sign in text:
                text = text.replace(sign, plain)
    return " ".join(text.split())


def sentences(text: str) -> list[str]:
    """The levelled sentences of a body, without teasers, credits and copyright lines, dateline removed."""
    return list(_sentences(text))


@lru_cache(maxsize=4)  # a text is asked for twice: by its fingerprint, and by its profile for stories
def _sentences(text: str) -> tuple[str, ...]:
    pattern = _SENTENCE if not text.isascii() and _WIDE_STOP.search(text) else _NARROW_SENTENCE
    parts = [level(s) for s in pattern.split(_BLOCK.sub("\n", text) if "<" in text else text)]
    kept = [s for s in parts if s and not teaser().match(s)]
    if kept:
        kept[0] = _DATELINE.sub("", kept[0], count=1) or kept[0]
    return tuple(kept)


@lru_cache(maxsize=100_000)
def canonical(word: str) -> str:
    """One spelling of an English word that has two; no genitive; "1,200.50" as "1200.5"."""
    if word[0].isdigit():
        word = word.replace(",", "").rstrip(".")
        return word.rstrip("0").rstrip(".") if _DECIMAL.match(word) else word
    word = word.removesuffix("'s").replace(".", "").replace("'", "")
    if len(word) > 4 and word.isascii():
        word = _IRREGULAR.get(word, word)
        for pattern, spelling in _SPELLING:
            word = pattern.sub(spelling, word)
    return word


def tokens(text: str) -> list[str]:
    """The words of levelled text in order, case-folded; pairs of characters where a script has no spaces."""
    words = _WORD.findall(text.casefold())
    if text.isascii():
        return list(filter(None, map(canonical, words)))
    found: list[str] = []
    for word in words:
        if word.isascii() or not _UNSPACED.search(word):
            found.append(canonical(word))
            continue
        at = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > at:
                found.append(canonical(word[at : run.start()]))
            characters = run.group()
            found.extend(characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
            at = run.end()
        if at < len(word):
            found.append(canonical(word[at:]))
    return [word for word in found if word]


def is_number(word: str) -> bool:
    """True for a token that begins with a digit: "6.5", "30-year" gives "30"."""
    return word[0].isdigit()
