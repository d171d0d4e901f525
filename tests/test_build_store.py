"""Values kept between builds."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import invented
from wirecopy.build import shelf, sight
from wirecopy.build.bundle import NOT_PACKED
from wirecopy.build.catchup import catch_up
from wirecopy.build.heap import give_back
from wirecopy.build.ledger import Written
from wirecopy.build.record import Record
from wirecopy.build.shelf import Shelf
from wirecopy.build.sight import look_into
from wirecopy.build.stamp import NOWHERE, digest_of, stamp_of
from wirecopy.build.store import keep, keep_rows, kept, kept_part
from wirecopy.corpus.learnt import Lesson
from wirecopy.markdown import dump


def _keep_often(path: Path, number: int) -> None:
    for _ in range(300):
        keep(path, number)


def test_processes_that_keep_the_same_value_do_not_meet(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_keep_often, args=(tmp_path / "value", n)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert kept(tmp_path / "value", int) in range(4)
    assert [p.name for p in tmp_path.iterdir()] == ["value"]


def _site(output: Path, pages: dict[str, str]) -> dict[str, Written]:
    output.mkdir(exist_ok=True)
    for name, text in pages.items():
        (output / name).write_text(text)
    return {
        name: Written(b"", b"", digest_of(text.encode()), stamp_of(output / name))
        for name, text in pages.items()
    }


@pytest.fixture
def shelved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, dict[str, Written], dict[str, str]]:
    monkeypatch.setattr(shelf, "ENOUGH", 2)
    pages = {f"{n}.html": f"<p>the frame of every page</p>{n}" * 9 for n in range(20)} | {"a": "", "b": "x"}
    files = _site(tmp_path / "output", pages)
    assert Shelf(tmp_path / "shelf").fill(files, tmp_path / "output")
    return tmp_path, files, pages


def test_a_shelf_gives_back_what_was_laid_on_it(
    shelved: tuple[Path, dict[str, Written], dict[str, str]],
) -> None:
    folder, files, pages = shelved
    again = Shelf(folder / "shelf")
    assert {name: again.take(written.content) for name, written in files.items()} == {
        name: text.encode() for name, text in pages.items()
    }
    assert again.take(digest_of(b"another page")) is None
    assert not again.fill(files, folder / "output")  # all is there
    again.close()


def test_no_damage_of_a_shelf_gives_a_wrong_page(
    shelved: tuple[Path, dict[str, Written], dict[str, str]],
) -> None:
    folder, files, pages = shelved
    data = (folder / "shelf").read_bytes()
    for spoilt in (
        b"",
        data[:-1],
        data[: len(data) // 2],
        data[5:],
        *(_turned(data, at) for at in range(len(data))),
    ):
        (folder / "shelf").write_bytes(spoilt)
        damaged = Shelf(folder / "shelf")
        for name, written in files.items():
            assert damaged.take(written.content) in (None, pages[name].encode())
        damaged.close()


def _turned(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 0xFF,)) + data[at + 1 :]


def test_what_left_the_site_leaves_the_shelf(
    shelved: tuple[Path, dict[str, Written], dict[str, str]],
) -> None:
    folder, files, _ = shelved
    gone = files.pop("7.html")
    here = Shelf(folder / "shelf")
    assert here.take(gone.content) is not None
    assert here.fill(files, folder / "output", anew=True)
    assert here.take(gone.content) is None
    assert here.take(files["8.html"].content) is not None


def test_a_file_that_changed_after_it_was_written_is_not_laid_on_the_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "ENOUGH", 2)
    files = _site(tmp_path / "output", {"a.html": "one", "b.html": "two"}) | {
        "c": Written(b"", b"", b"?", NOWHERE)
    }
    (tmp_path / "output/a.html").write_text("by another hand")
    here = Shelf(tmp_path / "shelf")
    assert here.fill(files, tmp_path / "output")
    assert [here.take(written.content) for written in files.values()] == [None, b"two", None]


def test_what_came_after_a_file_that_cannot_be_read_any_more_is_looked_at_again(tmp_path: Path) -> None:
    path, seen = "news/2026/02/17/a.md", datetime(2026, 2, 17, 9, tzinfo=UTC)
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_bytes(b"\xff\xfe")
    before = Record(path, NOWHERE, b"", b"", Lesson("harbour", "A"), None, failed=(seen, "urn:a", "a"))
    asked: list[datetime] = []

    def derive(cases: object, earliest: datetime, read: object) -> list[Record]:
        asked.append(earliest)
        return []

    caught = catch_up(tmp_path, {path: before}, {path: stamp_of(tmp_path / path)}, 0, derive)
    assert caught.records[path].broken
    assert asked == [seen]


def test_what_was_packed_while_it_was_printed_is_on_the_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "ENOUGH", 2)
    pages = [f"<p>the frame of every page</p>{n}".encode() * 9 for n in range(20)] + [b"", b"x"]
    here = Shelf(tmp_path / "shelf")
    bundles = here.bundles(3, len(pages), pages[7])
    packed = [(digest_of(page), bundles[n % 2].add(page)) for n, page in enumerate(pages)]
    for bundle in bundles:
        bundle.tie_up()
    assert here.lay(bundles, packed, pages[7])
    assert [here.take(digest_of(page)) for page in pages] == pages
    assert here.take(digest_of(b"another page")) is None
    here.close()
    assert [p.name for p in tmp_path.iterdir()] == ["shelf"]


def test_a_page_that_the_disk_had_no_room_for_leaves_no_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "ENOUGH", 2)
    here = Shelf(tmp_path / "shelf")
    (bundle,) = here.bundles(1, 2, b"")
    assert not here.lay([bundle], [(digest_of(b"a"), bundle.add(b"a")), (digest_of(b"b"), NOT_PACKED)], b"")
    assert here.take(digest_of(b"a")) is None
    assert not [*tmp_path.iterdir()]


def test_rows_kept_one_by_one_are_read_as_the_list_they_are(tmp_path: Path) -> None:
    for count in (0, 1, 20, 70_000):
        rows = [(n, str(n)) for n in range(count)]
        name = keep_rows(tmp_path, "rows", rows)
        assert kept_part(tmp_path, name, list[tuple[int, str]]) == rows
        assert keep_rows(tmp_path, "rows", rows) == name
    assert len([*tmp_path.iterdir()]) == 4
    (tmp_path / name).write_bytes(_turned((tmp_path / name).read_bytes(), 60))
    assert kept_part(tmp_path, name, list[tuple[int, str]]) is None


def test_two_processes_see_in_files_what_one_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "WORTH_FORKING", 2)
    (tmp_path / "news").mkdir()
    whole = dump(invented.article(1)).encode()
    texts = {"whole": whole, "known": whole, "torn": b"Title", "latin": b"Title: \xe9\n", "void": b""}
    for name, data in texts.items():
        (tmp_path / f"news/{name}.md").write_bytes(data)
    (tmp_path / "news/folder.md").mkdir()
    files = [
        (f"news/{name}.md", digest_of(whole) if name == "known" else b"")
        for name in (*texts, "folder", "gone")
    ]
    alone = look_into(tmp_path, files, 1)
    assert [look_into(tmp_path, files, jobs) for jobs in (2, 3, 9)] == [alone] * 3
    assert [(bool(s.source), s.article is not None, bool(s.fault)) for s in alone] == [
        (True, True, False), (True, False, False), (True, False, True), (True, False, True), (True, False, True),
        (False, False, True), (False, False, False),
    ]  # fmt: skip


def test_memory_is_given_back_without_a_word() -> None:
    give_back()
