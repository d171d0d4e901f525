"""What to do about what a run could not do: one line for each kind of trouble."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from wirecopy.asking import OUT_OF_TIME
from wirecopy.report import Report
from wirecopy.types import FailureKind

# What helps, by kind of failure. "" where nothing but waiting does: the feed is asked again by itself.
REMEDIES: Mapping[FailureKind, str] = {
    "unreachable": "",
    "timeout": "",
    "server": "",
    "rate-limited": "",
    "empty": "",
    "protocol": "",
    "blocked": "these publishers refuse this machine; ask them, or run the job on a machine of your own",
    "gone": "gone for good: take these feeds out of feeds.toml; their articles stay",
    "not-found": "look for the feed's new address with `wirecopy add SITE`; keep its `id`",
    "too-large": "raise fetch.max_bytes in feeds.toml if you trust these feeds",
    "refused-address": "list the host in fetch.allow_private if it is your own",
    "tls": "their certificates are not valid; tell the publishers",
    "redirects": "look at these addresses in a browser and write the final ones into feeds.toml",
    "not-a-feed": "no feed is at these addresses; `wirecopy add PAGE` finds the one that a web page names",
    "broken": "these documents cannot be read; tell the publishers",
}


def advice(report: Report) -> Iterator[str]:
    """What the owner can do, a line each; nothing when all is well."""
    kinds: dict[FailureKind, list[str]] = {}
    for failed in report.failed:
        kinds.setdefault(failed.kind, []).append(failed.source.id)
    for kind, ids in sorted(kinds.items()):
        if REMEDIES[kind]:
            yield f"{', '.join(ids)}: {REMEDIES[kind]}"
    if waiting := sorted(i for kind, ids in kinds.items() if not REMEDIES[kind] for i in ids):
        yield f"{', '.join(waiting)}: nothing to do, asked again by the next runs; `wirecopy status` tells since when it fails"
    if late := sum(s.reason == OUT_OF_TIME for s in report.skipped):
        yield f"{late} feeds were not asked: the time was used up; they come first the next time"
    for moved in report.moved:
        yield f"{moved.source_id}: moved for good; `wirecopy check` shows what to write: url = {json.dumps(moved.new)}"
