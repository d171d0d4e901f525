"""`wirecopy fetch`: runs the line once and says what it did."""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec

from wirecopy.cli.terminal import complain, is_watched, now, pairs, progress, say
from wirecopy.config import load
from wirecopy.pipeline import Site, run
from wirecopy.report import Report
from wirecopy.types import Source


@click.command()
@click.option("--force", is_flag=True, help="Ask every feed, whatever its schedule says.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def fetch(folder: Path, force: bool, as_json: bool) -> int:
    """Fetch the feeds, write what is new to content/."""
    config = load(folder / "feeds.toml")
    site = Site(folder)
    total = len(config.sources)
    done = 0

    def watch(source: Source, said: str) -> None:
        nonlocal done
        done += 1
        if is_watched():
            progress("feeds", done, total, source.name or source.id)
        elif not as_json:
            say(f"{source.id}: {said}")

    report = run(site, config, now(), force=force, watch=watch)
    if as_json:
        click.echo(
            json.dumps({"exit_code": report.exit_code, **msgspec.to_builtins(report)}, ensure_ascii=False)
        )
    else:
        tell(report)
    return report.exit_code


def tell(report: Report) -> None:
    """The closing summary: what changed, what failed and what to do about it."""
    pairs([*report.summary(), ("seconds", f"{report.seconds}")])
    for failed in report.failed:
        complain(f"{failed.source.id}: {failed.kind}: {failed.reason}")
    for moved in report.moved:
        say(
            f"{moved.source_id}: moved for good; in feeds.toml write  url = {json.dumps(moved.new)}",
            colour="yellow",
        )
    for problem in report.problems:
        say(problem, colour="yellow")
    for unreadable in report.unreadable:
        complain(unreadable)
