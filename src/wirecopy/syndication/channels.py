"""Every feed that a corpus gives, and which items are in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from wirecopy.corpus import Corpus, Derived, outlets_of
from wirecopy.syndication.channel import Channel, Slot
from wirecopy.syndication.digest import digests
from wirecopy.syndication.item import Item
from wirecopy.syndication.outlets import first_of
from wirecopy.syndication.reports import Newsroom, report_item, story_item
from wirecopy.views import story_path

NEWEST = 50  # items of a feed: a reader that looks once a day misses none at 50 stories a day
WIDELY = 3  # outlets


def channels(corpus: Corpus, room: Newsroom) -> Iterator[Channel]:
    """Feeds of everything, of topics, sections, sources and stories, as plain values; no item is made yet."""
    site = room.site
    stories = {story: members for story, members in corpus.stories.items() if members}
    leads = {story: first_of(members) for story, members in stories.items()}
    ordered = sorted(stories, key=lambda story: _newest(leads[story]), reverse=True)

    @cache
    def item(story: str) -> Item:
        return story_item(room, story, stories[story])

    @cache
    def slot(story: str) -> Slot:
        return Slot((story, *(d.digest for d in stories[story])), lambda: item(story))

    def feed(base: str, title: str, group: str, page: str, of: Iterable[str]) -> Channel:
        return Channel(base=base, title=title, group=group, page=page, slots=[slot(story) for story in of])

    yield feed("feeds/all", site.name, "", "", ordered[:NEWEST])
    wide = (story for story in ordered if outlets_of(stories[story]) >= WIDELY)
    yield feed("feeds/top", f"{site.name}: {WIDELY}+", "", "", _first(wide))
    daily = digests(corpus, room, leads)
    yield Channel(base="feeds/daily", title=f"{site.name} ☼", group="", page="day/", slots=daily)

    topics: dict[str, list[str]] = {}
    sections: dict[str, list[str]] = {}
    names = {link.path: link.name for link in site.topics}
    path_of = cache(site.section_path)
    for story in ordered:
        for slug, tag in {t.slug: t for d in stories[story] for t in d.tags if t.sure}.items():
            names.setdefault(f"topic/{slug}/", tag.name)
            _add(topics, f"topic/{slug}/", story)
        for path in dict.fromkeys([path_of(d.article.section) for d in stories[story]]):
            _add(sections, path, story)
    for path in sorted(names):
        yield feed(f"{path}feed", f"{names[path]} · {site.name}", "topic", path, topics.get(path, ()))
    for link in site.sections:
        yield feed(
            f"{link.path}feed",
            f"{link.name} · {site.name}",
            "section",
            link.path,
            sections.get(link.path, ()),
        )

    for source_id in dict.fromkeys([*site.sources, *corpus.sources]):
        path = f"source/{source_id}/"
        articles = sorted(corpus.sources.get(source_id, ()), key=_newest, reverse=True)[:NEWEST]
        name = room.name_of(source_id, articles[0].article if articles else None)
        yield Channel(
            base=f"{path}feed",
            title=f"{name} · {site.name}",
            group="source",
            page=path,
            slots=_reports(room, articles),
        )

    taken = stories.keys() | corpus.past.stories.keys() if corpus.past else stories.keys()
    yield from _story_feeds(room, {s: stories[s] for s in corpus.at_work}, leads, taken)


def _story_feeds(
    room: Newsroom,
    stories: Mapping[str, Sequence[Derived]],
    leads: Mapping[str, Derived],
    taken: Collection[str],
) -> Iterator[Channel]:
    """Every story that has a page can be followed, also under the ids that it had before a merge."""
    for story, members in stories.items():
        if len(members) > 1 or members[0].article.also:
            newest = sorted(members, key=_newest, reverse=True)[:NEWEST]
            title = f"{leads[story].article.title} · {room.site.name}"
            former = (was for d in members for was in d.article.story_was if was not in taken)
            for name in dict.fromkeys((story, *former)):
                yield Channel(
                    base=f"{story_path(name)}feed",
                    title=title,
                    group="story",
                    page=story_path(story),
                    slots=_reports(room, newest),
                )


def _reports(room: Newsroom, articles: Sequence[Derived]) -> list[Slot]:
    return [Slot((d.digest,), partial(report_item, room, d)) for d in articles]


def _newest(d: Derived) -> tuple[object, ...]:
    """What was seen last stands first: a report that a slow feed brings late is new to subscribers."""
    return d.article.first_seen, d.article.date, d.article.entry_id


def _first(stories: Iterable[str]) -> list[str]:
    return [story for _, story in zip(range(NEWEST), stories, strict=False)]


def _add(groups: dict[str, list[str]], key: str, story: str) -> None:
    found = groups.setdefault(key, [])
    if len(found) < NEWEST:
        found.append(story)
