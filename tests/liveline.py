"""The product as its owner runs it: `wirecopy fetch` and the build as processes of their own, on a site in a folder.

with Loopback() as server:
    site = LiveSite(tmp_path, server)
    site.feeds(canal=server.reply("/feed", hostile.FEED))
    site.fetch()                    # at site.now; raises on an exit code that means a fault of the program
    site.fetch(hours=2)             # two hours later
    site.build()
    assert site.articles("canal")
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from loopback import Loopback
from wirecopy.markdown import read_all
from wirecopy.site import shipped_path
from wirecopy.types import Article

BIN = Path(sys.executable).parent
READ_AS_TEXT = (".html", ".atom", ".rss", ".json", ".xml", ".opml", ".txt", ".js", ".css")


class Ended:
    """A process that ended: what it said, and what it cost."""

    def __init__(self, code: int, out: str, seconds: float, peak_mb: float) -> None:
        self.code, self.out, self.seconds, self.peak_mb = code, out, seconds, peak_mb


class LiveSite:
    """A site in `folder`, whose feeds may come from the given servers and from nowhere else inside."""

    def __init__(
        self, folder: Path, *servers: Loopback, more: str = "", allowed: tuple[str, ...] = ()
    ) -> None:
        self.folder = folder
        self.now = datetime(2026, 3, 12, 12, tzinfo=UTC)
        self.more = more
        self.allowed = [s.place for s in servers] + list(allowed)
        self.ended: list[Ended] = []
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped_path("pelicanconf.py"), folder / "pelicanconf.py")

    def feeds(self, *, settings: str = "", **urls: str) -> None:
        """Writes feeds.toml: one feed a keyword, `_` standing for `-`; `settings` goes below each of them."""
        allowed = ", ".join(f'"{place}"' for place in self.allowed)
        head = '[site]\nname = "Live"\nurl = "https://live.example"\n[fetch]\n'
        head += f"allow_private = [{allowed}]\n{self.more}\n"
        rows = (
            f'[[feeds]]\nid = "{name.replace("_", "-")}"\nurl = {_quoted(url)}\n{settings}\n'
            for name, url in urls.items()
        )
        (self.folder / "feeds.toml").write_text(head + "".join(rows), "utf-8")

    def fetch(self, *options: str, hours: float = 0, env: dict[str, str] | None = None) -> Ended:
        """One run, `hours` after the last."""
        self.now += timedelta(hours=hours)
        return self.go([str(BIN / "wirecopy"), "fetch", *options], (0, 4, 5), env)

    def build(self, env: dict[str, str] | None = None) -> Ended:
        command = [
            str(BIN / "pelican"),
            "content",
            "-o",
            "output",
            "-s",
            "pelicanconf.py",
            "--fatal",
            "errors",
        ]
        return self.go(command, (0,), env)

    def go(self, command: list[str], codes: tuple[int, ...], env: dict[str, str] | None = None) -> Ended:
        """Runs a command in the site's folder. Raises AssertionError unless its exit code is one of `codes`."""
        epoch = {"SOURCE_DATE_EPOCH": str(int(self.now.timestamp()))}
        began = monotonic()
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen(command, cwd=self.folder, env={**os.environ, **epoch, **(env or {})}, stdout=out, stderr=out)  # fmt: skip
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            said = out.read().decode("utf-8", "replace")
        ended = Ended(process.returncode, said, monotonic() - began, used.ru_maxrss / 1024)
        self.ended.append(ended)
        assert ended.code in codes, f"{command[0]} ended with {ended.code}: {said[-2000:]}"
        return ended

    def articles(self, source_id: str = "") -> list[Article]:
        """What is on record, of one source or of all."""
        found = (a for _, a in read_all(self.folder / "content"))
        return [a for a in found if isinstance(a, Article) and source_id in ("", a.source_id)]

    def published(self) -> dict[str, str]:
        """Every file of the built site that is text, by its place below output/."""
        return dict(self._published())

    def _published(self) -> Iterator[tuple[str, str]]:
        output = self.folder / "output"
        for path in sorted(output.rglob("*")):
            if path.is_file() and path.suffix in READ_AS_TEXT:
                yield path.relative_to(output).as_posix(), path.read_text("utf-8", "replace")

    def page(self, article: Article) -> str:
        """The article's own page."""
        return (self.folder / "output" / f"{article.date:%Y/%m/%d}" / article.slug / "index.html").read_text(
            "utf-8"
        )


def _quoted(text: str) -> str:
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'
