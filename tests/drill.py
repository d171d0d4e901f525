"""Publishers and a site for the drill of the hourly job, and what can be read off a forge after a run."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.forge import Forge, Run
from tests.loopback import Loopback

BIN = Path(sys.executable).parent
T0 = 1_773_316_800  # 2026-03-12T12:00:00Z
HOUR = 3600


class Press:
    """Publishers: what each has published so far, and how its server is."""

    def __init__(self, server: Loopback):
        self.server = server
        self.items: dict[str, dict[str, tuple[str, int]]] = {}
        self.now = T0

    def publish(self, name: str, *titles: str) -> None:
        """New items, or new wordings of `guid=title` items."""
        items = self.items.setdefault(name, {})
        for title in titles:
            guid, _, told = title.rpartition("=")
            guid = guid or hashlib.sha256(title.encode()).hexdigest()[:12]
            items[guid] = (told, items[guid][1] if guid in items else self.now - 60 * len(items) - 60)
        self.up(name)

    def up(self, name: str, at: str = "") -> None:
        rows = "".join(
            f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title>"
            f"<link>https://{name}.example/{guid}</link><pubDate>{_date(when)}</pubDate>"
            f"<description>{title}. {story_of(title)}</description></item>"
            for guid, (title, when) in sorted(self.items[name].items(), key=lambda one: -one[1][1])
        )
        body = f"<rss version='2.0'><channel><title>{name}</title><link>https://{name}.example/</link>{rows}</channel></rss>".encode()
        self.server.reply(f"/{at or name}", body, ETag=f'"{hashlib.sha256(body).hexdigest()[:16]}"')

    def down(self, name: str, status: int = 503) -> None:
        self.server.reply(f"/{name}", b"", status)

    def titles(self) -> list[str]:
        return sorted(title for items in self.items.values() for title, _ in items.values())


def story_of(title: str) -> str:
    """A text that no other title has: what two feeds share would be merged, which is not the subject here."""
    digest = hashlib.sha256(title.encode()).digest()
    return " ".join(
        SYLLABLES[a % 16] + SYLLABLES[b % 16] + SYLLABLES[(a ^ b) // 16]
        for a, b in zip(digest, digest[::-1], strict=True)
    )


SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wu", "da", "fe", "gi", "ho", "ju", "pa"]


def _date(when: int) -> str:
    return format_datetime(datetime.fromtimestamp(when, UTC), usegmt=True)


@pytest.fixture(name="press")
def a_press() -> Iterator[Press]:
    with Loopback() as server:
        yield Press(server)


def new_site(folder: Path, press: Press) -> Path:
    subprocess.run([BIN / "wirecopy", "init", folder], check=True, capture_output=True)
    feeds = "".join(
        f'[[feeds]]\nid = "{name}"\nurl = "{press.server.url("/" + name)}"\nname = "{name.title()}"\n'
        for name in sorted(press.items)
    )
    (folder / "feeds.toml").write_text(
        f'[site]\nname = "Drill"\nurl = "https://drill.example/news"\n[fetch]\ntimeout_s = 5\n'
        f'allow_private = ["{press.server.place}"]\n{feeds}',
        "utf-8",
    )
    return folder


def titles_on_record(forge: Forge) -> list[str]:
    texts = forge.files("content/news").values()
    return sorted(m[1] for text in texts if (m := re.search(r"(?m)^Title: (.*)$", text)))


def titles_published(forge: Forge) -> list[str]:
    pages = [
        p
        for p in forge.pages.glob("2*/*/*/*/index.html")
        if 'http-equiv="refresh"' not in p.read_text("utf-8")
    ]
    return sorted(
        re.sub("<.*?>", "", h1).strip()
        for p in pages
        for h1 in re.findall(r"(?s)<h1.*?</h1>", p.read_text("utf-8"))
    )


def entries_of(forge: Forge) -> list[tuple[str, str]]:
    """Title and id of each entry in the feed of all stories."""
    feed = (forge.pages / "feeds/all.atom").read_text("utf-8")
    entries = re.findall(r"(?s)<entry.*?</entry>", feed)
    return [
        (re.search(r"(?s)<title[^>]*>(.*?)</title>", e)[1], re.search(r"<id>(.*?)</id>", e)[1])
        for e in entries
    ]  # type: ignore[index]


def went_well(run: Run) -> bool:
    assert not run.failed, run.log
    return run.done == ["build", "record", "deploy"]


@pytest.fixture(name="drill")
def a_drill(press: Press, tmp_path: Path) -> Forge:
    press.publish("harbour", "Ferry to the islands sails again", "New lamps for the lighthouse keeper")
    press.publish("metro", "Tram line five opens on Monday", "Council sells the old gasworks")
    press.publish("rights", "Court stops face recognition at stations", "Regulator fines a data broker")
    press.publish("wire", "Volcano wakes after a century", "Grain harvest is the best in years")
    return Forge(tmp_path, new_site(tmp_path / "site", press))


def finish(jobs: Iterator[str]) -> Run:
    while True:
        try:
            next(jobs)
        except StopIteration as end:
            run: Run = end.value
            return run


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
