"""`wirecopy check --output DIR`: may this site be published?"""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec

from wirecopy.audit import audit
from wirecopy.cli.terminal import complain, say
from wirecopy.config import load
from wirecopy.errors import WirecopyError


def check_output(folder: Path, output: Path, as_json: bool) -> int:
    """0 when nothing in `output` could act, call elsewhere or does not belong there; else 1, a line a finding."""
    if not (output / "index.html").is_file():
        raise WirecopyError(f"{output}: no built site: it has no index.html")
    settings = folder / "feeds.toml"
    remote = settings.exists() and load(settings).build.images == "link"
    found = audit(output, remote_images=remote)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return 1 if found else 0
    for finding in found:
        complain(f"{finding.file}: {finding.kind}: {finding.text}")
    say(f"output: {len(found)} findings")
    return 1 if found else 0
