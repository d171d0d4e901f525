"""The texts of the last days that newcomers are compared with, and the ways to find a candidate among them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Protocol, TypeVar

from wirecopy.dedupe.fingerprint import Fingerprint
from wirecopy.dedupe.postings import Postings

T = TypeVar("T")

# Of a text every fourth shingle is a key, the ones with the smallest hashes, but at least 16 (all of a short
# text) and at most 100. The same hashes are small in every text, so a part and its whole share keys.
_FEWEST, _MOST, _SHARE = 16, 100, 4
_SAME_TITLE = 8  # entries with one title that are worth comparing; 5,000 "Daily briefing" are not


def keys(fingerprint: Fingerprint) -> array[int]:
    """The hashes under which a text is found."""
    shingles = array("I", fingerprint.shingles)
    return shingles[: min(_MOST, max(_FEWEST, len(shingles) // _SHARE))]


class Kept(Protocol[T]):
    """Where a window keeps its entries: a list, or what lies on disk and is asked for by place like one."""

    def append(self, value: T, /) -> None: ...
    def __getitem__(self, place: int, /) -> T: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T]: ...


class Window:
    """Fingerprints in the order in which they were added, with indices by id, address, digest, title, shingle.

    `kept` makes what they are kept in. Memory an entry beside that: 1.1 kB for texts of 60 words, 2.4 kB for 400
    (bench/bench_stories.py). Nothing in it depends on a clock: `expire` is told the time before which texts are
    forgotten.
    """

    def __init__(
        self, fingerprints: Iterable[Fingerprint] = (), kept: Callable[[], Kept[Fingerprint]] = list
    ) -> None:
        self._make = kept
        self._fill(fingerprints)
        self.put_in_order()

    def _fill(self, fingerprints: Iterable[Fingerprint]) -> None:
        self.entries: Kept[Fingerprint] = self._make()
        self.places: dict[str, int] = {}
        self.title_words: Counter[str] = Counter()
        self._times = array("q")  # of publication, by place
        self._links: dict[str, int] = {}
        self._digests: dict[bytes, int] = {}
        self._titles: dict[str, array[int]] = {}
        self._postings = Postings()
        for fingerprint in fingerprints:
            self.add(fingerprint)

    def put_in_order(self) -> None:
        """By publication, then by id: as if they had been added so. Costs a rebuild if they were not."""
        ids = list(self.places)
        if any((s, a) > (t, b) for (s, a), (t, b) in pairwise(zip(self._times, ids, strict=True))):
            order = sorted(range(len(ids)), key=lambda place: (self._times[place], ids[place]))
            before = self.entries
            self._fill(before[place] for place in order)

    def reserve(self, fingerprints: Iterable[Fingerprint]) -> None:
        """Make room for texts that will be added."""
        self._postings.reserve(sum(len(keys(f)) for f in fingerprints))

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Fingerprint]:
        return iter(self.entries)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self.places

    def add(self, fingerprint: Fingerprint) -> None:
        """Remember a text. An id that is known already is left as it is."""
        if fingerprint.id in self.places:
            return
        place = len(self.entries)
        self.entries.append(fingerprint)
        self.places[fingerprint.id] = place
        self._times.append(fingerprint.at)
        if fingerprint.link:
            self._links.setdefault(fingerprint.link, place)
        if fingerprint.digest:
            self._digests.setdefault(fingerprint.digest, place)
        if fingerprint.title:
            if (same := self._titles.get(fingerprint.title)) is None:
                same = self._titles[fingerprint.title] = array("I")
            if len(same) >= _SAME_TITLE:
                del same[1]  # the first stays: it may be the one that stands
            same.append(place)
            self.title_words.update(set(fingerprint.title.split(" ")))
        self._postings.add(keys(fingerprint), place)

    def expire(self, before: datetime) -> None:
        """Forget the texts published before a moment. Costs a rebuild, so once a run is enough."""
        limit = int(before.timestamp())
        kept = [place for place, at in enumerate(self._times) if at >= limit]
        if len(kept) < len(self):
            entries = self.entries
            self._fill(entries[place] for place in kept)

    def same_link(self, fingerprint: Fingerprint) -> Fingerprint | None:
        """The first text with the same address."""
        return self._entry(self._links.get(fingerprint.link)) if fingerprint.link else None

    def same_digest(self, fingerprint: Fingerprint) -> Fingerprint | None:
        """The first text that is equal word for word."""
        return self._entry(self._digests.get(fingerprint.digest)) if fingerprint.digest else None

    def standing(self, fingerprint: Fingerprint) -> Fingerprint:
        """The text that stands for this one: itself, or the one it was found to repeat, if that is still here."""
        for _ in range(100):  # chains are one step long; a damaged index must not make a circle
            place = self.places.get(fingerprint.of) if fingerprint.of else None
            if place is None:
                break
            fingerprint = self.entries[place]
        return fingerprint

    def candidates(self, fingerprint: Fingerprint, most: int = 20) -> list[Fingerprint]:
        """The texts that share the title or the most keys, rare ones first, at most `most`.

        A key counts by how few have it: else an outlet's footer, which stands in all that it prints, would bring its
        other articles before the one text that has the same story.
        """
        wanted = keys(fingerprint)
        shared: Counter[int] = Counter()
        worth: defaultdict[int, float] = defaultdict(float)
        for key in wanted:
            found = self._postings.find(key)
            shared.update(found)
            for place in found:
                worth[place] += 1 / len(found)
        if len(wanted) > 8:  # one shared phrase of three words is chance
            worth = defaultdict(float, {place: w for place, w in worth.items() if shared[place] > 1})
        for place in self._titles.get(fingerprint.title, ()):
            worth[place] += 3
        best = sorted(worth.items(), key=lambda hit: (-hit[1], hit[0]))[:most]
        return [self.entries[place] for place, _ in best]

    def _entry(self, place: int | None) -> Fingerprint | None:
        return None if place is None else self.entries[place]
