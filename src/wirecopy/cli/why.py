"""`wirecopy why`: what happened to one entry, stage by stage."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wirecopy.cli.terminal import say
from wirecopy.config import load
from wirecopy.errors import WirecopyError
from wirecopy.history import Section, derive_one, find, of_article, of_dropped, of_feed, of_kept_out
from wirecopy.index import Index
from wirecopy.markdown.frontmatter import stamp
from wirecopy.pipeline import Site


@click.command()
@click.argument("asked", metavar="URL|FILE|TITLE")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_obj
def why(folder: Path, asked: str, as_json: bool) -> None:
    """Tell the whole history of one entry: fetched, cleaned, kept or dropped, merged, grouped, stripped, tagged."""
    config = load(folder / "feeds.toml")
    site = Site(folder)
    with Index(site.cache / "index.sqlite") as index:
        index.sync(site.content)
        recorded, dropped = find(index, site.content, asked)
        pruned = [r for r in recorded if r.is_pruned]
        recorded = [r for r in recorded if not r.is_pruned]
        standing = {r.of or r.entry_id: r for r in recorded}
        kept_out = {d.entry_id: d for d in index.dropped_ever() if d.stage == "markdown"}
        dropped = [d for d in dropped if d.entry_id not in standing]
        if (
            len(standing) + len(dropped) > 1
            and len({r.link for r in recorded} | {d.link for d in dropped}) > 1
        ):
            for title, link in sorted(
                {(r.title, r.link) for r in recorded} | {(d.title, d.link) for d in dropped}
            ):
                say(f"  {title}  {link}")
            raise WirecopyError(f"{asked!r} fits several entries; ask for one of them by its address")
        if not standing and not dropped and not pruned:
            raise WirecopyError(
                f"{asked!r}: no entry on record and none among those dropped in the last 30 days"
            )
        sections: list[Section] = [
            (
                "pruned",
                [
                    f"{r.title} ({r.link or r.guid})",
                    f"first seen {stamp(r.first_seen)}, taken away by `wirecopy prune` and kept from coming back by content/{r.of}",
                ],
            )
            for r in pruned
        ]
        for entry_id, row in standing.items():
            derived = derive_one(config, site.content, entry_id)
            if derived is None:
                raise WirecopyError(f"{index.path_of(entry_id)}: cannot be read")
            if row.of:
                sections.append(
                    (
                        "merged",
                        [
                            f"{row.title} ({row.link}) is the same text as {derived.article.link or derived.article.title}"
                        ],
                    )
                )
            sections += of_feed(config, index, derived.article.source_id)
            sections += of_article(derived.article, index.trace(entry_id), derived)
            if entry_id in kept_out:
                sections += of_kept_out(kept_out[entry_id])
        for d in dropped:
            sections += [*of_dropped(d), *of_feed(config, index, d.source_id)]
    if as_json:
        click.echo(
            json.dumps(
                [{"stage": stage, "lines": lines} for stage, lines in sections], ensure_ascii=False, indent=1
            )
        )
        return
    for stage, lines in sections:
        say(stage, bold=True)
        for line in lines:
            say("  " + line)
