"""Which blocks are not the story: certain signs first, then place and company, then the model.

The order matters and is the order of `judge`: what is certain marks the neighbours of what is not.
Damage comes before recall: long prose is cut by exact evidence only, see `_may_go`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import model
from .cues import Cues, Hit
from .facts import Facts, observe
from .features import features_of
from .headlines import Headlines
from .memory import SourceMemory
from .values import Block, Verdict

LONG = 25  # words of a block that is prose; less than exact evidence never cuts it
_STAYS = Verdict(keep=True)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def judge(
    blocks: Sequence[Block],
    title: str,
    *,
    owner: Cues | None = None,
    headlines: Headlines | None = None,
    memory: SourceMemory | None = None,
    weights: Mapping[str, model.Weights] | None = None,
) -> list[Verdict]:
    """A verdict on each block of one article, in the same order."""
    facts = observe(blocks, title, owner=owner, headlines=headlines, memory=memory)
    return decide(facts, weights if weights is not None else model.shipped())


def decide(facts: Sequence[Facts], weights: Mapping[str, model.Weights]) -> list[Verdict]:
    """The verdicts that follow from the facts alone."""
    verdicts = [_certain(fact) or _STAYS for fact in facts]
    _runs(facts, verdicts)
    _orphans(facts, verdicts)
    _weigh(facts, verdicts, weights)
    _blurbs(facts, verdicts)
    return [
        verdict if verdict.keep or _may_go(fact, verdict) else _STAYS
        for fact, verdict in zip(facts, verdicts, strict=True)
    ]


def _may_go(fact: Facts, verdict: Verdict) -> bool:
    return verdict.exact or not (fact.size >= LONG and fact.ends)


def _certain(fact: Facts) -> Verdict | None:
    """What one block shows by itself."""
    if fact.owner:
        return _cut("owner", f"your cue “{fact.owner[0].phrase}”", exact=True)
    if fact.teaser and not (fact.introduced or fact.block.tag == "blockquote"):
        return _cut("related", f"headline of another entry: {fact.teaser}", exact=True)
    for hit in fact.hits:
        if hit.cue.sure and _holds(fact, hit):
            return _cut(hit.cue.kind, f"cue “{hit.phrase}”", exact=True)
    if fact.repeated and _is_template(fact):
        return _cut("repeat", f"stands in {fact.repeated} of the source's last entries", exact=True)
    return None


def _holds(fact: Facts, hit: Hit) -> bool:
    """Whether a sure cue means what it says here."""
    if fact.introduced or (fact.quote and fact.size > 6):
        return False
    if hit.cue.kind == "credit":
        return not fact.block.media and not fact.prose
    if hit.cue.opens and fact.ends and fact.size > 3:
        return False  # "More from the mayor is expected later." is a sentence
    return True


def _is_template(fact: Facts) -> bool:
    """A repeated block with the place or the cue of boilerplate; "Conclusion" repeats too."""
    if fact.colon or (fact.block.tag in _HEADINGS and fact.after_prose):
        return False
    edge = not fact.after_prose or not fact.before_prose
    return bool(fact.hits) or (edge and (fact.size >= 4 or fact.linked)) or (fact.linked and fact.size >= 4)


def _runs(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """The headlines after what announces them, until something that is no headline."""
    announced = ""
    for number, fact in enumerate(facts):
        verdict = verdicts[number]
        opener = next((hit for hit in fact.hits if hit.cue.opens and hit.cue.sure), None)
        if not verdict.keep and opener is not None and fact.size <= opener.cue.most:
            announced = fact.block.text
        elif announced and (not verdict.keep or _is_listed(facts, number)):
            if verdict.keep:
                verdicts[number] = _cut("related", f"after “{announced[:60]}”")
        else:
            announced = ""


def _is_listed(facts: Sequence[Facts], number: int) -> bool:
    fact = facts[number]
    if fact.prose or fact.colon or fact.size > 30:
        return False
    return fact.block.link_ratio > 0.8 or (fact.block.tag == "li" and not fact.ends)


def _orphans(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """Headlines alone between paragraphs that they have nothing to do with.

    8–22 words, no end of a sentence, under half of its content words elsewhere in the article: 33
    noise to 3 real on the development data.
    """
    for number in range(1, len(facts) - 1):
        fact, before, after = facts[number], facts[number - 1], facts[number + 1]
        if (
            verdicts[number].keep
            and 8 <= fact.size <= 22
            and not (fact.ends or fact.colon or fact.quote)
            and fact.block.tag in ("p", "div")
            and not fact.block.strong
            and len(fact.content) >= 3
            and fact.coherence < 0.5
            and before.ends
            and before.size >= 8
            and (after.ends or after.size < 3)
        ):
            verdicts[number] = _cut(
                "related", "a headline alone between paragraphs, in other words than theirs"
            )


def _weigh(facts: Sequence[Facts], verdicts: list[Verdict], weights: Mapping[str, model.Weights]) -> None:
    chosen = weights.get("linked" if any(fact.block.links for fact in facts) else "plain")
    if chosen is None:
        return
    for number, fact in enumerate(facts):
        if verdicts[number].keep and not fact.introduced:
            names = features_of(facts, number)
            probable = model.probability(chosen.weights, names)
            if probable >= chosen.threshold:
                signs = model.reasons(chosen.weights, names)
                verdicts[number] = _cut(_kind(fact), f"model {probable:.2f}: {signs}")


def _kind(fact: Facts) -> str:
    for hit in fact.hits:
        return hit.cue.kind
    return "related" if fact.linked and fact.size >= 4 else "other"


def _blurbs(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """The blurb right after a cut headline, when the article's prose is over."""
    for number in range(1, len(facts)):
        fact, before = facts[number], verdicts[number - 1]
        if (
            verdicts[number].keep
            and not before.keep
            and before.kind == "related"
            and not fact.after_prose
            and not fact.prose
            and fact.size <= 30
            and fact.coherence < 0.5
            and not fact.quote
        ):
            verdicts[number] = _cut("related", "blurb after a cut headline, after the last paragraph")


def _cut(kind: str, evidence: str, *, exact: bool = False) -> Verdict:
    return Verdict(keep=False, kind=kind, evidence=evidence, exact=exact)
