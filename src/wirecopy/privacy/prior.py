"""What a feed's history says about its next item, within bounds."""

from __future__ import annotations

import math

MOST = 0.25  # points: a quarter of what tags a story, so that no feed is privacy by birth
_USUAL = 0.01  # share of privacy stories in general news (a plain random sample, 2021–2025)
_DOUBT = 20  # items of a usual feed that every feed is given before its own are counted


def prior_of(privacy_stories: int, stories: int) -> float:
    """Points that an item of this feed starts with, −0.05 … 0.25, from how many were tagged before.

    The share is shrunk towards that of general news (as if 20 ordinary items had come first), then
    its log-odds against the usual are scaled. A feed without history gives 0.
    """
    stories = max(stories, 0)
    tagged = min(max(privacy_stories, 0), stories)
    share = (tagged + _USUAL * _DOUBT) / (stories + _DOUBT)
    odds = math.log(share / (1 - share)) - math.log(_USUAL / (1 - _USUAL))
    return round(min(MOST, max(-0.05, 0.05 * odds)), 4)
