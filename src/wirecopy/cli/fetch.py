"""`wirecopy fetch`: runs the line once and says what it did."""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from wirecopy.cli.terminal import complain, err, is_watched, now, pairs, plain, say
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
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        console=err, transient=True, disable=not is_watched(),
    ) as bar:  # fmt: skip
        task = bar.add_task("feeds", total=len(config.sources))

        def watch(source: Source, said: str) -> None:
            bar.update(task, advance=1, description=plain(source.name or source.id)[:30].ljust(30))
            if bar.disable and not as_json:
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
            style="yellow",
        )
    for problem in report.problems:
        say(problem, style="yellow")
    for unreadable in report.unreadable:
        complain(unreadable)
