"""Digests of what every page depends on: the program, the settings, the site's own values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from wirecopy.build.quick import Sight, see
from wirecopy.build.stamp import digest_of, walk
from wirecopy.build.store import keep, kept

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


class Hashed(Struct, frozen=True):
    """Digests of everything that a site runs on, content and settings apart."""

    knowledge: bytes  # of the code and the rules that derive something from an article
    state: bytes  # of wirecopy, the plugins and the theme's translations
    templates: bytes


class _Kept(Struct, frozen=True):
    sight: Sight
    hashed: Hashed


def hashed(plugins: Sequence[str], theme: str, overrides: Sequence[str], folder: Path, now: int) -> Hashed:
    """The digests, as kept in `folder` where every file has the stamp that it had then: reading 500 files takes 0.1 s.

    `now` is the file system's time: what changed later than that is not kept.
    """
    templates = [*overrides, f"{theme}/templates"]
    words = f"{theme}/translations"
    seen = see([str(PACKAGE), *plugins, *templates, words])
    before = kept(folder / "program", _Kept)
    if before is not None and before.sight == seen:
        return before.hashed
    found = Hashed(
        knowledge=tree_digest(*(PACKAGE / name for name in KNOWLEDGE)),
        state=digest_of(tree_digest(PACKAGE) + tree_digest(*plugins, words)),
        templates=tree_digest(*templates),
    )
    if seen.latest < now:
        keep(folder / "program", _Kept(seen, found))
    return found


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
