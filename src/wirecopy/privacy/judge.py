"""Is this a privacy story? The verdict on one text, with its evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from wirecopy.privacy.evidence import gather
from wirecopy.privacy.facets import facets_of
from wirecopy.privacy.language import likely_languages
from wirecopy.privacy.lexicon import Lexicon
from wirecopy.privacy.model import bounded, weigh
from wirecopy.privacy.prior import MOST
from wirecopy.privacy.rules import Points, PrivacyRules, load_rules
from wirecopy.privacy.verdict import Reason, State, Verdict
from wirecopy.topics.words import words

_MOST_TITLE = 60  # words
_MOST_CATEGORIES = 20
_MOST_REASONS = 12
_MOST_MASKS = 4
_MOST_LABELS = 10_000  # categories and sections remembered

_USUAL_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(/[A-Za-z0-9/._-]*)")  # which need not be taken apart

NOTHING = Verdict("no", 0.0, (), ())


def judge(
    title: str,
    text: str,
    *,
    lang: str = "",
    categories: Sequence[str] = (),
    link: str = "",
    prior: float = 0.0,
    rules: PrivacyRules | None = None,
    tokens: Sequence[str] | None = None,
) -> Verdict:
    """The verdict on a text: `text` is plain and already without boilerplate.

    `lang` is a BCP 47 code, "" lets the text tell; texts in a language without phrases are "no".
    `categories` are the publisher's own, `link` the canonical address, `prior` what the feed's
    history says (`prior_of`). Time is bounded: the first words of a long text count (`most_words`).
    `tokens` are the words of `text` (`topics.words`), where they are known.
    """
    rules = rules or load_rules()
    points = rules.numbers.points
    head, body = words(title, _MOST_TITLE), tokens
    if body is None:
        body = words(text, points.most_words)
    named = lang.lower().replace("_", "-").split("-")[0]
    languages = (named,) if named else likely_languages(head, body)
    verdict = NOTHING
    for language in languages:
        verdict = _judge_as(language, head, body, categories, link, prior, rules)
        if any(
            reason.kind != "model" for reason in verdict.reasons
        ):  # the first language that finds anything to say is the text's
            break
    return verdict


def _judge_as(
    language: str,
    head: Sequence[str],
    body: Sequence[str],
    categories: Sequence[str],
    link: str,
    prior: float,
    rules: PrivacyRules,
) -> Verdict:
    points, settings = rules.numbers.points, rules.settings
    lexicon = rules.lexicon(language)
    if lexicon is None or not (head or body) or not settings.tag:
        return NOTHING
    evidence = gather(head, body, lexicon, points)
    signals = _signals(lexicon, points, categories, link, prior)
    modelled = _modelled(head, body, points) if language == "en" else ()
    total = add_up(evidence.reasons, points) + sum(r.weight for r in (*signals, *modelled))
    state: State = "yes" if total >= settings.sure else "maybe" if total >= settings.maybe else "no"
    found = [r for r in (*evidence.reasons, *signals) if r.weight > 0]
    if state == "yes" and not found:
        state = "maybe"  # the model never decides alone
    told = sorted((*evidence.reasons, *signals, *modelled), key=lambda r: (-abs(r.weight), r.phrase))
    facets: tuple[str, ...] = ()
    if found:
        numbers = rules.numbers
        reasons = (*evidence.reasons, *signals)
        facets = facets_of(reasons, evidence, numbers.facets, numbers.facet_threshold, settings.mute_facets)
    score = _squash(points.steepness * (total - settings.sure))
    return Verdict(state, round(score, 4), facets, (*told[:_MOST_REASONS], *evidence.masks[:_MOST_MASKS]))


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
    lexicon: Lexicon, points: Points, categories: Sequence[str], link: str, prior: float
) -> list[Reason]:
    """What the publisher's categories, the section in the address and the feed's history add."""
    out = []
    sections = _sections(link)
    for field, texts in (("categories", list(categories)[:_MOST_CATEGORIES]), ("link", sections[:6])):
        found = [reason for said in texts for reason in _spoken_for(said, lexicon, points)]
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


def _sections(link: str) -> list[str]:
    """The folders in an address."""
    usual = _USUAL_ADDRESS.fullmatch(link)
    if usual:
        return usual[1].split("/")[1:-1]
    return urlsplit(link).path.split("/")[1:-1] if link.isascii() and "://" in link else []


def _spoken_for(said: str, lexicon: Lexicon, points: Points) -> tuple[Reason, ...]:
    """What a category or a section speaks for; kept, for a site has few and each stands on many articles."""
    if len(lexicon.labels) > _MOST_LABELS:
        lexicon.labels.clear()
    found = lexicon.labels.get(said)
    if found is None:
        reasons = gather(words(said, 8), (), lexicon, points).reasons
        found = lexicon.labels[said] = tuple(reason for reason in reasons if reason.weight > 0)
    return found


def _modelled(head: Sequence[str], body: Sequence[str], points: Points) -> tuple[Reason, ...]:
    odds, parts = weigh(head, body)
    weight = round(bounded(odds, points), 3)
    if not parts or not weight:
        return ()
    leading = parts[:3] if weight > 0 else parts[-3:]
    said = dict.fromkeys(name.removeprefix("t:") for _, name in leading)
    return (Reason(", ".join(said), "text", weight, "model", ""),)


def _squash(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
