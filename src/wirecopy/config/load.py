"""The whole of feeds.toml as one frozen value."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from wirecopy.config import tables
from wirecopy.config.problems import convert, read_toml
from wirecopy.config.sources import sources_of
from wirecopy.errors import ConfigError
from wirecopy.keep import Rule, compile_rules
from wirecopy.privacy import PrivacySettings, load_rules
from wirecopy.topics import Topic, compile_topic
from wirecopy.types import Source


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """feeds.toml as it is written."""

    site: tables.Site = tables.Site()
    fetch: tables.Fetch = tables.Fetch()
    build: tables.Build = tables.Build()
    privacy: PrivacySettings = PrivacySettings()
    feeds: tuple[tables.Feed, ...] = ()
    rules: tuple[Rule, ...] = ()
    topics: tuple[Topic, ...] = ()


class Config(Struct, frozen=True, kw_only=True):
    """What the owner wants, checked: whatever is in here can be used without another look."""

    path: Path
    site: tables.Site
    fetch: tables.Fetch
    build: tables.Build
    privacy: PrivacySettings
    feeds: tuple[tables.Feed, ...]
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    topics: tuple[Topic, ...]


def load(path: Path) -> Config:
    """The owner's file, read and checked; raises ConfigError with the address of the first mistake."""
    return loads(read_toml(path), path)


def loads(value: dict[str, Any], path: Path) -> Config:
    """The same of tables that have been read already."""
    file = convert(value, _File, path.name)
    _check_site(file.site, path.name)
    compile_rules(file.rules)
    for number, topic in enumerate(file.topics):
        compile_topic(topic, f"{path.name}: topics[{number}]")
    load_rules(file.privacy)
    return Config(
        path=path,
        site=file.site,
        fetch=file.fetch,
        build=file.build,
        privacy=file.privacy,
        feeds=file.feeds,
        sources=sources_of(file.feeds, file.site, path.name),
        rules=file.rules,
        topics=file.topics,
    )


def _check_site(site: tables.Site, file: str) -> None:
    if site.url and (urlsplit(site.url).scheme not in ("http", "https") or not urlsplit(site.url).hostname):
        raise ConfigError(f"{file}: site.url: not an http(s) URL: {site.url[:80]!r}")
    if not site.name.strip():
        raise ConfigError(f"{file}: site.name: empty; readers and feeds need a name for the site")
