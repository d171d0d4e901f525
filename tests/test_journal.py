"""The journal: all of what a run decided, or nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.journal import finish_journal, write_journal

FILES = {f"news/{n}.md": b"Title: Lock %d\n" % n * n for n in range(40)}


def written(content: Path) -> dict[str, bytes]:
    return {p.relative_to(content).as_posix(): p.read_bytes() for p in content.rglob("*") if p.is_file()}


def test_every_file_of_a_journal_is_written_and_the_journal_is_gone(tmp_path: Path) -> None:
    journal, content = tmp_path / "journal", tmp_path / "content"
    assert write_journal(journal, iter(FILES.items())) == 40
    assert finish_journal(journal, content) == 40
    assert written(content) == FILES
    assert list(tmp_path.iterdir()) == [content]
    assert finish_journal(journal, content) == 0


def test_without_a_file_there_is_no_journal(tmp_path: Path) -> None:
    assert write_journal(tmp_path / "journal", []) == 0
    assert not list(tmp_path.iterdir())


def test_files_that_are_the_same_already_do_not_count(tmp_path: Path) -> None:
    journal, content = tmp_path / "journal", tmp_path / "content"
    for _ in range(2):
        write_journal(journal, FILES.items())
        count = finish_journal(journal, content)
    assert count == 0


@given(
    files=st.dictionaries(st.text("abcdé/.", min_size=1, max_size=300), st.binary(max_size=300), max_size=20)
)
def test_a_journal_is_one_map_as_any_messagepack_reader_reads_it(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    journal = tmp_path_factory.mktemp("journal") / "journal"
    if write_journal(journal, files.items()):
        assert msgspec.msgpack.decode(journal.read_bytes(), type=dict[str, bytes]) == files


@pytest.mark.parametrize("count", [1, 14, 40])
def test_a_journal_that_another_version_wrote_is_finished(tmp_path: Path, count: int) -> None:
    """Earlier versions wrote each length in as few bytes as it needs."""
    journal, content = tmp_path / "journal", tmp_path / "content"
    files = {name: data * 30 for name, data in list(FILES.items())[:count]} | {
        "a" * 200 + ".md": b"x" * 70_000
    }
    journal.write_bytes(msgspec.msgpack.encode(files))
    assert finish_journal(journal, content) == len(files)
    assert written(content) == files


def test_of_a_journal_that_was_cut_or_spoilt_nothing_is_written(tmp_path: Path) -> None:
    journal, content = tmp_path / "journal", tmp_path / "content"
    write_journal(journal, FILES.items())
    whole = journal.read_bytes()
    for spoilt in (
        b"",
        whole[:3],
        whole[:90],
        whole[:-1],
        whole + b"\0",
        b"\x93" + whole[1:],
        b"not a journal",
    ):
        journal.write_bytes(spoilt)
        assert finish_journal(journal, content) == 0
        assert not journal.exists()
        assert not content.exists()


def test_a_journal_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    write_journal(journal, [("a.md", b"one")])

    def broken():  # type: ignore[no-untyped-def]
        yield "b.md", b"two"
        raise OSError("no space left on the disk")

    with pytest.raises(OSError, match="no space"):
        write_journal(journal, broken())
    assert finish_journal(journal, tmp_path / "content") == 1
    assert written(tmp_path / "content") == {"a.md": b"one"}
