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
EVEN = 0.5  # probability that is enough for a bare link
ALMOST = 0.95  # probability for a sentence, or a block inside of the story, that asks for nothing
_STAYS = Verdict(keep=True)
_CREDIT = re.compile(r"[/,(©:|]")
_SYMBOLS = re.compile(r"[\\{}=<>_]|://")  # code, formulas, addresses
_CONTACT = re.compile(r"@|https?:|www\.|\d{3}|\w: ")  # a telephone number, an address, "ISBN: …"
_ASKING = frozenset(
    {"newsletter", "share", "donate", "app", "comments"}
)  # kinds that want something of the reader
_FILE = re.compile(r"\.(?:pdf|zip|epub|docx?|xlsx?|csv|mp3|mp4|tar\.gz|txt)(?:$|[?#])", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def judge(
    blocks: Sequence[Block],
    title: str,
    *,
    link: str = "",
    owner: Cues | None = None,
    headlines: Headlines | None = None,
    memory: SourceMemory | None = None,
    weights: Mapping[str, model.Weights] | None = None,
) -> list[Verdict]:
    """A verdict on each block of one article, in the same order.

    `link` is the article's address at the publisher, or the host alone: links to other publishers
    are part of the story unless a cue says otherwise.
    """
    facts = observe(blocks, title, link=link, owner=owner, headlines=headlines, memory=memory)
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
    verdicts = [_certain(facts, fact) or _STAYS for fact in facts]
    _runs(facts, verdicts)
    _orphans(facts, verdicts)
    _tail(facts, verdicts)
    return verdicts


def _may_go(fact: Facts, verdict: Verdict) -> bool:
    return verdict.exact or not (fact.size >= LONG and fact.ends)


def _certain(facts: Sequence[Facts], fact: Facts) -> Verdict | None:
    """What one block shows by itself."""
    if fact.owner:
        return _cut("owner", f"your cue “{fact.owner[0].phrase}”", exact=True)
    if fact.teaser and not (fact.introduced or fact.block.tag == "blockquote"):
        return _cut("related", f"headline of another entry: {fact.teaser}", exact=True)
    for hit in fact.hits:
        if hit.cue.sure and _holds(facts, fact, hit):
            return _cut(hit.cue.kind, f"cue “{hit.phrase}”", exact=True)
    if (
        fact.before_prose >= 3
        and fact.after_prose <= 1
        and any(hit.cue.kind == "author" for hit in fact.hits)
    ):
        return _cut("author", "a biography after the last paragraph", exact=True)
    if fact.repeated and _is_template(fact):
        return _cut("repeat", f"stands in {fact.repeated} of the source's last entries", exact=True)
    return None


def _holds(facts: Sequence[Facts], fact: Facts, hit: Hit) -> bool:
    """Whether a sure cue means what it says here."""
    cue, block = hit.cue, fact.block
    if fact.introduced or block.tag == "pre" or (fact.quote and fact.size > 6):
        return False
    if cue.kind == "credit":
        alone = cue.at == "start" or block.tag == "figcaption" or fact.size <= 2 or _CREDIT.search(block.text)
        return bool(alone) and not block.media and not fact.prose
    if block.tag in ("td", "th") and cue.at == "whole" and not fact.linked and not cue.opens:
        return False  # "Video", "Next": also the heads of tables
    if cue.at == "whole" and "…" in hit.phrase and fact.ends and fact.size > 4:
        return False  # "More from the mayor is expected later." is a sentence
    if cue.at == "whole" and not fact.linked and (cue.kind in ("comments", "tags") or "…" in hit.phrase):
        # "Discussion", "Categories", "More on speed": with prose below them they are subheadings.
        below = facts[fact.number + 1] if fact.number + 1 < len(facts) else None
        return below is None or not below.prose or fact.colon
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
            and not _SYMBOLS.search(fact.block.text)
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
        bar = chosen.threshold
        if story and _is_bare_link(fact):
            bar = EVEN
        elif not fact.linked and (fact.ends or fact.after_prose) and not _asks(fact):
            bar = max(bar, ALMOST)
        if probable >= bar:
            signs = model.reasons(chosen.weights, names)
            verdicts[number] = _cut(_kind(fact), f"model {probable:.2f}: {signs}")


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
    if block.media and block.tag == "figcaption":
        return False
    if not fact.size or (fact.colon and fact.size > 6):
        return False
    if block.links and all(address.startswith("#") for address in block.links):
        return False  # a table of contents
    if (fact.foreign and not _asks(fact)) or any(_FILE.search(address) for address in block.links):
        return False
    if "://" in block.text or (not block.links and not fact.hits and _CONTACT.search(block.text)):
        return False
    subheading = block.tag in _HEADINGS and not block.links and not fact.hits
    return not (subheading and (fact.after_prose or not fact.before_prose))


def _asks(fact: Facts) -> bool:
    """Whether a cue shows that the block wants something of the reader: a subscription, a click, money."""
    return any(hit.cue.sure or hit.cue.kind in _ASKING for hit in fact.hits)


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
