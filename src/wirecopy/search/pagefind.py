"""Pagefind's index of older stories, where Pagefind is installed (`wirecopy[search]`)."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from wirecopy.search.row import Row
from wirecopy.search.service import PagefindError, Request, ask

_DONE = "of.txt"  # beside the index: the digest of what it was made of
_HALF = ".wirecopy-pagefind"  # in output/, so that putting the index in its place is one rename
BASE = 60.0  # s for an index of any size; a build in an hourly job must not stand longer for its search
# s more for each story. Measured on two busy cores: 10,000 excerpts 6 s, so this is sixteen times as long.
A_STORY = 0.01


def is_installed() -> bool:
    """True when an archive can be indexed."""
    binaries = ("pagefind_bin_extended", "pagefind_bin")
    return importlib.util.find_spec("pagefind") is not None and any(map(importlib.util.find_spec, binaries))


def is_of(output: Path, digest: str) -> bool:
    """True when output/ has the index of the stories with that digest."""
    try:
        return (output / "pagefind" / _DONE).read_text("utf-8") == digest
    except OSError:
        return False


def index_archive(output: Path, digest: str, stories: Iterable[Row], base: float = BASE) -> bool:
    """Writes output/pagefind/ unless it is of these stories already; True when it was written.

    All stories are indexed as one language, so that one query finds every script. Raises OSError when the
    disk is full, PagefindError when the binary fails or is not done after `base` seconds and A_STORY for each
    story. Then the index that stood before stands, and none where there was none.
    """
    folder, half = output / "pagefind", output / _HALF
    if is_of(output, digest):
        return False
    rows = list(stories)
    shutil.rmtree(half, ignore_errors=True)
    try:
        ask(_binary(), _requests(half, rows), base + A_STORY * len(rows))
        if not (half / "pagefind.js").is_file():
            raise PagefindError("Pagefind wrote no index")
        (half / _DONE).write_text(digest, "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(half, folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return True


def _binary() -> Path:
    from pagefind.service import get_executable

    found = get_executable()
    if found is None:
        raise FileNotFoundError("Pagefind's binary is missing")
    return found


def _requests(folder: Path, rows: Iterable[Row]) -> Iterator[Request]:
    # Chinese is the language whose words are cut without a dictionary of endings, so it spoils no other.
    # A service that was just started gives its first index the number 0.
    yield {"type": "NewIndex", "config": {"force_language": "zh"}}
    for row in rows:
        yield {
            "type": "AddRecord", "index_id": 0, "url": f"/{row.path}", "language": "zh",
            "content": " \n".join((row.title, *row.words, row.excerpt, *row.sources, *row.topics)),
            "meta": {"title": row.title, "day": row.day, "excerpt": row.excerpt, "source": row.sources[0], "link": row.link},
            "filters": {"source": list(row.sources), "topic": list(row.topics)},
            "sort": {"day": row.day},
        }  # fmt: skip
    yield {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)}
