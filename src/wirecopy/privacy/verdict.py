"""What is said about one text: whether it is a privacy story, which facets, and the evidence."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

TAG = "privacy"
FACETS = (
    "data-breach",
    "data-collection",
    "surveillance",
    "regulation",
    "tracking-ads",
    "encryption",
    "biometrics-id",
    "children",
    "health-data",
    "ai-data",
    "location",
    "user-control",
)

State = Literal["yes", "maybe", "no"]
Kind = Literal["phrase", "mask", "pair", "model", "signal"]


class Reason(Struct, frozen=True):
    """One piece of evidence, readable as it stands."""

    phrase: str  # the words as they stand in the text; for a mask the words that cancelled a phrase
    field: str  # "title", "lead", "text", "categories", "link", "feed"
    weight: float  # points it brought; 0 for a mask
    kind: Kind
    facet: str  # the facets it speaks for, joined by a space; "" for none


class Verdict(Struct, frozen=True):
    """The judgement on one text."""

    state: State  # "yes" is tagged, "maybe" is listed apart, "no" is neither
    score: float  # 0…1, 0.5 where "yes" begins; rises with the points of the evidence
    facets: tuple[str, ...]  # in the order of FACETS; what the evidence speaks of, at least one for a "yes"
    reasons: tuple[Reason, ...]  # strongest first, at least one for a "yes"

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the article: "privacy" and the facets when it is a privacy story, else none."""
        return (TAG, *self.facets) if self.state == "yes" else ()
