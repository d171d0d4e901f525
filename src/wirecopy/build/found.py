"""The files of content/news/ as one look found them."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from functools import cached_property

from wirecopy.build.stamp import Stamp, named_digest

Row = tuple[str, int, int, int, int]  # name, then what a `Stamp` has


class Found(Mapping[str, Stamp]):
    """Path below content → stamp of each article's file.

    Most builds ask for the young ones alone. So what was seen is kept by folders, and by paths only for who asks for all.
    """

    def __init__(self) -> None:
        self.folders: list[tuple[str, list[Row]]] = []  # "news/2026/02/17", in a stable order

    @cached_property
    def _all(self) -> dict[str, Stamp]:
        return self._stamps(lambda folder: True)

    def __getitem__(self, path: str) -> Stamp:
        return self._all[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return sum(len(rows) for _, rows in self.folders)

    def items(self) -> ItemsView[str, Stamp]:
        return self._all.items()

    def of_past(self, cut: str) -> bytes:
        """Digest of the files, with their stamps, that lie in folders of months before the cut."""
        return named_digest([pair for pair in self.folders if in_past(pair[0], cut)])

    def since(self, cut: str) -> dict[str, Stamp]:
        """The others."""
        return self._stamps(lambda folder: not in_past(folder, cut))

    def _stamps(self, wanted: Callable[[str], bool]) -> dict[str, Stamp]:
        return {
            f"{folder}/{name}": Stamp(*stamp)
            for folder, rows in self.folders
            if wanted(folder)
            for name, *stamp in rows
        }


def in_past(path: str, cut: str) -> bool:
    """Whether an article's file, or its folder, lies in a month before the cut: "news/2026/02/17/x.md"."""
    month = path[5:12].replace("/", "-")
    return len(month) == 7 and month[:4].isdigit() and month[4] == "-" and month[5:].isdigit() and month < cut
