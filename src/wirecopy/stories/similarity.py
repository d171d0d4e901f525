"""How likely two entries report the same event, and by which words: TF-IDF, time and form in one logistic model.

The weights were fitted by logistic regression on pairs of three labelled sets (feeds captured at one moment,
round-ups of three outlets, ECB+ reports of similar events), events never split between fitting and testing;
more features (names, numbers, bigrams, hubness) and boosted trees were no better on unseen events. See
docs/stories.md for figures and docs/figures.md for the command that prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import exp, log, sqrt

from msgspec import Struct

from wirecopy.stories.profile import Profile

HOURS = 96  # entries further apart are never compared

_BIAS = -3.3
_COSINE = 11.0  # titles count double, then the lead
_TITLE_MASS = 0.09  # per unit of rarity (natural logarithm) of the words that both titles have
_TITLE_FOUND = (
    2.6  # share of one title, by rarity, that the other entry has in title or lead; the larger share
)
_DAY = -2.2  # consecutive days of one saga are the usual false merge
_SAME_SOURCE = -1.6  # an outlet rarely reports one event twice, it reports the next thing
_FORM = -0.9  # explainers, opinion and live logs are about more than the event


class Likeness(Struct, frozen=True):
    """The verdict on a pair with what it rests on."""

    probability: float  # 0…1
    hours: float  # apart
    shared: tuple[tuple[str, float], ...]  # telling stems and what each adds to the cosine, largest first


class Reading:
    """A profile with the weights of its words, made for one run."""

    __slots__ = ("profile", "titled", "titled_mass", "vector", "words")

    def __init__(self, profile: Profile, rarity: Callable[[str], float]) -> None:
        self.profile = profile
        counts: Counter[str] = Counter()
        heading = profile.title.split()
        for word in heading:
            counts[word] += 2
        counts.update(profile.lead.split())
        weights = {word: (1 + log(count)) * rarity(word) for word, count in counts.items()}
        norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        self.vector = {word: weight / norm for word, weight in weights.items()}
        self.titled = {word: rarity(word) for word in heading}
        self.titled_mass = sum(self.titled.values()) or 1.0
        self.words = len(self.vector)


def probability(a: Reading, b: Reading) -> float:
    """The probability that two entries report one event, 0…1; the same whichever way round they are given."""
    first, second = a.profile, b.profile
    if first.kind == "roundup" or second.kind == "roundup":
        return 0.0  # lists, quizzes and newsletters are about many things
    hours = abs(first.at - second.at) / 3600
    if hours > HOURS:
        return 0.0
    if (a.words, first.id) > (b.words, second.id):
        a, b = b, a
    vector, other = a.vector, b.vector
    cosine = sum(weight * other[word] for word, weight in vector.items() if word in other)
    if cosine < 0.03:
        return 0.0
    titles = sum(rarity for word, rarity in a.titled.items() if word in b.titled)
    found = max(
        sum(rarity for word, rarity in a.titled.items() if word in other) / a.titled_mass,
        sum(rarity for word, rarity in b.titled.items() if word in vector) / b.titled_mass,
    )
    logit = (
        _BIAS
        + _COSINE * cosine
        + _TITLE_MASS * titles
        + _TITLE_FOUND * found
        + _DAY * hours / 24
        + _SAME_SOURCE * (first.source == second.source)
        + _FORM * bool(first.kind or second.kind)
    )
    return 1 / (1 + exp(-logit))


def shared_words(a: Reading, b: Reading, most: int = 5) -> list[tuple[str, float]]:
    """The stems that make two entries alike, with what each adds to the cosine, largest first."""
    shared = {word: weight * b.vector[word] for word, weight in a.vector.items() if word in b.vector}
    return sorted(shared.items(), key=lambda term: (-term[1], term[0]))[:most]
