"""`wirecopy fetch`: runs the line once and says what it did."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import msgspec

from wirecopy import asking
from wirecopy import fetch as network
from wirecopy.cli.advice import advice
from wirecopy.cli.summary import job_summary
from wirecopy.cli.terminal import complain, is_watched, now, pairs, progress, say
from wirecopy.config import load
from wirecopy.pipeline import Site, run
from wirecopy.report import Report
from wirecopy.types import Source


@click.command()
@click.option("--force", is_flag=True, help="Ask every feed, whatever its schedule says.")
@click.option(
    "--budget", type=click.FloatRange(min=1), metavar="SECONDS",
    help="Stop cleanly when this time is used up; what was not asked comes first the next time.",
)  # fmt: skip
@click.option(
    "--summary", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Append the run's table to FILE, as Markdown: for a CI's job summary.",
)  # fmt: skip
@click.option(
    "--on", "address", metavar="ADDRESS", help="Run on the Dask cluster with the scheduler at ADDRESS."
)
@click.option(
    "--spread-asking", is_flag=True, help="With --on: let the workers ask the publishers too, host by host."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def fetch(
    folder: Path,
    force: bool,
    budget: float | None,
    summary: Path | None,
    address: str | None,
    spread_asking: bool,
    as_json: bool,
) -> int:
    """Fetch the feeds, write what is new to content/.

    Ends with 0 when all went well, 4 when some feeds failed, 5 when every feed that was asked failed.
    """
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

    began = now()
    ask = network.fetch
    if not os.environ.get("SOURCE_DATE_EPOCH"):  # who sets the time on purpose is not corrected
        ask = asking.trusting(began, ask)
    if budget:
        ask = asking.within(budget, ask)
    if address:
        from wirecopy.cluster import asking_over, connected, spread_over

        with connected(address) as client:
            ask = asking_over(client) if spread_asking else ask
            report = run(site, config, began, force=force, spread=spread_over(client), ask=ask, watch=watch)
    else:
        report = run(site, config, began, force=force, ask=ask, watch=watch)
    if as_json:
        click.echo(
            json.dumps({"exit_code": report.exit_code, **msgspec.to_builtins(report)}, ensure_ascii=False)
        )
    else:
        tell(report)
    if summary:
        with summary.open("a", encoding="utf-8") as file:
            file.write(job_summary(report, site.content))
    return report.exit_code


def tell(report: Report) -> None:
    """The closing summary: what changed, what failed and what to do about it."""
    pairs([*report.summary(), ("seconds", f"{report.seconds}")])
    for failed in report.failed:
        complain(f"{failed.source.id}: {failed.kind}: {failed.reason}")
    for line in advice(report):
        say(line, colour="yellow")
    for problem in report.problems:
        say(problem, colour="yellow")
    for unreadable in report.unreadable:
        complain(unreadable)
