"""The signs by which the model weighs a block: names of what is true of it.

All are yes or no, numbers are put into ranges. So a block's score is the sum of the weights of a
few names, and the strongest of them can be shown as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .facts import HEADINGS, Facts

_ARTICLE = re.compile(r"/\d{4}/|[-_]\w+[-_]\w+[-_]\w|\d{5,}|\.html?$")
_SOCIAL = re.compile(
    r"facebook\.|twitter\.|//x\.com|whatsapp|mailto:|instagram\.|//t\.me|linkedin\.|pinterest\.|youtube\.com/(?:c|user|@)|bsky\.app|threads\.net"
)
_TOPIC = re.compile(
    r"/(?:tags?|topics?|category|categories|authors?|thema|themen|autor(?:en)?|sections?|hashtag)s?/"
)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
_HANDLE = re.compile(r"@\w|https?:|www\.")
_YOU = frozenset(
    [
        "your",
        "you",
        "us",
        "our",
        "ihr",
        "uns",
        "ihre",
        "vous",
        "votre",
        "nos",
        "notre",
        "tu",
        "tus",
        "su",
        "nuestra",
        "nuestro",
        "você",
        "seu",
        "nosso",
        "jouw",
        "ons",
        "twój",
        "nasz",
        "din",
        "vår",
    ]
)
_SIZES = (1, 2, 3, 5, 8, 12, 18, 25, 40, 80)


def features_of(facts: Sequence[Facts], number: int, cut: Sequence[bool]) -> list[str]:
    """The names of what is true of one block, given its neighbours and which of them rules have cut."""
    fact = facts[number]
    names = ["always", *_form(fact), *_links(fact), *_signs(fact), *_place(facts, number)]
    before = facts[number - 1] if number else None
    after = facts[number + 1] if number + 1 < len(facts) else None
    names += _beside("before", before) + _beside("after", after)
    names += _company(facts, number, cut)
    if not fact.ends and not fact.colon and 4 <= fact.size <= 25:
        names.append("headline-like")
        if fact.coherence < 0.34:
            names.append("headline-like, other words")
        if fact.linked:
            names.append("headline-like, a link")
        if fact.linked and before is not None and before.prose and after is not None and after.prose:
            names.append("headline-like, a link, between prose")
    return names


def _form(fact: Facts) -> list[str]:
    size = sum(fact.size >= limit for limit in _SIZES)
    names = [f"size {size}", f"size {size}, " + ("ends" if fact.ends else "colon" if fact.colon else "open")]
    if fact.quote:
        names.append("quote")
    if fact.caps > 0.7 and fact.size >= 2:
        names.append("capitals")
    if fact.title_case > 0.75 and fact.size >= 3:
        names.append("title case")
    if fact.block.text[:1] in "[(":
        names.append("bracket")
    if _DATE.search(fact.block.text[:200]):
        names.append("date, short" if fact.size < 12 else "date")
    if _HANDLE.search(fact.block.text[:400]):
        names.append("handle or address")
    if not _YOU.isdisjoint(fact.key.split()):
        names.append("you or us, short" if fact.size < 25 else "you or us")
    if "|" in fact.block.text[:200]:
        names.append("bar")
    return names


def _links(fact: Facts) -> list[str]:
    block = fact.block
    tag = "heading" if block.tag in HEADINGS else block.tag
    names = [f"tag {tag}"]
    if block.strong:
        names.append("bold")
    if not block.links:
        return names
    share = (
        "all"
        if block.link_ratio > 0.9
        else "most"
        if block.link_ratio >= 0.6
        else "some"
        if block.link_ratio > 0.25
        else "little"
    )
    names += [
        f"linked {share}",
        f"linked {share}, tag {tag}",
        f"linked {share}, " + ("ends" if fact.ends else "open"),
    ]
    if len(block.links) > 2:
        names.append("several links")
    for name, sign in (("article", _ARTICLE), ("social", _SOCIAL), ("topic", _TOPIC)):
        if any(sign.search(address) for address in block.links[:8]):
            names.append(f"{name} address")
            if fact.linked:
                names.append(f"{name} address, linked {share}")
    return names


def _signs(fact: Facts) -> list[str]:
    names = []
    for hit in fact.hits:
        sure = "sure" if hit.cue.sure else "hint"
        names += [f"{sure} {hit.cue.kind}"]
        if fact.size < 15:
            names.append(f"{sure} {hit.cue.kind}, short")
    if fact.hits:
        names.append("any cue")
    names.append(f"coherence {min(3, int(fact.coherence * 4))}" if len(fact.content) >= 3 else "coherence ?")
    if fact.teaser:
        names.append("headline of another entry")
    if fact.twin:
        names.append("twin, short" if fact.size < 4 else "twin")
    if fact.like_title > 0.5:
        names.append("like the title")
    if fact.introduced:
        names.append("introduced by a colon")
    return sorted(set(names))


def _place(facts: Sequence[Facts], number: int) -> list[str]:
    fact, last = facts[number], len(facts) - 1
    names = [f"from the end {min(4, last - number)}", f"from the start {min(3, number)}"]
    shape = "headline" if not fact.ends and 4 <= fact.size <= 25 else "word" if fact.size < 4 else "text"
    if not fact.after_prose:
        names += ["after the last prose", f"after the last prose, {shape}"]
        if fact.linked:
            names.append("after the last prose, a link")
    if not fact.before_prose:
        names += ["before the first prose", f"before the first prose, {shape}"]
    around = facts[max(0, number - 2) : number + 3]
    links = sum(other.linked for other in around) - fact.linked
    cues = sum(bool(other.hits) for other in around) - bool(fact.hits)
    names += [f"links around {min(3, links)}", f"cues around {min(3, cues)}"]
    if fact.linked and links >= 2:
        names.append("one link of several in a row")
    return names


def _beside(side: str, other: Facts | None) -> list[str]:
    if other is None:
        return [f"{side}: nothing"]
    names = [
        f"{side}: "
        + ("prose" if other.prose else "sentence" if other.ends else "colon" if other.colon else "open")
    ]
    if other.linked:
        names.append(f"{side}: a link")
    if any(hit.cue.opens for hit in other.hits):
        names.append(f"{side}: announces a list")
    elif other.hits:
        names.append(f"{side}: a cue")
    if other.teaser:
        names.append(f"{side}: headline of another entry")
    if other.block.tag in HEADINGS:
        names.append(f"{side}: heading")
    return names


def _company(facts: Sequence[Facts], number: int, cut: Sequence[bool]) -> list[str]:
    """What the rules made of the blocks around."""
    before, after = bool(number) and cut[number - 1], number + 1 < len(cut) and cut[number + 1]
    names = []
    if before and after:
        names.append("between cut blocks")
    elif before or after:
        names.append("after a cut block" if before else "before a cut block")
    if sum(cut[max(0, number - 3) : number + 4]) >= 3:
        names.append("among cut blocks")
    if not facts[number].after_prose:
        names.append(f"after the last prose, cut after it {min(2, sum(cut[number + 1 : number + 6]))}")
        names.append(f"after the last prose, cut before it {min(2, sum(cut[max(0, number - 5) : number]))}")
    return names
