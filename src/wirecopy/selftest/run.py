"""The whole line on the scenarios, in a temporary folder, and the verdict on each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from wirecopy import config
from wirecopy.audit import audit
from wirecopy.markdown import Unreadable, read_all
from wirecopy.pipeline import Site, run
from wirecopy.selftest.scenario import CANARY, Scenario
from wirecopy.selftest.server import serving
from wirecopy.site import shipped_path
from wirecopy.types import Article

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
LONGEST_BUILD = 300  # s


class Result(Struct, frozen=True):
    """What came of one scenario."""

    name: str
    faults: tuple[str, ...] = ()


def selftest(folder: Path, scenarios: Sequence[Scenario]) -> list[Result]:
    """One result a scenario, and one for the site as a whole. The folder must not exist; the site stays in it."""
    by_name = {s.name: s for s in scenarios}
    (folder / "content").mkdir(parents=True)
    shutil.copyfile(shipped_path("pelicanconf.py"), folder / "pelicanconf.py")
    with serving(by_name) as server:
        (folder / "feeds.toml").write_text(_settings(scenarios, server.place), "utf-8")
        run(Site(folder), config.load(folder / "feeds.toml"), NOW)
        forbidden = [
            path for path in server.asked if path.lstrip("/") not in by_name and path != "/robots.txt"
        ]
    site_faults = [f"asked for {path}" for path in forbidden]
    site_faults += _built(folder)
    articles: dict[str, list[Article]] = {name: [] for name in by_name}
    merged = dict.fromkeys(by_name, 0)
    for _, found in read_all(folder / "content"):
        if isinstance(found, Unreadable):
            site_faults.append(found.reason)
        elif found.source_id in articles:
            articles[found.source_id].append(found)
            for also in found.also:
                merged[also.source_id] += 1
    output = folder / "output"
    pages = _texts(output)
    site_faults += [f"{f.file}: {f.kind}: {f.text}" for f in audit(output)]
    site_faults += [
        f"{name}: {word} in it" for name, text in pages.items() for word in _leaks() if word in text
    ]
    site_faults += [str(p) for p in folder.parent.glob(f"**/*{CANARY}*")]
    results = [_judged(s, articles[s.name], merged[s.name], pages) for s in scenarios]
    return [*results, Result("the site", tuple(dict.fromkeys(site_faults)))]


def _settings(scenarios: Iterable[Scenario], place: str) -> str:
    head = f'[site]\nname = "Selftest"\nurl = "https://selftest.example"\n[fetch]\nallow_private = ["{place}"]\nper_host = 8\n'
    return head + "".join(f'[[feeds]]\nid = "{s.name}"\nurl = "http://{place}/{s.name}"\n' for s in scenarios)


def _built(folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors", "-q"],
        cwd=folder, env={**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))},
        capture_output=True, text=True, timeout=LONGEST_BUILD, check=False,
    )  # fmt: skip
    return [f"the build ended with {done.returncode}: {done.stderr[-300:]}"] if done.returncode else []


def _leaks() -> list[str]:
    """Local texts that a page can only hold when a file of this machine was read into it."""
    try:
        host = Path("/etc/passwd").read_text("utf-8", "replace").partition("\n")[0]
    except OSError:
        return []
    return [host] if len(host) > 8 else []


def _texts(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): path.read_text("utf-8", "replace")
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.suffix in (".html", ".atom", ".rss", ".json", ".xml", ".opml")
    }


def _judged(scenario: Scenario, articles: list[Article], merged: int, pages: dict[str, str]) -> Result:
    faults = []
    count = len(articles) + merged
    if scenario.articles not in (-1, count):
        faults.append(f"{count} articles instead of {scenario.articles}")
    own = [f"{a.date:%Y/%m/%d}/{a.slug}/index.html" for a in articles]
    faults += [f"no page {name}" for name in own if name not in pages]
    everywhere = "\n".join(pages[name] for name in own if name in pages)
    faults += [f"{word!r} is on a page" for word in scenario.forbidden if word in everywhere]
    faults += [f"{word!r} is on no page" for word in scenario.shown if word not in everywhere]
    return Result(scenario.name, tuple(faults))
