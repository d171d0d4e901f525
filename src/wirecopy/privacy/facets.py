"""From evidence to facets: for each a small table of how much its evidence and its hints weigh.

Points say how surely a text is about privacy; which facets are a main point of it is another question.
A facet's own points matter less than their share of all points, and a hint in the title more than
many in the text. The table was fitted (bench/train_privacy_facets.py) and stands in rules/privacy.toml.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from wirecopy.privacy.evidence import Evidence
from wirecopy.privacy.verdict import FACETS, Reason

ANY = "user-control"  # the facet of a privacy story that speaks of no other: a reader can do something
_MOST_POINTS, _FIRST_POINTS, _MOST_TOTAL, _MOST_IN_TITLE, _MOST_IN_TEXT = 2.0, 0.6, 3.0, 2, 3


def signs(reasons: Sequence[Reason], evidence: Evidence) -> dict[str, tuple[float, ...]]:
    """By facet the nine signs that its table weighs, the first a constant 1."""
    points = dict.fromkeys(FACETS, 0.0)
    for reason in reasons:
        for facet in reason.facet.split():
            points[facet] += max(0.0, reason.weight)
    points = {facet: min(_MOST_POINTS, value) for facet, value in points.items()}
    total = min(_MOST_TOTAL, sum(points.values()))
    out: dict[str, tuple[float, ...]] = {}
    for facet, own in points.items():
        title, text = evidence.title_hints.get(facet, 0), evidence.text_hints.get(facet, 0)
        out[facet] = (
            1.0,
            own,
            min(own, _FIRST_POINTS),
            own / (total + 0.3),
            total,
            float(min(title, _MOST_IN_TITLE)),
            float(min(text, _MOST_IN_TEXT)),
            float(title > 0),
            float(text > 0),
        )
    return out


def facets_of(
    reasons: Sequence[Reason],
    evidence: Evidence,
    table: Mapping[str, Sequence[float]],
    threshold: float,
    muted: Sequence[str] = (),
) -> tuple[str, ...]:
    """The facets that are likely beyond the threshold, in the order of FACETS; never none.

    When none is, the likeliest is given. Muted facets are never given.
    """
    likely = {
        facet: _likely(sum(a * b for a, b in zip(table[facet], values, strict=True)))
        for facet, values in signs(reasons, evidence).items()
        if facet not in muted
    }
    given = tuple(facet for facet in FACETS if likely.get(facet, 0.0) >= threshold)
    return given or tuple(sorted(likely, key=lambda facet: (-likely[facet], facet != ANY))[:1])


def _likely(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
