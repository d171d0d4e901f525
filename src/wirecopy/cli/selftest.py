"""`wirecopy selftest`: hostile feeds from this machine, through the whole line, on this installation."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click
import msgspec

from wirecopy.cli.terminal import complain, say


@click.command()
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Leave the site in DIR, which must not exist.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def selftest(keep: Path | None, as_json: bool) -> int:
    """Feed this installation with hostile feeds, in a temporary folder, and say what held.

    A server on 127.0.0.1 gives the feeds; no other address is asked. Ends with 1 when something did not hold.
    """
    from wirecopy import selftest as bed
    from wirecopy.selftest.scenarios import scenarios

    with tempfile.TemporaryDirectory(prefix="wirecopy-selftest-") as folder:
        results = bed.selftest(keep or Path(folder, "site"), list(scenarios()))
    failed = [r for r in results if r.faults]
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(results), ensure_ascii=False, indent=1))
        return 1 if failed else 0
    for result in results:
        if not result.faults:
            say(f"held    {result.name}")
    for result in failed:
        for fault in result.faults[:20]:
            complain(f"{result.name}: {fault}")
    say(f"{len(results) - len(failed)} of {len(results)} scenarios held")
    return 1 if failed else 0
