"""The index may be lost, cut, garbled or of another version: content/ is the record."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wirecopy.dedupe import fingerprint
from wirecopy.errors import LockedError
from wirecopy.index import Index, locked, story_is_fixed, upgrade
from wirecopy.index.lean import lean, whole
from wirecopy.index.pack import (
    moment,
    packed,
    packed_fingerprint,
    packed_id,
    seconds,
    unpacked,
    unpacked_fingerprint,
    unpacked_id,
)
from wirecopy.index.schema import SCHEMA
from wirecopy.markdown import article_path, write_file
from wirecopy.types import Also, Article, Dropped, FeedState, Note, Text

T0 = datetime(2026, 3, 9, 8, tzinfo=UTC)


def an_article(number: int = 1, **values: object) -> Article:
    fields: dict[str, object] = {
        "title": f"Ferry timetable {number}", "date": T0, "slug": f"ferry-{number}", "entry_id": f"urn:uuid:{number}",
        "source_id": "harbour", "link": f"https://harbour.example/{number}", "guid": str(number), "story": f"ferry-{number}",
        "first_seen": T0, "markdown": "Text.",
    }  # fmt: skip
    return Article(**fields | values)  # type: ignore[arg-type]


def test_the_index_says_what_content_says(tmp_path: Path) -> None:
    also = Also(
        entry_id="urn:uuid:9",
        source_id="metro",
        published=T0,
        similarity=0.9,
        link="https://m.example/9",
        title="Ferries",
    )
    write_file(tmp_path, an_article(also=(also,)))
    with Index(tmp_path / "index.sqlite") as index:
        assert index.sync(tmp_path) == []
        assert set(index.of_source("harbour")) == {"urn:uuid:1"}
        named = index.find("urn:uuid:9")
        assert named is not None
        assert named.of == "urn:uuid:1"
        (tmp_path / article_path(an_article())).unlink()
        index.sync(tmp_path)
        assert index.find("urn:uuid:1") is None
        assert index.find("urn:uuid:9") is None


@pytest.mark.parametrize("damage", [b"", b"\0" * 4096, b"SQLite format 3\0" + b"x" * 5000, None])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    write_file(tmp_path, an_article())
    path = tmp_path / "index.sqlite"
    with Index(path) as index:
        index.sync(tmp_path)
    path.write_bytes(path.read_bytes()[:3000] if damage is None else damage)
    with Index(path) as index:
        index.sync(tmp_path)
        assert index.find("urn:uuid:1") is not None


def test_a_file_that_breaks_keeps_its_entry_on_record(tmp_path: Path) -> None:
    write_file(tmp_path, an_article())
    with Index(tmp_path / "index.sqlite") as index:
        index.sync(tmp_path)
        path = tmp_path / article_path(an_article())
        path.write_text("<<<<<<< HEAD\n" + path.read_text())
        broken = index.sync(tmp_path)
        assert [b.path for b in broken] == [path]
        assert index.find("urn:uuid:1") is not None
        assert [b.path for b in index.sync(tmp_path)] == [path]


def test_a_failed_transaction_leaves_nothing_behind(tmp_path: Path) -> None:
    dropped = Dropped(
        stage="keep",
        reason="too old",
        source_id="s",
        guid="1",
        entry_id="e",
        title="t",
        link="",
        trace=(Note(stage="keep", text="x"),),
    )
    with Index(tmp_path / "i.sqlite") as index:

        def half_a_run() -> None:
            with index.transaction():
                index.put_dropped([dropped], T0)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            half_a_run()
        assert index.dropped(T0) == []
        with index.transaction():
            index.put_dropped([dropped], T0)
        assert index.dropped(T0) == [dropped]


def _hold(cache: Path, ready: multiprocessing.synchronize.Event) -> None:
    with locked(cache, "fetch"):
        ready.set()
        multiprocessing.Event().wait(60)


def test_a_lock_is_free_again_when_its_run_was_killed(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    run = context.Process(target=_hold, args=(tmp_path, ready))
    run.start()
    assert ready.wait(30)
    with pytest.raises(LockedError, match=str(run.pid)), locked(tmp_path, "fetch"):
        pass
    run.kill()
    run.join()
    with locked(tmp_path, "fetch"):
        pass


def test_a_story_chosen_by_hand_is_told_from_an_assigned_one() -> None:
    assert not story_is_fixed(an_article())
    assigned = an_article(story="other", story_why="other 0.62 within 3 h: ferry 2.1")
    assert not story_is_fixed(assigned)
    assert story_is_fixed(replace(assigned, story="third"))
    assert story_is_fixed(replace(assigned, story="ferry-1"))
    assert story_is_fixed(an_article(story="by-hand"))


def test_fingerprints_of_another_method_are_forgotten(tmp_path: Path) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        index.put_article(an_article(), "news/2026/03/09/ferry-1.md", 1)
        index.fit_method("one")
        index.put_fingerprints([("urn:uuid:1", T0, b"text", b"profile")])
        index.fit_method("one")
        assert set(index.fingerprints(T0)) == {"urn:uuid:1"}
        index.fit_method("two")
        assert index.fingerprints(T0) == {}


def test_fingerprints_are_those_of_what_an_entry_says_now(tmp_path: Path) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        name = article_path(an_article()).as_posix()
        index.put_article(an_article(), name, 1)
        index.put_fingerprints([("urn:uuid:1", T0, b"text" * 300, b""), ("urn:uuid:7", T0, b"nobody's", b"")])
        assert index.fingerprints(T0) == {"urn:uuid:1": (b"text" * 300, b"")}
        index.put_article(an_article(title="Another timetable"), name, 2)
        assert [(r.title, found) for r, found in index.recent(T0)] == [("Another timetable", None)]
        index.put_fingerprints([("urn:uuid:1", T0, b"new", b"profile")])
        index.expire_fingerprints(T0)
        assert index.fingerprints(T0) == {"urn:uuid:1": (b"new", b"profile")}
        index.expire_fingerprints(T0 + timedelta(seconds=1))
        assert index.fingerprints(T0) == {}


def test_a_checkout_that_writes_the_same_files_anew_costs_no_fingerprint(tmp_path: Path) -> None:
    for number in (1, 2):
        write_file(tmp_path, an_article(number))
    edited, same = (tmp_path / article_path(an_article(n)) for n in (1, 2))
    with Index(tmp_path / "index.sqlite") as index:
        index.sync(tmp_path)
        index.put_fingerprints([(f"urn:uuid:{n}", T0, b"text", b"profile") for n in (1, 2)])
        for path in (edited, same):
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data)
            os.utime(path, (1_800_000_000, 1_800_000_000))
        index.sync(tmp_path)
        assert set(index.fingerprints(T0)) == {"urn:uuid:1", "urn:uuid:2"}
        edited.write_bytes(edited.read_bytes().replace(b"Text.", b"Another text."))
        index.sync(tmp_path)
        assert set(index.fingerprints(T0)) == {"urn:uuid:2"}
        same.write_bytes(b"<<<<<<< HEAD\n" + same.read_bytes())
        assert len(index.sync(tmp_path)) == 1
    same.write_bytes(same.read_bytes().removeprefix(b"<<<<<<< HEAD\n"))
    with Index(tmp_path / "index.sqlite") as index:
        assert index.sync(tmp_path) == []
        assert set(index.fingerprints(T0)) == {"urn:uuid:2"}


def test_an_index_without_digests_learns_them(tmp_path: Path) -> None:
    write_file(tmp_path, an_article())
    path = tmp_path / "index.sqlite"
    with Index(path) as index:
        index.sync(tmp_path)
        index.put_fingerprints([("urn:uuid:1", T0, b"text", b"profile")])
    db = sqlite3.connect(path)
    db.executescript("alter table file drop column digest; pragma user_version=3")
    db.close()
    article = tmp_path / article_path(an_article())
    with Index(path) as index:
        index.sync(tmp_path)
        assert set(index.fingerprints(T0)) == {"urn:uuid:1"}
        os.utime(article, (1_800_000_000, 1_800_000_000))
        index.sync(tmp_path)
        assert index.fingerprints(T0) == {}  # nothing told that its text is the same
        index.put_fingerprints([("urn:uuid:1", T0, b"text", b"profile")])
        os.utime(article, (1_900_000_000, 1_900_000_000))
        index.sync(tmp_path)
        assert set(index.fingerprints(T0)) == {"urn:uuid:1"}


def test_a_file_that_was_moved_stays_on_record(tmp_path: Path) -> None:
    write_file(tmp_path, an_article())
    with Index(tmp_path / "index.sqlite") as index:
        index.sync(tmp_path)
        assert index.path_of("urn:uuid:1") == "news/2026/03/09/ferry-1.md"
        for moved in ("news/2026/01/by-hand.md", "news/2026/09/later.md"):
            target = tmp_path / moved
            target.parent.mkdir(parents=True)
            (tmp_path / index.path_of("urn:uuid:1")).rename(target)
            index.sync(tmp_path)
            assert index.path_of("urn:uuid:1") == moved
            assert index.find("urn:uuid:1") is not None


ids = st.one_of(
    st.uuids().map(lambda u: f"urn:uuid:{u}"),
    st.uuids().map(lambda u: f"urn:uuid:{u}".upper()),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text("urn:id-0123456789abcdef ", min_size=45, max_size=45),
)


@given(ids)
def test_a_packed_id_is_the_same_id(entry_id: str) -> None:
    assert unpacked_id(packed_id(entry_id)) == entry_id


@given(st.binary(), st.binary(min_size=1, max_size=50))
def test_what_was_packed_can_be_opened_beside_the_same_words_alone(data: bytes, beside: bytes) -> None:
    stored = packed(data, beside=beside)
    assert unpacked(stored, beside=beside) == data
    with pytest.raises(zlib.error):
        unpacked(stored, beside=beside + b"another")


@given(
    st.text(), st.lists(st.sampled_from(["ferry", "harbour", "late", "7", "a", "émeute", "."]), max_size=90)
)
def test_a_lean_fingerprint_is_the_same_fingerprint(title: str, words: list[str]) -> None:
    text = Text(
        id="urn:uuid:1",
        source_id="s",
        link="https://s.example/1",
        title=title,
        text=" ".join(words),
        published=T0,
        first_seen=T0,
    )
    made = msgspec.msgpack.encode(fingerprint(text))
    short = lean(made)
    assert short is not None
    assert whole(short) == made


@given(
    st.one_of(
        st.binary(),
        st.dictionaries(st.sampled_from(["shingles", "terms", "opening"]), st.binary()).map(
            msgspec.msgpack.encode
        ),
    )
)
def test_what_is_no_fingerprint_comes_back_as_it_was(text: bytes) -> None:
    cut, body = packed_fingerprint(text, b"profile", b"beside")
    assert unpacked_fingerprint(cut, body, b"beside") == (text, b"profile")


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC)))
def test_moments_are_as_exact_as_the_front_matter(when: datetime) -> None:
    assert moment(seconds(when)) == when.replace(microsecond=0)


def an_old_index(path: Path, content: Path) -> None:
    """An index as version 2 wrote it: two articles, an entry named in one, a feed, drops, traces, a fingerprint."""
    db = sqlite3.connect(path)
    db.executescript((Path(__file__).parent / "cases/index/schema-2.sql").read_text("utf-8"))
    long = "urn:uuid:00272e27-307a-501c-b743-8f6e9a0bff55"
    day = "2026-03-09T08:00:00Z"
    for entry_id, of, link, slug in (
        ("urn:uuid:1", "", "https://harbour.example/1", "ferry-1"), (long, "", "https://harbour.example/2", "ferry-2"),
        ("urn:uuid:9", long, "https://m.example/9", ""), ("urn:uuid:8", "news/2025.jsonl", "https://old.example/8", ""),
    ):  # fmt: skip
        row = (
            entry_id,
            of,
            "harbour",
            link[-1],
            link,
            "Ferries",
            day,
            day,
            "ferry-1" if slug else "",
            0,
            "a-b",
            slug,
        )
        db.execute("insert into entry values (?,?,?,?,?,?,?,?,?,?,?,?)", row)
    for number, entry_id in ((1, "urn:uuid:1"), (2, long)):
        path_ = content / f"news/2026/03/09/ferry-{number}.md"
        s = path_.stat()
        db.execute("insert into file values (?,?,?)", (path_.relative_to(content).as_posix(), f"{s.st_size} {s.st_mtime_ns} {s.st_ino}", entry_id))  # fmt: skip
    db.execute("insert into file values ('news/2025.jsonl', '0 0 0', 'news/2025.jsonl')")
    db.execute("insert into feed values ('harbour', ?)", (msgspec.json.encode(FeedState(url="https://harbour.example/feed", title="Harbour")),))  # fmt: skip
    db.execute("insert into fingerprint values (?,?,?,?)", (long, day, b"text" * 400, b"profile"))
    db.execute("insert into meta values ('method', 'one')")
    gone = Dropped(
        stage="keep",
        reason="too old",
        source_id="harbour",
        guid="3",
        entry_id="urn:uuid:3",
        title="t",
        link="",
    )
    db.execute("insert into dropped values ('urn:uuid:3', ?, ?)", (day, msgspec.json.encode(gone)))
    db.execute("insert into trace values (?, ?, ?)", (long, day, b'[{"stage":"keep","text":"kept"}]'))
    db.commit()
    db.close()


def test_an_index_of_the_version_before_loses_nothing(tmp_path: Path) -> None:
    for number in (1, 2):
        write_file(tmp_path, an_article(number))
    an_old_index(tmp_path / "index.sqlite", tmp_path)
    long = "urn:uuid:00272e27-307a-501c-b743-8f6e9a0bff55"
    for _ in range(2):  # the second time it is of today's version
        with Index(tmp_path / "index.sqlite") as index:
            index.fit_method("one")
            assert index.fingerprints(T0) == {long: (b"text" * 400, b"profile")}
            assert index.states()["harbour"].title == "Harbour"
            assert [d.entry_id for d in index.dropped(T0)] == ["urn:uuid:3"]
            assert index.trace(long) == (Note(stage="keep", text="kept"),)
            assert index.path_of(long) == "news/2026/03/09/ferry-2.md"
            assert {r.entry_id for r in index.in_story("ferry-1")} == {"urn:uuid:1", long}
            named, pruned = index.find("urn:uuid:9"), index.find("urn:uuid:8")
            assert named is not None
            assert named.of == long
            assert pruned is not None
            assert pruned.is_pruned
    assert sqlite3.connect(tmp_path / "index.sqlite").execute("pragma user_version").fetchone() == (SCHEMA,)


def test_an_upgrade_that_is_broken_off_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        write_file(tmp_path, an_article(number))
    path = tmp_path / "index.sqlite"
    an_old_index(path, tmp_path)

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "key_of", broken)
        with pytest.raises(KeyboardInterrupt):
            Index(path)
    with Index(path) as index:
        assert len(index.of_source("harbour")) == 4


def test_an_old_index_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    for number in (1, 2):
        write_file(tmp_path, an_article(number))
    path = tmp_path / "index.sqlite"
    an_old_index(path, tmp_path)
    db = sqlite3.connect(path)
    db.execute("drop table trace")
    db.close()
    with Index(path) as index:
        index.sync(tmp_path)
        assert index.find("urn:uuid:1") is not None
        assert index.states() == {}
