"""The whole history of one entry: what each stage did to it and by which evidence, kept or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from wirecopy import corpus, markdown
from wirecopy.config import Config
from wirecopy.corpus import Derived
from wirecopy.corpus.knowledge import Rules
from wirecopy.index import Index, Recorded, story_is_fixed
from wirecopy.markdown import Unreadable, read_file
from wirecopy.markdown.frontmatter import stamp
from wirecopy.normalise import canonical_url
from wirecopy.types import Article, Dropped, Note

Section = tuple[str, list[str]]  # a stage and what it has to say, a line each


def find(index: Index, content: Path, asked: str) -> tuple[list[Recorded], list[Dropped]]:
    """What is on record, and what was dropped, under an address, a file, an entry id, a slug or words of a title."""
    path = Path(asked)
    if asked.endswith(".md") and path.exists():
        article = read_file(path.resolve(), content.resolve())
        asked = asked if isinstance(article, Unreadable) else article.entry_id
    wanted = [asked, canonical_url(asked)[0]] if urlsplit(asked).scheme in ("http", "https") else [asked]
    recorded = next((found for w in wanted if (found := index.search(w))), [])
    low = asked.casefold()
    dropped = [
        d
        for d in index.dropped_ever()
        if d.link in wanted or asked in (d.entry_id, d.guid) or (len(low) > 2 and low in d.title.casefold())
    ]
    return recorded, dropped


def of_feed(config: Config, index: Index, source_id: str) -> list[Section]:
    """Where an entry was fetched, and how its feed is."""
    source = next((s for s in config.sources if s.id == source_id), None)
    state = index.states().get(source_id)
    lines = [f"from {source.url}" if source else "its feed is no longer in feeds.toml"]
    if state and state.last_success:
        lines.append(f"the feed was last read at {stamp(state.last_success)}")
    if state and state.failures:
        lines.append(f"since then it failed {state.failures} times: {state.failure_reason}")
    return [("fetch", lines)]


def of_dropped(dropped: Dropped) -> list[Section]:
    """Why an entry is not on the site."""
    head = [f"title: {dropped.title}", f"link: {dropped.link or 'none'}", f"guid: {dropped.guid}"]
    if dropped.published:
        head.append(f"published: {stamp(dropped.published)}")
    end = f"{dropped.reason}" + (f": {dropped.detail}" if dropped.detail else "")
    return [
        (f"dropped by {dropped.stage}", [end]),
        (f"entry of {dropped.source_id}", head),
        *_by_stage(dropped.trace),
    ]


def of_kept_out(dropped: Dropped) -> list[Section]:
    """What a feed says now under the id of an article that stands, and why the article does not say it."""
    lines = [f"{dropped.reason}: {dropped.detail}", f"the feed says now: {dropped.title}"]
    return [("kept out", lines)]


def of_article(article: Article, trace: tuple[Note, ...], derived: Derived) -> list[Section]:
    """What every stage did to an article that is on record; stripping and tagging as of now."""
    return [
        (f"entry of {article.source_id}", _identity(article)),
        *_by_stage(n for n in trace if n.stage not in ("dedupe", "stories")),
        ("clean", [f"{r.kind}: {r.count} removed" for r in article.removed] or ["nothing had to be removed"]),
        ("dedupe", _also(article)),
        ("stories", _story(article)),
        ("boilerplate", _cuts(derived)),
        ("tags", _tags(derived)),
    ]


def _identity(article: Article) -> list[str]:
    lines = [
        f"title: {article.title}",
        f"link: {article.link or 'none'}",
        f"guid: {article.guid}",
        f"entry id: {article.entry_id}",
        f"published: {stamp(article.date)}" + (f" ({article.date_note})" if article.date_note else ""),
        f"first seen: {stamp(article.first_seen)}",
    ]
    if article.modified:
        lines.append(f"updated: {stamp(article.modified)}")
    if article.status:
        lines.append(f"status: {article.status}")
    return lines


def _by_stage(notes: Iterable[Note]) -> list[Section]:
    return [(stage, [n.text for n in group]) for stage, group in groupby(notes, key=lambda n: n.stage)]


def _also(article: Article) -> list[str]:
    return [
        f"same text at {a.source_id}, {a.similarity:.2f} alike: {a.title} ({a.link or 'no link'})"
        for a in article.also
    ] or ["no other outlet has the same text"]


def _story(article: Article) -> list[str]:
    if story_is_fixed(article):
        return [f"in {article.story}: chosen by hand"]
    if article.story == article.slug:
        return ["starts a story of its own"]
    return [f"in {article.story}: {article.story_why.partition(' ')[2]}"]


def _cuts(derived: Derived) -> list[str]:
    return [f"cut ({c.kind}; {c.evidence}): {c.text}" for c in derived.cuts] or ["nothing was cut"]


def _tags(derived: Derived) -> list[str]:
    lines = []
    for tag in derived.tags:
        score = f", score {tag.score:.2f}" if tag.score else ""
        lines.append(f"{tag.name}{'' if tag.sure else '?'} ({tag.kind}{score})")
        for r in tag.reasons:
            where = f" in {r.field}" if r.field else ""
            lines.append(f"  {r.weight:+.2f} {r.phrase}{where}" if r.weight else f"  {r.phrase}{where}")
    return lines or ["no topic"]


def derive_one(config: Config, content: Path, entry_id: str) -> Derived | None:
    """The article as the site shows it: with what was learnt from entries first seen no later than it."""
    articles = [a for _, a in markdown.read_all(content) if isinstance(a, Article)]
    wanted = next((a for a in articles if a.entry_id == entry_id), None)
    if wanted is None:
        return None
    earlier = [a for a in articles if a.first_seen <= wanted.first_seen]
    rules = Rules(config.sources, config.topics, config.privacy)
    return next((d for d in corpus.derive_all(earlier, rules) if d.article.entry_id == entry_id), None)
