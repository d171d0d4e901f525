"""The door to Pelican: its settings and context as plain values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from wirecopy.build.inputs import program_digest, settings_digest, tree_digest
from wirecopy.build.run import Order
from wirecopy.build.stamp import digest_of, walk
from wirecopy.views import Site


def order_of(settings: Mapping[str, Any], context: Mapping[str, Any], site: Site) -> Order:
    """What Pelican was asked to build."""
    content = Path(settings["PATH"]).resolve()
    program = program_digest()
    parts = [
        program,
        settings_digest(settings),
        tree_digest(*settings["PLUGIN_PATHS"], f"{settings['THEME']}/translations"),
        *(digest_of(path.read_bytes()) for path in sorted(content.parent.glob("*conf.py"))),
        msgspec.json.encode(site),
    ]
    return Order(
        content=content,
        output=Path(settings["OUTPUT_PATH"]).resolve(),
        cache=content.parent / ".cache",
        config=settings["WIRECOPY_CONFIG"],
        program=program,
        state=digest_of(b"\0".join(map(digest_of, parts))),
        theirs=written_by_pelican(settings, context),
        explain=os.environ.get("WIRECOPY_EXPLAIN", "") or settings.get("WIRECOPY_EXPLAIN", ""),
        jobs=settings.get("WIRECOPY_JOBS", 0),
    )


def written_by_pelican(settings: Mapping[str, Any], context: Mapping[str, Any]) -> list[str]:
    """Files below output/ that Pelican makes: pages written by hand, static files, the theme's."""
    kinds = ("pages", "hidden_pages", "draft_pages", "staticfiles")
    names = [Path(one.save_as).as_posix() for kind in kinds for one in context.get(kind, ()) if one.save_as]
    for folder in settings["THEME_STATIC_PATHS"]:
        root = os.path.join(settings["THEME"], folder)
        names += [f"{settings['THEME_STATIC_DIR']}/{name}" for name, _ in walk(root)]
    return names
