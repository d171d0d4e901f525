"""What one build knows of the last: records, what was written, and the frozen part of both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from wirecopy.build.catchup import Caught
from wirecopy.build.freeze import STATE, clear
from wirecopy.build.frozen import Frozen
from wirecopy.build.ledger import Ledger, Written
from wirecopy.build.record import Record
from wirecopy.build.stamp import digest_of
from wirecopy.build.store import keep, kept, kept_part

if TYPE_CHECKING:
    from wirecopy.build.run import Order


class Records(Struct, frozen=True):
    """What is kept of the articles that every build looks at."""

    rules: bytes  # digest of all that derivation depends on beside the articles
    records: list[Record]
    part: str = ""  # names the file with the frozen ones


class Memory(Struct, frozen=True, kw_only=True):
    """What the last build left."""

    folder: Path
    rules: bytes
    key: bytes  # digest of everything that is not content
    records: Mapping[str, Record]
    part: str  # names the file with the frozen records
    usable: bool
    ledger: Ledger
    frozen: Frozen | None  # None: there is nothing frozen, or not under this key

    def cold(self) -> list[Record]:
        """The frozen records."""
        return kept_part(self.folder, self.part, list[Record]) or []

    def standing(self) -> dict[str, Written]:
        """What was written of the frozen pages."""
        return kept_part(self.folder, self.ledger.part, dict[str, Written]) or {}

    def whole(self) -> Memory:
        """The same with all that was frozen. When a part is lost so are the records beside it: they learnt from it."""
        cold = kept_part(self.folder, self.part, list[Record])
        lost = bool(self.part) and cold is None
        records = {} if lost else {**self.records, **{r.path: r for r in cold or ()}}
        files = {**self.ledger.files, **self.standing()}
        ledger = Ledger(self.ledger.state, files, self.ledger.part)
        return msgspec.structs.replace(
            self, records=records, usable=self.usable and not lost, ledger=ledger, frozen=None
        )


def rules_digest(order: Order) -> bytes:
    """Of all that an article's derived value depends on beside articles."""
    return digest_of(
        msgspec.json.encode((order.config.sources, order.config.topics, order.config.privacy))
        + order.knowledge
    )


def recall(folder: Path, order: Order) -> Memory:
    """What the last build kept, as far as it can be believed."""
    rules = rules_digest(order)
    key = digest_of(b"\0".join((rules, order.state, order.templates, str(order.freeze_after).encode())))
    before = kept(folder / "articles", Records)
    usable = before is not None and before.rules == rules
    ledger = kept(folder / "pages", Ledger) or Ledger()
    frozen = kept(folder / STATE, Frozen) if order.freeze_after else None
    part = before.part if before is not None and usable else ""
    if frozen and (frozen.key, frozen.articles, frozen.pages) != (key, part, ledger.part):
        frozen = None
    records = {r.path: r for r in before.records} if before is not None and usable else {}
    return Memory(
        folder=folder, rules=rules, key=key, records=records, part=part, usable=usable, ledger=ledger, frozen=frozen
    )  # fmt: skip


def remember(
    folder: Path,
    order: Order,
    memory: Memory,
    caught: Caught,
    frozen: Frozen | None,
    files: Mapping[str, Written],
    is_new: bool,
) -> None:
    """Keeps what this build knows. Parts are written before what refers to them, and removed after."""
    part = frozen.articles if frozen else ""
    pages = frozen.pages if frozen else ""
    records = caught.records
    if is_new and frozen:
        cold = frozen.cold_paths(records)
        records = {path: r for path, r in records.items() if path not in cold}
        written = set(kept_part(folder, pages, dict[str, Written]) or ())
        files = {name: one for name, one in files.items() if name not in written}
    if caught.changed or not memory.usable or (is_new and part != memory.part):
        keep(folder / "articles", Records(memory.rules, list(records.values()), part))
    if files != memory.ledger.files or order.state != memory.ledger.state or pages != memory.ledger.part:
        keep(folder / "pages", Ledger(order.state, files, pages))
    if is_new:
        if frozen:
            keep(folder / STATE, frozen)
        else:
            (folder / STATE).unlink(missing_ok=True)
        clear(folder, {part, pages, pages.replace("pages", "names")})
