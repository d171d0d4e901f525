"""`wirecopy check`: is the site's configuration right, and what would another one change?"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import click

from wirecopy import keep, topics
from wirecopy.cli.sitecheck import setting_mistakes
from wirecopy.cli.terminal import complain, now, say
from wirecopy.config import Config, load
from wirecopy.index import Index
from wirecopy.markdown import Unreadable, read_all
from wirecopy.pipeline import Site, missing_extras
from wirecopy.retag import retagged
from wirecopy.types import Article

RECENT = timedelta(days=30)


@click.command()
@click.option(
    "--try",
    "other",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Show what this feeds.toml would change in the last 30 days.",
)
@click.option(
    "--feeds", nargs=2, type=click.Path(path_type=Path), metavar="OLD NEW",
    help="Compare the feeds of two output folders: would subscribers see anything twice?",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Look through a built site for what must not be published.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def check(
    folder: Path, other: Path | None, feeds: tuple[Path, Path] | None, output: Path | None, as_json: bool
) -> int:
    """Check feeds.toml, the rules with their examples, and the files of the record."""
    if feeds:
        from wirecopy.cli.feedcheck import check_feeds

        return check_feeds(*feeds, as_json)
    if output:
        from wirecopy.cli.outputcheck import check_output

        return check_output(folder, output, as_json)
    config = load(folder / "feeds.toml")
    site = Site(folder)
    articles, unreadable = _recent(site)
    if other:
        return _try(config, load(other), articles, as_json)
    mistakes, remarks = findings(config, site, articles)
    mistakes += unreadable
    if as_json:
        click.echo(json.dumps({"mistakes": mistakes, "remarks": remarks}, ensure_ascii=False, indent=1))
        return 1 if mistakes else 0
    for line in mistakes:
        complain(line)
    for line in (part for remark in remarks for part in remark.splitlines()):
        say(line, colour="yellow")
    say(
        f"{len(config.sources)} feeds, {len(config.rules)} rules, {len(config.topics)} topics: {len(mistakes)} mistakes, {len(remarks)} remarks"
    )
    return 1 if mistakes else 0


def _recent(site: Site) -> tuple[list[Article], list[str]]:
    """The articles of the last 30 days, and the files that cannot be read."""
    articles: list[Article] = []
    unreadable: list[str] = []
    begin = now() - RECENT
    for _, found in read_all(site.content):
        if isinstance(found, Unreadable):
            unreadable.append(found.reason)
        elif found.date >= begin:
            articles.append(found)
    return articles, unreadable


def findings(config: Config, site: Site, articles: list[Article]) -> tuple[list[str], list[str]]:
    """What is wrong, and what is worth a look."""
    mistakes: list[str] = []
    remarks: list[str] = []
    sources = {s.id: s for s in config.sources}
    for finding in keep.check_rules(config.rules, articles, now(), sources, config.fetch.max_age_days):
        (mistakes if finding.kind in ("invalid", "example", "dead") else remarks).append(str(finding))
    mistakes += [f"{config.path.name}: {sentence}" for sentence in missing_extras(config)]
    mistakes += [f"{config.path.name}: {f.where}: {f.message}" for f in topics.check(config.topics)]
    if not config.sources:
        remarks.append(
            f"{config.path.name}: no [[feeds]]: nothing will be fetched; `wirecopy add URL` adds one"
        )
    if not config.site.url:
        remarks.append(f"{config.path.name}: site.url: empty; `make publish` needs the public address")
    mistakes += setting_mistakes(site.folder)
    if (site.cache / "index.sqlite").exists():
        with Index(site.cache / "index.sqlite") as index:
            states = index.states()
        for source in config.sources:
            state = states.get(source.id)
            if state and state.url == source.url and state.moved_to and state.moved_to != source.url:
                remarks.append(
                    f"{config.path.name}: {source.id} moved for good:\n{moved_patch(config, source.id, source.url, state.moved_to)}"
                )
            if state and state.gone_since:
                remarks.append(
                    f"{config.path.name}: {source.id} is gone for good since {state.gone_since:%Y-%m-%d}; take it out"
                )
    return mistakes, remarks


def moved_patch(config: Config, source_id: str, old: str, new: str) -> str:
    """What to write into feeds.toml for a feed that moved. Its id is made of the address unless it is written
    down, and entry ids hang on it: so it is written down.
    """
    lines = [f"-url = {json.dumps(old)}", f"+url = {json.dumps(new)}"]
    if not any(feed.url == old and feed.id for feed in config.feeds):
        lines.append(f"+id = {json.dumps(source_id)}")
    return "\n".join(lines)


def _try(config: Config, other: Config, articles: list[Article], as_json: bool) -> int:
    """The list of what would change, before and after."""
    sources = {s.id: s for s in config.sources}
    changes = [
        {
            "kind": c.kind,
            "title": c.title,
            "link": c.link,
            "source": c.source_id,
            "before": c.before,
            "after": c.after,
        }
        for c in keep.compare(config.rules, other.rules, articles, now(), sources)
    ]
    changes += retagged(config, other, articles)
    if as_json:
        click.echo(json.dumps(changes, ensure_ascii=False, indent=1))
        return 0
    for c in changes:
        say(f"{c['kind']}: {c['title']} ({c['source']})")
        say(f"  before: {c['before']}")
        say(f"  after:  {c['after']}")
    say(f"{len(changes)} of {len(articles)} articles of the last 30 days would change")
    return 0
