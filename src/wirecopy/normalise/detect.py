"""Which language a text is in: by its script, then by its little words.

Some scripts belong to one language or to a family that their own letters tell apart. In Latin and
Cyrillic the function words decide: they make up a third to a half of running text, and half a dozen suffice.
Where they do not decide nothing is said. Compared with trained models in docs/decisions/language-detection.md.
"""

from __future__ import annotations

import re

from wirecopy.littlewords import LITTLE_WORDS, TELLING_LETTERS

_SCRIPTS = (
    ("Latn", re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")),
    ("Cyrl", re.compile(r"[\u0400-\u052f]")),
    ("Grek", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Hebr", re.compile(r"[\u0590-\u05ff]")),
    ("Jpan", re.compile(r"[\u3041-\u30ff]")),
    ("Kore", re.compile(r"[\uac00-\ud7a3]")),
    ("Hani", re.compile(r"[\u3400-\u9fff]")),
    ("Deva", re.compile(r"[\u0900-\u097f]")),
    ("Beng", re.compile(r"[\u0980-\u09ff]")),
    ("Guru", re.compile(r"[\u0a00-\u0a7f]")),
    ("Gujr", re.compile(r"[\u0a80-\u0aff]")),
    ("Taml", re.compile(r"[\u0b80-\u0bff]")),
    ("Telu", re.compile(r"[\u0c00-\u0c7f]")),
    ("Knda", re.compile(r"[\u0c80-\u0cff]")),
    ("Mlym", re.compile(r"[\u0d00-\u0d7f]")),
    ("Sinh", re.compile(r"[\u0d80-\u0dff]")),
    ("Thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("Geor", re.compile(r"[\u10a0-\u10ff]")),
    ("Armn", re.compile(r"[\u0530-\u058f]")),
    ("Ethi", re.compile(r"[\u1200-\u137f]")),
    ("Mymr", re.compile(r"[\u1000-\u109f]")),
    ("Khmr", re.compile(r"[\u1780-\u17ff]")),
)
_ONE_LANGUAGE = {
    "Grek": "el", "Hebr": "he", "Jpan": "ja", "Kore": "ko", "Hani": "zh", "Beng": "bn", "Guru": "pa", "Gujr": "gu",
    "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Geor": "ka", "Armn": "hy",
    "Ethi": "am", "Mymr": "my", "Khmr": "km",
}  # fmt: skip
# Languages by script other than Latin, to see whether a declared language can be right.
_WRITTEN_IN = {
    **{language: {script} for script, language in _ONE_LANGUAGE.items()},
    "ja": {"Jpan", "Hani"}, "ko": {"Kore", "Hani"}, "yi": {"Hebr"}, "mr": {"Deva"}, "hi": {"Deva"}, "ne": {"Deva"},
    "sr": {"Cyrl", "Latn"}, "uz": {"Cyrl", "Latn"}, "kk": {"Cyrl", "Latn"}, "mn": {"Cyrl"}, "ku": {"Arab", "Latn"},
    "az": {"Latn", "Cyrl"}, "tg": {"Cyrl"}, "ky": {"Cyrl"}, "tt": {"Cyrl"}, "sd": {"Arab", "Deva"},
    **{language: {"Cyrl"} for language in ("ru", "uk", "be", "bg", "mk")},
    **{language: {"Arab"} for language in ("ar", "fa", "ur", "ps", "ckb")},
}  # fmt: skip

_NO_LANGUAGE: dict[str, float] = {}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST_LETTERS = 12
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_DENSITY = 3  # letters that a Chinese, Japanese or Korean character counts for
_ENOUGH_ASCII = re.compile(rf"(?:[^a-zA-Z]*+[a-zA-Z]){{{_LEAST_LETTERS}}}")
# Sum of the weights of the function words found, and lead over the next language. On the 93 texts of
# tests/cases/normalise/languages.toml: from 1.5 on none is taken for another language (at 1.0 one headline
# is); 2.0 keeps a distance from that and still names 59 of them, every one of two sentences and more.
_LEAST_HITS = 2.0
_LEAD = 1.34


def script_of(text: str) -> str:
    """The ISO 15924 code of the script most letters are in; "" for texts with hardly a letter."""
    if text.isascii():
        return "Latn" if _ENOUGH_ASCII.match(text) else ""  # looks no further than the last one needed
    plain = text.encode("ascii", "ignore")
    letters = len(plain.translate(None, _NO_LETTERS))
    if letters >= _LEAST_LETTERS and letters >= _DENSITY * (len(text) - len(plain)):
        return "Latn"  # whatever the others are, they are too few
    counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS}
    # a Chinese character says as much as a short word, and Japanese is known by a few kana among them
    if counts["Jpan"] * 8 >= counts["Hani"] > 0 or (counts["Jpan"] and not counts["Hani"]):
        counts["Jpan"] += counts["Hani"]
    for dense in ("Hani", "Jpan", "Kore"):
        counts[dense] *= _DENSITY
    best = max(counts, key=lambda script: counts[script])
    return best if counts[best] >= _LEAST_LETTERS else ""


def is_latin(title: str, html: str) -> bool:
    """True when the letters of a title alone show that it and what follows are in Latin script.

    However the text behind `html` is read, each of its characters beyond ASCII and each of its references
    stands for three letters of another script at most: `script_of` could not say otherwise.
    """
    letters = len(title.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    if letters < _LEAST_LETTERS:
        return False
    whole = title + html
    others = len(whole) - len(whole.encode("ascii", "ignore")) + html.count("&")
    return letters >= _DENSITY * others


def writes(tag: str, script: str) -> bool:
    """True when a language can be written in a script, or when nothing is known against it."""
    if not script:
        return True
    language, _, rest = tag.partition("-")
    if script.lower() in rest.split("-") or "latn" in rest.split("-"):
        return True
    return script in _WRITTEN_IN.get(language, {"Latn"}) or (script == "Latn" and language not in {"en"})


def detect_language(text: str) -> str:
    """The language code of a text, or "" when it cannot be told."""
    script = script_of(text)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script not in {"Latn", "Cyrl", "Arab", "Deva"}:
        return ""
    letters = set(text.casefold())
    little = LITTLE_WORDS[script]
    scores: dict[str, float] = {}
    for word in _WORD.findall(text.casefold()):
        for language, weight in little.get(word, _NO_LANGUAGE).items():
            scores[language] = scores.get(language, 0.0) + weight
    for language in scores:
        if letters & TELLING_LETTERS.get(language, frozenset()):
            scores[language] *= 1.3
    if not scores:
        return ""
    ranked = sorted(scores, key=lambda language: (-scores[language], language))
    best = scores[ranked[0]]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if best >= _LEAST_HITS and best >= _LEAD * second else ""
