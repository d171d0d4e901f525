"""Files of content/ that must be opened: read and parsed by all cores, where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from wirecopy.build.pool import spread
from wirecopy.build.stamp import digest_of
from wirecopy.markdown.files import Unreadable, parse_file
from wirecopy.types import Article

# Files: a tenth of a millisecond each, of which the half that another process reads costs a tenth to hand over.
WORTH_FORKING = 2_000


class Seen(Struct, frozen=True, array_like=True):
    """What is in a file. Neither an article nor a fault: it is as it was known, or, without a digest, gone."""

    source: bytes = b""  # digest of the file; b"" where it could not be read
    article: Article | None = None
    fault: str = ""


def look_into(content: Path, files: Sequence[tuple[str, bytes]], jobs: int) -> list[Seen]:
    """What is in each file, in order: (path below content, digest that it had, b"" when it is new)."""
    jobs = min(jobs, len(files) * 2 // WORTH_FORKING)
    if jobs < 2:
        return _look(content, files)
    size = -(-len(files) // jobs)
    tasks = [partial(_look, content, files[start : start + size]) for start in range(0, len(files), size)]
    return [seen for part in spread(tasks, list[Seen]) for seen in part]


def _look(content: Path, files: Sequence[tuple[str, bytes]]) -> list[Seen]:
    found = []
    for path, known in files:
        try:
            # half the system calls of `read_bytes`
            with open(f"{content}/{path}", "rb", buffering=0) as file:
                data = file.readall()
        except FileNotFoundError:
            found.append(Seen())  # gone since we looked
            continue
        except OSError as error:
            found.append(Seen(fault=f"{path}: {error.strerror}"))
            continue
        source = digest_of(data)
        article = parse_file(data, content / path, content) if source != known else None
        fault = article.reason if isinstance(article, Unreadable) else ""
        found.append(Seen(source, article if isinstance(article, Article) else None, fault))
    return found
