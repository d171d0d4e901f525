"""Rules as the last build made them ready, kept under .cache/build/: to read and to index them takes 0.08 s."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Raw, Struct

from wirecopy.build.store import keep, kept

T = TypeVar("T")


class _Made(Struct, frozen=True):
    rules: bytes  # digest of the code, the rule files and the settings that it was made by
    value: Raw


class ReadyRules:
    """`wirecopy.types.Ready` in a folder, for the rules of one digest: what was made by others is made anew."""

    def __init__(self, folder: Path, rules: bytes) -> None:
        self._folder = folder
        self._rules = rules

    def take(self, name: str, shape: type[T]) -> T | None:
        """What was kept; None where it is lost or damaged, or was made by other code, other rules or for other settings."""
        made = kept(self._folder / f"rules-{name}", _Made)
        if made is None or made.rules != self._rules:
            return None
        try:
            return msgspec.msgpack.decode(made.value, type=shape)
        except msgspec.MsgspecError:
            return None

    def keep(self, name: str, value: object) -> None:
        """Keeps the value for the next build; where there is no room, that one is slower and no more."""
        with suppress(OSError):
            keep(self._folder / f"rules-{name}", _Made(self._rules, Raw(msgspec.msgpack.encode(value))))
