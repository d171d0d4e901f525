"""Runs the whole line on the sample newsroom: serves its feeds on loopback, fetches them, builds output/.

    python examples/newsroom/demo.py [OUTPUT]

The site is made in build/demo/, as `wirecopy init` would make it, with the newsroom's feeds.toml.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BIN = Path(sys.executable).parent

sys.path.insert(0, str(HERE))
import serve  # noqa: E402 - the server stands beside this file and is no package


def prepare(site: Path, base: str) -> None:
    """A fresh site with the newsroom's feeds.toml, its addresses turned to where the server listens."""
    shutil.rmtree(site, ignore_errors=True)
    subprocess.run([BIN / "wirecopy", "init", site], check=True, stdout=subprocess.DEVNULL)
    text = (HERE / "feeds.toml").read_text("utf-8")
    host = base.removeprefix("http://").rstrip("/")
    (site / "feeds.toml").write_text(re.sub(r"127\.0\.0\.1:\d+", host, text), "utf-8")


def main() -> int:
    output = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "output").resolve()
    site = ROOT / "build" / "demo"
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(serve.NOW)}
    began = time.monotonic()
    with serve.serve(HERE / "feeds") as newsroom:
        base = newsroom.url
        prepare(site, base)
        print(f"reading the sample newsroom at {base}", flush=True)
        fetched = subprocess.run(
            [BIN / "wirecopy", "--site", site, "fetch", "--json"],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    if fetched.returncode not in (0, 4):  # 4: some feeds failed, as some of the newsroom's are meant to
        sys.stderr.write(fetched.stdout + fetched.stderr)
        return fetched.returncode
    report = json.loads(fetched.stdout)
    built = subprocess.run(
        [BIN / "pelican", "content", "-o", output, "-s", "pelicanconf.py", "--fatal", "errors", "-q"],
        cwd=site,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        sys.stderr.write(built.stdout + built.stderr)
        return built.returncode
    print_summary(report, output, time.monotonic() - began)
    return 0


def print_summary(report: dict[str, object], output: Path, seconds: float) -> None:
    """What came of it: feeds, items, drops, merges, stories, pages."""
    built = json.loads((output / "build.json").read_text("utf-8")) if (output / "build.json").exists() else {}
    reasons: dict[str, int] = {}
    for dropped in report["dropped"]:  # type: ignore[attr-defined]
        reasons[dropped["reason"]] = reasons.get(dropped["reason"], 0) + 1
    why = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    pages = sum(1 for _ in output.rglob("*.html"))
    rows = [
        ("feeds", f"{report['read']} read, {len(report['failed'])} failed"),  # type: ignore[arg-type]
        ("items", report["items"]),
        ("dropped", f"{sum(reasons.values())} ({why})"),
        ("duplicates", f"{report['merged']} merged"),
        ("stories", built.get("stories", report["stories"])),
        ("privacy", f"{built.get('privacy', '?')} privacy stories"),
        ("pages", pages),
        ("seconds", f"{seconds:.1f}"),
    ]
    print()
    for label, value in rows:
        print(f"{label:<11} {value}")
    for failed in report["failed"]:  # type: ignore[attr-defined]
        print(f"{'':<11} {failed['source']['id']}: {failed['reason']}")
    print(f"\nthe site is in {output}; `make serve` shows it")


if __name__ == "__main__":
    sys.exit(main())
