"""What blocks show together: headlines after a label, alone between paragraphs, after the last sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .facts import HEADINGS, LONG, Facts
from .values import Verdict, cut

ADDRESS = re.compile(r"@|https?:|www\.|\d{5}|\d{3}[ .-]\d{3,4}")  # mail, a telephone number, a post code
CONTACT = re.compile(rf"{ADDRESS.pattern}|\w: ")  # or "ISBN: …"
BROKEN = re.compile(r"[,;–—\"”“«»]\s*$")  # a sentence that goes on in the next block
_SYMBOLS = re.compile(r"[\\{}=<>_]|://")  # code, formulas, addresses


def listed(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """The headlines after what announces them, until something that is no headline."""
    announced = ""
    for number, fact in enumerate(facts):
        verdict = verdicts[number]
        opener = next((hit for hit in fact.hits if hit.cue.opens and hit.cue.sure), None)
        if not verdict.keep and opener is not None and fact.size <= opener.cue.most:
            announced = fact.block.text
        elif announced and (not verdict.keep or _is_listed(facts, number)):
            if verdict.keep:
                verdicts[number] = cut("related", f"after “{announced[:60]}”")
        else:
            announced = ""


def _is_listed(facts: Sequence[Facts], number: int) -> bool:
    fact = facts[number]
    if fact.prose or fact.colon or fact.size > 30:
        return False
    return fact.block.link_ratio > 0.8 or (fact.block.tag == "li" and not fact.ends)


def orphans(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """Headlines alone between paragraphs that they have nothing to do with.

    8–22 words, no end of a sentence, no contact line, few of its words elsewhere in the article:
    under half, or under a third where other blocks have links, because a body with links would have
    linked a teaser and what stands alone there may be a caption.
    """
    few = 0.34 if any(fact.block.links for fact in facts) else 0.5
    for number in range(1, len(facts) - 1):
        fact, before, after = facts[number], facts[number - 1], facts[number + 1]
        if (
            verdicts[number].keep
            and 8 <= fact.size <= 22
            and not (fact.ends or fact.colon or fact.quote)
            and fact.block.tag in ("p", "div")
            and not _SYMBOLS.search(fact.block.text)
            and not BROKEN.search(fact.block.text)
            and not fact.block.strong
            and len(fact.content) >= 3
            and fact.coherence < few
            and not ADDRESS.search(fact.block.text)
            and before.ends
            and before.size >= 8
            and (after.ends or after.size < 3)
        ):
            verdicts[number] = cut(
                "related", "a headline alone between paragraphs, in other words than theirs"
            )


def tail(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
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
            and not (fact.colon or fact.introduced or CONTACT.search(fact.block.text))
            and fact.block.tag not in HEADINGS
        ):
            verdicts[number] = cut("related", "among headlines after the last sentence of the story")


def blurbs(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """The blurb right after a cut headline, when the article's prose is over.

    A whole sentence needs two cut blocks before it: after a single "Read more" the story may end.
    """
    for number in range(1, len(facts)):
        fact, before = facts[number], verdicts[number - 1]
        run = number > 1 and not verdicts[number - 2].keep
        if (
            verdicts[number].keep
            and not before.keep
            and before.kind == "related"
            and (run or not fact.ends)
            and not fact.after_prose
            and not fact.prose
            and fact.size <= 30
            and fact.coherence < 0.5
            and not fact.quote
        ):
            verdicts[number] = cut("related", "blurb after a cut headline, after the last paragraph")


def complete(facts: Sequence[Facts], verdicts: list[Verdict]) -> None:
    """The links left over in a row of links most of which are cut already."""
    start = 0
    while start < len(facts):
        end = start
        while end < len(facts) and _is_own_link(facts[end]):
            end += 1
        gone = sum(not verdict.keep for verdict in verdicts[start:end])
        if gone >= 2 and 2 * gone >= end - start:
            for number in range(start, end):
                if verdicts[number].keep:
                    verdicts[number] = cut(
                        "related", f"one of {end - start} links in a row, {gone} of them cut"
                    )
        start = max(end, start + 1)


def _is_own_link(fact: Facts) -> bool:
    return fact.linked and not (fact.foreign or fact.introduced or fact.prose)
