"""Which of the new texts are on the site already, and as what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from wirecopy.dedupe.compare import Reading, compare, crowd, dated
from wirecopy.dedupe.fingerprint import Fingerprint
from wirecopy.dedupe.rules import Verdict, judge
from wirecopy.dedupe.window import Window
from wirecopy.types import Duplicate

NEAR_HOURS = 72  # a reprint comes within three days; what looks alike later is an anniversary or a series


def find_duplicates(new: Sequence[Fingerprint], window: Window) -> list[Duplicate | None]:
    """For each newcomer the text that it repeats, or None when it stands for itself.

    Newcomers are judged in an order of their own (the crediting agency's own copy first, then by publication
    and id), so the order in which feeds came in cannot matter. All are added to the window, the repetitions
    with `of` set: a third printing may resemble the second more than the first. `of` names a standing text.
    """
    verdicts: dict[str, Duplicate | None] = {}
    window.reserve(new)
    # `new` may lie on disk: it is gone through, not held
    ranks = [(not f.origin, f.at, f.id, place) for place, f in enumerate(new)]
    for *_, place in sorted(ranks):
        fingerprint = new[place]
        if fingerprint.id not in verdicts and fingerprint.id not in window:
            verdicts[fingerprint.id] = found = find(fingerprint, window)
            window.add(replace(fingerprint, of=found.of) if found else fingerprint)
    return [verdicts.get(entry_id) for _, _, entry_id, _ in ranks]


def find(fingerprint: Fingerprint, window: Window) -> Duplicate | None:
    """The text of the window that this one repeats. Exact evidence first, then measures on candidates."""
    for known, why, doubt in (
        (window.same_link(fingerprint), "same canonical URL", _shares_only_a_page),
        (window.same_digest(fingerprint), "same text word for word", _is_next_of_a_series),
    ):
        if known and not _other_language(fingerprint, known) and not doubt(fingerprint, known):
            return Duplicate(id=fingerprint.id, of=window.standing(known).id, similarity=1.0, evidence=why)
    return _nearest(fingerprint, window)


def _shares_only_a_page(a: Fingerprint, b: Fingerprint) -> bool:
    """Entries that agree in nothing but the address: a feed whose links all lead to one page, or that names another's.

    An outlet that links another's page under its own headline shares a third of its words; a feed that claims the
    page for something else must not stand for it.
    """
    pair = compare(Reading(a), Reading(b), {})
    return pair.overlap < 0.3 and pair.contained < 0.2


def _is_next_of_a_series(a: Fingerprint, b: Fingerprint) -> bool:
    """One outlet's entries with the same text under titles that count or date differently: a daily puzzle."""
    one, two = frozenset(a.title.split()), frozenset(b.title.split())
    return a.source == b.source and bool(dated(one - two) and dated(two - one))


def _nearest(fingerprint: Fingerprint, window: Window) -> Duplicate | None:
    near = [c for c in window.candidates(fingerprint) if abs(c.at - fingerprint.at) <= NEAR_HOURS * 3600]
    if not near:
        return None
    newcomer, readings = Reading(fingerprint), [Reading(c) for c in near]
    standings = [window.standing(c).id for c in near]
    groups: defaultdict[str, list[Reading]] = defaultdict(list)
    for standing, reading in zip(standings, readings, strict=True):
        groups[standing].append(reading)
    weights = crowd([[newcomer], *groups.values()])
    votes: Counter[str] = Counter()
    best: dict[str, Verdict] = {}
    for standing, reading in zip(standings, readings, strict=True):
        verdict = judge(compare(newcomer, reading, weights), window.title_words, len(window))
        votes[standing] += {"same": 1, "veto": -1, "apart": 0}[verdict.kind]
        if verdict.kind == "same" and (
            standing not in best or verdict.similarity > best[standing].similarity
        ):
            best[standing] = verdict
    # A group in which more members speak against the newcomer than for it is a series that one part resembles.
    ranked = sorted((-best[of].similarity, of) for of in best if votes[of] >= 0)
    if not ranked:
        return None
    of = ranked[0][1]
    return Duplicate(
        id=fingerprint.id, of=of, similarity=round(best[of].similarity, 3), evidence=best[of].evidence
    )


def _other_language(a: Fingerprint, b: Fingerprint) -> bool:
    return bool(a.lang and b.lang and a.lang != b.lang)
