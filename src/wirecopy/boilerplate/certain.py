"""What one block shows by itself: the owner's word, a held headline, a sure cue, repetition in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cues import Hit
from .facts import HEADINGS, Facts
from .values import Verdict, cut

# "[video id=7]", "[button link=…]Send[/button]": a publishing system's own code that nobody rendered
_SHORTCODE = re.compile(r"\[[a-z][\w-]*\s[^\[\]]*=[^\[\]]*\](?:[^\[\]]{0,80}\[/[\w-]+\])?")
# "Ada Quay is a reporter …": who it is about comes first, and nobody speaks in a biography
_NAMED = re.compile(
    r"(?:About|By|Follow|His|Her|Their)\b|(?:[A-ZÀ-Þ][^\s,.]* ){1,5}\(?"
    r"(?:is|was|has|can|covers|writes|lives|ist|war|arbeitet|est|es|è|é|jest|är)\b"
)
_SPEECH = re.compile(r"[\"“”„«»]|\b(?:said|says|told|sagte|sagt)\b")
_CREDIT = re.compile(r"[/,(©:|]")


def certain(facts: Sequence[Facts], fact: Facts) -> Verdict | None:
    """What one block shows by itself."""
    if fact.owner:
        return cut("owner", f"your cue “{fact.owner[0].phrase}”", exact=True)
    if fact.teaser and not (fact.introduced or fact.block.tag == "blockquote"):
        return cut("related", f"headline of another entry: {fact.teaser}", exact=True)
    if fact.block.text[:1] == "[" and _SHORTCODE.fullmatch(fact.block.text):
        return cut("interface", "code of a publishing system", exact=True)
    for hit in fact.hits:
        if hit.cue.sure and _holds(facts, fact, hit):
            return cut(hit.cue.kind, f"cue “{hit.phrase}”", exact=True)
    if (
        fact.before_prose >= 3
        and fact.after_prose <= 1
        and any(hit.cue.kind == "author" for hit in fact.hits)
        and _NAMED.match(fact.block.text)
        and not _SPEECH.search(fact.block.text)
    ):
        return cut("author", "a biography after the last paragraph", exact=True)
    if fact.repeated and _is_template(fact):
        return cut("repeat", f"stands in {fact.repeated} of the source's last entries", exact=True)
    return None


def _holds(facts: Sequence[Facts], fact: Facts, hit: Hit) -> bool:
    """Whether a sure cue means what it says here."""
    cue, block = hit.cue, fact.block
    if fact.introduced or block.tag == "pre" or (fact.quote and fact.size > 6):
        return False
    if fact.size >= 15 and hit.place > 0.35:
        return False  # the notice hangs at the end of a paragraph: "… on Monday. Copyright 2026 The Tide."
    if cue.kind == "credit":
        alone = cue.at == "start" or block.tag == "figcaption" or fact.size <= 2 or _CREDIT.search(block.text)
        return bool(alone) and not block.media and not fact.prose and not (fact.ends and cue.at == "end")
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
    if fact.colon or (fact.block.tag in HEADINGS and fact.after_prose):
        return False
    edge = not fact.after_prose or not fact.before_prose
    return bool(fact.hits) or (edge and (fact.size >= 4 or fact.linked)) or (fact.linked and fact.size >= 4)
