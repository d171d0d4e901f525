"""How likely two entries report the same event, and by which words: TF-IDF, time and form in one logistic model.

`python bench/fit_stories.py` fits the weights on labelled pairs and measures them on events held out. More
features (names, numbers, bigrams, hubness) and boosted trees were no better on unseen events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import exp, log, sqrt

from wirecopy.stories.profile import Profile

HOURS = 96  # entries further apart are never compared
SHARED = 3  # words in common below which nothing can be the same: of 1,500 labelled pairs with two, 4 were

NAMELESS = 0.35  # cosine below which two entries that name nobody and nothing in common are two events
SAME_DAY = (
    12  # hours within which reports of one event come in: what is later is more and more often the next event
)

# A report is written with the news on top and the background, which sagas share, below. Telling words that are the
# opening, and how often more they and the words of the title are counted. Cost of pairs of events held out, in nats:
# feeds of one moment 60.5 + 99.0 (clear, borderline) without an opening, 50.3 + 86.9 with it; round-ups 277 and 258;
# ECB+ 3,177 and 3,092. From 30 to 60 words and from 1 to 3 times it hardly matters.
OPENING, OPENED, TITLED = 40, 2, 2

# In the order of `features`, then the constant.
WEIGHTS: tuple[float, ...] = (6.0, 0.11, 1.4, -4.8, -1.9, -1.35, -0.8, -1.1)

# The same for a pair that makes a story, with `founding_features` behind the others. Pairs of events held out cost 38.1
# and 87.1 nats (clear, borderline) with them, 42.4 and 91.5 without; where a third entry joins they do harm, because
# short excerpts of one large event share few words.
FOUNDING: tuple[float, ...] = (2.74, 0.12, 0.63, -4.76, -1.8, -1.04, -0.76, 0.96, 2.72, -2.57)


class Reading:
    """A profile with the weights of its words, made for one run."""

    __slots__ = ("named", "profile", "titled", "titled_mass", "vector")

    def __init__(self, profile: Profile, rarities: Mapping[str, float]) -> None:
        self.profile = profile
        heading, lead = profile.title.split(), profile.lead.split()
        counts = Counter(lead)
        for words, count in ((heading, TITLED), (lead[:OPENING], OPENED)):
            for _ in range(count):
                counts.update(words)
        weights = {word: (1 + log(count)) * rarities[word] for word, count in counts.items()}
        norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        self.vector = {word: weight / norm for word, weight in weights.items()}
        self.titled = {word: rarities[word] for word in heading}
        self.titled_mass = sum(self.titled.values()) or 1.0
        self.named = self.titled.keys() & set(profile.names.split())


def features(a: Reading, b: Reading) -> tuple[float, ...] | None:
    """What the probability is made of; None where two entries cannot report one event.

    Cosine of the words; rarity of the words that both titles have (natural logarithms); the share of one title,
    by rarity, that the other entry has anywhere; days apart beyond SAME_DAY (consecutive days of one saga are the
    usual false merge; plain days gave .66 precision over all pairs of events held out, these .74); same outlet (which reports the next thing, rarely the same twice);
    one of them an explainer, an opinion or a live log (which are about more than the event); how many of the two
    titles name somebody or something that the other entry does not know (who acts next in a saga; alone it took
    clear pairs held out from 50.3 to 45 nats).
    """
    first, second = a.profile, b.profile
    hours = abs(first.at - second.at) / 3600
    if hours > HOURS or first.kind == "roundup" or second.kind == "roundup":
        return None  # lists, quizzes and newsletters are about many things
    if (len(a.vector), first.id) > (len(b.vector), second.id):
        a, b = b, a
    vector, other = a.vector, b.vector
    shared = [word for word in vector if word in other]
    if len(shared) < SHARED:
        return None
    cosine = sum([vector[word] * other[word] for word in shared])
    if cosine < NAMELESS and _name_nothing_in_common(a, b):
        return None
    return (
        cosine,
        sum([rarity for word, rarity in a.titled.items() if word in b.titled]),
        max(
            sum([rarity for word, rarity in a.titled.items() if word in other]) / a.titled_mass,
            sum([rarity for word, rarity in b.titled.items() if word in vector]) / b.titled_mass,
        ),
        max(0.0, hours - SAME_DAY) / 24,
        float(first.source == second.source),
        float(bool(first.kind or second.kind)),
        float(bool(strange_names(a, b))) + float(bool(strange_names(b, a))),
    )


def strange_names(a: Reading, b: Reading) -> list[str]:
    """The stems of the names in one title that another entry does not know, sorted."""
    return sorted(name for name in a.named if name not in b.vector)


def _name_nothing_in_common(a: Reading, b: Reading) -> bool:
    """True where both texts have names and neither knows one of the other's: alike in topic and vocabulary only."""
    ours, theirs = a.profile.names.split(), b.profile.names.split()
    if not ours or not theirs:
        return False
    return not any(name in b.vector for name in ours) and not any(name in a.vector for name in theirs)


def founding_features(a: Reading, b: Reading) -> tuple[float, float]:
    """What else two entries need that make a story by themselves, where nothing else speaks for it.

    How many words they share (natural logarithm); the part of their cosine that is not names known to both, which
    every report of a standing topic has.
    """
    vector, other = (a.vector, b.vector) if len(a.vector) <= len(b.vector) else (b.vector, a.vector)
    shared = [word for word in vector if word in other]
    known = {*a.profile.names.split(), *b.profile.names.split()}
    return log(max(1, len(shared))), sum(
        vector[word] * other[word] for word in sorted(shared) if word not in known
    )


def probability(a: Reading, b: Reading) -> float:
    """The probability that two entries report one event, 0…1; the same whichever way round they are given."""
    measured = features(a, b)
    return _logistic(WEIGHTS, measured) if measured else 0.0


def founding(a: Reading, b: Reading) -> float:
    """The same from all that tells two entries apart which stand alone so far."""
    measured = features(a, b)
    return _logistic(FOUNDING, (*measured, *founding_features(a, b))) if measured else 0.0


def _logistic(weights: tuple[float, ...], measured: tuple[float, ...]) -> float:
    *weighing, constant = weights
    logit = constant + sum(weight * value for weight, value in zip(weighing, measured, strict=True))
    return 1 / (1 + exp(-logit))


def shared_words(a: Reading, b: Reading, most: int = 5) -> list[tuple[str, float]]:
    """The stems that make two entries alike, with what each adds to the cosine, largest first."""
    shared = {word: weight * b.vector[word] for word, weight in a.vector.items() if word in b.vector}
    return sorted(shared.items(), key=lambda term: (-term[1], term[0]))[:most]
