"""The `[privacy]` table of feeds.toml: what the owner adds, mutes and weighs."""

from __future__ import annotations

from msgspec import Struct, field


class OwnerPhrase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phrase of the owner's own, one `[[privacy.phrases]]` table."""

    say: str  # as in the rule files: "acme doorbell*", "(sold|sells) * meter data"
    weight: float = 1.5  # points in the lead; enough alone, even where the model says no
    facet: str = ""  # one of FACETS; "" for privacy as such
    example: str  # a title that must be found by it: checked when the rules are loaded


class PrivacySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the owner changed; all empty is the shipped behaviour."""

    tag: bool = True  # false: no story is tagged
    sure: float = 1.0  # points from which a story is tagged
    maybe: float = 0.6  # points from which it is listed as "privacy?"
    mute: tuple[str, ...] = ()  # wordings inside which nothing counts: "big brother", "privacy glass"
    mute_facets: tuple[str, ...] = ()  # facets that are not shown (the story stays a privacy story)
    weights: dict[str, float] = field(default_factory=dict)  # facet → factor on its phrases
    phrases: tuple[OwnerPhrase, ...] = ()
