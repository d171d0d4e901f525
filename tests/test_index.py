"""The index may be lost, cut, garbled or of another version: content/ is the record."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from wirecopy.errors import LockedError
from wirecopy.index import Index, locked, story_is_fixed
from wirecopy.markdown import article_path, write_file
from wirecopy.types import Also, Article, Dropped, Note

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
        index.fit_method("one")
        index.put_fingerprints([("urn:uuid:1", T0, b"text", b"profile")])
        index.fit_method("one")
        assert set(index.fingerprints(T0)) == {"urn:uuid:1"}
        index.fit_method("two")
        assert index.fingerprints(T0) == {}
