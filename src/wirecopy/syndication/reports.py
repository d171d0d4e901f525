"""Items out of articles and stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.syndication.item import Item, Label, Origin, urn
from wirecopy.syndication.outlets import Joined, first_of, joined, told_of
from wirecopy.syndication.text import clock, fit, language, line, markup, media, web
from wirecopy.types import Article, Enclosure, Person
from wirecopy.views import Site, story_path


class Newsroom(Struct, frozen=True):
    """What items need to know beside the articles."""

    site: Site
    to_story: bool = False  # headlines lead to the story's page here instead of to the publisher
    also: str = "Also:"  # in the site's language

    def name_of(self, source_id: str, article: Article | None = None) -> str:
        known = self.site.sources.get(source_id)
        written = article.source_name if article and article.source_id == source_id else ""
        return line(known.name if known else "") or line(written) or line(source_id) or "–"


_OWN_PICTURE = 'src="../../../../images/'  # as bodies name what the site serves: from the article's page


def story_item(room: Newsroom, story: str, members: Sequence[Derived]) -> Item:
    """A story as one item. Its id comes from the story's id alone, so merges leave the older one's standing."""
    lead = first_of(members)
    outlets = told_of(joined(members, lead))
    one = len(members) == 1 and not lead.article.also
    path = lead.path if one else story_path(story)
    return _item(room, lead, story_id(story, members), path, outlets)


def story_id(story: str, members: Sequence[Derived]) -> str:
    """The id of a story's item; an article that names no story gives its own."""
    return (
        urn("story", story) if any(d.article.story == story for d in members) else members[0].article.entry_id
    )


def report_item(room: Newsroom, d: Derived) -> Item:
    """One outlet's report as an item, under its entry id."""
    own = Joined(d.article.first_seen, d.article.date, d.article.source_id)
    return _item(room, d, d.article.entry_id, d.path, [own])


def _item(room: Newsroom, d: Derived, id: str, path: str, outlets: Sequence[Joined]) -> Item:
    a = d.article
    via = web(a.link)
    here = room.site.address(path) if room.site.url else ""
    name = room.name_of(a.source_id, a)
    others = tuple(room.name_of(o.source_id) for o in outlets[1:])
    changed = a.modified if a.modified and a.modified > a.first_seen else None
    moments = [a.first_seen, *(o.when for o in outlets[1:]), *([changed] if changed else [])]
    published = min(a.date, a.first_seen).astimezone(UTC)  # no item of the future goes out
    licence = web(a.licence)
    return Item(
        id=id,
        title=line(a.title) or line(d.excerpt) or name,
        link=(here or via) if room.to_story else (via or here),
        via=via,
        lang=language(a.lang),
        summary=" ".join(fit(d.excerpt).split()),
        html=_body(room, d, name, others, published, changed),
        authors=tuple(Person(line(p.name), web(p.url)) for p in a.authors if line(p.name)) or (Person(name),),
        labels=tuple(
            dict.fromkeys(Label(line(t.slug), line(t.name) or line(t.slug)) for t in d.tags if t.sure)
        ),
        enclosures=tuple(
            Enclosure(web(e.url), media(e.type), max(0, e.length)) for e in a.enclosures if web(e.url)
        ),
        origin=_origin(room, a, name, changed or a.first_seen),
        rights=line(a.licence) or f"© {name}",
        licence=licence,
        outlets=others,
        published=published,
        told=max(moments).astimezone(UTC),
    )


def _origin(room: Newsroom, a: Article, name: str, moment: datetime) -> Origin:
    known = room.site.sources.get(a.source_id)
    feed = web(known.url) if known else ""
    return Origin(
        name=name,
        id=feed or urn("source", a.source_id),
        feed=feed,
        home=web(a.source_home),
        updated=moment.astimezone(UTC),
    )


def _body(
    room: Newsroom,
    d: Derived,
    name: str,
    others: Sequence[str],
    published: datetime,
    changed: datetime | None,
) -> str:
    """What may be shown of the text, then who reports it and when: every date that an item has stands in it."""
    if d.article.shown == "full" and d.html.strip():
        text = fit(d.html).strip().replace(_OWN_PICTURE, f'src="{room.site.address("images/")}') + "\n"
    else:
        text = f"<p>{markup(' '.join(d.excerpt.split()))}</p>\n" if d.excerpt.strip() else ""
    edited = f" ✎ {clock(changed)}" if changed else ""
    also = f" {markup(room.also)} {markup(', '.join(others))}" if others else ""
    return f"{text}<p>{markup(name)}, {clock(published)}{edited}.{also}</p>"
