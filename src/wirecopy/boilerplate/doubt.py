"""What is left in doubt, weighed by the model: where it may speak, and how sure it must be there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from . import model
from .company import BROKEN, CONTACT
from .facts import HEADINGS, LONG, Facts
from .features import features_of
from .values import Verdict, cut

EVEN = 0.5  # probability that is enough for a bare link
ALMOST = 0.95  # probability for a sentence, or a block inside of the story, that asks for nothing
_ASKING = frozenset({"newsletter", "share", "donate", "app", "comments"})  # want something of the reader
_FILE = re.compile(r"\.(?:pdf|zip|epub|docx?|xlsx?|csv|mp3|mp4|tar\.gz|txt)(?:$|[?#])", re.IGNORECASE)


def weigh(facts: Sequence[Facts], verdicts: list[Verdict], weights: Mapping[str, model.Weights]) -> None:
    chosen = weights.get("linked" if any(fact.block.links for fact in facts) else "plain")
    if chosen is None:
        return
    gone = [not verdict.keep for verdict in verdicts]
    story = facts[-1].before_prose >= 3
    for number, fact in enumerate(facts):
        if not verdicts[number].keep or fact.introduced or not _is_open_to_doubt(fact):
            continue
        if _is_broken_off(facts, verdicts, number):
            continue
        names = features_of(facts, number, gone)
        probable = model.probability(chosen.weights, names)
        bar = chosen.threshold
        if story and _is_bare_link(fact):
            bar = EVEN
        elif not fact.linked and (fact.ends or fact.after_prose) and not _asks(fact):
            bar = max(bar, ALMOST)
        if probable >= bar:
            signs = model.reasons(chosen.weights, names)
            verdicts[number] = cut(_kind(fact), f"model {probable:.2f}: {signs}")


def _is_broken_off(facts: Sequence[Facts], verdicts: Sequence[Verdict], number: int) -> bool:
    """The last line of a text that the publisher cut short in the middle of a sentence."""
    fact = facts[number]
    if fact.block.links or not number or any(hit.cue.sure for hit in fact.hits):
        return False
    return number == len(facts) - 1 and verdicts[number - 1].keep and facts[number - 1].ends


def _is_open_to_doubt(fact: Facts) -> bool:
    """Whether the model may speak at all.

    It learned from news pages. In feeds of blogs and round-ups it took lists of sources, tables and
    last sentences for boilerplate; each line here was read in a real feed.
    """
    block = fact.block
    if fact.size >= LONG and not fact.linked:
        return False
    if block.tag in ("pre", "blockquote") or (block.tag in ("td", "th", "dt", "dd") and not fact.linked):
        return False
    if block.media and (block.tag == "figcaption" or any(hit.cue.kind == "credit" for hit in fact.hits)):
        return False
    if fact.ends and not fact.linked and not _asks(fact):
        return False  # a short sentence of the story; the last one looks like any blurb
    if not fact.size or (fact.colon and fact.size > 6):
        return False
    if not block.links and (BROKEN.search(block.text) or (fact.quote and fact.size > 6)):
        return False
    if block.links and all(address.startswith("#") for address in block.links):
        return False  # a table of contents
    if (fact.foreign and not _asks(fact)) or any(_FILE.search(address) for address in block.links):
        return False
    if "://" in block.text or (not block.links and not fact.hits and CONTACT.search(block.text)):
        return False
    subheading = block.tag in HEADINGS and not block.links and not fact.hits
    return not (subheading and (fact.after_prose or not fact.before_prose))


def _asks(fact: Facts) -> bool:
    """Whether a cue shows that the block wants something of the reader: a subscription, a click, money.

    In a longer block a hint is a word like any other: "share", "subscription".
    """
    return any(hit.cue.sure or (hit.cue.kind in _ASKING and fact.size <= 15) for hit in fact.hits)


def _is_bare_link(fact: Facts) -> bool:
    """A paragraph that is one link and reads like a headline.

    51 noise to 0 real among what the cues leave of the development data, so even odds are enough.
    """
    return (
        fact.block.link_ratio > 0.9
        and len(fact.block.links) == 1
        and fact.size >= 5
        and not fact.ends
        and not fact.colon
    )


def _kind(fact: Facts) -> str:
    for hit in fact.hits:
        return hit.cue.kind
    return "related" if fact.linked and fact.size >= 4 else "other"
