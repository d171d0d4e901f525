"""Is this a privacy story? The verdict on one text, with its evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from urllib.parse import urlsplit

from wirecopy.privacy.evidence import Evidence, gather
from wirecopy.privacy.facets import facets_of
from wirecopy.privacy.language import guess_language
from wirecopy.privacy.lexicon import Lexicon
from wirecopy.privacy.model import weigh
from wirecopy.privacy.prior import MOST
from wirecopy.privacy.rules import Points, PrivacyRules, load_rules
from wirecopy.privacy.verdict import Reason, State, Verdict
from wirecopy.topics.words import words

_MOST_TITLE = 60  # words
_MOST_CATEGORIES = 20
_MOST_REASONS = 12


def judge(
    title: str,
    text: str,
    *,
    lang: str = "",
    categories: Sequence[str] = (),
    link: str = "",
    prior: float = 0.0,
    rules: PrivacyRules | None = None,
) -> Verdict:
    """The verdict on a text: `text` is plain and already without boilerplate.

    `lang` is a BCP 47 code, "" lets the text tell; texts in a language without phrases are "no".
    `categories` are the publisher's own, `link` the canonical address, `prior` what the feed's
    history says (`prior_of`). Time is bounded: the first words of a long text count (`most_words`).
    """
    rules = rules or load_rules()
    points = rules.numbers.points
    head, body = words(title, _MOST_TITLE), words(text, points.most_words)
    language = lang.lower().replace("_", "-").split("-")[0] or guess_language(head, body)
    lexicon = rules.lexicon(language)
    if lexicon is None or not (head or body) or not rules.settings.tag:
        return Verdict("no", 0.0, (), ())
    evidence = gather(head, body, lexicon, points)
    signals = _signals(evidence, lexicon, points, categories, link, prior)
    total = add_up(evidence.reasons, points) + sum(signal.weight for signal in signals)
    modelled: tuple[Reason, ...] = ()
    if language == "en":
        modelled = _modelled(head, body, points)
        total += sum(reason.weight for reason in modelled)
    state: State = (
        "yes" if total >= rules.settings.sure else "maybe" if total >= rules.settings.maybe else "no"
    )
    reasons = (*evidence.reasons, *signals, *modelled)
    told = sorted((r for r in reasons if r.weight), key=lambda r: (-abs(r.weight), r.phrase))[:_MOST_REASONS]
    if state == "yes" and not any(r.weight > 0 for r in told):
        state = "maybe"
    facets = facets_of(evidence.reasons, evidence.hints, rules.numbers.facets, rules.settings.mute_facets)
    return Verdict(
        state,
        round(_squash(points.steepness * (total - rules.settings.sure)), 4),
        facets if any(r.weight > 0 for r in evidence.reasons) else (),
        (*told, *evidence.masks[:4]),
    )


def add_up(reasons: Sequence[Reason], points: Points) -> float:
    """The points of all evidence: the first pieces in full, the later ones ever less.

    `reasons` come strongest first. Ten weak words are thereby worth less than two strong ones, which
    keeps pasted lists of keywords and footers from adding up.
    """
    total, rank = 0.0, 0
    for reason in reasons:
        if reason.weight > 0:
            total += reason.weight * points.ranks[min(rank, len(points.ranks) - 1)]
            rank += 1
        else:
            total += reason.weight
    return total


def _signals(
    evidence: Evidence, lexicon: Lexicon, points: Points, categories: Sequence[str], link: str, prior: float
) -> list[Reason]:
    """What the publisher's categories, the section in the address and the feed's history add."""
    out = []
    sections = urlsplit(link).path.split("/")[1:-1] if link.isascii() and "://" in link else []
    for field, texts in (("categories", list(categories)[:_MOST_CATEGORIES]), ("link", sections[:6])):
        found = [
            reason
            for said in texts
            for reason in gather(words(said, 8), (), lexicon, points).reasons
            if reason.weight > 0
        ]
        if found:
            best = max(found, key=lambda r: r.weight)
            weight = min(points.elsewhere_most, best.weight * points.elsewhere)
            out.append(Reason(best.phrase, field, round(weight, 3), "signal", best.facet))
    if prior and math.isfinite(prior):
        out.append(
            Reason(
                "what this feed usually brings", "feed", round(max(-MOST, min(MOST, prior)), 3), "signal", ""
            )
        )
    return out


def _modelled(head: Sequence[str], body: Sequence[str], points: Points) -> tuple[Reason, ...]:
    odds, parts = weigh(head, body)
    odds = max(-points.model_most, min(points.model_most, odds)) * points.model
    leading = (
        [f.removeprefix("t:") for w, f in parts[:3] if w > 0] if odds > 0 else [f for _, f in parts[-3:]]
    )
    if not odds or not leading:
        return (Reason("no word that the model knows", "text", round(odds, 3), "model", ""),) if odds else ()
    return (Reason(", ".join(dict.fromkeys(leading)), "text", round(odds, 3), "model", ""),)


def _squash(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
