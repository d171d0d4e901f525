"""What examples/newsroom says of itself is what the line makes of it: merged, grouped, tagged and stripped."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from examples.newsroom import serve
from tests.test_line import articles, fetch, make_site
from wirecopy import corpus
from wirecopy.config import load
from wirecopy.corpus import Derived
from wirecopy.corpus.knowledge import Rules
from wirecopy.index import Index

EXPECTED = tomllib.loads(Path(serve.__file__).with_name("expected.toml").read_text("utf-8"))


class Printed:
    """The newsroom after the line, by the names that expected.toml uses: guid, or link where a feed gives none."""

    def __init__(self, folder: Path) -> None:
        with serve.serve() as server:
            site = make_site(folder, server)
            report = fetch(site)
        self.dropped = {d.guid for d in report.dropped if d.reason == "repeated in the feed"}
        config = load(site.folder / "feeds.toml")
        derived = corpus.derive_all(articles(site), Rules(config.sources, config.topics, config.privacy))
        self.derived: dict[str, Derived] = {d.article.guid: d for d in derived}
        ids = {d.article.entry_id: guid for guid, d in self.derived.items()}
        with Index(site.cache / "index.sqlite") as index:
            self.into: dict[str, str] = {}
            for source in config.sources:
                for row in index.of_source(source.id).values():
                    if row.of:
                        self.into[row.link] = ids[row.of]

    def private(self, name: str) -> bool:
        return any(t.slug == "privacy" and t.sure for t in self.derived[name].tags)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return Printed(tmp_path_factory.mktemp("printed"))


def test_reprints_are_merged_into_one_article_and_nothing_else_is(printed: Printed) -> None:
    repeats = sum(len(group["guids"]) - 1 for group in EXPECTED["duplicates"])
    standing = [[g for g in group["guids"] if g in printed.derived] for group in EXPECTED["duplicates"]]
    assert [len(group) for group in standing] == [1] * len(standing)
    assert len(printed.into) + len(printed.dropped) == repeats == EXPECTED["totals"]["merged"]
    assert set(printed.into.values()) <= {group[0] for group in standing}


def test_no_story_holds_what_does_not_belong_to_it_and_most_are_whole(printed: Printed) -> None:
    by_story = defaultdict(set)
    for guid, d in printed.derived.items():
        by_story[d.article.story].add(guid)
    groups = [set(s["guids"]) & set(printed.derived) for s in EXPECTED["stories"]]
    for members in by_story.values():
        assert len(members) == 1 or any(members <= group for group in groups)
    # an opinion piece and a report that came 37 hours late stay by themselves
    assert sum(group in by_story.values() for group in groups) >= 8


def test_privacy_in_another_sense_is_not_tagged_and_privacy_stories_are(printed: Printed) -> None:
    told = {guid for guid in printed.derived if printed.private(guid)}
    either = {g for group in EXPECTED["privacy_either"].values() for g in group}
    assert told <= set(EXPECTED["privacy"]) | either
    there = set(EXPECTED["privacy"]) & set(printed.derived)
    assert len(told & there) >= 0.9 * len(there)


@pytest.mark.parametrize("body", EXPECTED["bodies"], ids=lambda b: b["guid"].rpartition("/")[2])
def test_boilerplate_goes_and_the_story_stays(printed: Printed, body: dict[str, list[str]]) -> None:
    text = printed.derived[str(body["guid"])].text
    assert [phrase for phrase in body["gone"] if phrase in text] == []
    assert [phrase for phrase in body["stays"] if phrase not in text] == []


@pytest.mark.parametrize("guid", EXPECTED["removed"])
def test_what_cleaning_took_away_is_counted(printed: Printed, guid: str) -> None:
    assert set(EXPECTED["removed"][guid]) <= {r.kind for r in printed.derived[guid].article.removed}
