"""The entries of the last days with the story that each belongs to, and the ways to find what is about the same."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from math import exp, log

from msgspec import Struct

from wirecopy.dedupe.frequency import background
from wirecopy.dedupe.window import Kept
from wirecopy.stories.profile import Profile
from wirecopy.stories.similarity import HOURS, Reading
from wirecopy.stories.synonyms import stem

# Entries that general language counts for: it rules a window of 100 and hardly one of 10,000.
_BACKGROUND = 500
_LENGTH = 60  # words of an average entry, to turn shares of running text into shares of entries
# Postings read for one newcomer, rarest words first: keeps the cost level as the window grows.
_LOOKED_UP = 2000
_COMPARED = 24  # candidates that are compared in full


class Member(Struct, frozen=True):
    """An entry of the window."""

    profile: Profile
    story: str  # key of its story
    fixed: bool = False  # a person set the story by hand: nothing here changes it


class StoryWindow:
    """Entries by id and by story, with an index from words to entries.

    `kept` makes what the profiles are kept in. About a kilobyte an entry beside that.
    """

    def __init__(self, members: Iterable[Member] = (), kept: Callable[[], Kept[Profile]] = list) -> None:
        self._make = kept
        self._fill(members)
        self.put_in_order()

    def _fill(self, members: Iterable[Member]) -> None:
        self._profiles: Kept[Profile] = self._make()
        self._times = array("q")  # of publication, by place
        self._told: list[str] = []  # the story of each
        self._fixed: set[int] = set()
        self.places: dict[str, int] = {}
        self.stories: dict[str, array[int]] = {}
        self._words: Counter[str] = Counter()
        self._postings: dict[str, array[int]] = {}
        for member in members:
            self.add(member)

    def put_in_order(self) -> None:
        """By publication, then by id: as if they had been added so. Costs a rebuild if they were not."""
        ids = list(self.places)
        if any((s, a) > (t, b) for (s, a), (t, b) in pairwise(zip(self._times, ids, strict=True))):
            self._keep(sorted(range(len(ids)), key=lambda place: (self._times[place], ids[place])))

    def _keep(self, places: Iterable[int]) -> None:
        """Only these entries, in this order."""
        profiles, told, fixed = self._profiles, self._told, self._fixed
        self._fill(Member(profiles[place], told[place], place in fixed) for place in places)

    def __len__(self) -> int:
        return len(self._told)

    def __iter__(self) -> Iterator[Member]:
        """The entries, in order of place."""
        return (
            Member(profile, self._told[place], place in self._fixed)
            for place, profile in enumerate(self._profiles)
        )

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self.places

    def profile(self, place: int) -> Profile:
        """What is remembered of an entry."""
        return self._profiles[place]

    def at(self, place: int) -> int:
        """When it was published, seconds since 1970."""
        return self._times[place]

    def story(self, place: int) -> str:
        """The key of its story."""
        return self._told[place]

    def is_fixed(self, place: int) -> bool:
        """Whether a person set its story by hand."""
        return place in self._fixed

    def add(self, member: Member) -> int:
        """Take in an entry; its place. An id that is known is left as it is."""
        profile = member.profile
        if profile.id in self.places:
            return self.places[profile.id]
        place = len(self._told)
        self._profiles.append(profile)
        self._times.append(profile.at)
        self._told.append(member.story)
        if member.fixed:
            self._fixed.add(place)
        self.places[profile.id] = place
        self._join(member.story, place)
        for word in dict.fromkeys((profile.title + " " + profile.lead).split()):
            self._words[word] += 1
            if (postings := self._postings.get(word)) is None:
                postings = self._postings[word] = array("I")
            postings.append(place)
        return place

    def _join(self, story: str, place: int) -> None:
        if (members := self.stories.get(story)) is None:
            members = self.stories[story] = array("I")
        members.append(place)

    def move(self, place: int, story: str) -> None:
        """Put an entry into another story."""
        self.stories[self._told[place]].remove(place)
        self._join(story, place)
        self._told[place] = story

    def expire(self, before: datetime) -> None:
        """Forget the entries published before a moment. Costs a rebuild, so once a run is enough."""
        limit = int(before.timestamp())
        kept = [place for place, at in enumerate(self._times) if at >= limit]
        if len(kept) < len(self):
            self._keep(kept)

    def weights(self) -> Weights:
        """How telling each word is now. Does not change when the window does, so that a run is of one piece."""
        return Weights(dict(self._words), len(self))

    def candidates(self, reading: Reading) -> list[int]:
        """The places of the entries within reach that share most with this one, best first, then nearest in time."""
        at, own = reading.profile.at, self.places.get(reading.profile.id)
        score: defaultdict[int, float] = defaultdict(float)
        budget = _LOOKED_UP
        for word in sorted(reading.vector, key=lambda w: (self._words[w], w)):
            postings = self._postings.get(word)
            if not postings:
                continue
            if budget <= 0:
                break
            postings = postings[-budget:]  # of a word that everybody writes, the latest entries
            budget -= len(postings)
            weight = reading.vector[word] * (2 if word in reading.titled else 1)
            for place in postings:
                score[place] += weight
        if not score:
            return []
        least = max(score.values()) / 4  # most of the places share one word that is not that rare
        near = []
        for place, value in score.items():
            if value > least and place != own:
                apart = abs(self._times[place] - at)
                if apart <= HOURS * 3600:
                    near.append((-value, apart, place))
        return [place for _, _, place in sorted(near)[:_COMPARED]]


class Weights:
    """The rarity of words in one window at one moment, by language: log of one over the share of entries."""

    def __init__(self, words: dict[str, int], entries: int) -> None:
        self._words, self._total = words, entries + _BACKGROUND + 1
        self._known: dict[str, dict[str, float]] = {}

    def reading(self, profile: Profile) -> Reading:
        """A profile, weighed."""
        language = profile.lang or "en"
        known = self._known.setdefault(language, {})
        for word in (*profile.title.split(), *profile.lead.split()):
            if word not in known:
                known[word] = self._rarity(word, common_stems(language).get(word, 0.0))
        return Reading(profile, known)

    def _rarity(self, word: str, share: float) -> float:
        general = (1 - exp(-share * _LENGTH)) * _BACKGROUND if share else 0.0
        return log(self._total / (self._words.get(word, 0) + general + 0.5))


@lru_cache(maxsize=64)
def common_stems(language: str) -> dict[str, float]:
    """Share of running text by stem, for the common words of a language; empty for one that is not at hand."""
    shares: defaultdict[str, float] = defaultdict(float)
    for spoken, word, share in background():
        if spoken == language:
            shares[stem(word)] += share
    return dict(shares)
