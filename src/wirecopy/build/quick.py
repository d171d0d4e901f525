"""Whether anything at all changed since the last build: one look at every file's stamp, before anything heavy is imported."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from wirecopy.build.stamp import Clock
from wirecopy.build.store import keep, kept

NAME = "quick"
SETTLES = 0.2  # s that a build may wait for the file system's clock to tick


class Sight(Struct, frozen=True, array_like=True):
    """Files at one moment: equal sights show equal files, when all were settled."""

    digest: bytes  # of all names and stamps
    latest: int  # ns, the newest time of change among them
    count: int


class Quick(Struct, frozen=True):
    """What the last complete build began with and left behind."""

    inputs: Sight
    settings: bytes
    output: Sight
    files: list[str]  # below output/
    pages: int


def see(roots: Iterable[str], files: Iterable[str] = ()) -> Sight:
    """All files below the folders, dot files and compiled Python left out, and the single files named besides."""
    digest = hashlib.blake2b(digest_size=16)
    latest = count = 0
    stack = list(roots)
    told: list[str] = []
    while stack:
        folder = stack.pop()
        told.append(folder)
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=_name)
        except OSError:
            continue
        for entry in entries:
            name = entry.name
            if name[0] == "." or name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                stack.append(entry.path)
            else:
                s = entry.stat()
                latest = max(latest, s.st_ctime_ns, s.st_mtime_ns)
                told.append(f"{name}\0{s.st_size} {s.st_mtime_ns} {s.st_ctime_ns} {s.st_ino}")
                count += 1
    for name in files:
        try:
            s = os.stat(name)
        except OSError:
            told.append(f"{name}\0")
            continue
        latest = max(latest, s.st_ctime_ns, s.st_mtime_ns)
        told.append(f"{name}\0{s.st_size} {s.st_mtime_ns} {s.st_ctime_ns} {s.st_ino}")
        count += 1
    digest.update("\n".join(told).encode("utf-8", "surrogateescape"))
    return Sight(digest.digest(), latest, count)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


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
    return noted if see((), (f"{output}/{name}" for name in noted.files)) == noted.output else None


def note(
    folder: Path, inputs: Sight, settings: bytes, output: Path, files: Sequence[str], pages: int
) -> None:
    """Notes a complete build, for `nothing_changed`; nothing is noted while a file might still change unseen."""
    clock = Clock(folder)
    sight = see((), (f"{output}/{name}" for name in files))
    until = time.monotonic() + SETTLES
    now = clock.now()
    while now <= max(sight.latest, inputs.latest) and time.monotonic() < until:
        time.sleep(0.01)
        now = clock.now()
    if now > max(sight.latest, inputs.latest) and see((), (f"{output}/{name}" for name in files)) == sight:
        keep(folder / NAME, Quick(inputs, settings, sight, list(files), pages))
    else:
        (folder / NAME).unlink(missing_ok=True)
