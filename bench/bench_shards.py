"""What a build in shards by month costs beside one cold build: the largest shard, the join, all together; and that both give one site.

python bench/bench_shards.py [COUNT …] [--shards N] [--days D] [--site FOLDER] [--jobs J]

Made-up articles of 300 to 600 words over D days, the real theme and the whole product. Pagefind's own index, which is
not byte-stable, is left out of the comparison. `--site` measures a site that is there already: its output/ and .cache/
are removed. Seconds of CPU are those of all processes of a build; the peak is that of its largest process.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import madeup
from bench.measure import Cost, cost

ROOT = Path(__file__).resolve().parents[1]
RUN = "import sys; from wirecopy.cli import main; sys.argv[0] = 'wirecopy'; main()"


def build(site: Path, jobs: int, *arguments: str) -> Cost:
    """One run of `wirecopy build`."""
    conf = site / "publishconf.py"
    before = conf.read_text("utf-8")
    conf.write_text(f"{before}\nWIRECOPY_JOBS = {jobs}\n", "utf-8")
    try:
        command = [sys.executable, "-c", RUN, "--site", str(site), "build", "--publish", *arguments]
        found = cost(command, site, {"PYTHONPATH": str(ROOT / "src")})
    finally:
        conf.write_text(before, "utf-8")
    if found.code:
        raise SystemExit(f"{' '.join(arguments) or 'the build'} failed")
    return found


def names_and_digests(output: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a site but those of Pagefind's index."""
    for folder, folders, names in os.walk(output):
        folders[:] = [name for name in folders if name != "pagefind"]
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(output).as_posix(), hashlib.blake2b(path.read_bytes()).digest()


def size_of(folder: Path) -> float:
    """MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def measure(site: Path, shards: int, jobs: int) -> None:
    """Prints a line for each build."""
    for name in ("output", ".cache"):
        shutil.rmtree(site / name, ignore_errors=True)
    whole = build(site, jobs)
    want = dict(names_and_digests(site / "output"))
    print(f"{'one cold build':28}{whole}  output {size_of(site / 'output'):.0f} MB", flush=True)
    for name in ("output", ".cache"):
        shutil.rmtree(site / name)
    parts = []
    for number in range(1, shards + 1):
        parts.append(build(site, jobs, "--shard", f"{number}/{shards}"))
        size = size_of(site / f".cache/shards/{number}-of-{shards}")
        print(f"{f'shard {number}/{shards}':28}{parts[-1]}  {size:.0f} MB", flush=True)
    join = build(site, jobs, "--join", str(site / ".cache/shards"))
    print(f"{'join':28}{join}", flush=True)
    same = dict(names_and_digests(site / "output")) == want
    largest = max(parts, key=lambda part: part.cpu)
    cpu = sum(part.cpu for part in parts) + join.cpu
    print(f"{'all of it':28}{cpu:6.2f} s CPU, {cpu / whole.cpu:.2f} x one build")
    spread = largest.cpu + join.cpu
    print(
        f"{'spread over machines':28}{spread:6.2f} s CPU one after the other, {spread / whole.cpu:.2f} x one build"
    )
    print(f"{'the same files':28}{same} ({len(want):,})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[4000])
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    if args.site:
        measure(args.site.resolve(), args.shards, args.jobs)
        return
    for count in args.counts:
        scratch = Path(tempfile.mkdtemp(prefix="bench-shards-"))
        try:
            madeup.write_site(scratch / "site", count, step=timedelta(days=args.days) / count)
            print(f"{count:,} articles over {args.days} days", flush=True)
            measure(scratch / "site", args.shards, args.jobs)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
