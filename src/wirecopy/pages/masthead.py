"""The site's own values, out of feeds.toml: the same words on every page, and they stand still between builds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from wirecopy import __version__
from wirecopy.config import Config
from wirecopy.topics.topic import slug_of as topic_slug
from wirecopy.views import Link, Site, slugs_for


def masthead(
    config: Config,
    *,
    pages: Sequence[Link] = (),
    plugins: Collection[str] = (),
    skin: str = "",
    front: int = 0,
    served_at: str = "",
) -> Site:
    """What templates know of the site. `pages` are those written by hand, `plugins` those at work.

    `served_at` is the address of this build; "" where it is looked at at home, from "/".
    """
    sections = list(dict.fromkeys(source.section or config.site.section for source in config.sources))
    slugs = slugs_for(sections)
    own = [Link(topic.name, f"topic/{topic_slug(topic)}/") for topic in config.topics]
    privacy = [Link("Privacy", "topic/privacy/")] if config.privacy.tag else []
    return Site(
        name=config.site.name,
        url=config.site.url.rstrip("/"),
        prefix=urlsplit(served_at).path.rstrip("/") + "/",
        description=config.site.description,
        language=config.site.language,
        skin=skin or config.build.skin,
        front=front or 30,
        # One section alone is the front page over again.
        sections=tuple(Link(name, f"section/{slugs[name]}/") for name in sections)
        if len(sections) > 1
        else (),
        topics=tuple(dict.fromkeys([*privacy, *own])),
        pages=tuple(pages),
        sources={source.id: source for source in config.sources},
        has_feeds="news_feeds" in plugins,
        has_search="site_search" in plugins,
        images=config.build.images,
        version=__version__,
    )
