"""What the scheduled job pays before it reads a feed: a cold install from the lock file, in seconds and MB."""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.measure import cost

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    direct = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    locked = re.findall(r"(?m)^[a-z0-9][\w.-]*==", (ROOT / "requirements/run.txt").read_text("utf-8"))
    print(f"direct dependencies   {len(direct)}, in the lock file {len(locked)}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = cost([sys.executable, "-m", "venv", str(folder / "venv")], folder)
        command = [str(folder / "venv/bin/pip"), "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check",
                   "--require-hashes", "-r", str(ROOT / "requirements/run.txt")]  # fmt: skip
        installed = cost(command, folder)
        site = next((folder / "venv/lib").glob("python*/site-packages"))
        packages = [p for p in site.rglob("*") if p.is_file() and "pip" not in p.relative_to(site).parts[0]]
        print(f"make an environment   {made}")
        print(f"cold install          {installed}")
        print(f"on disk               {sum(p.stat().st_size for p in packages) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
