"""Digests of what every page depends on: the program, the settings, the site's own values."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from wirecopy.build.stamp import digest_of, walk


def tree_digest(*roots: str) -> bytes:
    """Of all files below the folders, by name and content."""
    parts = []
    for number, root in enumerate(roots):
        for name, _ in walk(root):
            if not name.endswith((".pyc", ".pyo")):
                with open(f"{root}/{name}", "rb") as file:
                    parts.append(f"{number}/{name}".encode() + b"\0" + digest_of(file.read()))
    return digest_of(b"\0".join(parts))


def installed() -> bytes:
    """Of the Python in use and the names and versions of all packages installed beside us."""
    names: set[str] = set()
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder):
            names.update(n for n in os.listdir(folder) if n.endswith((".dist-info", ".egg-info")))
    return digest_of("\0".join([sys.version, *sorted(names)]).encode())


def program_digest() -> bytes:
    """Of wirecopy's own code and rules, and of all that it runs on."""
    package = Path(__file__).resolve().parents[1]
    return digest_of(tree_digest(str(package)) + installed())


# What a place or a manner of running changes, and no page shows.
_PLACES = frozenset(
    {"PATH", "OUTPUT_PATH", "THEME", "PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES", "CACHE_PATH", "DEBUG", "PORT", "BIND",
     "LOG_FILTER", "filenames", "WIRECOPY_CONFIG", "HERE"}
)  # fmt: skip


_SHOWN = ("site", "build", "privacy", "sources", "topics")  # of feeds.toml; the rest steers fetching


def settings_digest(settings: Mapping[str, Any]) -> bytes:
    """Of everything that Pelican's settings say, places apart."""
    told = [f"{key}={_told(value)}" for key, value in sorted(settings.items()) if key not in _PLACES]
    config = settings.get("WIRECOPY_CONFIG")
    if config is not None:
        told += [msgspec.json.encode(getattr(config, part)).decode() for part in _SHOWN]
    return digest_of("\n".join(told).encode("utf-8", "surrogatepass"))


def _told(value: object) -> str:
    """The value in words that are the same in every run: a function by its name, a set in order."""
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(
                f"{_told(k)}: {_told(v)}" for k, v in sorted(value.items(), key=lambda pair: str(pair[0]))
            )
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_told, value)) + "]"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(_told, value))) + "}"
    if isinstance(value, str | bytes | int | float | bool | None):
        return repr(value)
    name = getattr(value, "__qualname__", "") or type(value).__qualname__
    return f"{getattr(value, '__module__', '')}.{name}"
