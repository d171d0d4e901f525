"""A story as search finds and shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from wirecopy.corpus import Corpus, Derived
from wirecopy.views import Site, story_path

MORE_WORDS = 24  # of one story's other headlines: forty outlets have few words more than five
_WORD = re.compile(r"\w+")


class Row(Struct, frozen=True, kw_only=True):
    """One story."""

    day: str  # "2026-02-17", of its first report
    title: str  # the first report's
    words: tuple[str, ...]  # of its other headlines, as far as the first one lacks them
    sources: tuple[str, ...]  # names, the first report's first
    topics: tuple[str, ...]  # names
    path: str  # its page
    link: str  # at the publisher; "" where there is none
    excerpt: str
    lang: str


def rows(corpus: Corpus) -> list[tuple[str, Sequence[Derived]]]:
    """Every story with its articles, the newest first report first."""
    stories = [(story, members) for story, members in corpus.stories.items() if members]
    return sorted(stories, key=lambda one: (one[1][0].article.date, one[0]), reverse=True)


def row_of(story: str, members: Sequence[Derived], site: Site) -> Row:
    lead = members[0]
    a = lead.article
    alone = len(members) == 1 and not a.also
    ids = [d.article.source_id for d in members]
    ids += [also.source_id for d in members for also in d.article.also]
    title = _line(a.title)
    others = [_line(d.article.title) for d in members[1:]]
    return Row(
        day=lead.day,
        title=title,
        words=_other_words(title, others) if others else (),
        sources=tuple(dict.fromkeys([_name(site.source(id).name) for id in ids])),
        topics=tuple(dict.fromkeys([_name(t.name) for d in members for t in d.tags if t.sure])),
        path=lead.path if alone else story_path(story),
        link=a.link if a.link.startswith(("https://", "http://")) else "",
        excerpt=_line(lead.excerpt),
        lang=a.lang,
    )


def _other_words(title: str, others: Sequence[str]) -> tuple[str, ...]:
    known = {word.casefold() for word in _WORD.findall(title)}
    found = dict.fromkeys(
        word for other in others for word in _WORD.findall(other) if word.casefold() not in known
    )
    return tuple(found)[:MORE_WORDS]


def _line(text: str) -> str:
    """On one line, without half characters that JSON in UTF-8 cannot carry."""
    text = text[:600]
    return " ".join((text if text.isascii() else text.encode("utf-8", "ignore").decode()).split())


_name = lru_cache(maxsize=4096)(_line)  # of a source or a topic: few, and on every story
