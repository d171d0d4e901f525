"""A page for each story that more than one report tells, and redirects for stories that were merged."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.corpus import Derived
from wirecopy.pages.desk import Desk
from wirecopy.pages.linked import about_story
from wirecopy.pages.page import Context, FeedLink, Page
from wirecopy.views import story_of, story_path


def has_page(members: tuple[Derived, ...]) -> bool:
    """True for a story of two reports or more; a single article's own page says everything."""
    return len(members) > 1 or bool(members and members[0].article.also)


def story_pages(desk: Desk) -> Iterator[Page]:
    taken = set(desk.corpus.stories) | set(desk.corpus.past.stories if desk.corpus.past else ())
    moved: dict[str, str] = {}
    for story, members in desk.corpus.at_work.items():
        target = story_path(story) if has_page(members) else members[0].path
        if has_page(members):
            yield _story_page(desk, story, members)
        for was in dict.fromkeys(was for d in members for was in d.article.story_was):
            if was not in taken:
                moved.setdefault(was, target)
    for was, target in sorted(moved.items()):
        yield redirect_page(desk, story_path(was), target)


def _story_page(desk: Desk, story: str, members: tuple[Derived, ...]) -> Page:
    path = story_path(story)

    def context() -> Context:
        view = story_of(members, desk.site)
        feed = FeedLink(view.title, path + "feed.atom")
        ld = about_story(view, desk.site.address(path))
        return {"head": desk.head("story", path, feed=feed, ld=ld), "story": view}

    return Page(
        path=path,
        template="story.html",
        context=context,
        reads=tuple(d.digest for d in members),
        lastmod=max(d.touched for d in members).strftime("%Y-%m-%d"),
    )


def redirect_page(desk: Desk, path: str, target: str) -> Page:
    """A page that sends readers on, without a script."""

    def context() -> Context:
        return {"head": desk.head("moved", path, robots="noindex"), "target": target}

    return Page(path=path, template="moved.html", context=context, reads=(target,))
