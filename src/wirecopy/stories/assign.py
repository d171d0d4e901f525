"""Which story each new entry belongs to, which stories turned out to be one, and which fell apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wirecopy.stories.groups import agglomerate, mean_link
from wirecopy.stories.look import Look
from wirecopy.stories.profile import Profile
from wirecopy.stories.window import Member, StoryWindow
from wirecopy.types import Assignment

# Over events held out (ten folds, dealt out three ways), precision and recall of clear pairs: 0.97 and 0.80, of all
# pairs 0.95 and 0.70, wrongly joined 3.0 %. `python bench/fit_stories.py --folds 10 --deal 3`
PAIR = 0.78  # probability (`founding`) at which two entries make a story: nothing else speaks for it; .76 to .84 are alike
JOIN = 0.52  # mean probability at which a further entry joins
# … at which two stories become one. Two developments of one affair are each of one piece, and half alike: with 0.52
# of the entries of round-ups 2.9 % were joined wrongly, with 0.6 1.6, from 0.7 to 0.8 0.5, with no right pair lost.
UNITE = 0.7
LARGE, GROWTH = 8, 0.01  # beyond this size each member asks for so much more: a hub is a topic, not an event
# A piece that fits another story nearly as well (that share of its own) is about both, if the two are not alike.
# All pairs of events held out: precision 0.77 without the rule, 0.91 with it, whatever lies between 0.6 and 0.8.
RIVAL, APART = 0.7, 0.3
WORTH = 0.1  # pairs below this are not looked at
STAY = 0.15  # a member whose mean likeness to the rest of its story is below this leaves it


class Merge(Struct, frozen=True, kw_only=True):
    """Two stories that are one: entries of `newer` belong to `older` from now on, a redirect stands for it."""

    newer: str  # story key
    older: str  # story key, stays
    evidence: str  # one line


def assign(
    new: Sequence[Profile], window: StoryWindow, now: datetime
) -> tuple[list[Assignment], list[Merge]]:
    """The story of each new entry, in the order given, then the entries that leave a story; and the merges.

    New entries are taken into the window; dates after `now` count as now. An entry that the window knows keeps
    its story, and without a new entry nothing changes at all. Stories with an entry that a person placed never
    change and take part in no merge, though newcomers may join them.
    """
    latest = int(now.timestamp())
    # `new` may lie on disk: it is gone through, not held
    ranks = [(min(p.at, latest), p.id, number) for number, p in enumerate(new)]
    fresh = []
    for at, entry_id, number in sorted(ranks):
        if entry_id not in window:
            fresh.append(window.add(Member(replace(new[number], at=at), entry_id)))
    look = Look(window)
    merges, evidence = _group(fresh, look)
    leaving = _split(fresh, look)
    told = [_assignment(entry_id, window, evidence) for _, entry_id, _ in ranks]
    return told + [_assignment(window.profile(place).id, window, leaving) for place in leaving], merges


def _group(fresh: Sequence[int], look: Look) -> tuple[list[Merge], dict[int, tuple[float, str]]]:
    """Join newcomers to stories and to each other, in the window; the merges, and the evidence by place."""
    window, new = look.window, set(fresh)
    near = [(place, other) for place in fresh for other in look.near(place, WORTH)]
    touched = sorted({window.story(place) for pair in near for place in pair})
    atoms = [window.stories[story] for story in touched]

    def stand(a: Sequence[int], b: Sequence[int]) -> bool:
        return not new.issuperset(a) and not new.issuperset(b)

    def founds(a: Sequence[int], b: Sequence[int]) -> bool:
        return len(a) + len(b) == 2 and not stand(a, b)

    def need(a: Sequence[int], b: Sequence[int]) -> float:
        if founds(a, b):
            return 0.0  # `allowed` has asked for more
        unite = stand(a, b) or min(len(a), len(b)) > 1
        return (UNITE if unite else JOIN) + GROWTH * max(0, len(a) + len(b) - LARGE)

    def allowed(a: Sequence[int], b: Sequence[int]) -> bool:
        if founds(a, b):
            return look.founding(a[0], b[0]) >= PAIR
        if not stand(a, b):
            return True
        return not any(window.is_fixed(place) for place in (*a, *b))

    groups = agglomerate(atoms, near, look.likeness, need, allowed)
    if torn := _between(groups, atoms, look):
        near = [pair for pair in near if torn.isdisjoint(pair)]
        groups = agglomerate(atoms, near, look.likeness, need, allowed)
    merges: list[Merge] = []
    evidence: dict[int, tuple[float, str]] = {}
    for group in groups:
        keys = sorted({window.story(place) for place in group}, key=lambda key: _age(key, group, new, window))
        for place in group:
            rest = [other for other in group if other != place]
            if place in new and rest and window.story(place) != keys[0]:
                mean = mean_link([place], rest, look.likeness)
                evidence[place] = (mean, look.evidence(place, rest, mean))
        for key in keys[1:]:
            parted = list(window.stories[key])
            if not new.issuperset(parted):
                older = list(window.stories[keys[0]])
                mean = mean_link(parted, older, look.likeness)
                merges.append(Merge(newer=key, older=keys[0], evidence=look.evidence(parted[0], older, mean)))
            for place in parted:
                window.move(place, keys[0])
    return merges, evidence


def _between(groups: Sequence[list[int]], atoms: Sequence[Sequence[int]], look: Look) -> set[int]:
    """Entries that stand alone so far and fit two groups almost alike which have nothing to do with each other.

    Such a piece is about both ("a long day for the envoys", after two rounds of talks), and belongs to neither.
    """
    window = look.window
    home = {place: group for group in groups for place in group}
    torn = set()
    for place in (atom[0] for atom in atoms if len(atom) == 1 and not window.is_fixed(atom[0])):
        rest = [other for other in home[place] if other != place]
        if not rest:
            continue
        enough = RIVAL * mean_link([place], rest, look.likeness)
        for other in look.near(place, WORTH):
            rival = home.get(other) or window.stories[window.story(other)]
            if (
                len(rival) > 1
                and place not in rival
                and mean_link([place], rival, look.likeness) >= enough
                and mean_link(rest, rival, look.likeness) < APART
            ):
                torn.add(place)
                break
    return torn


def _age(key: str, group: Sequence[int], new: set[int], window: StoryWindow) -> tuple[bool, int, str]:
    """Sorts the keys of a group: stories that stand before new ones, then by their first entry in the window."""
    members = [place for place in group if window.story(place) == key]
    return new.issuperset(members), min(window.at(place) for place in members), key


def _split(fresh: Sequence[int], look: Look) -> dict[int, tuple[float, str]]:
    """Take members out of the stories that grew if they no longer belong there; evidence by place.

    Only a story that newcomers joined is looked at, never one that a person fixed, and never its first entry:
    the story is its.
    """
    window, new = look.window, set(fresh)
    leaving: dict[int, tuple[float, str]] = {}
    for story in sorted({window.story(place) for place in fresh}):
        members = sorted(window.stories[story], key=lambda place: (window.at(place), place))
        if len(members) < 3 or any(window.is_fixed(place) for place in members):
            continue
        for place in members[1:]:
            rest = [other for other in members if other != place and other not in leaving]
            entry_id = window.profile(place).id
            if place in new or entry_id == story or not rest:
                continue
            mean = mean_link([place], rest, look.likeness)
            if mean < STAY:
                window.move(place, entry_id)
                leaving[place] = (0.0, f"left its story: {mean:.2f} alike with the {len(rest)} others")
    return leaving


def _assignment(entry_id: str, window: StoryWindow, evidence: dict[int, tuple[float, str]]) -> Assignment:
    place = window.places[entry_id]
    mean, line = evidence.get(place, (0.0, ""))
    return Assignment(id=entry_id, story=window.story(place), similarity=round(mean, 3), evidence=line)
