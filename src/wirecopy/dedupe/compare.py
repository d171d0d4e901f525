"""What two texts have in common, measured once; `rules` decides on it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

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
    def exchanged(self) -> float:
        """The share of numbers that each body has for itself, the smaller of the two shares, 0…1."""
        return min(
            len(self.new_numbers) / max(1, len(self.new.numbers)),
            len(self.old_numbers) / max(1, len(self.old.numbers)),
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


def crowd(readings: Sequence[Reading]) -> Mapping[int, float]:
    """What each shingle is worth among texts that look alike: 1, or less where more than three have it.

    In a series (weather, puzzles, market reports) the phrases of the form are worth little and what is new in
    each part decides; in twenty printings of one text all are worth the same, so nothing changes.
    """
    if len(readings) < 4:
        return {}
    counts: Counter[int] = Counter()
    for reading in readings:
        counts.update(reading.shingles)
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
    return Pair(
        new=new,
        old=old,
        shared=len(both),
        shorter=min(len(ours), len(theirs)),
        contained=min(1.0, contained),
        overlap=len(new.title & old.title) / titles if titles else 0.0,
        new_only=frozenset(word for word in new.title if short(word) not in old.terms),
        old_only=frozenset(word for word in old.title if short(word) not in new.terms),
        new_numbers=frozenset(new.numbers - old.numbers),
        old_numbers=frozenset(old.numbers - new.numbers),
        hours=abs(new.fingerprint.at - old.fingerprint.at) / 3600,
    )


def dated(words: frozenset[str]) -> list[str]:
    """The words among these that count or date: numbers, weekdays, months."""
    return sorted(word for word in words if is_number(word) or word in calendar())


def _weigh(shingles: set[int], weights: Mapping[int, float]) -> float:
    return sum(weights.get(s, 1.0) for s in shingles) if weights else float(len(shingles))
