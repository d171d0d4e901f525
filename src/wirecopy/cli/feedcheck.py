"""`wirecopy check --feeds OLD NEW`: would a subscriber notice anything but news?"""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec

from wirecopy.cli.terminal import complain, say
from wirecopy.errors import WirecopyError
from wirecopy.syndication import compare


def check_feeds(old: Path, new: Path, as_json: bool) -> int:
    """0 when the feeds in `new` can be published over those in `old`, both output folders; else 1."""
    for folder in (old, new):
        if not folder.is_dir():
            raise WirecopyError(f"{folder}: no such folder; both are output folders")
    found = compare(old, new)
    # Other bytes for the same feed are what an upgrade may bring, once: worth a line, no reason to stop.
    grave = [finding for finding in found if finding.kind != "bytes"]
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return 1 if grave else 0
    for finding in found:
        complain(
            f"{finding.file}: {finding.kind}: {finding.text}" + (f" ({finding.item})" if finding.item else "")
        )
    say(f"feeds: {len(grave)} mistakes, {len(found) - len(grave)} remarks")
    return 1 if grave else 0
