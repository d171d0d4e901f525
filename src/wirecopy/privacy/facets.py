"""From evidence to facets: a table of how much evidence and how many hints each facet needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wirecopy.privacy.rules import FacetRule
from wirecopy.privacy.verdict import FACETS, Reason

ANY = "user-control"  # the facet of a privacy story that speaks of no other: a reader can do something


def facets_of(
    reasons: Sequence[Reason],
    hints: Mapping[str, float],
    table: Mapping[str, FacetRule],
    muted: Sequence[str] = (),
) -> tuple[str, ...]:
    """The facets that the evidence reaches, in the order of FACETS; never none.

    A facet with no points of its own is given by hints alone only where its `hint` is large. When
    nothing reaches, the facet nearest to it is given.
    """
    points = dict.fromkeys(FACETS, 0.0)
    for reason in reasons:
        for facet in reason.facet.split():
            points[facet] += max(0.0, reason.weight)
    level = {
        facet: points[facet] / table[facet].evidence + table[facet].hint * hints.get(facet, 0.0)
        for facet in FACETS
    }
    shown = [facet for facet in FACETS if facet not in muted]
    given = tuple(facet for facet in shown if level[facet] >= 1)
    if given or not shown:
        return given
    nearest = max(shown, key=lambda facet: level[facet])
    return (nearest if level[nearest] > 0 or ANY not in shown else ANY,)
