"""The files of the record: written whole or not at all, left alone when nothing changed."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from wirecopy.errors import FileFormatError
from wirecopy.markdown.frontmatter import dump, load
from wirecopy.types import Article

_SAFE_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,199}")
_LARGEST = 4_000_000  # bytes; a body is at most 100 kB of text, so a larger file is not one of ours
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


class Unreadable(Struct, frozen=True):
    """A file of the record that cannot be understood: named, and left as it is."""

    path: Path
    reason: str  # "content/news/…/x.md:3: a merge conflict is left in this file; …"


def article_path(article: Article) -> Path:
    """Where the article lies below content/: `news/2026/02/17/<slug>.md`; raises ValueError for an unsafe slug."""
    check_slug(article.slug)
    day = article.date
    return Path(f"news/{day.year:04}/{day.month:02}/{day.day:02}/{article.slug}.md")


def check_slug(slug: str) -> None:
    """Raises ValueError for a slug that could lead out of its folder."""
    if not _SAFE_SLUG.fullmatch(slug):
        raise ValueError(f"not a slug: {slug!r}")


def write_whole(path: Path, data: bytes, *, sync: bool = True) -> bool:
    """True when the file was written: through a temporary neighbour, fsync and rename; False when it was the same.

    Without `sync` the caller sees to it that the data reach the disk. The neighbour is always called the same, so
    that one left by a run that was killed is taken away by the run that writes the file at last.
    """
    if _holds(path, data):
        return False
    folder, slash, base = str(path).rpartition(os.sep)  # pathlib takes ten times as long for it
    name = f"{folder}{slash}.{base}.tmp"
    try:
        try:
            file = os.open(name, _ANEW, 0o600)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(name, _ANEW, 0o600)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]
            if sync:
                os.fsync(file)
        finally:
            os.close(file)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
    return True


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there with this content."""
    try:
        size = os.stat(path).st_size
    except FileNotFoundError:
        return False
    return size == len(data) and path.read_bytes() == data


def write_file(content: Path, article: Article, path: Path | None = None) -> bool:
    """True when the article's file changed. `path` is where it lies already; else its own place below content/."""
    return write_whole(path or content / article_path(article), dump(article).encode("utf-8"))


def read_file(path: Path, content: Path | None = None) -> Article | Unreadable:
    """The article in one file, or why there is none."""
    data = read_data(path, content)
    return data if isinstance(data, Unreadable) else parse_file(data, path, content)


def read_data(path: Path, content: Path | None = None) -> bytes | Unreadable:
    """The bytes of one file, of one that is too large its beginning, or why they cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as error:
        return Unreadable(path, f"{_named(path, content)}: {error}")


def parse_file(data: bytes, path: Path, content: Path | None = None) -> Article | Unreadable:
    """The article in the bytes of a file, or why there is none."""
    where = _Where(path, content)
    try:
        if len(data) > _LARGEST:
            raise FileFormatError(f"{where}: larger than {_LARGEST // 1_000_000} MB, so not an article")
        article = load(data.decode("utf-8"), where)
        check_slug(article.slug)  # it becomes an address: refuse one that could leave its folder
        return article
    except UnicodeDecodeError as error:
        return Unreadable(path, f"{where}: not UTF-8 at byte {error.start}")
    except (FileFormatError, ValueError) as error:
        text = str(error)
        return Unreadable(path, text if str(where) in text else f"{where}: {text}")


class _Where:
    """The name of a file as messages have it, put together when one is needed: most files have no fault."""

    def __init__(self, path: Path, content: Path | None) -> None:
        self._parts = path, content

    def __str__(self) -> str:
        return _named(*self._parts)


def _named(path: Path, content: Path | None) -> str:
    return str(path.relative_to(content.parent)) if content else str(path)


def _not_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def article_files(content: Path) -> list[Path]:
    """All Markdown files below content/news/, in a stable order; temporary files and links are not among them.

    Raises OSError for a folder that is there and cannot be read: its articles are not gone.
    """
    found = []
    for folder, folders, names in os.walk(content / "news", onerror=_not_gone):
        folders.sort()
        found += [Path(folder, n) for n in names if n.endswith(".md") and not n.startswith(".")]
    return sorted(p for p in found if not p.is_symlink())


def read_all(content: Path) -> Iterator[tuple[Path, Article | Unreadable]]:
    """Every file of the record with what is in it."""
    for path in article_files(content):
        yield path, read_file(path, content)
