"""Which blocks are not the story: certain signs first, then place and company, then the model.

The order matters and is the order of `judge`: what is certain marks the neighbours of what is not.
Damage comes before recall: long prose is cut by exact evidence only, see `_may_go`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from . import model
from .cues import Cues, Hit
from .facts import Facts, observe
from .features import features_of
from .headlines import Headlines
from .memory import SourceMemory
from .values import Block, Verdict

LONG = 25  # words of a block that is prose; less than exact evidence never cuts it
EVEN = 0.5          # probability that is enough for a bare link
_STAYS = Verdict(keep=True)
_CONTACT = re.compile(r"@|https?:|www\.|\d{3}|\w: ")   # a telephone number, an address, "ISBN: …"
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
    verdicts = rule(facts)
    _weigh(facts, verdicts, weights)
    _blurbs(facts, verdicts)
    return [
        verdict if verdict.keep or _may_go(fact, verdict) else _STAYS
        for fact, verdict in zip(facts, verdicts, strict=True)
    ]


def rule(facts: Sequence[Facts]) -> list[Verdict]:
    """The verdicts before the model has its say; what it is trained on is what they leave."""
    verdicts = [_certain(fact) or _STAYS for fact in facts]
    _runs(facts, verdicts)
    _orphans(facts, verdicts)
    _tail(facts, verdicts)
    return verdicts


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
    if fact.before_prose >= 3 and fact.after_prose <= 1 and any(hit.cue.kind == "author" for hit in fact.hits):
        return _cut("author", "a biography after the last paragraph", exact=True)
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


def _tail(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """Headlines and blurbs after the last sentence of the story, when something there gives them away.

    Among them must be a cut headline or the label of a list. Kept are subheadings, contact lines and
    what shares its words with the story. 39 noise to 1 real on the development data.
    """
    last = len(facts)
    while last and not ((facts[last - 1].ends or facts[last - 1].quote) and verdicts[last - 1].keep):
        last -= 1
    if not last or facts[last - 1].before_prose + facts[last - 1].prose < 3:
        return
    if not any(not verdict.keep and verdict.kind in ("related", "label") for verdict in verdicts[last:]):
        return
    for number in range(last, len(facts)):
        fact = facts[number]
        if (
            verdicts[number].keep
            and 3 <= fact.size <= LONG
            and fact.coherence < 0.5
            and not (fact.colon or fact.introduced or _CONTACT.search(fact.block.text))
            and fact.block.tag not in _HEADINGS
        ):
            verdicts[number] = _cut("related", "among headlines after the last sentence of the story")


def _weigh(facts: Sequence[Facts], verdicts: list[Verdict], weights: Mapping[str, model.Weights]) -> None:
    chosen = weights.get("linked" if any(fact.block.links for fact in facts) else "plain")
    if chosen is None:
        return
    cut = [not verdict.keep for verdict in verdicts]
    story = facts[-1].before_prose >= 3
    for number, fact in enumerate(facts):
        if not verdicts[number].keep or fact.introduced or not _is_open_to_doubt(fact):
            continue
        names = features_of(facts, number, cut)
        probable = model.probability(chosen.weights, names)
        bar = EVEN if story and _is_bare_link(fact) else chosen.threshold
        if probable >= bar:
            signs = model.reasons(chosen.weights, names)
            verdicts[number] = _cut(_kind(fact), f"model {probable:.2f}: {signs}")


def _is_open_to_doubt(fact: Facts) -> bool:
    """Whether the model may speak at all: not on subheadings of the story, nor on long text."""
    if fact.size >= LONG and not fact.linked:
        return False
    subheading = fact.block.tag in _HEADINGS and not fact.block.links and not fact.hits
    return not (subheading and (fact.after_prose or not fact.before_prose))


def _is_bare_link(fact: Facts) -> bool:
    """A paragraph that is one link and reads like a headline.

    51 noise to 0 real among what the cues leave of the development data, so even odds are enough.
    """
    return (
        fact.block.link_ratio > 0.9 and len(fact.block.links) == 1
        and fact.size >= 5 and not fact.ends and not fact.colon
    )


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
