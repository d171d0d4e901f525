"""Which stories are about privacy, which facets of it, and why.

Pure knowledge: phrases, masks and pairs of words are data in `wirecopy/rules/privacy*.toml`, a small
linear model beside them helps where phrases are silent and never decides alone. Used by the build,
by the Pelican plugin and by `wirecopy why` alike, so that they cannot disagree.
"""

from wirecopy.privacy.judge import judge
from wirecopy.privacy.prior import prior_of
from wirecopy.privacy.rules import PrivacyRules, load_rules
from wirecopy.privacy.settings import OwnerPhrase, PrivacySettings
from wirecopy.privacy.verdict import FACETS, TAG, Reason, Verdict

__all__ = [
    "FACETS",
    "TAG",
    "OwnerPhrase",
    "PrivacyRules",
    "PrivacySettings",
    "Reason",
    "Verdict",
    "judge",
    "load_rules",
    "prior_of",
]
