"""The door to Pelican: its settings and context as plain values, and a run that ends before it begins when it can."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

import wirecopy
from wirecopy.build import quick
from wirecopy.build.found import Found
from wirecopy.build.inputs import PACKAGE, hashed, settings_digest
from wirecopy.build.stamp import Clock, digest_of, walk
from wirecopy.errors import WirecopyError

EXPLAIN, SHARD, JOIN = "WIRECOPY_EXPLAIN", "WIRECOPY_SHARD", "WIRECOPY_JOIN"
# Objects between two runs of the garbage collector. A build makes values and keeps them, and the collector looks through
# the record and finds nothing: 0.11 s of CPU at 10,000, 0.02 at this, for fifty new articles among ten thousand.
COLLECT = 50_000
# Signals that tell of Pelican's own articles.
_OF_ARTICLES = (
    "article_generator_context", "article_generator_preread", "article_generator_pretaxonomy", "article_generator_finalized",
    "article_generator_write_article", "article_writer_finalized", "feed_generated",
)  # fmt: skip


class Places:
    """Where everything lies, absolute."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.content = Path(settings["PATH"]).resolve()
        self.output = Path(settings["OUTPUT_PATH"]).resolve()
        self.site = self.content.parent
        self.cache = self.site / ".cache"
        self.build = self.cache / "build"


def look(settings: Mapping[str, Any]) -> tuple[quick.Sight, Found]:
    """One sight of everything that a build depends on, and the stamps of the articles' files by their paths below content."""
    places = Places(settings)
    roots = [
        places.content,
        PACKAGE,
        settings["THEME"],
        *settings["THEME_TEMPLATES_OVERRIDES"],
        *settings["PLUGIN_PATHS"],
    ]
    files = [str(p) for p in sorted(places.site.glob("*.py"))]
    files += [str(places.site / "feeds.toml"), str(places.cache / "health.json")]
    found = Found()
    sight = quick.see(map(str, roots), files, f"{places.content}/news", found)
    return sight, found


def settled_look(settings: Mapping[str, Any], clock: Clock) -> tuple[int, quick.Sight, Found]:
    """The file system's time and then a `look`. What was written in the tick before is looked at once more after it.

    So a build that follows its run at once knows the files for what they are, and need not open them again.
    """
    now = clock.now()
    inputs, found = look(settings)
    if inputs.latest < now or not clock.passes(inputs.latest, quick.SETTLES):
        return now, inputs, found
    now = clock.now()
    return now, *look(settings)


def settings_state(settings: Mapping[str, Any]) -> bytes:
    """Digest of the settings, of this version and of all that is installed."""
    names = [wirecopy.__version__, *quick.installed_names()]
    return digest_of(settings_digest(settings) + "\0".join(names).encode())


def run_if_changed(pelican: Any, run: Callable[[], None]) -> None:
    """Pelican's own run, unless nothing changed since the last; one at a time in a site.

    Raises LockedError when another build is under way, WirecopyError for a plugin that cannot work here.
    """
    from wirecopy.build.span import folder_name
    from wirecopy.index.lock import locked

    refuse_strangers(pelican)
    places = Places(pelican.settings)
    gc.set_threshold(COLLECT)
    atexit.register(gc.freeze)  # the collector's last look at what the whole process held takes 0.08 s
    shard = os.environ.get(SHARD, "")
    with locked(places.cache, f"shard-{folder_name(shard)}" if shard else "build"):
        places.build.mkdir(parents=True, exist_ok=True)
        now, inputs, found = settled_look(pelican.settings, Clock(places.build))
        state = settings_state(pelican.settings)
        pelican.settings["WIRECOPY_BEGAN"] = (inputs, state, found, now)
        if not (shard or os.environ.get(EXPLAIN)) and all(is_steady(plugin) for plugin in pelican.plugins):
            noted = quick.nothing_changed(places.build, inputs, state, places.output)
            if noted is not None:
                print(f"wirecopy: nothing changed: {noted.pages} pages stand")
                return
        run()


def is_steady(plugin: Any) -> bool:
    """True for a plugin that says what it reads (`plan`), or that it adds nothing by itself (`STEADY = True`)."""
    return hasattr(plugin, "plan") or bool(getattr(plugin, "STEADY", False))


def refuse_strangers(pelican: Any) -> None:
    """Raises WirecopyError when a plugin waits for articles of Pelican's own and there will be none."""
    if pelican.settings["ARTICLE_PATHS"]:
        return
    from blinker import ANY
    from pelican import signals

    for name in _OF_ARTICLES:
        for receiver in getattr(signals, name).receivers_for(ANY):
            module = getattr(receiver, "__module__", "?")
            raise WirecopyError(
                f"the plugin {module} works on Pelican's own articles (signal {name}), of which this site has none: "
                f"its articles are read by wirecopy. Take it out of PLUGINS, or see docs/building.md"
            )


def order_of(settings: Mapping[str, Any], context: Mapping[str, Any], site: Any) -> Any:
    """What Pelican was asked to build, as an `Order`."""
    from wirecopy.build.run import Order

    places = Places(settings)
    _, _, found, now = settings["WIRECOPY_BEGAN"]
    theme = settings["THEME"]
    code = hashed(settings["PLUGIN_PATHS"], theme, settings["THEME_TEMPLATES_OVERRIDES"], places.build, now)
    installed = "\0".join(quick.installed_names()).encode()
    conf = [path.read_bytes() for path in sorted(places.site.glob("*.py"))]
    parts = [code.state, installed, settings_digest(settings), *conf, msgspec.json.encode(site)]
    return Order(
        content=places.content,
        output=places.output,
        cache=places.cache,
        config=settings["WIRECOPY_CONFIG"],
        knowledge=digest_of(code.knowledge + installed),
        state=digest_of(b"\0".join(map(digest_of, parts))),
        templates=code.templates,
        theirs=written_by_pelican(settings, context),
        found=found,
        looked_at=now,
        freeze_after=freeze_after(settings),
        explain=os.environ.get(EXPLAIN, ""),
        jobs=settings.get("WIRECOPY_JOBS", 0),
        shard=os.environ.get(SHARD, ""),
        shards=[Path(name) for name in os.environ.get(JOIN, "").split(os.pathsep) if name],
    )


def freeze_after(settings: Mapping[str, Any]) -> int:
    """Days after which months are frozen; 0, never, when a plugin may ask for the whole record each time."""
    days: int = settings["WIRECOPY_CONFIG"].build.freeze_after_days
    return days if settings.get("WIRECOPY_WINDOWED") else 0


def written_by_pelican(settings: Mapping[str, Any], context: Mapping[str, Any]) -> list[str]:
    """Files below output/ that Pelican makes: pages written by hand, static files, the theme's."""
    kinds = ("pages", "hidden_pages", "draft_pages", "staticfiles")
    names = [Path(one.save_as).as_posix() for kind in kinds for one in context.get(kind, ()) if one.save_as]
    for folder in settings["THEME_STATIC_PATHS"]:
        root = os.path.join(settings["THEME"], folder)
        names += [f"{settings['THEME_STATIC_DIR']}/{name}" for name, _ in walk(root)]
    return names
