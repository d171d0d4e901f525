"""When two texts are one, as a list that can be read: first what forbids it, then what allows it.

Figures that set the thresholds: docs/figures.md, "duplicates". A veto without a rule that would have joined
the pair costs nothing, so the vetoes may be blunt; without them a quarter of what was joined in agency copy
was wrong (market reports, exchange rates, results in one form).
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import Literal

from msgspec import Struct

from wirecopy.dedupe.compare import Pair, dated

ENOUGH = 0.5  # of the shorter text stands in the longer
MOSTLY = 0.75  # … where one is a summary under another headline: see _needed
SUMMARY = 45  # words of such a summary
PRINTED = 0.44  # … between two outlets, for texts of LONG words and of like length: see _needed
LONG = 60
CHANGED = 0.05  # numbers that were exchanged, by words: below it they are changes in running text, see _prose
WORDING = 0.7  # content words in common of a report that was written anew
FORM = 90  # words that a form filled in by several outlets has at most
TITLE_ONLY = 8  # words of a body below which the headline is the text
UPDATE_HOURS = 6  # one outlet's next version of a report comes within these
SERIES_HOURS = 15  # one outlet's daily column comes back after this


class Verdict(Struct, frozen=True):
    """`same` joins, `veto` speaks against the whole group, `apart` says nothing."""

    kind: Literal["same", "veto", "apart"]
    similarity: float = 0.0
    evidence: str = ""


def judge(pair: Pair, titles: Counter[str], entries: int) -> Verdict:
    """The verdict on a pair; `titles` counts in how many of the window's `entries` titles a word stands."""
    new, old = pair.new.fingerprint, pair.old.fingerprint
    if new.lang and old.lang and new.lang != old.lang:
        return Verdict("apart", evidence=f"languages {new.lang} and {old.lang}")
    if (pair.shared < 3 and not pair.same_title) or pair.quoted:
        return Verdict("apart")
    if (
        min(new.words, old.words) < TITLE_ONLY and pair.overlap < 0.75
    ):  # a headline that another article begins with
        return Verdict("apart")
    if _same_figures(pair, titles, entries):
        return Verdict("same", max(pair.contained, 0.5), _evidence(pair, "the same figures"))
    if reason := forbidden(pair, titles, entries):
        return Verdict("veto", pair.contained, reason)
    need = _needed(pair)
    if pair.overlap >= 0.75 and pair.shorter >= 8 and _titles_help(pair):
        return Verdict("same", max(pair.contained, need), _evidence(pair, "titles agree"))
    if pair.contained >= need and pair.shared >= 6:
        return Verdict("same", pair.contained, _evidence(pair, ""))
    if _rewritten(pair):
        return Verdict("same", max(pair.contained, need), _evidence(pair, "the same in other words"))
    if pair.same_title and _titles_suffice(pair):
        return Verdict("same", max(pair.contained, 0.5), _evidence(pair, "same title"))
    return Verdict("apart", pair.contained)


def _needed(pair: Pair) -> float:
    """The share of the shorter text that must stand in the longer one; more where an overlap may have other causes.

    Two outlets' accounts of one event share its quoted phrases: in a summary of two sentences they are half of the
    text. And a page of terms or privacy policy is written after one model: its title says nothing.
    """
    if pair.same_source:
        return ENOUGH
    if pair.shorter < SUMMARY and pair.lengths < 0.5 and pair.overlap < 0.5 and not pair.begins_alike:
        return MOSTLY
    if min(len(pair.new.title), len(pair.old.title)) <= 2 and pair.same_title:
        return MOSTLY
    return PRINTED if pair.shorter >= LONG and pair.lengths >= 0.4 else ENOUGH


def forbidden(pair: Pair, titles: Counter[str], entries: int) -> str:
    """Why these two are parts of a series rather than one text; "" when nothing speaks against it."""
    if pair.same_source and pair.new.fingerprint.live and pair.old.fingerprint.live and pair.contained < 0.9:
        return "two logs of one outlet"
    new_dates, old_dates = dated(pair.new_only), dated(pair.old_only)
    corrected = (
        pair.restated and pair.hours <= SERIES_HOURS and pair.contained >= 0.75 and pair.exchanged < 0.34
    )
    if (
        new_dates
        and old_dates
        and not corrected
        and (pair.same_source or pair.exchanged >= 0.3 or pair.contained < 0.6)
    ):
        return f"titles count or date differently: {' '.join(new_dates)} against {' '.join(old_dates)}"
    if (
        pair.same_source
        and pair.hours > SERIES_HOURS
        and pair.overlap >= 0.6
        and (pair.exchanged > 0 or pair.contained < 0.6)
    ):
        return f"same outlet, similar title, {pair.hours:.0f} h apart: a series"
    alike = pair.overlap >= 0.85 and pair.hours < 6 and not pair.same_source and pair.figures < 0.08
    if (
        pair.exchanged >= 0.5
        and not alike
        and not _prose(pair)
        and (pair.lengths > 0.7 or (pair.same_source and pair.contained < 0.7))
    ):
        return f"other numbers: {_some(pair.new_numbers)} against {_some(pair.old_numbers)}"
    if (
        pair.same_source
        and pair.shorter < 30
        and pair.contained < 0.8
        and pair.new_numbers
        and pair.old_numbers
    ):
        return (
            f"brief notices with other numbers: {_some(pair.new_numbers)} against {_some(pair.old_numbers)}"
        )
    if pair.same_source and (pair.named_apart or (pair.one_form and pair.shorter < 30)):
        return "brief notices about different things"
    if pair.new_only and pair.old_only:
        if not pair.same_source and pair.clashing and _filled_form(pair):
            return f"one form about two things: {_some(pair.new_only)} against {_some(pair.old_only)}"
        if pair.same_source and pair.clashing and (pair.shorter < 60 or pair.contained < 0.8):
            return f"titles name different things: {_some(pair.new_only)} against {_some(pair.old_only)}"
        if pair.same_source and pair.shorter < 40 and _difference(pair, titles, entries) >= 0.22:
            return f"titles differ: {_some(pair.new_only)} against {_some(pair.old_only)}"
    return ""


def _filled_form(pair: Pair) -> bool:
    """Both texts are short and of one length; a name that is replaced takes a part of so short a text with it."""
    short = pair.shorter < LONG or (pair.shorter < FORM and pair.contained < 0.9)
    return short and pair.lengths >= 0.7


def _prose(pair: Pair) -> bool:
    """Running text in which some figures were changed: a toll that rose, a figure corrected, a date put before it.

    In the development data no two outlets share half of such a text unless it is one text; one outlet may fill
    in a form, so there it must be nearly the whole.
    """
    if pair.same_source:
        return (
            pair.contained >= 0.9
            and pair.shorter >= 60
            and pair.figures < 0.03
            and pair.hours <= SERIES_HOURS
        )
    return pair.contained >= ENOUGH and pair.figures < CHANGED


def _difference(pair: Pair, titles: Counter[str], entries: int) -> float:
    """The share of each title, by rarity of its words, that the other text has nowhere; the smaller of the two."""

    def weight(words: frozenset[str]) -> float:
        return sum(log(1 + entries / (1 + titles[word])) for word in sorted(words)) or 1e-9

    return min(weight(pair.new_only) / weight(pair.new.title), weight(pair.old_only) / weight(pair.old.title))


def _titles_suffice(pair: Pair) -> bool:
    if pair.same_source and (pair.hours > SERIES_HOURS or pair.contained < ENOUGH):
        return False
    fewest = min(pair.new.fingerprint.words, pair.old.fingerprint.words)
    if (
        len(pair.new.title) - len(dated(pair.new.title)) >= 4
        and (pair.contained >= 0.2 or fewest < 25)
        and pair.exchanged < 0.67
    ):
        return True
    return len(pair.new.title) >= 3 and pair.contained >= 0.3 and fewest >= 8


def _titles_help(pair: Pair) -> bool:
    """Titles that agree stand for a part of the text: less so within one outlet, whose headlines have forms."""
    if pair.same_source:
        return pair.contained >= 0.4 and pair.overlap >= 0.8 and pair.hours < 6 and pair.exchanged < 0.34
    return pair.contained >= 0.35 and not (pair.new_only and pair.old_only)


def _rewritten(pair: Pair) -> bool:
    """One outlet's report some hours later, sentence by sentence in other words: the words are those, the runs are not."""
    return (
        pair.same_source
        and pair.hours <= UPDATE_HOURS
        and pair.contained >= PRINTED
        and pair.shorter >= 40
        and pair.lengths >= 0.5
        and pair.overlap >= 0.4
        and pair.exchanged == 0
        and pair.wording >= WORDING
    )


def _same_figures(pair: Pair, titles: Counter[str], entries: int) -> bool:
    """A notice made of numbers that one outlet sends again in other words: a dividend, a result, a rate."""
    if not pair.same_source or pair.overlap < 0.5 or pair.contained < 0.25 or pair.hours > 48:
        return False
    told, of = pair.telling
    if (
        told >= 3 and told >= 0.75 * of and not pair.clashing
    ):  # no two results agree in these, whatever they are called
        return True
    if pair.overlap < 0.6:
        return False
    agreed = len(pair.new.numbers & pair.old.numbers)
    fewest = min(len(pair.new.numbers), len(pair.old.numbers))
    brief = pair.shorter < 30 and agreed >= 2 and agreed == fewest
    if not brief and (agreed < 4 or agreed < 0.75 * fewest or fewest < 0.12 * pair.shorter):
        return False
    if (
        (dated(pair.new_only) and dated(pair.old_only))
        or pair.clashing
        or pair.named_apart
        or (brief and pair.one_form)
    ):
        return False
    return _difference(pair, titles, entries) < 0.35


def _evidence(pair: Pair, also: str) -> str:
    parts = [
        f"{pair.contained:.2f} of the shorter text",
        f"title overlap {pair.overlap:.2f}",
        f"{pair.hours:.0f} h apart",
    ]
    return ", ".join([also, *parts] if also else parts)


def _some(words: frozenset[str]) -> str:
    return " ".join(sorted(words)[:4])
