"""`python -m bench [NAME …]`: runs the benchmarks, each in its own process, and prints what they measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    names = sys.argv[1:]
    failed = 0
    for path in sorted(HERE.glob("bench_*.py")):
        if names and path.stem.removeprefix("bench_") not in names:
            continue
        print(f"== {path.stem.removeprefix('bench_')}", flush=True)
        failed |= subprocess.run([sys.executable, str(path)], cwd=HERE.parent, check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
