"""Average-link agglomeration of stories and newcomers, in any order of arrival to the same result."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence

Measure = Callable[[int, int], float]
Allowed = Callable[[Sequence[int], Sequence[int]], bool]

_MANY = 6  # pairs from which on the weakest quarter is left out
_SAMPLE = 24  # members of a large group that stand for it: the latest, so that cost does not grow with a saga


def agglomerate(
    atoms: Iterable[Sequence[int]],
    near: Iterable[tuple[int, int]],
    measure: Measure,
    need: Callable[[Sequence[int], Sequence[int]], float],
    allowed: Allowed,
) -> list[list[int]]:
    """Groups of members, made by joining the most alike pair of groups as long as one is alike enough.

    `atoms` are the groups at the start, members in canonical order; `near` the pairs of members worth a look.
    The likeness of two groups is the mean of `measure` over their pairs. Equal likeness is decided by the
    smallest members, so nothing depends on the order of the arguments.
    """
    groups: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    for number, atom in enumerate(sorted(sorted(atom) for atom in atoms)):
        groups[number] = list(atom)
        home.update(dict.fromkeys(atom, number))
    neighbours: dict[int, set[int]] = {number: set() for number in groups}
    for a, b in near:
        if a in home and b in home and home[a] != home[b]:
            neighbours[home[a]].add(home[b])
            neighbours[home[b]].add(home[a])
    queue: list[tuple[float, int, int, int, int]] = []

    def consider(one: int, two: int) -> None:
        a, b = groups[one], groups[two]
        if (b[0], two) < (a[0], one):
            one, two, a, b = two, one, b, a
        if not allowed(a, b):
            return
        likeness = mean_link(a, b, measure)
        if likeness >= need(a, b):
            heapq.heappush(queue, (-likeness, a[0], b[0], one, two))

    for one in sorted(groups):
        for two in sorted(neighbours[one]):
            if one < two:
                consider(one, two)
    following = len(groups)
    while queue:
        _, _, _, one, two = heapq.heappop(queue)
        if one not in groups or two not in groups:
            continue
        groups[following] = sorted(groups.pop(one) + groups.pop(two))
        around = (neighbours.pop(one) | neighbours.pop(two)) & groups.keys()
        neighbours[following] = around
        for other in sorted(around):
            neighbours[other].add(following)
            consider(following, other)
        following += 1
    return sorted(groups.values())


def mean_link(a: Sequence[int], b: Sequence[int], measure: Measure) -> float:
    """The mean likeness over the pairs of two groups, of many pairs without the weakest quarter, 0…1.

    In a story of eight reports each angle shares no word with some other angle; the full mean kept a ninth out.
    """
    values = sorted([measure(x, y) for x in a[-_SAMPLE:] for y in b[-_SAMPLE:]], reverse=True)
    kept = values[: len(values) - len(values) // 4] if len(values) >= _MANY else values
    return sum(kept) / len(kept)
