"""`wirecopy check --feeds OLD NEW`: would a subscriber notice anything but news?"""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec

from wirecopy.cli.terminal import complain, say
from wirecopy.errors import WirecopyError
from wirecopy.syndication import Finding, compare

# Some turned unread is an accident of publishers: two daily items of one title, one gone and one new. Many at
# once is a mistake of ours, and cannot be taken back. Of the sample newsroom's feeds a real mistake (other
# entry ids) turns all items unread, a day's traffic none.
MANY = 5


def check_feeds(old: Path, new: Path, as_json: bool) -> int:
    """0 when the feeds in `new` can be published over those in `old`, both output folders; else 1."""
    for folder in (old, new):
        if not folder.is_dir():
            raise WirecopyError(f"{folder}: no such folder; both are output folders")
    found = compare(old, new)
    stops = [f for f in found if is_grave(f, found)]
    if as_json:
        rows = [{**msgspec.to_builtins(f), "stops": f in stops} for f in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return 1 if stops else 0
    for finding in found:
        line = f"{finding.file}: {finding.kind}: {finding.text}" + (
            f" ({finding.item})" if finding.item else ""
        )
        complain(line) if finding in stops else say(line, colour="yellow")
    say(f"feeds: {len(stops)} mistakes, {len(found) - len(stops)} remarks")
    return 1 if stops else 0


def is_grave(finding: Finding, all_found: list[Finding]) -> bool:
    """Whether it must not be published: a feed no reader can read, or one that would turn unread as a whole."""
    if finding.kind == "unread again":
        return sum(f.file == finding.file and f.kind == "unread again" for f in all_found) >= MANY
    return finding.kind in ("broken", "twice")
