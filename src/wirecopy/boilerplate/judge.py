"""Which blocks are not the story: certain signs first, then company and place, then the model.

The order matters and is the order of `rule` and `decide`: what is certain marks the neighbours of
what is not. Damage comes before recall: long prose is cut by exact evidence only, see `_may_go`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import model
from .certain import certain
from .company import blurbs, complete, listed, orphans, tail
from .cues import Cues
from .doubt import weigh
from .facts import LONG, Facts, observe
from .headlines import Headlines
from .memory import SourceMemory
from .values import Block, Verdict

_STAYS = Verdict(keep=True)


def judge(
    blocks: Sequence[Block],
    title: str,
    *,
    link: str = "",
    cues: Cues | None = None,
    owner: Cues | None = None,
    headlines: Headlines | None = None,
    memory: SourceMemory | None = None,
    weights: Mapping[str, model.Weights] | None = None,
) -> list[Verdict]:
    """A verdict on each block of one article, in the same order.

    `link` is the article's address at the publisher, or the host alone: links to other publishers
    are part of the story unless a cue says otherwise.
    """
    facts = observe(blocks, title, link=link, cues=cues, owner=owner, headlines=headlines, memory=memory)
    verdicts = decide(facts, weights if weights is not None else model.shipped())
    if facts:
        facts[0].around.facts = []  # they hold each other: now they go at once, not when the collector comes
    return verdicts


def decide(facts: Sequence[Facts], weights: Mapping[str, model.Weights]) -> list[Verdict]:
    """The verdicts that follow from the facts alone."""
    verdicts = rule(facts)
    weigh(facts, verdicts, weights)
    complete(facts, verdicts)
    blurbs(facts, verdicts)
    return [
        verdict if verdict.keep or _may_go(fact, verdict) else _STAYS
        for fact, verdict in zip(facts, verdicts, strict=True)
    ]


def rule(facts: Sequence[Facts]) -> list[Verdict]:
    """The verdicts before the model has its say; what it is trained on is what they leave."""
    verdicts = [certain(facts, fact) or _STAYS for fact in facts]
    listed(facts, verdicts)
    orphans(facts, verdicts)
    tail(facts, verdicts)
    return verdicts


def _may_go(fact: Facts, verdict: Verdict) -> bool:
    return verdict.exact or not (fact.size >= LONG and fact.ends)
