"""The values of stripping: blocks of a body, verdicts on them, and what was cut.

All are frozen. Offsets count characters of the string that `blocks_of` was given.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal[
    "related",  # headlines of other articles, one by one or as a list, and their blurbs
    "label",  # "More in Technology", "Read also": what announces such a list
    "newsletter",  # newsletter, membership and subscription promotion
    "app",  # app promotion
    "share",  # share, follow and contact lines
    "comments",  # invitations to comment, comment counts
    "advert",  # "Advertisement"
    "interface",  # parts of a page that no reader of a text needs: "Loading…", "Image 1 of 5"
    "credit",  # a photo credit alone
    "author",  # biographies
    "legal",  # copyright, terms, disclosures
    "tags",  # lists of topics
    "donate",  # requests for money
    "footer",  # "The post … appeared first on …", "Continue reading"
    "repeat",  # the same block in many entries of one source
    "owner",  # the owner's own selector or cue
    "other",  # the model is sure, but the block shows no sign of one kind
]


class Block(Struct, frozen=True, kw_only=True):
    """One paragraph, heading, list item, table cell: the smallest part that is kept or cut whole."""

    text: str  # plain text, white space collapsed
    html: str = ""  # the source between `start` and `end`
    tag: str = "p"  # the innermost block element around it: "p", "li", "h2", "td", …
    link_ratio: float = 0.0  # 0…1, the share of its characters that are links
    links: tuple[str, ...] = ()  # addresses it links to
    anchors: tuple[str, ...] = ()  # the texts of its links
    strong: bool = False  # all of its text is bold or italic
    media: bool = False  # an image, video or audio stands in it or directly before it
    start: int = 0  # its place in the source
    end: int = 0
    whole: bool = True  # False: it cannot be cut out without breaking the markup around it
    element: int = -1  # number of the innermost block element in the source; -1: none


class Verdict(Struct, frozen=True, kw_only=True):
    """Whether one block stays, and why not."""

    keep: bool
    kind: str = ""  # a `Kind`; "" when it stays
    evidence: str = ""  # one line: "cue 'read more:'", "headline of another entry: …"
    exact: bool = False  # evidence that needs no second sign; long prose is cut by nothing less


def cut(kind: str, evidence: str, *, exact: bool = False) -> Verdict:
    """The verdict that a block goes."""
    return Verdict(keep=False, kind=kind, evidence=evidence, exact=exact)


class Cut(Struct, frozen=True, kw_only=True):
    """One block that was taken out, with what is needed to explain it or to put it back."""

    text: str
    kind: str
    evidence: str
    html: str


class Stripped(Struct, frozen=True, kw_only=True):
    """A body without its boilerplate."""

    html: str  # what is kept, byte for byte as it was
    text: str  # the same as plain text, blocks separated by "\n"
    cuts: tuple[Cut, ...] = ()
    refused: str = ""  # why nothing was cut though something looked like boilerplate


class SourceRules(Struct, frozen=True, kw_only=True):
    """What the owner says about one feed's bodies."""

    strip: bool = True
    selectors: tuple[str, ...] = ()  # CSS selectors of blocks that are never the story
    cues: tuple[str, ...] = ()  # phrases that mark a block as boilerplate
