"""What can be said about each block of an article, alone and among its neighbours.

`judge` decides by these facts and looks nothing up itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files

from .cues import Cues, Hit, shipped
from .headlines import Headlines
from .memory import SourceMemory
from .values import Block
from .words import DENSE, spoken

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LONG = 25  # words of a block that is prose; less than exact evidence never cuts it
PROSE = 18  # words from which a block that ends like a sentence is certainly prose
_SPREADS = 12  # words from which a block tells what the article is about
_END = re.compile(rf"[.!?…。！？][\s\"”’»“')\]」』]*$|[」』]\s*$|[{DENSE}]다\s*$")
_FULL_STOPS = frozenset(".!?")  # of most sentences the last character tells
_COLONS = frozenset(":：")
_COLON = re.compile(r"[:：]\s*$")
_QUOTE = re.compile(r"^\s*[\"“„«‘‚»「『]|^\s*[–—-]\s?\w")
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:]+)|^([\w-]+(?:\.[\w-]+)+)$", re.IGNORECASE)
_DENSE = re.compile(rf"[{DENSE}]")


class Facts:
    """One block as the rules and the model see it.

    What few blocks are ever asked for is found out when it is asked: most of a story is prose that nobody doubts.
    """

    def __init__(self, number: int, block: Block, cues: Cues, owner: Cues | None, around: Around) -> None:
        text = block.text
        self.number = number
        self.block = block
        self.spoken = told = spoken(text)
        _, self.words, self.key, self.size, _ = told
        self.around = around
        last = text[-1:]
        self.ends = last in _FULL_STOPS or bool(_END.search(text[-40:]))
        self.colon = last in _COLONS or (last.isspace() and bool(_COLON.search(text[-8:])))
        self.quote = not text[:1].isalnum() and bool(_QUOTE.match(text))
        self.linked = block.link_ratio >= 0.6
        self.prose = self.size >= PROSE and self.ends
        self.hits: list[Hit] = cues.mark(told, self.size, self.linked)
        self.owner: list[Hit] = owner.mark(told, self.size, self.linked) if owner else []
        # Filled in by `observe`, which sees the whole article.
        self.teaser = ""  # the headline of another entry that it equals
        self.repeated = 0  # entries of the source that hold it too; 0: not often
        self.twin = False  # the same words stand in an earlier block
        self.before_prose = 0  # blocks of prose before it
        self.after_prose = 0  # blocks of prose after it
        self.introduced = False  # a list item after "… the following:"

    @cached_property
    def content(self) -> frozenset[str]:
        """Its words that say something.

        Five letters stand for a word and its endings: "legal" in a subheading, "legally" below it.
        Whole words, 4, 5 and 6 letters were tried; with 5 fewest subheadings pass for strays.
        """
        hollow = _stopwords()
        return frozenset(
            [
                word[:5]
                for word in self.words
                if (len(word) > 3 and word not in hollow) or (word > "\u0e00" and _DENSE.match(word))
            ]
        )

    @cached_property
    def coherence(self) -> float:
        """The share of its content words that stand elsewhere in the prose."""
        if not self.content:
            return 0.0
        itself, spread = int(self.size >= _SPREADS), self.around.spread
        return len([word for word in self.content if spread[word] > itself]) / len(self.content)

    @cached_property
    def like_title(self) -> float:
        """Jaccard similarity to the article's own title."""
        own, distinct = self.around.title, frozenset(self.key.split())
        return len(own & distinct) / len(own | distinct) if own and distinct else 0.0

    @cached_property
    def foreign(self) -> bool:
        """All of its links lead to other publishers."""
        home = self.around.home
        return bool(home and self.block.links) and all(
            publisher_of(address) not in ("", home) for address in self.block.links[:16]
        )

    @property
    def caps(self) -> float:
        """The share of its first letters that are capitals."""
        letters = list(filter(str.isalpha, self.block.text[:120]))
        return sum(map(str.isupper, letters)) / max(1, len(letters))

    @property
    def title_case(self) -> float:
        """The share of its first words that begin with a capital."""
        initials = [part[0] for part in self.block.text[:200].split() if part[0].isalpha()]
        return sum(map(str.isupper, initials)) / max(1, len(initials))


class Around:
    """The article that a block stands in."""

    def __init__(self, title: str, link: str) -> None:
        self.title = frozenset(spoken(title).words)
        self.home = publisher_of(link)
        self.facts: list[Facts] = []

    @cached_property
    def spread(self) -> Counter[str]:
        """Content word → blocks of some length in which it stands."""
        found: Counter[str] = Counter()
        for fact in self.facts:
            if fact.size >= _SPREADS:
                found.update(fact.content)
        return found


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
    around = Around(title, link)
    facts = [Facts(number, block, cues, owner, around) for number, block in enumerate(blocks)]
    around.facts = facts
    others = headlines.without(title) if headlines is not None else None
    seen: set[str] = set()
    prose = 0
    introduced = False
    total = sum(fact.prose for fact in facts)
    for fact in facts:
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
            fact.repeated = memory.repeats_number(fact.spoken.number)
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
    found = headlines.find_spoken(fact.spoken)
    if not found and ":" in text[:40]:
        found = headlines.find(text.partition(":")[2])
    if not found and len(fact.block.anchors) == 1 and fact.linked:
        found = headlines.find(fact.block.anchors[0])
    return found


@cache
def _stopwords() -> frozenset[str]:
    """Words that say nothing about a subject, of the languages with cues."""
    return frozenset(files("wirecopy").joinpath("rules/stopwords.txt").read_text("utf-8").split())
