"""What the other generators are told ready-made, because they have no means to find it: excerpts, groups, decisions.

Everything here favours them: a wirecopy build finds it out of the same articles, in the time that is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import Any

from msgspec import Struct

from wirecopy import config
from wirecopy.corpus import Corpus, Derived, derive_all
from wirecopy.corpus.knowledge import Rules
from wirecopy.pages.dates import iso, span
from wirecopy.pages.desk import Desk
from wirecopy.pages.front import front_days
from wirecopy.pages.lists import NEWEST, months_of
from wirecopy.pages.masthead import masthead
from wirecopy.search.index import EXCERPTS, recent_and_older
from wirecopy.search.recent import pieces
from wirecopy.search.row import row_of
from wirecopy.syndication.channels import NEWEST as ITEMS
from wirecopy.syndication.digest import DAYS
from wirecopy.syndication.outlets import first_of, joined, told_of
from wirecopy.types import Article
from wirecopy.views import Health, article_of, story_of

Told = Mapping[str, Any]


class Given(Struct, frozen=True, kw_only=True):
    """Plain values only. An article is named by the path of its page: "2026/10/31/slug/"."""

    site: Told  # name, url, description
    articles: Sequence[tuple[Article, Told]]  # with the front matter of each
    sections: Sequence[Told]
    sources: Sequence[Told]
    front: Sequence[Told]  # days with their cards
    all: Sequence[str]  # newest stories, by the article that leads each
    top: Sequence[str]
    daily: Sequence[Told]
    pieces: Sequence[Told]  # of the search index: file, stories
    excerpts: Sequence[str]
    maps: Sequence[str]  # months that have a sitemap


def given(articles: Iterable[Article], settings: config.Config) -> Given:
    """What a build would find, in the order in which it is shown."""
    rules = Rules(settings.sources)
    corpus = Corpus(derive_all(articles, rules))
    site = masthead(settings, plugins=("news_feeds", "site_search"))
    desk = Desk(corpus, site, Health())
    stories = _stories(corpus)
    leads = {story: first_of(members) for story, members in corpus.stories.items()}
    recent, _ = recent_and_older(corpus)
    told = {d.path: _article(desk, d) for d in corpus.all}
    for story, members in recent:
        told[members[0].path] |= {"words": " ".join(row_of(story, members, site).words)}
    return Given(
        site={"name": site.name, "url": site.url, "description": site.description, "now": stamp(corpus.now)},
        articles=[(d.article, told[d.path]) for d in corpus.all],
        sections=[_section(desk, link.name, link.path, stories) for link in site.sections],
        sources=[_source(desk, source_id) for source_id in site.sources],
        front=[
            {"day": group.day, "cards": [_lead(corpus, c.story, group.day) for c in group.cards], "more": group.more}
            for group in front_days(desk)
        ],
        all=[leads[story].path for story in stories[:ITEMS]],
        top=[leads[s].path for s in stories if len({m.article.source_id for m in corpus.stories[s]}) >= 3][:ITEMS],
        daily=_daily(corpus, leads),
        pieces=_pieces(recent),
        excerpts=[members[0].path for _, members in recent[:EXCERPTS]],
        maps=sorted({d.touched.strftime("%Y-%m") for d in corpus.all}),
    )  # fmt: skip


def _stories(corpus: Corpus) -> list[str]:
    """As feeds order them: by when the report that leads was first seen."""
    leads = {story: first_of(members).article for story, members in corpus.stories.items()}
    return sorted(leads, key=lambda s: (leads[s].first_seen, leads[s].date, leads[s].entry_id), reverse=True)


def _article(desk: Desk, d: Derived) -> dict[str, Any]:
    a, story = d.article, desk.story_of(d)
    members = desk.corpus.stories[story]
    view = article_of(d, members, desk.site)
    told: dict[str, Any] = {
        "title": a.title, "date": stamp(a.date), "lastmod": stamp(d.touched), "slug": a.slug, "link": a.link, "lang": a.lang,
        "source": a.source_id, "outlet": a.source_name, "home": a.source_home, "section": a.section, "entry": a.entry_id,
        "authors": [p.name for p in a.authors], "excerpt": d.excerpt, "seen": stamp(a.first_seen), "path": d.path,
        "removed": ", ".join(f"{_plural(r.kind)} {r.count}" for r in a.removed), "evidence": view.why.evidence,
        "story": story if len(members) > 1 else "",
        "shared": len({m.article.source_id for m in members}) > 1,
    }  # fmt: skip
    if view.outlets:
        told["others"] = [
            {"when": stamp(o.published), "source": o.source.id, "outlet": o.source.name, "title": o.title, "link": o.link}
            for o in view.outlets[:8]
        ]  # fmt: skip
    if len(members) > 1:
        report = next(r for r in story_of(members, desk.site).reports if r.path == d.path)
        told["later"] = "first" if d is members[0] else f"+{span(report.later)}"
        told["marked"] = "".join(
            f"<mark>{escape(s.text)}</mark>" if s.differs else escape(s.text) for s in report.segments
        )
        told["coverage"] = len({m.article.source_id for m in members})
    if first_of(members) is d:
        outlets = told_of(joined(members, d))
        told["also"] = [desk.site.source(o.source_id).name for o in outlets[1:]]
        told["told"] = stamp(max(a.first_seen, *(o.when for o in outlets)))
    if _lead(desk.corpus, story, d.day) == d.path:
        card = desk.card(story, d.day)
        told["rank"] = card.rank
        told["card"] = {
            "newest": iso(card.newest) if card.newest != card.published else "",
            "outlets": [{"name": o.source.name, "link": o.link} for o in card.outlets],
            "more": card.more, "covered": card.covered_by, "path": card.path,
        }  # fmt: skip
    return told


def _lead(corpus: Corpus, story: str, day: str) -> str:
    return next(d.path for d in corpus.stories[story] if d.day == day)


def _section(desk: Desk, name: str, path: str, stories: Sequence[str]) -> Told:
    articles = desk.corpus.sections.get(name, ())
    own = [s for s in stories if any(d.article.section == name for d in desk.corpus.stories[s])]
    return {
        "name": name, "path": path, "months": _months(desk, articles),
        "newest": [_lead(desk.corpus, story, day) for story, day in desk.newest_cards(articles, NEWEST)],
        "items": [first_of(desk.corpus.stories[story]).path for story in own[:ITEMS]],
    }  # fmt: skip


def _source(desk: Desk, source_id: str) -> Told:
    articles = desk.corpus.sources.get(source_id, ())
    known, ref = desk.site.sources[source_id], desk.site.source(source_id)
    return {
        "id": source_id, "name": ref.name, "feed": known.url, "section": known.section, "letters": ref.letters,
        "hue": ref.hue * 30, "articles": len(articles), "latest": stamp(articles[0].article.date) if articles else "",
        "removed": sum(r.count for d in articles for r in d.article.removed), "months": _months(desk, articles),
        "sectionPath": desk.site.section_path(known.section),
    }  # fmt: skip


def _months(desk: Desk, articles: tuple[Derived, ...]) -> Sequence[Told]:
    return [{"month": month, "count": len(members)} for month, members in months_of(desk, articles).items()]


def _daily(corpus: Corpus, leads: Mapping[str, Derived]) -> Sequence[Told]:
    days: dict[str, list[tuple[Any, ...]]] = {}
    for story, lead in leads.items():
        day = lead.article.first_seen.date()
        names = [
            o.source_id
            for o in joined(corpus.stories[story], lead)[1:]
            if o.when.date() <= day
        ]  # fmt: skip
        also = [
            m.article.source_name for n in names for m in corpus.stories[story] if m.article.source_id == n
        ]
        key = (
            -1 - len(names),
            lead.article.date,
            lead.article.entry_id,
            lead.path,
            list(dict.fromkeys(also)),
        )
        days.setdefault(day.isoformat(), []).append(key)
    over = sorted((day for day in days if day < corpus.now.date().isoformat()), reverse=True)[:DAYS]
    return [
        {
            "day": day, "end": stamp(corpus.now.fromisoformat(f"{day}T00:00Z") + timedelta(days=1)),
            "stories": [{"path": path, "also": also} for *_, path, also in sorted(days[day])],
        }
        for day in over
    ]  # fmt: skip


def _pieces(recent: Sequence[tuple[str, Sequence[Derived]]]) -> Sequence[Told]:
    leads = [members[0] for _, members in recent]
    return [
        {"file": file, "day": leads[numbers[0]].day, "stories": [leads[number].path for number in numbers]}
        for file, numbers in pieces([lead.day for lead in leads])
    ]


def stamp(moment: Any) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _plural(kind: str) -> str:
    return "tracking parameters" if kind == "tracking parameter" else kind
