"""The encoding of a text that is neither UTF-8 nor what it declares.

A letter counts for a reading when it is a small letter of a script and stands beside another letter
of that script: text is mostly small letters, and a wrong table turns them into capitals (KOI8-R read
as cp1251) or scatters them among symbols. East Asian encodings are told apart by whether they decode
at all and by the script that comes out.
"""

from __future__ import annotations

import re

_SAMPLE = 60_000  # bytes looked at: the first is as telling as the last
_CYRILLIC_RUN = re.compile(r"[а-яёіїєґў]{2,}")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_HIGH_CHARACTER = re.compile(r"[^\x00-\x7f]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HALF_KANA = re.compile(r"[\uff61-\uff9f]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SMALL_GREEK_RUN = re.compile(r"[ά-ώ]{2,}")
_HEBREW_RUN = re.compile(r"[א-ת]{2,}")
_ARABIC_RUN = re.compile(r"[ء-ي]{2,}")

# (codec, what its text is made of, least share of the non-ASCII characters). The shares are from
# texts of ours in tests/cases/parse, each stored in every encoding that can hold it.
_EAST_ASIAN = (
    ("euc_jp", _KANA, 0.30),
    ("cp932", _KANA, 0.25),
    ("cp949", _HANGUL, 0.85),
    ("gb18030", _HAN, 0.60),
    ("big5hkscs", _HAN, 0.60),
)
# (codec, its words, its ten commonest small letters). Of the readings in which three letters in five stand in
# words, the one with the most common letters is right: Greek read as cp1251 makes rare Cyrillic ones.
_ALPHABETIC = (
    *((codec, _CYRILLIC_RUN, "оеаинтслрв") for codec in ("cp1251", "koi8-r", "iso8859-5", "cp866")),
    ("cp1253", _SMALL_GREEK_RUN, "αοιετσνηυρ"),
    ("cp1255", _HEBREW_RUN, "יוהלאמתרבש"),
    ("cp1256", _ARABIC_RUN, "اليمنوترةب"),
)


def guess_encoding(body: bytes) -> str:
    """The codec that makes the most sense of the bytes; "cp1252" where nothing speaks for another."""
    sample = body[:_SAMPLE]
    if not _long_runs(sample):
        return "cp1252"
    if alphabetic := _alphabetic(sample):
        return alphabetic
    for codec, script, least in _EAST_ASIAN:
        if _share(sample, codec, script) >= least:
            return codec
    return "cp1252"


def reads_as_another_alphabet(body: bytes) -> bool:
    """True when bytes that call themselves Latin-1 are in fact words of Cyrillic, Greek, Hebrew or Arabic."""
    sample = body[:_SAMPLE]
    return _long_runs(sample) and bool(_alphabetic(sample))


def _alphabetic(sample: bytes) -> str:
    readings = {
        codec: _share(sample, codec, re.compile(f"[{common}]", re.IGNORECASE))
        for codec, words, common in _ALPHABETIC
        if _share(sample, codec, words) >= 0.60
    }
    best = max(readings, key=lambda codec: readings[codec], default="")
    return best if best and readings[best] >= 0.45 else ""


def _long_runs(sample: bytes) -> bool:
    """True when most high bytes stand in runs of three and more: in Western text they stand alone."""
    runs = _HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    return high > 0 and sum(len(run) for run in runs if len(run) >= 3) / high >= 0.5


def _share(sample: bytes, codec: str, script: re.Pattern[str]) -> float:
    """Share of the non-ASCII characters that are of the script; 0 when the bytes are not of the codec."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return 0.0
        text = sample[: error.start].decode(codec)  # the sample ends within a character
    high = len(_HIGH_CHARACTER.findall(text))
    if not high or (codec == "cp932" and len(_HALF_KANA.findall(text)) > high / 4):
        return 0.0
    return sum(map(len, script.findall(text))) / high
