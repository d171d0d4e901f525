"""Pagefind's index of older stories, where Pagefind is installed (`wirecopy[search]`)."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
from collections.abc import Iterable
from pathlib import Path

from wirecopy.search.row import Row

_DONE = "of.txt"  # beside the index: the digest of what it was made of


def is_installed() -> bool:
    """True when an archive can be indexed."""
    binaries = ("pagefind_bin_extended", "pagefind_bin")
    return importlib.util.find_spec("pagefind") is not None and any(map(importlib.util.find_spec, binaries))


def index_archive(output: Path, digest: str, stories: Iterable[Row]) -> bool:
    """Writes output/pagefind/ unless it is of these stories already; True when it was written.

    All stories are indexed as one language, so that one query finds every script from every page. Raises
    OSError when the disk is full; an index that cannot be made leaves none.
    """
    folder = output / "pagefind"
    try:
        if (folder / _DONE).read_text("utf-8") == digest:
            return False
    except OSError:
        pass
    shutil.rmtree(folder, ignore_errors=True)
    asyncio.run(_index(folder, stories))
    (folder / _DONE).write_text(digest, "utf-8")
    return True


async def _index(folder: Path, stories: Iterable[Row]) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    # Chinese is the language whose words are cut without a dictionary of endings, so it spoils no other.
    config = IndexConfig(output_path=str(folder), force_language="zh")
    async with PagefindIndex(config=config) as index:
        for row in stories:
            await index.add_custom_record(
                url=f"/{row.path}",
                content=" \n".join((row.title, *row.words, row.excerpt, *row.sources, *row.topics)),
                language="zh",
                meta={"title": row.title, "day": row.day, "excerpt": row.excerpt, "source": row.sources[0], "link": row.link},
                filters={"source": list(row.sources), "topic": list(row.topics)},
                sort={"day": row.day},
            )  # fmt: skip
