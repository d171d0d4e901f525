"""Digests of what every page depends on: the program, the settings, the site's own values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from wirecopy.build.quick import installed_names
from wirecopy.build.stamp import digest_of, walk

PACKAGE = Path(__file__).resolve().parents[1]
# The part of wirecopy that a derived value depends on. A test holds it against what deriving imports.
KNOWLEDGE = (
    "bodies", "boilerplate", "corpus", "markdown", "privacy", "topics", "rules", "types.py", "errors.py", "clean", "names.py",
)  # fmt: skip


def tree_digest(*roots: str | Path) -> bytes:
    """Of all files below the folders, by name and content; a root may be a file."""
    parts = []
    for number, root in enumerate(roots):
        names = [""] if Path(root).is_file() else [f"/{name}" for name, _ in walk(str(root))]
        for name in names:
            if not name.endswith((".pyc", ".pyo")):
                with open(f"{root}{name}", "rb") as file:
                    parts.append(f"{number}{name}".encode() + b"\0" + digest_of(file.read()))
    return digest_of(b"\0".join(parts))


def program_digest() -> bytes:
    """Of wirecopy's own code and rules, and of all that it runs on."""
    return digest_of(tree_digest(PACKAGE) + "\0".join(installed_names()).encode())


def knowledge_digest() -> bytes:
    """Of the code and the rules that derive something from an article, and of all that they run on."""
    return digest_of(
        tree_digest(*(PACKAGE / name for name in KNOWLEDGE)) + "\0".join(installed_names()).encode()
    )


# What a place or a manner of running changes, and no page shows.
_PLACES = frozenset(
    {"PATH", "OUTPUT_PATH", "THEME", "PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES", "CACHE_PATH", "DEBUG", "PORT", "BIND",
     "LOG_FILTER", "filenames", "WIRECOPY_CONFIG", "WIRECOPY_PLANS", "WIRECOPY_BEGAN", "WIRECOPY_JOBS", "WIRECOPY_WINDOWED", "HERE"}
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
