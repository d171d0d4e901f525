"""Pages kept compressed under the digests of their bytes: a lost output/ is unpacked, not printed again.

One file in .cache/build/. It is written anew when more than STALE of the site is not in it, so an hourly
build pays nothing for it and what has changed since is printed. Nothing is believed without its digest.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from wirecopy.build.bundle import DICTIONARY, Bundle, Packed, packed_of, unpacked_of
from wirecopy.build.ledger import Written
from wirecopy.build.stamp import digest_of

FORMAT = b"wirecopy shelf 1\n"
STALE = 0.25  # of the files: writing 15,000 costs 1 s, so fifty new articles an hour pay for it about once in two days
ENOUGH = 400  # files; a site of fewer is printed sooner than it is worth keeping (the press forks from here on, too)


class _Index(Struct, frozen=True, array_like=True):
    dictionary: bytes
    spans: dict[bytes, tuple[int, int]]  # digest of a page → where its compressed bytes start, how many


class Shelf:
    """The shelf as the last build left it; opened at first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._index: _Index | None = None

    def take(self, digest: bytes) -> bytes | None:
        """The bytes that have this digest; None when they are not here, or damaged."""
        found = self._open()
        if found is None or self._file is None or (span := found.spans.get(digest)) is None:
            return None
        try:
            # Not through the file's own position: the processes of a build share it.
            packed = os.pread(self._file.fileno(), span[1], span[0])
            data = unpacked_of(packed, found.dictionary)
        except (OSError, zlib.error):
            return None
        return data if digest_of(data) == digest else None

    def fill(self, files: Mapping[str, Written], output: Path, anew: bool = False) -> bool:
        """Keeps the files of output/ that are not here yet, drops what is no longer in use; True when it wrote.

        `anew` writes in any case: nothing may be left here of what was taken off the site. A file that is
        not as it was written is left out. A full disk leaves no shelf.
        """
        if len(files) < ENOUGH:
            self.close()
            self._path.unlink(missing_ok=True)
            return False
        found = self._open()
        known = found.spans if found is not None else {}
        missing = [name for name, written in files.items() if written.content not in known]
        if len(missing) <= STALE * len(files) and not (anew and known):
            return False
        half = self._path.with_name(f".{self._path.name}.{os.getpid()}.new")
        try:
            with half.open("wb") as out:
                self._write(
                    out, [(w.content, output / name) for name, w in files.items()], _typical(files, output)
                )
            os.replace(half, self._path)
        except OSError:
            half.unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
            return False
        self.close()
        return True

    def bundles(self, count: int, files: int, dictionary: bytes) -> list[Bundle]:
        """Empty ones, for the processes that print so many files; none where that is not worth it, or the disk full."""
        if files < ENOUGH:
            return []
        try:
            return [Bundle(number, self._path.parent, dictionary) for number in range(count)]
        except OSError:
            return []

    def lay(
        self, bundles: Sequence[Bundle], pages: Iterable[tuple[bytes, Packed]], dictionary: bytes
    ) -> bool:
        """Keeps what was packed, pages under their digests, and nothing else; False, without a shelf, where that is not whole."""
        half = self._path.with_name(f".{self._path.name}.{os.getpid()}.new")
        starts, spans = [], {}
        try:
            with half.open("wb") as out:
                out.write(FORMAT)
                for bundle in bundles:
                    starts.append(out.tell())
                    bundle.move_to(out)
                for digest, packed in pages:
                    if packed.bundle < 0:
                        raise OSError("the disk was full")
                    spans[digest] = starts[packed.bundle] + packed.start, packed.length
                _end(out, _Index(dictionary[:DICTIONARY], spans))
            os.replace(half, self._path)
        except OSError:
            half.unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
            return False
        self.close()
        return True

    def pack(self, pages: Sequence[tuple[bytes, Path]]) -> None:
        """Keeps exactly these files, each under its digest. Raises OSError when the disk is full, with the old shelf as it was."""
        half = self._path.with_name(f".{self._path.name}.{os.getpid()}.new")
        middle = sorted((path.stat().st_size, digest, path) for digest, path in pages)[len(pages) // 2 :][:1]
        try:
            with half.open("wb") as out:
                self._write(out, pages, middle[0][2].read_bytes()[:DICTIONARY] if middle else b"")
            os.replace(half, self._path)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        self.close()

    def _write(self, out: IO[bytes], pages: Iterable[tuple[bytes, Path]], dictionary: bytes) -> None:
        out.write(FORMAT)
        spans: dict[bytes, tuple[int, int]] = {}
        for digest, path in pages:
            if digest in spans:
                continue
            data = _read(path)
            if digest_of(data) != digest:
                continue
            packed = packed_of(data, dictionary)
            spans[digest] = (out.tell(), len(packed))
            out.write(packed)
        _end(out, _Index(dictionary, spans))

    def _open(self) -> _Index | None:
        if self._index is None:
            try:
                self._file = self._path.open("rb")
                self._index = _read_index(self._file)
            except (OSError, ValueError, msgspec.MsgspecError):
                self._index = _Index(b"", {})
        return self._index

    def close(self) -> None:
        """Forgets what was read; the next look opens the file anew."""
        if self._file is not None:
            self._file.close()
        self._file = self._index = None


def _typical(files: Mapping[str, Written], output: Path) -> bytes:
    """A page of middling size: of the kind that most pages are of."""
    sizes = sorted((w.stamp.size, name) for name, w in files.items() if name.endswith(".html"))
    try:
        return (output / sizes[len(sizes) // 2][1]).read_bytes()[:DICTIONARY] if sizes else b""
    except OSError:
        return b""


def _read(path: Path) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # three system calls less than `read_bytes`
            return file.readall()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return b""


def _end(out: IO[bytes], index: _Index) -> None:
    data = msgspec.msgpack.encode(index)
    out.write(data + digest_of(data) + len(data).to_bytes(8, "big"))


def _read_index(file: IO[bytes]) -> _Index:
    """Raises ValueError for a file of another version, or one that is not whole."""
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    if end < len(FORMAT) + 24 or file.read(len(FORMAT)) != FORMAT:
        raise ValueError("not a shelf")
    file.seek(end - 24)
    checksum, length = file.read(16), int.from_bytes(file.read(8), "big")
    if length > end - 24 - len(FORMAT):
        raise ValueError("not whole")
    file.seek(end - 24 - length)
    data = file.read(length)
    if digest_of(data) != checksum:
        raise ValueError("damaged")
    return msgspec.msgpack.decode(data, type=_Index)
