"""`wirecopy build`: what `make html` does, where there is no make, and why a page was written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from wirecopy.build.pelican import EXPLAIN
from wirecopy.errors import WirecopyError


@click.command()
@click.option("--publish", is_flag=True, help="For the public address: with publishconf.py.")
@click.option(
    "--explain", "page", default="", metavar="PAGE", help="Say why PAGE was written, and what it is made of."
)
@click.pass_obj
def build(folder: Path, publish: bool, page: str) -> int:
    """Build output/ out of content/ with Pelican, as `make html` does."""
    settings = "publishconf.py" if publish else "pelicanconf.py"
    if not (folder / settings).is_file():
        raise WirecopyError(f"{folder / settings}: no such file; `wirecopy init` makes a site")
    command = [
        sys.executable, "-m", "pelican", "content", "-o", "output", "-s", settings, "--fatal", "errors",
    ]  # fmt: skip
    environment = os.environ | ({EXPLAIN: page} if page else {})
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode
