"""The entries of the last days with the story that each belongs to, and the ways to find what is about the same."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from math import exp, log

from msgspec import Struct

from wirecopy.dedupe.frequency import background
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
    """Members by id and by story, with an index from words to members. About 1.5 kB an entry."""

    def __init__(self, members: Iterable[Member] = ()) -> None:
        self._fill(sorted(members, key=lambda m: (m.profile.at, m.profile.id)))

    def _fill(self, members: list[Member]) -> None:
        self.members: list[Member] = []
        self.places: dict[str, int] = {}
        self.stories: defaultdict[str, list[int]] = defaultdict(list)
        self._words: Counter[str] = Counter()
        self._postings: dict[str, array[int]] = {}
        for member in members:
            self.add(member)

    def __len__(self) -> int:
        return len(self.members)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self.places

    def add(self, member: Member) -> int:
        """Take in an entry; its place in `members`. An id that is known is left as it is."""
        profile = member.profile
        if profile.id in self.places:
            return self.places[profile.id]
        place = len(self.members)
        self.members.append(member)
        self.places[profile.id] = place
        self.stories[member.story].append(place)
        for word in dict.fromkeys((profile.title + " " + profile.lead).split()):
            self._words[word] += 1
            if (postings := self._postings.get(word)) is None:
                postings = self._postings[word] = array("I")
            postings.append(place)
        return place

    def move(self, place: int, story: str) -> None:
        """Put a member into another story."""
        member = self.members[place]
        self.stories[member.story].remove(place)
        self.stories[story].append(place)
        self.members[place] = Member(member.profile, story, member.fixed)

    def expire(self, before: datetime) -> None:
        """Forget the entries published before a moment. Costs a rebuild, so once a run is enough."""
        limit = int(before.timestamp())
        kept = [m for m in self.members if m.profile.at >= limit]
        if len(kept) < len(self.members):
            self._fill(kept)

    def weights(self) -> Weights:
        """How telling each word is now. Does not change when the window does, so that a run is of one piece."""
        return Weights(dict(self._words), len(self.members))

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
                apart = abs(self.members[place].profile.at - at)
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
