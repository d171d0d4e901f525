"""What can be said about each block of an article, alone and among its neighbours.

`judge` decides by these facts and looks nothing up itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from .cues import Cues, Hit, shipped
from .headlines import Headlines
from .memory import SourceMemory
from .values import Block
from .words import DENSE, size_of, words_of

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LONG = 25  # words of a block that is prose; less than exact evidence never cuts it
PROSE = 18  # words from which a block that ends like a sentence is certainly prose
_END = re.compile(rf"[.!?…。！？][\s\"”’»“')\]」』]*$|[」』]\s*$|[{DENSE}]다\s*$")
_COLON = re.compile(r"[:：]\s*$")
_QUOTE = re.compile(r"^\s*[\"“„«‘‚»「『]|^\s*[–—-]\s?\w")
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:]+)|^([\w-]+(?:\.[\w-]+)+)$", re.IGNORECASE)
_DENSE = re.compile(rf"[{DENSE}]")


class Facts:
    """One block as the rules and the model see it."""

    __slots__ = (
        "after_prose",
        "before_prose",
        "block",
        "caps",
        "coherence",
        "colon",
        "content",
        "ends",
        "foreign",
        "hits",
        "introduced",
        "key",
        "like_title",
        "linked",
        "number",
        "owner",
        "prose",
        "quote",
        "repeated",
        "size",
        "teaser",
        "title_case",
        "twin",
    )

    def __init__(self, number: int, block: Block, cues: Cues, owner: Cues | None) -> None:
        text = block.text
        words = words_of(text)
        self.number = number
        self.block = block
        self.key = " ".join(words)
        self.size = size_of(words)
        self.ends = bool(_END.search(text[-40:]))
        self.colon = bool(_COLON.search(text[-8:]))
        self.quote = bool(_QUOTE.match(text))
        self.linked = block.link_ratio >= 0.6
        self.prose = self.size >= PROSE and self.ends
        # Five letters stand for a word and its endings: "legal" in a subheading, "legally" below it.
        # Whole words, 4, 5 and 6 letters were tried; with 5 fewest subheadings pass for strays.
        hollow = _stopwords()
        self.content = frozenset(
            [
                word[:5]
                for word in words
                if (len(word) > 3 and word not in hollow) or (word > "\u0e00" and _DENSE.match(word))
            ]
        )
        letters = list(filter(str.isalpha, text[:120]))
        self.caps = sum(map(str.isupper, letters)) / max(1, len(letters))
        initials = [part[0] for part in text[:200].split() if part[0].isalpha()]
        self.title_case = sum(map(str.isupper, initials)) / max(1, len(initials))
        self.hits: list[Hit] = cues.find(text, size=self.size, linked=self.linked)
        self.owner: list[Hit] = owner.find(text, size=self.size, linked=self.linked) if owner else []
        # Filled in by `observe`, which sees the whole article.
        self.coherence = 0.0  # share of its content words that stand elsewhere in the prose
        self.like_title = 0.0  # Jaccard similarity to the article's own title
        self.teaser = ""  # the headline of another entry that it equals
        self.repeated = 0  # entries of the source that hold it too; 0: not often
        self.twin = False  # the same words stand in an earlier block
        self.before_prose = 0  # blocks of prose before it
        self.after_prose = 0  # blocks of prose after it
        self.foreign = False  # all of its links lead to other publishers
        self.introduced = False  # a list item after "… the following:"


def observe(
    blocks: Sequence[Block],
    title: str,
    *,
    link: str = "",
    cues: Cues | None = None,
    owner: Cues | None = None,
    headlines: Headlines | None = None,
    memory: SourceMemory | None = None,
) -> list[Facts]:
    """The facts on each block of one article."""
    cues = cues or shipped()
    facts = [Facts(number, block, cues, owner) for number, block in enumerate(blocks)]
    own = frozenset(words_of(title))
    home = publisher_of(link)
    others = headlines.without(title) if headlines is not None else None
    spread: Counter[str] = Counter()
    for fact in facts:
        if fact.size >= 12:
            spread.update(fact.content)
    seen: set[str] = set()
    prose = 0
    introduced = False
    total = sum(fact.prose for fact in facts)
    for fact in facts:
        if fact.content:
            itself = int(fact.size >= 12)
            elsewhere = [word for word in fact.content if spread[word] > itself]
            fact.coherence = len(elsewhere) / len(fact.content)
        distinct = frozenset(fact.key.split())
        if own and distinct:
            fact.like_title = len(own & distinct) / len(own | distinct)
        fact.foreign = bool(home and fact.block.links) and all(
            publisher_of(address) not in ("", home) for address in fact.block.links[:16]
        )
        fact.twin = fact.key in seen
        seen.add(fact.key)
        fact.before_prose = prose
        prose += fact.prose
        fact.after_prose = total - prose
        if fact.block.tag in ("li", "dd", "td"):
            fact.introduced = introduced
        else:
            introduced = fact.colon and not any(hit.cue.opens or hit.cue.sure for hit in fact.hits)
        if others is not None and fact.size <= 40:
            fact.teaser = _teaser(fact, others)
        if memory is not None:
            fact.repeated = memory.repeats(fact.block.text)
    return facts


def publisher_of(address: str) -> str:
    """The part of a host name that a publisher registers; "" for a relative address.

    >>> publisher_of("https://www.harbour-news.co.uk/ferry")
    'harbour-news.co.uk'
    """
    match = _HOST.match(address)
    labels = (match[1] or match[2]).lower().split(".") if match else []
    tail = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-tail:])


def _teaser(fact: Facts, headlines: Headlines) -> str:
    """The held headline that the block, what follows its label, or its only link equals."""
    text = fact.block.text
    found = headlines.find(text)
    if not found and ":" in text[:40]:
        found = headlines.find(text.partition(":")[2])
    if not found and len(fact.block.anchors) == 1 and fact.linked:
        found = headlines.find(fact.block.anchors[0])
    return found


@cache
def _stopwords() -> frozenset[str]:
    """Words that say nothing about a subject, of the languages with cues."""
    return frozenset(files("wirecopy").joinpath("rules/stopwords.txt").read_text("utf-8").split())
