"""What pages show, as plain frozen values: templates read them and decide nothing."""

from wirecopy.names import slug_of, slugs_for
from wirecopy.views.article import ArticleView, article_of
from wirecopy.views.card import Card, Outlet, card_of, outlets_of, rank, story_path
from wirecopy.views.health import Count, DroppedLine, Health, SourceHealth
from wirecopy.views.line import Line, line_of
from wirecopy.views.receipt import Receipt, receipt_of
from wirecopy.views.site import Link, Site, SourceRef
from wirecopy.views.source import SourceView, bars, source_of
from wirecopy.views.story import Report, Segment, Story, differences, story_of
from wirecopy.views.why import Why, why_of

__all__ = [
    "ArticleView", "Card", "Count", "DroppedLine", "Health", "Line", "Link", "Outlet", "Receipt", "Report", "Segment",
    "Site", "SourceHealth", "SourceRef", "SourceView", "Story", "Why", "article_of", "bars", "card_of", "differences",
    "line_of", "outlets_of", "rank", "receipt_of", "slug_of", "slugs_for", "source_of", "story_of", "story_path", "why_of",
]  # fmt: skip
