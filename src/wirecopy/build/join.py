"""What shards bring to a build: records that are checked again, and pages for as long as they are made of the same.

A shard guessed what its articles had learnt from months that it did not look at. So none of its records is
believed before its key was computed again over the whole archive, and a page is taken only under the digests of
the program, the template and all that it reads. What does not fit is made here, as if there were no shard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wirecopy.build.ledger import Ledger, Written
from wirecopy.build.memory import Records
from wirecopy.build.record import Record
from wirecopy.build.shelf import Shelf
from wirecopy.build.store import kept


class Given:
    """The shards of a build, in one value."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.told: list[str] = []  # a line for each shard, or part of one, that is of no use, and why
        self._pages: list[tuple[Mapping[str, Written], Shelf]] = []

    def add(self, folder: Path, rules: bytes, state: bytes) -> None:
        """Takes in one shard, as far as it was made with the same rules and by the same program."""
        articles, pages = kept(folder / "articles", Records), kept(folder / "pages", Ledger)
        if articles is None or pages is None:
            self.told.append(f"{folder}: no whole shard of this version; its months are built here")
            return
        if articles.rules == rules:
            for record in articles.records:
                self.records.setdefault(record.path, record)
        else:
            self.told.append(f"{folder}: made with other rules; its articles are derived here")
        if pages.state == state:
            self._pages.append((pages.files, Shelf(folder / "shelf")))
        else:
            self.told.append(
                f"{folder}: made with another program or other settings; its pages are printed here"
            )

    def beside(self, own: Mapping[str, Record]) -> dict[str, Record]:
        """All records to begin with: the site's own, and those of files that it does not know, or knows otherwise."""
        new = {path: r for path, r in self.records.items() if path not in own or own[path].source != r.source}
        return {**own, **new}

    def knows(self, file: str, made_of: Written) -> bool:
        """Whether a shard says that it has this file, made of exactly that."""
        return any(True for _ in self._fitting(file, made_of))

    def take(self, file: str, made_of: Written) -> bytes | None:
        """The bytes of a file that is made of exactly that; None where no shard has them whole."""
        for content, shelf in self._fitting(file, made_of):
            data = shelf.take(content)
            if data is not None:
                return data
        return None

    def _fitting(self, file: str, made_of: Written) -> Iterator[tuple[bytes, Shelf]]:
        for files, shelf in self._pages:
            written = files.get(file)
            if written is not None and (written.template, written.reads) == (made_of.template, made_of.reads):
                yield written.content, shelf

    def close(self) -> None:
        for _, shelf in self._pages:
            shelf.close()


def gather(folders: Sequence[Path], rules: bytes, state: bytes) -> Given:
    """Everything that the shards in the folders hold; a folder is a shard or has some below it."""
    given = Given()
    for folder in folders:
        found = sorted(_shards_in(folder))
        if not found:
            given.told.append(f"{folder}: no shard; its months are built here")
        for shard in found:
            given.add(shard, rules, state)
    return given


def _shards_in(folder: Path) -> Iterable[Path]:
    return {path.parent for path in folder.rglob("articles") if path.is_file()}
