"""Writes requirements/*.txt anew: every version and hash, no address of an index. Needs uv (`pip install uv`)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"


def compile_lock(source: str, target: str, *more: str) -> None:
    """One lock file, for every Python and system that the project supports."""
    uv = Path(sys.executable).with_name("uv")
    command = [
        str(uv) if uv.exists() else shutil.which("uv") or "uv",
        "pip",
        "compile",
        "-q",
        "--universal",
        "--python-version",
        "3.11",
    ]
    command += [
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--no-annotate",
        *more,
        source,
        "-o",
        target,
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    text = (ROOT / target).read_text("utf-8")
    if found := re.search(r"(?m)^--(extra-)?index-url.*|^.*https?://.*$", text):
        raise SystemExit(f"{target}: an address is in it: {found[0]}")
    (ROOT / target).write_text(
        f"# Made by `make lock` from {source}; hashes are checked at each installation.\n{text}", "utf-8"
    )


def main() -> None:
    (ROOT / "requirements/run.txt").unlink(missing_ok=True)
    compile_lock("requirements/build.in", "requirements/build.txt")
    compile_lock("pyproject.toml", "requirements/run.txt")
    compile_lock("requirements/dev.in", "requirements/dev.txt", "-c", "requirements/run.txt")


if __name__ == "__main__":
    main()
