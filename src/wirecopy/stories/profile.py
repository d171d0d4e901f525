"""What is remembered of an entry so that reports of one event can be brought together: about a kilobyte."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from wirecopy.dedupe.fingerprint import headline
from wirecopy.dedupe.frequency import function_words, language_of
from wirecopy.dedupe.words import is_number, level, sentences, tokens
from wirecopy.stories.synonyms import shorten, stem
from wirecopy.types import Text

LEAD = (
    110  # words of the body that are read; what comes later is background, and background is shared by sagas
)

Kind = Literal["", "live", "roundup", "opinion", "explainer"]


class Profile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The telling words of an entry: stems in the order of the text, separated by spaces, function words gone."""

    id: str  # entry_id
    source: str  # source id
    lang: str = ""  # primary subtag
    at: int  # published, seconds since 1970, UTC
    title: str = ""
    lead: str = ""
    names: str = ""  # stems that are written with a capital inside a sentence, sorted
    numbers: str = ""  # distinct numbers of title and lead without years, sorted
    kind: Kind = ""  # a form of piece that joins others only when it is about the very same thing


_NAME = re.compile(r"(?:(?<=[^.!?:\"(] )|(?<=, ))([^\W\d_a-zß-öø-ÿ][\w'.-]+)")
_YEAR = re.compile(r"(?:19|20)\d\d$")
# At the very start of a body, where the headline is only the first of several pieces.
_DIGEST = re.compile(
    r"(?:[\w,&]+ ){0,4}(?:editorials|opinions|columns|headlines) (?:of|from) (?:the|this) (?:day|week|month)\b",
    re.I,
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "live",
        re.compile(
            r"\blive\b\s*(?:[:|-]|updates?|blog|coverage)|\bas it happened\b|\blive$|\bliveticker\b|\ben direct\b|\ben vivo\b",
            re.I,
        ),
    ),
    (
        "roundup",
        re.compile(
            r"\b(?:morning|evening|daily|weekly|weekend|news) (?:briefings?|briefs?|digest|roundup|round-up|wrap|newsletter|quiz|edition)\b"
            r"|\b(?:briefing|roundup|digest|newsletter|podcast)\b\s*[:|-]|\b(?:crossword|sudoku|horoscopes?|quiz|wordle|solutions|printables)\b"
            r"|^(?:the )?(?:week|day|month|year) in\b|\b(?:list|timeline) of (?:key )?events\b|\bday [\d,]{3,}\b|\bmedal (?:count|table|tally)\b"
            r"|\bthings to know\b|\btop (?:\d+|stories|news)\b|\bheadlines\b\s*:|\b\d+ (?:best|things|stories|ways|books|films|photos)\b"
            r"|\b(?:today|tonight)\b\s*[:|-]\s*\w+ \d|\bof the (?:week|day|month|year)\b",
            re.I,
        ),
    ),
    (
        "opinion",
        re.compile(
            r"^(?:opinion|comment|editorial|analysis|column|review|letters?|op-ed|the view)\b\s*[:|-]", re.I
        ),
    ),
    (
        "explainer",
        re.compile(
            r"^(?:why|how|what|who|which|explainer|explained|timeline|a timeline|q&a|fact check|all about|meet|inside)\b"
            r"|\?(?:\s|$)|\bexplained\b|\bwhat to know\b|\bneed to know\b|\bwhat we know\b",
            re.I,
        ),
    ),
)


def profile(text: Text) -> Profile:
    """The profile of a stripped text. Costs 0.15 ms; never fails, whatever the text holds."""
    title = headline(text.title, text.source_id, text.link)
    body = " ".join(" ".join(sentences(text.text[:4000])).split(" ")[:LEAD])
    heading, lead = tokens(shorten(title.casefold())), tokens(shorten(body.casefold()))
    language = text.lang.partition("-")[0].lower() or language_of((*heading, *lead))
    empty = function_words(language or "en")

    def stems(words: list[str]) -> list[str]:
        return [stem(word) for word in words if word not in empty]

    titled, led = stems(heading), stems(lead)
    named = stems([w for match in _NAME.findall(body) for w in tokens(match)])
    if not _is_title_case(title):
        named += stems([w for match in _NAME.findall(title) for w in tokens(match)])
    return Profile(
        id=text.id,
        source=text.source_id,
        lang=language,
        at=int(text.published.timestamp()),
        title=" ".join(titled),
        lead=" ".join(led),
        names=" ".join(sorted(set(named))),
        numbers=" ".join(sorted({w for w in (*heading, *lead) if is_number(w) and not _YEAR.match(w)})),
        kind=kind_of(text.title) or _kicker(text.text),
    )


def kind_of(title: str) -> Kind:
    """The form of piece that a headline announces; "" for a report."""
    title = level(title)
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), "")


def _kicker(body: str) -> Kind:
    """ "roundup" where the line above a body says so ("Comment and editorials of the day"); else ""."""
    return "roundup" if _DIGEST.match(level(body[:200])) else ""


def _is_title_case(title: str) -> bool:
    """True where capitals tell nothing, because most words of the headline have one."""
    words = title.split()
    return sum(word[:1].isupper() for word in words) > 0.7 * len(words)
