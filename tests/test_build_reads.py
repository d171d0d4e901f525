"""A page says in `reads` everything that it is made of: equal reads give equal contents, whatever else is different."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import invented
from wirecopy import corpus, pages, search, syndication
from wirecopy.corpus import Corpus, Cut, Tag
from wirecopy.corpus.knowledge import by_hand
from wirecopy.pages import Page
from wirecopy.types import Also, Article
from wirecopy.views import DroppedLine, Health, Site, SourceHealth

SITE = Site(name="Reads", url="https://reads.example", front=4, has_feeds=True, has_search=True)


class Plain:
    """Knowledge without rules: tags by hand, bodies as they are."""

    digest = ""

    def learn(self, batch: list[Article]) -> None:
        pass

    def body(self, article: Article) -> tuple[str, str, tuple[Cut, ...]]:
        return f"<p>{article.markdown}</p>", article.markdown, ()

    def tags(self, article: Article, text: str) -> tuple[Tag, ...]:
        unsure = (Tag(name="Ferries", slug="ferries", kind="topic", sure=False),) if "toll" in text else ()
        return by_hand(unsure, article.tags)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    number = draw(st.integers(0, 9))
    when = invented.NEWEST - timedelta(days=draw(st.sampled_from([0, 1, 40])), minutes=number)
    story = draw(st.sampled_from(["", "one-story", "another"]))
    base = invented.article(
        number, date=when, first_seen=when, source_id=draw(st.sampled_from(["harbour", "meridian"])),
        title=draw(st.sampled_from(["Ferry delayed again today", "Board approves the toll"])),
        tags=draw(st.sampled_from([(), ("Open source",), ("Open Source",), ("ferries",)])), lang=draw(st.sampled_from(["en", "de"])),
        status=draw(st.sampled_from(["", "", "muted", "hidden"])), shown=draw(st.sampled_from(["excerpt", "full", "headline"])),
        markdown=draw(st.sampled_from(["The toll is here.", "No more."])), section=draw(st.sampled_from(["Coast", "World"])),
        story_was=draw(st.sampled_from([(), ("older",), ("another",)])),
        also=draw(st.sampled_from([(), (Also(entry_id="e", source_id="local", published=when, similarity=0.9, link="", title="T"),)])),
    )  # fmt: skip
    return msgspec.structs.replace(
        base, story=story or base.slug, date_note=draw(st.sampled_from(["", "none given"]))
    )


@st.composite
def records(draw: st.DrawFn) -> tuple[Corpus, Health]:
    found = draw(st.lists(articles(), max_size=6, unique_by=lambda a: a.entry_id))
    dropped = draw(
        st.lists(
            st.builds(
                DroppedLine,
                title=st.sampled_from("ab"),
                source_id=st.just("harbour"),
                reason=st.sampled_from(["too old", "same as"]),
            ),
            max_size=2,
        )
    )
    state = SourceHealth(
        id="harbour", state=draw(st.sampled_from(["ok", "quiet"])), items=draw(st.integers(0, 1))
    )
    return Corpus(corpus.derive_all(found, Plain())), Health(
        sources=(state,), dropped=tuple(dropped), as_of=invented.NEWEST
    )


def made(record: Corpus, health: Health) -> Mapping[str, tuple[tuple[str, ...], object]]:
    """File → what it reads and how it is made, for every plugin of ours."""
    planned: list[object] = [*pages.plan(record, SITE, health)]
    planned += syndication.plan(record, SITE, syndication.Manner(to_story=False, hub="", also="Also:"))
    planned += search.plan(record, SITE, archive=False)
    return {one.file: (one.reads, one.context if isinstance(one, Page) else one.make) for one in planned}  # type: ignore[attr-defined]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), records())
def test_equal_reads_give_equal_contents(one: tuple[Corpus, Health], other: tuple[Corpus, Health]) -> None:
    first, second = made(*one), made(*other)
    for file in first.keys() & second.keys():
        if first[file][0] == second[file][0]:
            assert first[file][1]() == second[file][1](), file  # type: ignore[operator]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), articles(), st.integers(0, 5))
def test_what_one_article_changes_is_said(record: tuple[Corpus, Health], changed: Article, at: int) -> None:
    before, health = record
    kept = [d.article for d in before.all if d.article.entry_id != changed.entry_id]
    after = Corpus(corpus.derive_all([*kept, changed], Plain()))
    first, second = made(before, health), made(after, health)
    for file in first.keys() & second.keys():
        if first[file][0] == second[file][0]:
            assert first[file][1]() == second[file][1](), file  # type: ignore[operator]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), st.lists(articles(), max_size=2, unique_by=lambda a: a.entry_id))
def test_a_file_made_again_is_the_one_made_from_nothing(
    record: tuple[Corpus, Health], news: list[Article]
) -> None:
    before, _ = record
    ids = {a.entry_id for a in news}
    kept = [d.article for d in before.all if d.article.entry_id not in ids]
    after = Corpus(corpus.derive_all([*kept, *news], Plain()))
    manner = syndication.Manner(to_story=False, hub="", also="Also:")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wirecopy.syndication.edition.WORTH", 1)
        first = {one.file: one.again(None) for one in syndication.plan(before, SITE, manner) if one.again}
        for one in syndication.plan(after, SITE, manner):
            if one.again:
                last = first.get(one.file)
                assert one.again(last if last and last.note else None).data == one.make(), one.file
    assert any(made.note for made in first.values()) or not before.listed
