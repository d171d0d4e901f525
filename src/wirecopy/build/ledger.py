"""What the last build wrote: for each file of the site what it was made of and what it looked like."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from wirecopy.build.file import Made
from wirecopy.build.stamp import NOWHERE, Stamp, digest_of, stamp_of

MANIFEST = ".wirecopy-files"  # in output/: a file a line; what is not named there is not ours and stays

HALF = (
    f"{MANIFEST}.new"  # always the same name: one build at a time, and the next one clears what the last left
)


class Written(Struct, frozen=True, array_like=True):
    """One file of output/."""

    template: bytes  # digest of the template with all that it includes; b"" where there is none
    reads: bytes  # digest of the page's `reads`
    content: bytes  # digest of the bytes
    stamp: Stamp
    note: bytes = b""  # `Made.note`


def is_intact(written: Written, path: str) -> Stamp | None:
    """The stamp of the file if it is still as it was written, else None. Only opened when the stamp says nothing."""
    stamp = stamp_of(path)
    if stamp == NOWHERE:  # before all else: a file that had not settled was noted so too
        return None
    if stamp == written.stamp:
        return stamp
    try:
        with open(path, "rb") as file:
            return stamp if digest_of(file.read()) == written.content else None
    except OSError:
        return None


def standing(written: Written, path: str) -> Made | None:
    """The file with its note, where it has one and is as it was written."""
    if not written.note:
        return None
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    return Made(data, written.note) if digest_of(data) == written.content else None


def ours(output: Path) -> dict[str, None]:
    """The files that earlier builds put there, those of a build that was broken off included; in order."""
    (output / HALF).unlink(missing_ok=True)
    try:
        text = (output / MANIFEST).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    names = text.split("\n")
    if ".." not in text and "\n/" not in text and text[:1] != "/":
        found = dict.fromkeys(names)
        found.pop("", None)
        return found
    return dict.fromkeys(
        name
        for name in names
        if name and name[0] != "/" and (".." not in name or ".." not in name.split("/"))
    )


def claim(output: Path, names: Iterable[str]) -> None:
    """Notes that the files are ours: before they are written, so that none is forgotten by a build that is broken off."""
    # What is in order already, as the names that `ours` gives first, costs the sort next to nothing.
    data = "\n".join([*sorted(dict.fromkeys(names)), ""]).encode()
    path = output / MANIFEST
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    half = path.with_name(HALF)
    try:
        half.write_bytes(data)
        os.replace(half, path)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def remove(output: Path, names: Iterable[str]) -> list[str]:
    """Removes the files and the folders that they leave empty; those that were there."""
    gone = []
    for name in sorted(names):
        path = output / name
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            continue
        gone.append(name)
        for folder in path.parents:
            if folder == output:
                break
            try:
                folder.rmdir()
            except OSError:
                break  # something else is in it
    return gone


class Ledger(Struct, frozen=True):
    """The last complete build."""

    state: bytes = b""  # digest of what every page depends on: program, plugins, settings, site, translations
    files: Mapping[str, Written] = {}
    part: str = ""  # names the file in which those of the frozen pages are kept
