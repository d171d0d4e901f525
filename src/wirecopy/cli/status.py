"""`wirecopy status`: how every source is, as the site's own page shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import click
import msgspec

from wirecopy.cli.terminal import now, say
from wirecopy.config import load
from wirecopy.health import read_health
from wirecopy.pipeline import Site
from wirecopy.views.health import SourceHealth, State

DAYS = 14  # of the sparkline
BARS = "▁▂▃▄▅▆▇█"
COLOURS: Mapping[State, str | None] = {
    "ok": "green", "quiet": "yellow", "moved": "yellow", "failing": "red", "blocked": "red", "gone": "red", "unknown": None,
}  # fmt: skip


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_obj
def status(folder: Path, as_json: bool) -> None:
    """Tell how every source is: its condition, when it last had news, new entries a day as a sparkline."""
    config = load(folder / "feeds.toml")
    health = read_health(Site(folder).cache)
    by_id = {s.id: s for s in health.sources}
    found = [by_id.get(s.id, SourceHealth(id=s.id)) for s in config.sources]
    if as_json:
        click.echo(json.dumps({"as_of": health.as_of and health.as_of.isoformat(), "sources": msgspec.to_builtins(found)}, ensure_ascii=False))  # fmt: skip
        return
    if health.as_of is None:
        say("no run is on record yet; `wirecopy fetch` makes one")
    width = max((len(s.id) for s in found), default=0)
    for s in found:
        line = f"{s.id:<{width}}  {s.state:<7}  {sparkline(s, health.as_of or now())}  {totals(s)}"
        say(f"{line}  {s.reason}".rstrip(), COLOURS[s.state])
    conditions: dict[str, int] = {}
    for s in found:
        conditions[s.state] = conditions.get(s.state, 0) + 1
    say(f"{len(found)} sources: " + ", ".join(f"{n} {state}" for state, n in sorted(conditions.items())))


def sparkline(source: SourceHealth, until: datetime) -> str:
    """New entries of each of the last 14 days as bars, the last day at the right; a dot where there was none."""
    counts = {c.name: c.count for c in source.per_day}
    days = [(until - timedelta(days=back)).date().isoformat() for back in reversed(range(DAYS))]
    most = max((counts.get(day, 0) for day in days), default=0)
    return "".join(BARS[(counts[day] * 8 - 1) // most] if counts.get(day) else "·" for day in days)


def totals(source: SourceHealth) -> str:
    """What came of its entries, and when the last one was new."""
    left_out = sum(c.count for c in source.dropped)
    last = f"{source.last_new:%Y-%m-%d %H:%M}" if source.last_new else "never"
    return f"{source.kept:>5} kept {source.merged:>4} merged {left_out:>4} left out, last {last:<16}"
