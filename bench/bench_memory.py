"""Peak memory of the whole of `wirecopy fetch`, cold, at 1,000 made-up feeds of 20 entries (goal: 250 MB).

Another number of feeds may be given: `python bench/bench_memory.py 200`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.bench_line import ENTRIES, NOW, SERVER, feed
from bench.measure import cost

GOAL = 250  # MB


def main() -> int:
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    wirecopy = str(Path(sys.executable).with_name("wirecopy"))
    with tempfile.TemporaryDirectory() as name:
        documents, site = Path(name) / "feeds", Path(name) / "site"
        documents.mkdir()
        site.mkdir()
        for number in range(feeds):
            (documents / f"{number}.xml").write_text(feed(number), "utf-8")
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(documents)], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        try:
            host = f"127.0.0.1:{int(server.stdout.readline())}"
            rows = "".join(f'[[feeds]]\nurl = "http://{host}/{n}.xml"\n' for n in range(feeds))
            (site / "feeds.toml").write_text(
                f'[fetch]\nallow_private = ["{host}"]\nper_host = 32\n{rows}', "utf-8"
            )
            env = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
            cold = cost([wirecopy, "fetch"], site, env)
            again = cost([wirecopy, "fetch", "--force"], site, env)
        finally:
            server.kill()
            server.wait()
        written = sum(1 for _ in (site / "content").rglob("*.md"))
    print(f"{feeds} feeds x {ENTRIES} entries, {written} articles written (goal {GOAL} MB)")
    print(f"  wirecopy fetch, cold  {cold}")
    print(f"  wirecopy fetch, 304   {again}")
    return max(cold.code, again.code)


if __name__ == "__main__":
    sys.exit(main())
