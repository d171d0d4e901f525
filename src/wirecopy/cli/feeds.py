"""`wirecopy add` and `wirecopy opml`: feeds into feeds.toml and out of it; comments and order stay."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import click
import tomlkit
from lxml import etree
from tomlkit.items import AoT

from wirecopy import fetch as network
from wirecopy import parse
from wirecopy.cli.terminal import now, say
from wirecopy.config import Config, load, source_id
from wirecopy.errors import WirecopyError
from wirecopy.markdown import write_whole
from wirecopy.pipeline import fetch_settings
from wirecopy.types import Failed, Fetched, Parsed, Source


def _append(path: Path, config: Config, feeds: list[dict[str, str]]) -> list[dict[str, str]]:
    """The feeds that were not listed yet, now in the file."""
    listed = {f.url for f in config.feeds}
    ids = {s.id for s in config.sources}
    fresh = []
    document = tomlkit.parse(path.read_text("utf-8"))
    tables = document.get("feeds")
    if not isinstance(tables, AoT):
        tables = tomlkit.aot()
        document["feeds"] = tables
    for feed in feeds:
        if feed["url"] in listed:
            continue
        name = base = feed.get("id") or source_id(feed["url"])
        number = 2
        while name in ids:
            name, number = f"{base}-{number}", number + 1
        listed.add(feed["url"])
        ids.add(name)
        table = tomlkit.table()
        for key, value in ({"id": name} | feed | {"id": name}).items():
            if value:
                table[key] = value
        tables.append(table)
        fresh.append(feed)
    if fresh:
        write_whole(path, tomlkit.dumps(document).encode("utf-8"))
        load(path)
    return fresh


@click.command()
@click.argument("url")
@click.option("--section", default="", help="The section its stories go to.")
@click.option("--choose", type=int, default=0, help="Which of several feeds, counted from 1.")
@click.pass_obj
def add(folder: Path, url: str, section: str, choose: int) -> None:
    """Add the feed at URL, or the feed of the web page at URL, to feeds.toml."""
    path = folder / "feeds.toml"
    config = load(path)
    url = url if "://" in url else f"https://{url}"
    if urlsplit(url).scheme not in ("http", "https"):
        raise WirecopyError(f"not an http(s) URL: {url}")
    feed_url, title = _find(url, config, choose)
    feed = {"url": feed_url, "name": title, "section": section}
    if not _append(path, config, [feed]):
        say(f"{feed_url}: listed already")
        return
    say(f"added {title or feed_url} ({feed_url})")


def _find(url: str, config: Config, choose: int) -> tuple[str, str]:
    """Address and title of the feed at an address: the document itself, or one that the page names."""
    page = network.get(url, fetch_settings(config))
    if isinstance(page, network.FailedGet):
        raise WirecopyError(f"{url}: {page.reason}")
    read = _read(url, page)
    if not isinstance(read, Failed):
        return page.url, " ".join(read.feed.title.split())[:80]
    links = network.discover(page.body, page.url)
    if links and all(link.found == "guess" for link in links):
        return _try_guesses(url, [link.url for link in links], config, read.reason)
    if not links:
        raise WirecopyError(f"{url}: {read.reason}; and it names no feed")
    if len(links) > 1 and not choose:
        for number, link in enumerate(links, 1):
            say(f"  {number}  {link.title or '(no title)'}  {link.url}")
        raise WirecopyError(f"{url} has {len(links)} feeds; say which with --choose N")
    if choose > len(links):
        raise WirecopyError(f"{url} has {len(links)} feeds, so --choose {choose} means none")
    return _find(links[max(choose, 1) - 1].url, config, 0)


def _read(url: str, page: network.Page) -> Parsed | Failed:
    source = Source(id="new", url=url)
    return parse.parse(
        Fetched(source=source, url=page.url, body=page.body, content_type=page.content_type, fetched_at=now())
    )


def _try_guesses(url: str, guesses: list[str], config: Config, reason: str) -> tuple[str, str]:
    """The first of the usual addresses that has a feed."""
    for guess in guesses:
        page = network.get(guess, fetch_settings(config))
        if isinstance(page, network.FailedGet):
            continue
        read = _read(guess, page)
        if not isinstance(read, Failed):
            return page.url, " ".join(read.feed.title.split())[:80]
    raise WirecopyError(f"{url}: {reason}; it names no feed, and there is none at the usual addresses")


@click.group()
def opml() -> None:
    """Lists of feeds, from and for other programs."""


@opml.command("import")
@click.argument("where")
@click.pass_obj
def import_(folder: Path, where: str) -> None:
    """Add the feeds of an OPML file or address to feeds.toml."""
    path = folder / "feeds.toml"
    config = load(path)
    feeds = read_opml(_bytes_of(where, config), where)
    fresh = _append(path, config, feeds)
    say(f"{len(feeds)} feeds in {where}: {len(fresh)} added, {len(feeds) - len(fresh)} listed already")


def _bytes_of(where: str, config: Config) -> bytes:
    if "://" not in where:
        try:
            return Path(where).read_bytes()
        except OSError as error:
            raise WirecopyError(f"{where}: {error.strerror}") from error
    page = network.get(where, fetch_settings(config))
    if isinstance(page, network.FailedGet):
        raise WirecopyError(f"{where}: {page.reason}")
    return page.body


def read_opml(body: bytes, where: str) -> list[dict[str, str]]:
    """The feeds of an OPML document with name, address and section (the outline they stand under)."""
    try:
        root = etree.fromstring(
            body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except etree.XMLSyntaxError as error:
        raise WirecopyError(f"{where}: not OPML: {error.msg}") from error
    if etree.QName(root).localname != "opml":
        raise WirecopyError(f"{where}: not OPML: its root is <{etree.QName(root).localname}>")
    feeds = []
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or "").strip()
        if urlsplit(url).scheme not in ("http", "https"):
            continue
        parent = outline.getparent()
        section = (
            parent.get("title") or parent.get("text") or ""
            if parent is not None and parent.tag == "outline"
            else ""
        )
        name = outline.get("title") or outline.get("text") or ""
        feeds.append(
            {"url": url, "name": " ".join(name.split())[:80], "section": " ".join(section.split())[:60]}
        )
    return feeds


@opml.command("export")
@click.pass_obj
def export(folder: Path) -> None:
    """Print the site's feeds as OPML."""
    config = load(folder / "feeds.toml")
    click.echo(write_opml(config), nl=False)


def write_opml(config: Config) -> str:
    """The sources as OPML 2.0, grouped by section."""
    sections: dict[str, list[Source]] = {}
    for source in config.sources:
        sections.setdefault(source.section, []).append(source)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_text(config.site.name)}</title></head>",
        "  <body>",
    ]
    for section, sources in sections.items():
        lines.append(f"    <outline text={quoteattr(section)}>")
        lines += [
            f'      <outline type="rss" text={quoteattr(s.name or s.id)} xmlUrl={quoteattr(s.url)}/>'
            for s in sources
        ]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _text(value: str) -> str:
    return quoteattr(value)[1:-1]
