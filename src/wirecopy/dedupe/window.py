"""The texts of the last days that newcomers are compared with, and the ways to find a candidate among them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from wirecopy.dedupe.fingerprint import Fingerprint
from wirecopy.dedupe.postings import Postings

# Of a text every fourth shingle is a key, the ones with the smallest hashes, but at least 16 (all of a short
# text) and at most 100. The same hashes are small in every text, so a part and its whole share keys.
_FEWEST, _MOST, _SHARE = 16, 100, 4
_SAME_TITLE = 8  # entries with one title that are worth comparing; 5,000 "Daily briefing" are not


def keys(fingerprint: Fingerprint) -> array[int]:
    """The hashes under which a text is found."""
    shingles = array("I", fingerprint.shingles)
    return shingles[: min(_MOST, max(_FEWEST, len(shingles) // _SHARE))]


class Window:
    """Fingerprints in the order in which they were added, with indices by id, address, digest, title, shingle.

    Memory an entry: 1.9 kB for texts of 60 words, 5 kB for 400 (bench/bench_stories.py). Nothing in it depends on a clock: `expire` is told
    the time before which texts are forgotten.
    """

    def __init__(self, fingerprints: Iterable[Fingerprint] = ()) -> None:
        self._fill(sorted(fingerprints, key=lambda f: (f.at, f.id)))

    def _fill(self, fingerprints: list[Fingerprint]) -> None:
        self.entries: list[Fingerprint] = []
        self.places: dict[str, int] = {}
        self.title_words: Counter[str] = Counter()
        self._links: dict[str, int] = {}
        self._digests: dict[bytes, int] = {}
        self._titles: defaultdict[str, list[int]] = defaultdict(list)
        self._postings = Postings(sum(min(_MOST, max(_FEWEST, len(f.shingles) // 16)) for f in fingerprints))
        for fingerprint in fingerprints:
            self.add(fingerprint)

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
        if fingerprint.link:
            self._links.setdefault(fingerprint.link, place)
        if fingerprint.digest:
            self._digests.setdefault(fingerprint.digest, place)
        if fingerprint.title:
            same = self._titles[fingerprint.title]
            if len(same) >= _SAME_TITLE:
                del same[1]  # the first stays: it may be the one that stands
            same.append(place)
            self.title_words.update(set(fingerprint.title.split(" ")))
        self._postings.add(keys(fingerprint), place)

    def expire(self, before: datetime) -> None:
        """Forget the texts published before a moment. Costs a rebuild, so once a run is enough."""
        limit = int(before.timestamp())
        kept = [f for f in self.entries if f.at >= limit]
        if len(kept) < len(self.entries):
            self._fill(kept)

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
