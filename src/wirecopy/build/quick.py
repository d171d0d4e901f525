"""Whether anything at all changed since the last build: one look at every file's stamp, before anything heavy is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from wirecopy.build.found import Found, Row
from wirecopy.build.stamp import Clock, named_digest
from wirecopy.build.store import keep, kept, kept_part

NAME = "quick"
SETTLES = 0.2  # s that a build may wait for the file system's clock to tick


class Sight(Struct, frozen=True, array_like=True):
    """Files at one moment: equal sights show equal files, when all were settled."""

    digest: bytes  # of all names and stamps
    latest: int  # ns, the newest time of change among them
    count: int


class Standing(Struct, frozen=True):
    """Pages of frozen months, as a build found them."""

    names: str = ""  # names the file with their names
    sight: Sight | None = None
    count: int = 0


class Quick(Struct, frozen=True):
    """What the last complete build began with and left behind."""

    inputs: Sight
    settings: bytes
    output: Sight  # of `files`
    files: list[str]  # below output/, the standing ones left out
    standing: Standing
    pages: int


def see(
    roots: Iterable[str], files: Iterable[str] = (), below: str = "", articles: Found | None = None
) -> Sight:
    """All files below the folders, dot files and compiled Python left out, and the single files named besides.

    `articles` takes note of the Markdown files (no links) below the folder `below`, by folders from its own name on.
    Then OSError is raised for a part of it that is there and cannot be read: its files are not gone.
    """
    latest = count = 0
    stack = list(roots)
    told: list[object] = []
    start = below.rfind("/") + 1
    while stack:
        folder = stack.pop()
        told.append(folder)
        noting = articles if folder == below or folder.startswith(f"{below}/") else None
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=_name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            if noting is not None:
                raise
            continue
        before, rows = len(told), list[Row]()
        for entry in entries:
            name = entry.name
            if name[0] == "." or name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                stack.append(entry.path)
            else:
                try:
                    s = entry.stat()  # in this loop each step is one for every article of the site
                except OSError:  # a link that leads nowhere, or gone since
                    told.append(name)
                    continue
                mtime, ctime = s.st_mtime_ns, s.st_ctime_ns
                if ctime > latest or mtime > latest:
                    latest = ctime if ctime > mtime else mtime
                is_article = (
                    noting is not None and name.endswith(".md") and entry.is_file(follow_symlinks=False)
                )
                (rows if is_article else told).append((name, s.st_size, mtime, ctime, s.st_ino))
        if noting is not None and rows:
            noting.folders.append((folder[start:], rows))
        count += len(told) - before + len(rows)
    for name in files:
        try:
            s = os.stat(name)
        except OSError:
            told.append(name)
            continue
        latest = max(latest, s.st_mtime_ns, s.st_ctime_ns)
        told.append((name, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino))
        count += 1
    return Sight(named_digest((told, articles.folders if articles is not None else None)), latest, count)


_name = attrgetter("name")


def installed_names() -> list[str]:
    """Names with versions of everything installed where we are, and the Python in use."""
    names: set[str] = set()
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder):
            names.update(n for n in os.listdir(folder) if n.endswith((".dist-info", ".egg-info")))
    return [sys.version, *sorted(names)]


def nothing_changed(folder: Path, inputs: Sight, settings: bytes, output: Path) -> Quick | None:
    """What the last build noted, if its inputs, settings and output are all as they were then."""
    noted = kept(folder / NAME, Quick)
    if noted is None or noted.inputs != inputs or noted.settings != settings:
        return None
    if look_at(output, noted.files) != noted.output:
        return None
    if noted.standing.names:
        names = kept_part(folder, noted.standing.names, list[str])
        if names is None or look_at(output, names) != noted.standing.sight:
            return None
    return noted


def look_at(output: Path, names: Iterable[str]) -> Sight:
    """The files of output/ that are named, as they are now."""
    names = list(names)
    told: list[tuple[int, int, int, int] | None] = []
    latest = missing = 0
    stat = os.stat
    try:
        folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return Sight(named_digest((names, None)), 0, 0)
    try:
        for name in names:
            try:
                # From the folder on: half of what a whole path takes, for each file of the site.
                s = stat(name, dir_fd=folder)
            except OSError:
                told.append(None)
                missing += 1
                continue
            mtime, ctime = s.st_mtime_ns, s.st_ctime_ns
            if ctime > latest or mtime > latest:
                latest = ctime if ctime > mtime else mtime
            told.append((s.st_size, mtime, ctime, s.st_ino))
    finally:
        os.close(folder)
    return Sight(named_digest((names, told)), latest, len(names) - missing)


def note(
    folder: Path,
    inputs: Sight,
    settings: bytes,
    output: Path,
    files: Sequence[str],
    standing: Standing,
    pages: int,
) -> None:
    """Notes a complete build, for `nothing_changed`; nothing is noted while a file might still change unseen.

    Whoever writes has written. The file system's clock is let tick once before the look: what it shows is then
    older than that tick, and a later change cannot have the same stamp. What is `standing` this build has seen
    so already.
    """
    clock = Clock(folder)
    clock.passes(clock.moment(), SETTLES)
    now = clock.now()
    sight = look_at(output, files)
    if now > max(sight.latest, inputs.latest):
        keep(folder / NAME, Quick(inputs, settings, sight, list(files), standing, pages))
    else:
        (folder / NAME).unlink(missing_ok=True)
