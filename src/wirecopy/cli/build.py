"""`wirecopy build`: what `make html` does, where there is no make, and why a page was written; a part of it, or parts joined."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from wirecopy.build.pelican import EXPLAIN, JOIN, SHARD
from wirecopy.build.span import check_span
from wirecopy.errors import WirecopyError


@click.command()
@click.option("--publish", is_flag=True, help="For the public address: with publishconf.py.")
@click.option(
    "--explain", "page", default="", metavar="PAGE", help="Say why PAGE was written, and what it is made of."
)
@click.option(
    "--shard", default="", metavar="MONTHS",
    help="Build some months alone, into .cache/shards/: 2026-01..2026-03, 2026-01.., or 2/4 for the second of four parts.",
)  # fmt: skip
@click.option(
    "--join", "shards", multiple=True, metavar="FOLDER", type=click.Path(path_type=Path),
    help="Begin with the shards in FOLDER (can be repeated).",
)  # fmt: skip
@click.pass_obj
def build(folder: Path, publish: bool, page: str, shard: str, shards: tuple[Path, ...]) -> int:
    """Build output/ out of content/ with Pelican, as `make html` does; or one shard of it."""
    settings = "publishconf.py" if publish else "pelicanconf.py"
    if not (folder / settings).is_file():
        raise WirecopyError(f"{folder / settings}: no such file; `wirecopy init` makes a site")
    told = {EXPLAIN: page, JOIN: os.pathsep.join(str(path.resolve()) for path in shards)}
    if not shard:
        return _pelican(folder, settings, "output", told)
    if page or shards:
        raise click.UsageError("--shard goes neither with --explain nor with --join")
    check_span(shard)
    with tempfile.TemporaryDirectory(prefix="wirecopy-shard-") as scratch:  # what Pelican itself writes
        return _pelican(folder, settings, scratch, {SHARD: shard})


def _pelican(folder: Path, settings: str, output: str, told: dict[str, str]) -> int:
    command = [
        sys.executable, "-m", "pelican", "content", "-o", output, "-s", settings, "--fatal", "errors",
    ]  # fmt: skip
    environment = os.environ | {name: value for name, value in told.items() if value}
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode
