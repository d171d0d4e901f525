"""What two texts have in common, measured once; `rules` decides on it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from wirecopy.dedupe.alike import differing, halves, unknown
from wirecopy.dedupe.cues import calendar
from wirecopy.dedupe.fingerprint import Fingerprint, short
from wirecopy.dedupe.frequency import function_words
from wirecopy.dedupe.words import is_number


class Reading:
    """A fingerprint unpacked for comparing."""

    __slots__ = ("confirmed", "fingerprint", "numbers", "opening", "shingles", "terms", "title", "top")

    def __init__(self, fingerprint: Fingerprint) -> None:
        self.fingerprint = fingerprint
        hashes = array("I", fingerprint.shingles)
        self.shingles = set(hashes)
        self.top = hashes[-1] if hashes else 0  # beyond this hash nothing was kept, when the text is long
        self.terms = set(array("H", fingerprint.terms))
        self.opening = set(array("H", fingerprint.opening))
        self.numbers = set(fingerprint.numbers.split())
        self.confirmed = frozenset(fingerprint.confirmed.split())
        self.title = content_words(fingerprint.title, fingerprint.lang)


class Pair(Struct, frozen=True, kw_only=True):
    """The measures of a newcomer against one text of the window."""

    new: Reading
    old: Reading
    shared: int  # shingles in both
    shorter: int  # shingles of the shorter text
    contained: float  # share of the shorter one's shingles that stand in the longer, by weight, 0…1
    overlap: float  # content words of the titles: shared, of the shorter title, 0…1
    new_only: frozenset[str]  # title words of the newcomer that the other text has nowhere
    old_only: frozenset[str]
    new_numbers: frozenset[str]  # numbers of its body that the other body lacks
    old_numbers: frozenset[str]
    hours: float  # between the two publications

    @property
    def same_source(self) -> bool:
        return self.new.fingerprint.source == self.old.fingerprint.source != ""

    @property
    def same_title(self) -> bool:
        return self.new.fingerprint.title == self.old.fingerprint.title != ""

    @property
    def clashing(self) -> bool:
        """Each title has a word that its own body confirms and the other text does not know: two subjects."""
        return bool(self.new_only & self.new.confirmed and self.old_only & self.old.confirmed)

    @property
    def quoted(self) -> bool:
        """The shorter text stands somewhere inside a much longer one that begins otherwise: quoted or listed."""
        begins_alike = len(self.new.opening & self.old.opening) >= 3
        return self.lengths < 0.4 and self.overlap < 0.5 and not begins_alike

    @property
    def begins_alike(self) -> bool:
        """The shorter opening stands half in the other: some twenty words in a row, which are no shared quotation."""
        new, old = self.new.opening, self.old.opening
        return len(new & old) >= max(6, 0.5 * min(len(new), len(old)))

    @property
    def exchanged(self) -> float:
        """The share of numbers that each body has for itself, the smaller of the two shares, 0…1."""
        return min(
            len(self.new_numbers) / max(1, len(self.new.numbers)),
            len(self.old_numbers) / max(1, len(self.old.numbers)),
        )

    @property
    def figures(self) -> float:
        """Exchanged numbers by words of the shorter text: 0.03 in prose, 0.1 in a forecast or a market report."""
        return min(len(self.new_numbers), len(self.old_numbers)) / max(1, self.shorter)

    @property
    def wording(self) -> float:
        """Share of the content words of the text with fewer that the other one has, in whatever order, 0…1."""
        grammar = _grammar_hashes(self.new.fingerprint.lang or "en")
        ours, theirs = self.new.terms - grammar, self.old.terms - grammar
        return len(ours & theirs) / max(1, min(len(ours), len(theirs)))

    @property
    def restated(self) -> bool:
        """One outlet says that this stands in place of what it sent some hours before."""
        return self.same_source and (self.new.fingerprint.restates or self.old.fingerprint.restates)

    @property
    def telling(self) -> tuple[int, int]:
        """Figures of four digits or more: how many are in both bodies, and how many the body with fewer has."""
        ours, theirs = (
            {n for n in reading.numbers if len(n.replace(".", "")) >= 4} for reading in (self.new, self.old)
        )
        return len(ours & theirs), min(len(ours), len(theirs))

    @property
    def named_apart(self) -> bool:
        """One form filled in twice, in few words: each title has a word that its body repeats and the other title lacks."""
        new, old = self.new, self.old
        if self.shorter >= 30 or self.lengths < 0.8:
            return False
        return bool((new.title - old.title) & new.confirmed and (old.title - new.title) & old.confirmed)

    @property
    def one_form(self) -> bool:
        """Titles that differ in single words, the first among them: "Ostvik Ltd sets payout", "Sarn Ltd sets payout"."""
        new, old = self.new.fingerprint.title.split(), self.old.fingerprint.title.split()
        if len(new) != len(old) or not (self.new_only and self.old_only) or new[0] == old[0]:
            return False
        return all(
            a == b or (a in self.new_only and b in self.old_only) for a, b in zip(new, old, strict=True)
        )

    @property
    def lengths(self) -> float:
        """Length of the shorter body by that of the longer, 0…1."""
        a, b = self.new.fingerprint.words, self.old.fingerprint.words
        return min(a, b) / max(1, a, b)


def content_words(title: str, language: str) -> frozenset[str]:
    """The words of a title that say what it is about; all of them when every one is a function word."""
    words = frozenset(title.split())
    return words - function_words(language or "en") or words


@lru_cache(maxsize=40)
def _grammar_hashes(language: str) -> frozenset[int]:
    return frozenset(map(short, function_words(language)))


def crowd(groups: Sequence[Sequence[Reading]]) -> Mapping[int, float]:
    """What each shingle is worth among texts that look alike: 1, or less where more than three groups have it.

    In a series (weather, puzzles, market reports) the phrases of the form are worth little and what is new in
    each part decides. All printings of one text are one group: however often a text is printed, a shortened
    printing is still the same text.
    """
    if len(groups) < 4:
        return {}
    counts: Counter[int] = Counter()
    for readings in groups:
        counts.update(set().union(*(reading.shingles for reading in readings)))
    return {shingle: 2.0 / (count - 1) for shingle, count in counts.items() if count > 3}


def compare(new: Reading, old: Reading, weights: Mapping[int, float]) -> Pair:
    """The measures of one pair. About 20 µs for texts of 200 words."""
    ours, theirs = new.shingles, old.shingles
    if new.fingerprint.words > 400 or old.fingerprint.words > 400:
        # Only the smallest hashes of a long text are kept: what lies above is unknown there, so it is left out.
        limit = min(r.top for r in (new, old) if r.fingerprint.words > 400)
        ours = {shingle for shingle in ours if shingle <= limit}
        theirs = {shingle for shingle in theirs if shingle <= limit}
    both = ours & theirs
    contained = _weigh(both, weights) / max(1e-9, min(_weigh(ours, weights), _weigh(theirs, weights)))
    titles = min(len(new.title), len(old.title))
    new_numbers, old_numbers = differing(new.numbers, old.numbers)
    new_only, old_only = _only(new, old), _only(old, new)
    if new_only and old_only:  # else nothing hangs on it
        words, others = new.fingerprint.title.split(), old.fingerprint.title.split()
        new_only, old_only = (
            unknown(new_only, others) - halves(words, others),
            unknown(old_only, words) - halves(others, words),
        )
    return Pair(
        new=new,
        old=old,
        shared=len(both),
        shorter=min(len(ours), len(theirs)),
        contained=min(1.0, contained),
        overlap=len(new.title & old.title) / titles if titles else 0.0,
        new_only=new_only,
        old_only=old_only,
        new_numbers=new_numbers,
        old_numbers=old_numbers,
        hours=abs(new.fingerprint.at - old.fingerprint.at) / 3600,
    )


def dated(words: frozenset[str]) -> list[str]:
    """The words among these that count or date: numbers, weekdays, months."""
    return sorted(word for word in words if is_number(word) or word in calendar())


def _only(reading: Reading, other: Reading) -> frozenset[str]:
    return frozenset(word for word in reading.title if short(word) not in other.terms)


def _weigh(shingles: set[int], weights: Mapping[int, float]) -> float:
    return sum(weights.get(s, 1.0) for s in shingles) if weights else float(len(shingles))
