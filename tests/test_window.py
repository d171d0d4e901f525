"""What newcomers are compared with: the same windows, whatever the index has of them and whoever reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy import dedupe, stories
from wirecopy.index import Index
from wirecopy.markdown import article_path, write_file
from wirecopy.spool import Spool
from wirecopy.types import Article, Text
from wirecopy.window import Opening

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
TITLES = [
    "Barge runs aground below the lock",
    "Weir is to be mended",
    "Ferry sails on Monday",
    "Adders seen on the moor",
]


def article(number: int) -> Article:
    title = TITLES[number]
    return Article(
        title=title, date=NOW - timedelta(hours=number), slug=f"a{number}", entry_id=f"urn:uuid:{number}", source_id="quay",
        link=f"https://quay.example/{number}", guid=f"g{number}", story=f"a{number}", first_seen=NOW,
        markdown=f"{title}, the harbour board said in a letter to all who had asked number {number} of its answers.",
    )  # fmt: skip


def opened(site: Path, stored: set[int]) -> tuple[list[dedupe.Fingerprint], list[stories.Member], list[str]]:
    """Both windows over four articles, and the ids of the fingerprints that were made anew."""
    encode = msgspec.msgpack.encode
    with Index(site / "index.sqlite") as index:
        opening = Opening(index, NOW, site)
        for number in range(4):
            a = article(number)
            write_file(site / "content", a)
            name = article_path(a).as_posix()
            index.put_article(a, name, index.stat_of(site / "content" / name))
            if number in stored:
                text = Text(
                    id=a.entry_id, source_id="quay", guid=a.guid, link=a.link, title=a.title, text=a.markdown,
                    published=a.date, first_seen=NOW,
                )  # fmt: skip
                row = (a.entry_id, NOW, encode(dedupe.fingerprint(text)), encode(stories.profile(text)))
                index.put_fingerprints([row])
        opening.start()
        opening.start()
        windows = opening.finish(site / "content", [])
        opening.close()
        return list(windows.texts), list(windows.stories), [row.entry_id for row in windows.made]


@pytest.mark.parametrize("stored", [{0, 1, 2, 3}, {1, 3}, set()])
def test_windows_are_the_same_whatever_the_index_lacks(tmp_path: Path, stored: set[int]) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "some").mkdir()
    texts, told, _ = opened(tmp_path / "all", {0, 1, 2, 3})
    assert [t.id for t in texts] == [f"urn:uuid:{n}" for n in (3, 2, 1, 0)]
    assert [m.story for m in told] == ["a3", "a2", "a1", "a0"]
    some = opened(tmp_path / "some", stored)
    assert some[:2] == (texts, told)
    assert sorted(some[2]) == [f"urn:uuid:{n}" for n in range(4) if n not in stored]


def test_without_a_newcomer_no_window_is_opened(tmp_path: Path) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        opening = Opening(index, NOW, tmp_path)
        windows = opening.finish(tmp_path / "content", [])
        opening.close()
    assert not len(windows.texts)
    assert not len(windows.stories)


texts = st.lists(
    st.builds(
        lambda n, hours, words: Text(
            id=f"e{n}", source_id=f"s{n % 3}", title=" ".join(words[:4]), text=" ".join(words * 4),
            link=f"https://s{n % 3}.example/{n}", lang="en", published=NOW - timedelta(hours=hours), first_seen=NOW,
        ),
        st.integers(0, 30),
        st.integers(0, 90),
        st.lists(st.sampled_from(["barge", "lock", "weir", "ferry", "adder", "moor", "harbour", "board", "letter", "mended"]), min_size=5),
    ),
    max_size=14,
    unique_by=lambda t: t.id,
)  # fmt: skip


@settings(deadline=None)
@given(older=texts, newer=texts)
def test_windows_on_disk_decide_as_windows_in_memory(
    tmp_path_factory: pytest.TempPathFactory, older: list[Text], newer: list[Text]
) -> None:
    aside = tmp_path_factory.mktemp("aside")
    prints = [[dedupe.fingerprint(t) for t in part] for part in (older, newer)]
    profiles = [[stories.profile(t) for t in part] for part in (older, newer)]
    decided = []
    for on_disk in (False, True):
        window = dedupe.Window(prints[0], (lambda: Spool(aside, dedupe.Fingerprint)) if on_disk else list)
        members = (stories.Member(p, p.id) for p in profiles[0])
        told = stories.StoryWindow(members, (lambda: Spool(aside, stories.Profile)) if on_disk else list)
        found = dedupe.find_duplicates(prints[1], window)
        decided.append((found, list(window), stories.assign(profiles[1], told, NOW), list(told)))
    assert decided[0] == decided[1]
