"""Which files must be made, and why: decided from digests alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec import Struct

from wirecopy.build.file import Planned
from wirecopy.build.ledger import Ledger, Written
from wirecopy.build.stamp import NOWHERE, Stamp, digest_of
from wirecopy.pages import Page


class Decision(Struct, frozen=True):
    """What is to be done about every planned file."""

    stand: Mapping[str, Written]  # files that stay as they are
    make: Sequence[Planned]
    why: Mapping[
        str, str
    ]  # of each that is made: "new", "content", "template", "settings or program", "lost or damaged"
    made_of: Sequence[Written]  # of each that is made; its content only where it is known: lost or damaged
    before: Sequence[
        Written | None
    ]  # of each that is made: what stood there under the same program and settings


def reads_of(planned: Planned) -> bytes:
    """One digest of all that the file is made of."""
    return digest_of("\0".join(planned.reads).encode("utf-8", "surrogatepass"))


def decide(
    planned: Sequence[Planned],
    ledger: Ledger,
    state: bytes,
    templates: Mapping[str, bytes],
    intact: Callable[[Written, str], Stamp | None],
) -> Decision:
    """`templates`: digest of each template's closure. `intact`: the stamp of a file that is as it was written."""
    stand: dict[str, Written] = {}
    make: list[Planned] = []
    why: dict[str, str] = {}
    made_of: list[Written] = []
    formers: list[Written | None] = []
    steady = ledger.state == state
    for one in planned:
        template = templates[one.template] if isinstance(one, Page) else b""
        reads = reads_of(one)
        name = one.file
        before = ledger.files.get(name)
        if before is None:
            reason = "new"
        elif not steady:
            reason = "settings or program"
        elif before.template != template:
            reason = "template"
        elif before.reads != reads:
            reason = "content"
        else:
            stamp = intact(before, name)
            if stamp is not None:
                stand[name] = (
                    before if stamp == before.stamp else msgspec.structs.replace(before, stamp=stamp)
                )
                continue
            reason = "lost or damaged"
        make.append(one)
        why[name] = reason
        formers.append(before if steady else None)
        if before is not None and reason == "lost or damaged":
            made_of.append(msgspec.structs.replace(before, stamp=NOWHERE))
        else:
            made_of.append(Written(template, reads, b"", NOWHERE))
    return Decision(stand, make, why, made_of, formers)
