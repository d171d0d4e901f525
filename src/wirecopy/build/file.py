"""What plugins hand to a build: files of the site, what each is made of, and how to make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment
from msgspec import Struct

from wirecopy.corpus import Corpus
from wirecopy.pages import Page
from wirecopy.views import Health, Site


class Made(NamedTuple):
    """A file's bytes, and what whoever made it wants to be told when it must be made again."""

    data: bytes
    note: bytes = b""


class File(Struct, frozen=True, kw_only=True):
    """A file of the site that is made without a template: feeds, search indexes."""

    file: str  # below output/: "feeds/all.atom"
    reads: tuple[str, ...]  # digests of everything that `make` uses beside the program and the settings
    make: Callable[[], bytes]  # the same bytes whenever `reads` are the same; called only when it must be
    # The same, out of what stood there before under the same program and settings; None where that is not known.
    again: Callable[[Made | None], Made] | None = None


class Build(Struct, frozen=True, kw_only=True):
    """What a plugin's `plan(build)` is given. It returns an iterable of `Page` and `File`."""

    corpus: Corpus
    site: Site
    health: Health
    settings: Mapping[str, Any]  # Pelican's
    env: Environment
    content: Path
    output: Path
    is_part: bool = False  # of one shard: only files whose address names its months are made


Planned = Page | File

__all__ = ["Build", "File", "Made", "Page", "Planned"]
