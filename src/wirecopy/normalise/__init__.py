"""normalise: items as their feed said them become entries that can be relied on.

Identity, canonical address, honest date, plain title, language. What cannot be an entry, or is a repeat
within its own feed, becomes Dropped with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from wirecopy.normalise.address import canonical_url
from wirecopy.normalise.entry import Titled, make_entry
from wirecopy.normalise.identity import Candidate, guid_of, identify
from wirecopy.normalise.linking import link_of
from wirecopy.normalise.repeats import drop_repeats
from wirecopy.normalise.titling import repeated_tails, stand_in, strip_tail, title_of
from wirecopy.types import Dropped, Entry, Item, Known, Parsed

__all__ = ["canonical_url", "normalise"]

_NOBODY: Mapping[str, Known] = {}


def normalise(
    parsed: Parsed,
    known: Mapping[str, Known],
    now: datetime,
    *,
    known_links: Mapping[str, Known] = _NOBODY,
    language: str = "en",
) -> list[Entry | Dropped]:
    """One Entry or Dropped for each item, in the order of the document.

    `known` holds what is on record by entry id, `known_links` the entries of this source by canonical
    link; `language` is the site's, for entries whose language nothing tells. `now` is the only time.
    """
    own_titles = [title_of(item) for item in parsed.items]
    tails = repeated_tails(own_titles, parsed.feed.title)
    titled = [_titled(item, title, tails) for item, title in zip(parsed.items, own_titles, strict=True)]
    identities = identify([one.candidate for one in titled], known, known_links)
    outcome = [
        make_entry(one, identity, now=now, language=language)
        for one, identity in zip(titled, identities, strict=True)
    ]
    return drop_repeats(outcome, known)


def _titled(item: Item, own_title: str, tails: frozenset[str]) -> Titled:
    link = link_of(item)
    title = strip_tail(own_title, tails)
    if not title:
        host = (urlsplit(link.url).hostname or "").removeprefix("www.")
        title = stand_in(item.content or item.summary, host)
    return Titled(Candidate(item, guid_of(item, link.url), link.url, title), link, own_title)
