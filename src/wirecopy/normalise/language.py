"""The language of an entry: what the owner or the feed says, unless the script says otherwise."""

from __future__ import annotations

import re

from wirecopy.normalise.detect import detect_language, is_latin, script_of, writes
from wirecopy.parse.plain import plain_line
from wirecopy.types import Item

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}")
# Written out where a code belongs. Seen: "English", "Deutsch".
_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "francais": "fr",
    "spanish": "es", "español": "es", "espanol": "es", "italian": "it", "italiano": "it", "portuguese": "pt",
    "português": "pt", "dutch": "nl", "nederlands": "nl", "russian": "ru", "русский": "ru", "polish": "pl",
    "polski": "pl", "swedish": "sv", "svenska": "sv", "japanese": "ja", "日本語": "ja", "chinese": "zh",
}  # fmt: skip
_NOTHING = frozenset({"und", "zxx", "mul", "mis", "none", "null", "xx", "qaa"})


def language_tag(written: str) -> str:
    """A BCP 47 tag in lower case, or "" when what is written is none."""
    tag = written.strip().lower().replace("_", "-").partition(",")[0].partition(".")[0]
    tag = _NAMES.get(tag, tag)
    return tag if _TAG.fullmatch(tag) and tag not in _NOTHING else ""


def language_of(item: Item, title: str, html: str, default: str) -> tuple[str, str]:
    """The tag and a remark: ("de", "language: detected, the feed does not say").

    The owner's word counts first, then the entry's, then the feed's. A declared language that is not
    written in the script of the text is not believed: blog software declares "en-US" by itself.
    """
    if owners := language_tag(item.source.language):
        return owners, ""
    declared = language_tag(item.language) or language_tag(item.feed.language)
    if declared and writes(declared, _script_at_first(title, html)):
        return declared, ""
    text = f"{title}\n{plain_line(html[:4000], is_html=True)[:1000]}"
    detected = detect_language(text)
    if detected:
        why = f"the feed's “{declared}” is not written so" if declared else "the feed does not say"
        return detected, f"language: {detected} detected, {why}"
    return declared or language_tag(default), ""


def _script_at_first(title: str, html: str) -> str:
    """The script of the first 500 characters that a reader sees, title and text."""
    opening = html[:1500]
    if is_latin(title, opening):  # nearly always certain without taking the markup off
        return "Latn"
    return script_of(f"{title}\n{plain_line(opening, is_html=True)}"[:500])
