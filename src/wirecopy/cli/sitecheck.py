"""Whether a site's own settings would build: pelicanconf.py and publishconf.py, as Pelican reads them."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NEEDED = ("story_pages", "steady_build")  # without them there is no page of the record


def setting_mistakes(folder: Path) -> Iterator[str]:
    """A line for everything that would stop a build, or build an empty site."""
    for name in ("pelicanconf.py", "publishconf.py"):
        path = folder / name
        if not path.exists() and name == "publishconf.py":
            continue  # only needed by who publishes
        if not path.exists():
            yield f"{name}: missing; `wirecopy init` in an empty folder shows what a site needs"
            continue
        try:
            settings = _settings_of(path)
        except Exception as error:  # the file is the owner's own program: anything can be wrong in it
            line = getattr(error, "lineno", None)
            yield f"{name}: {'line ' + str(line) + ': ' if line else ''}{type(error).__name__}: {error}"
            continue
        plugins = [str(plugin) for plugin in settings.get("PLUGINS") or ()]
        for needed in NEEDED:
            if needed not in plugins:
                yield f"{name}: PLUGINS: {needed!r} is not among them, so no story would be shown"
        folders = [Path(str(p)) for p in settings.get("PLUGIN_PATHS") or ()]
        for plugin in plugins:
            if "." not in plugin and not any(
                (p / f"{plugin}.py").exists() or (p / plugin).is_dir() for p in folders
            ):
                yield f"{name}: PLUGINS: {plugin!r} is in none of the plugin folders"
        if not (Path(str(settings.get("THEME", ""))) / "templates").is_dir():
            yield f"{name}: THEME: {settings.get('THEME', '')} has no templates"


def _settings_of(path: Path) -> dict[str, Any]:
    """The file's capital names, run as Pelican runs it; what it imports beside it is forgotten again."""
    before = dict(sys.modules)
    sys.path.insert(0, str(path.parent))
    try:
        return {k: v for k, v in runpy.run_path(str(path)).items() if k.isupper()}
    finally:
        sys.path.remove(str(path.parent))
        for name in set(sys.modules) - set(before):
            if name in ("pelicanconf", "publishconf"):
                del sys.modules[name]
