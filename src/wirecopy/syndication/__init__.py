"""The site's own feeds: Atom, RSS, JSON Feed and OPML, and what a subscriber would notice between two builds."""

from wirecopy.syndication.channel import Channel, Manner
from wirecopy.syndication.compare import Finding, compare
from wirecopy.syndication.item import Item
from wirecopy.syndication.plan import plan

__all__ = ["Channel", "Finding", "Item", "Manner", "compare", "plan"]
