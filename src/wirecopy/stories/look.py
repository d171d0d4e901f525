"""One look at a window: entries read and pairs measured once, with the weights that words have now."""

from __future__ import annotations

from wirecopy.stories.similarity import Reading, founding, probability, shared_words, strange_names
from wirecopy.stories.window import StoryWindow

# A reading of 100 words takes 12 kB. Of 10,000 made-up entries that come at once, one is asked for ten times, nearly
# always soon after its neighbours in time.
AT_HAND = 1_000


class Look:
    """Likeness of members of a window, by place, which nobody joins meanwhile. Word weights are those of the moment it was made."""

    def __init__(self, window: StoryWindow) -> None:
        self.window = window
        self._weights = window.weights()
        self._readings: dict[int, Reading] = {}
        self._earlier: dict[int, Reading] = {}
        self._pairs: dict[tuple[int, int], float] = {}
        self._near: dict[tuple[int, float], list[int]] = {}

    def reading(self, place: int) -> Reading:
        """The entry at a place, weighed. Two generations are at hand, of AT_HAND each; older ones are made again."""
        if (found := self._readings.get(place)) is None:
            found = self._earlier.get(place) or self._weights.reading(self.window.profile(place))
            if len(self._readings) >= AT_HAND:
                self._earlier, self._readings = self._readings, {}
            self._readings[place] = found
        return found

    def likeness(self, a: int, b: int) -> float:
        """The probability that two members report one event, 0…1."""
        pair = (a, b) if a < b else (b, a)
        if (found := self._pairs.get(pair)) is None:
            found = self._pairs[pair] = probability(self.reading(a), self.reading(b))
        return found

    def founding(self, a: int, b: int) -> float:
        """The probability that two members which stand alone so far make a story, 0…1."""
        return founding(self.reading(a), self.reading(b))

    def near(self, place: int, least: float) -> list[int]:
        """The members that are alike enough to be worth a look, in order of place."""
        if (found := self._near.get((place, least))) is None:
            candidates = self.window.candidates(self.reading(place))
            found = self._near[place, least] = sorted(
                c for c in candidates if self.likeness(place, c) >= least
            )
        return found

    def evidence(self, place: int, others: list[int], mean: float) -> str:
        """One line: the mean likeness to a group, and the words shared with its nearest member."""
        nearest = max(others, key=lambda other: (self.likeness(place, other), -other))
        hours = abs(self.window.at(place) - self.window.at(nearest)) / 3600
        words = shared_words(self.reading(place), self.reading(nearest))
        told = ", ".join(f"{word} {weight:.2f}" for word, weight in words)
        ours, theirs = self.reading(place), self.reading(nearest)
        strange = sorted({*strange_names(ours, theirs), *strange_names(theirs, ours)})
        against = f"; only one title names {', '.join(strange[:5])}" if strange else ""
        return f"{mean:.2f} alike, {hours:.0f} h apart: {told}{against}"
