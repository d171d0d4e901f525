"""`wirecopy prune`: keeps the repository small."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import click
import msgspec

from wirecopy.cli.terminal import complain, now, say
from wirecopy.config import load
from wirecopy.errors import WirecopyError
from wirecopy.index import Index, locked
from wirecopy.journal import finish_journal
from wirecopy.pipeline import Site
from wirecopy.prune import Leave
from wirecopy.prune import prune as prune_record
from wirecopy.window import LENGTH

_AGE = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?|y|years?)?")
_DAYS = {"d": 1, "w": 7, "y": 365}


def days_of(age: str) -> int:
    """`365d`, `52w`, `1y` or `365` as days; raises click.BadParameter for anything else."""
    match = _AGE.fullmatch(age.strip().lower())
    if not match:
        raise click.BadParameter(f"{age!r} is no age; write it like 365d, 52w or 1y")
    return int(match[1]) * _DAYS[(match[2] or "d")[0]]


@click.command()
@click.option(
    "--older-than", "age", metavar="AGE", help="365d, 52w, 1y; default: build.keep_days of feeds.toml."
)
@click.option(
    "--leave", type=click.Choice(["redirect", "page", "nothing"]), default="redirect",
    help="What stands at an old address: a page that leads to the publisher, a page with headline and link, or nothing.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_obj
def prune(folder: Path, age: str | None, leave: Leave, dry_run: bool, as_json: bool) -> None:
    """Take old stories out of content/. Their entries never come back, whatever a feed says."""
    config = load(folder / "feeds.toml")
    site = Site(folder)
    days = days_of(age) if age else config.build.keep_days
    least = max(LENGTH.days, config.fetch.max_age_days)
    if days < least:
        raise WirecopyError(
            f"{days} days: newcomers are compared with the articles of the last {least}, so these stay"
        )
    with locked(site.cache, "fetch"), Index(site.cache / "index.sqlite") as index:
        finish_journal(site.journal, site.content)
        done = prune_record(site.content, now() - timedelta(days=days), leave, really=not dry_run)
        if not dry_run:
            index.sync(site.content)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(done), ensure_ascii=False))
        return
    verb = "would go" if dry_run else "cut down to their headline" if leave == "page" else "taken away"
    say(f"{done.articles} articles ({done.entries} entries) {verb}: {done.bytes:,} bytes; {done.kept} stay")
    if done.pictures:
        say(f"{done.pictures} pictures that no article shows {'would go' if dry_run else 'taken away'}")
    for reason in done.unreadable:
        complain(f"left alone: {reason}")
