"""What speaks for and against in one text: phrases found, masked, weighed by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wirecopy.privacy.lexicon import Lexicon, Meaning
from wirecopy.privacy.pairs import find_pairs
from wirecopy.privacy.rules import Points
from wirecopy.privacy.verdict import Reason
from wirecopy.topics.index import Hit

_NEGATIONS = frozenset(
    [
        "no",
        "not",
        "without",
        "never",
        "neither",
        "nor",
        "kein",
        "keine",
        "nicht",
        "ohne",
        "nie",
        "pas",
        "sans",
        "jamais",
        "sin",
        "nunca",
        "ningún",
    ]
)
_CLEAR = 0.3  # points below which a negation changes nothing


class Evidence(NamedTuple):
    reasons: tuple[Reason, ...]  # phrases and pairs, strongest first, then damps
    masks: tuple[Reason, ...]  # the masks that cancelled something
    title_hints: dict[str, int]  # by facet, how many different hints
    text_hints: dict[str, int]


def gather(title: Sequence[str], text: Sequence[str], lexicon: Lexicon, points: Points) -> Evidence:
    """All evidence in a title and a text, both as words; each phrase once, where it weighs most.

    Time is linear in the number of words.
    """
    best: dict[str, Reason] = {}
    masks: dict[str, Reason] = {}
    hinted: dict[str, dict[str, set[str]]] = {"title": {}, "text": {}}
    for field, tokens in (("title", title), ("text", text)):
        if not tokens:
            continue
        spots = lexicon.phrases.spots(tokens)
        if not spots:
            continue
        hits = lexicon.phrases.find(tokens, spots)
        spans = [hit for hit in hits if hit.value.kind == "mask"]
        for hit in hits:
            if hit.value.kind == "hint":
                for facet in hit.value.facets:
                    hinted[field].setdefault(facet, set()).add(" ".join(tokens[hit.start : hit.end]))
        for reason in _phrases(tokens, field, hits, spans, masks, points, bool(text)):
            held = best.get(reason.phrase)
            if held is None or abs(held.weight) < abs(reason.weight):
                best[reason.phrase] = reason
        hidden = {i for span in spans for i in range(span.start, span.end)}
        factor = _factor(field, 0, points, bool(text))
        for pair, said, _start in find_pairs(tokens, hidden, lexicon, spots):
            reason = Reason(said, field, round(pair.weight * factor, 3), "pair", " ".join(pair.facets))
            held = best.get(pair.name)
            if held is None or held.weight < reason.weight:
                best[pair.name] = reason
    ordered = sorted(best.values(), key=lambda r: (-r.weight, r.phrase))
    counts = [{facet: len(said) for facet, said in hinted[field].items()} for field in ("title", "text")]
    return Evidence(tuple(ordered), tuple(masks.values()), counts[0], counts[1])


def _cancels(mask: Hit[Meaning], hit: Hit[Meaning]) -> bool:
    """Whether a mask cancels a phrase: one inside it, or one with a gap that begins or ends in it.

    "Asks for privacy" must not hide "privacy law", but "sued … breach" is nothing in a breach of contract.
    """
    if mask.start <= hit.start and hit.end <= mask.end:
        return True
    gapped = hit.size < hit.end - hit.start
    return gapped and (mask.start <= hit.start < mask.end or mask.start < hit.end <= mask.end)


def _factor(field: str, at: int, points: Points, has_text: bool) -> float:
    if field == "title":
        return points.title if has_text else points.title_alone
    return points.lead if at < points.lead_words else points.rest


def _phrases(
    tokens: Sequence[str],
    field: str,
    hits: list[Hit[Meaning]],
    spans: list[Hit[Meaning]],
    masks: dict[str, Reason],
    points: Points,
    has_text: bool,
) -> list[Reason]:
    """The phrases that count in one field: of several that overlap the one of most words, none inside a mask.

    Words skipped by a gap make no phrase longer: "watchdog confirms the data" must not hide "data breach".
    """
    counted = [hit for hit in hits if hit.value.kind in ("phrase", "damp")]
    counted.sort(key=lambda hit: (-hit.size, -abs(hit.value.weight), hit.start, hit.end, hit.value.say))
    used = [False] * len(tokens)
    out = []
    for hit in counted:
        span = next((mask for mask in spans if _cancels(mask, hit)), None)
        if span is not None:
            said = " ".join(tokens[span.start : span.end])
            masks.setdefault(said, Reason(said, _place(field, span.start, points), 0.0, "mask", ""))
            continue
        if any(used[hit.start : hit.end]):
            continue
        used[hit.start : hit.end] = [True] * (hit.end - hit.start)
        weight = hit.value.weight * _factor(field, hit.start, points, has_text)
        if weight > _CLEAR and any(t in _NEGATIONS for t in tokens[max(0, hit.start - 2) : hit.start]):
            weight *= points.negated
        said = " ".join(tokens[hit.start : hit.end])
        place = _place(field, hit.start, points)
        out.append(Reason(said, place, round(weight, 3), "phrase", " ".join(hit.value.facets)))
    return out


def _place(field: str, at: int, points: Points) -> str:
    return "title" if field == "title" else "lead" if at < points.lead_words else "text"
