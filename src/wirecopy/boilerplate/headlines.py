"""The headline store: is this block the headline of another entry that we hold?

Near-equal means a Jaccard similarity of the word sets of at least `NEAR`. Candidates come from an
inverted index over the few longest words of each headline (prefix filtering: Chaudhuri, Ganti,
Kaushik 2006; Bayardo, Ma, Srikant 2007), so a query costs about the same for ten headlines as for
a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from .words import Spoken, spoken, words_of

NEAR = 0.75  # below it, headlines of one saga begin to equal each other
SHORTEST = 4  # words; shorter headlines are also subheadings ("What we know")
POSTINGS = 64  # candidates looked at for one word, oldest first, so that time is bounded


class _Store:
    """The shared, growing part: headlines in order of arrival."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.keys: list[str] = []
        self.sets: list[frozenset[str]] = []
        self.first: dict[str, int] = {}  # key → its number
        self.by_word: dict[str, list[int]] = {}  # one of its longest words → numbers
        self.longest = 0  # distinct words of the longest headline


class Headlines:
    """Headlines of entries that we hold, of any source, in order of arrival.

    `add` is cheap, `as_of` and `without` give views of the same store: an article may be judged by
    the headlines that were there when it came, however many came later.
    """

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._store = _Store()
        self._end: int | None = None
        self._own: frozenset[str] = frozenset()
        for title in titles:
            self.add(title)

    def __len__(self) -> int:
        held = len(self._store.titles)
        return held if self._end is None else min(held, self._end)

    def add(self, title: str) -> int:
        """The number of headlines held after this one came in: what `as_of` takes.

        A headline that is already held, and one of fewer than four words, changes nothing.
        """
        store = self._store
        count, key, distinct, prefix = _told(title)
        if count >= SHORTEST and key not in store.first:
            number = len(store.titles)
            store.titles.append(title)
            store.keys.append(key)
            store.sets.append(distinct)
            store.first[key] = number
            store.longest = max(store.longest, len(distinct))
            for word in prefix:
                store.by_word.setdefault(word, []).append(number)
        return len(store.titles)

    def as_of(self, length: int) -> Headlines:
        """The same store as it was when it held `length` headlines."""
        return self._view(length, self._own)

    def without(self, title: str) -> Headlines:
        """The same store with one article's own headline, and near-equal ones, left out."""
        return self._view(self._end, frozenset(spoken(title).words))

    def find(self, text: str) -> str:
        """The held headline that the text equals or nearly equals; "" when there is none."""
        return self.find_spoken(spoken(text))

    def find_spoken(self, told: Spoken) -> str:
        """The same of a text whose words are known."""
        _, words, key, *_ = told
        store, end = self._store, len(self)
        if len(words) < SHORTEST or not end:
            return ""
        distinct = frozenset(words)
        if NEAR * len(distinct) > store.longest:  # a paragraph: more words than any headline could share
            return ""
        found = self._nearest(key, distinct, end)
        # Asked last, because hardly a block is like any headline.
        return "" if found and _jaccard(self._own, distinct) >= NEAR else found

    def _nearest(self, key: str, distinct: frozenset[str], end: int) -> str:
        store = self._store
        number = store.first.get(key)
        if number is not None and number < end:
            return store.titles[number]
        for candidate in _candidates(store, distinct, end):
            if _jaccard(distinct, store.sets[candidate]) >= NEAR:
                return store.titles[candidate]
        return ""

    def _view(self, end: int | None, own: frozenset[str]) -> Headlines:
        view = Headlines()
        view._store, view._end, view._own = self._store, end, own
        return view


@lru_cache(maxsize=4096)  # heard in its own month and once more in the next
def _told(title: str) -> tuple[int, str, frozenset[str], list[str]]:
    """A headline's words: how many, in one string, each once, and those by which it is found."""
    words = words_of(title)
    distinct = frozenset(words)
    return len(words), " ".join(words), distinct, _prefix(distinct)


def _prefix(words: frozenset[str]) -> list[str]:
    """The words of a set of which another set that is near enough must share one.

    Longest first, then by alphabet: an order that never changes and in which rare words come first.
    """
    ordered = sorted(sorted(words), key=len, reverse=True)
    return ordered[: len(words) - ceil(NEAR * len(words)) + 1]


def _candidates(store: _Store, words: frozenset[str], end: int) -> list[int]:
    seen: set[int] = set()
    least, most = NEAR * len(words), len(words) / NEAR
    for word in _prefix(words):
        for number in store.by_word.get(word, ())[:POSTINGS]:
            if number < end and least <= len(store.sets[number]) <= most:  # others share too few words
                seen.add(number)
    return sorted(seen)


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if shared else 0.0
