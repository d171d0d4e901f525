"""All hostile feeds and publishers at once through the real commands: what the site, the record and the logs hold."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import hostile
from liveline import BIN, LiveSite
from loopback import Document, Loopback
from test_bed_publishers import story
from wirecopy.audit import audit
from wirecopy.selftest.scenario import CANARY, feed, item
from wirecopy.selftest.scenarios import scenarios

SCENARIOS = {s.name: s for s in scenarios()}
COMMAND = re.compile(r"^\s*(?:::[\w-]+|##\[)", re.M)  # what GitHub Actions obeys
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, Loopback, str]]:
    """The site after a fetch and a build, its server, and all that the commands said."""
    with Loopback() as server:
        for name, one in SCENARIOS.items():
            server.route(f"/d/{name}", Document(one.body, {"Content-Type": one.type, **one.headers}))
        for name, answer in hostile.SCENARIOS.items():
            server.route(f"/h/{name}", answer)
        site = LiveSite(
            tmp_path_factory.mktemp("whole") / "site", server, more="timeout_s = 4\nper_host = 16"
        )
        urls = {f"d-{name}": server.url(f"/d/{name}") for name in SCENARIOS}
        urls |= {f"h-{name}": server.url(f"/h/{name}") for name in hostile.SCENARIOS}
        site.feeds(settings='show = "full"\nlicence = "CC0"', **urls)
        said = site.fetch().out + site.build().out
        yield site, server, said


def test_nothing_acts_in_the_site_and_nothing_of_this_machine_is_in_it(
    bed: tuple[LiveSite, Loopback, str],
) -> None:
    site, server, _ = bed
    assert audit(site.folder / "output") == []
    secret = Path("/etc/passwd").read_text("utf-8").partition("\n")[0]
    assert [name for name, text in site.published().items() if secret in text] == []
    assert list(site.folder.parent.rglob(f"*{CANARY}*")) == []
    assert {a.path.split("?")[0].rpartition("/")[0] for a in server.log} == {"/d", "/h"}


def test_every_scenario_kept_its_entries(bed: tuple[LiveSite, Loopback, str]) -> None:
    site, _, _ = bed
    kept = dict.fromkeys(SCENARIOS, 0)
    for article in site.articles():
        for source in (article.source_id, *(also.source_id for also in article.also)):
            if source.startswith("d-"):
                kept[source[2:]] += 1
    wanted = {name: one.articles for name, one in SCENARIOS.items() if one.articles >= 0}
    assert {name: kept[name] for name in wanted} == wanted


def test_no_log_can_be_read_as_a_command(bed: tuple[LiveSite, Loopback, str]) -> None:
    site, _, said = bed
    for command in (["status"], ["why", "add-mask"]):
        said += subprocess.run([BIN / "wirecopy", *command], cwd=site.folder, capture_output=True, text=True, check=False).stdout  # fmt: skip
    assert COMMAND.findall(said) == []
    assert CONTROL.findall(said) == []


def test_the_same_feeds_again_change_no_byte(bed: tuple[LiveSite, Loopback, str]) -> None:
    site, _, _ = bed
    before = tree(site.folder / "content")
    site.fetch("--force", hours=2)
    assert tree(site.folder / "content") == before


def test_without_the_cache_the_same_feeds_change_no_byte(bed: tuple[LiveSite, Loopback, str]) -> None:
    site, _, _ = bed
    before = tree(site.folder / "content")
    (site.folder / ".cache").rename(site.folder / "old-cache")
    site.fetch(hours=2)
    assert tree(site.folder / "content") == before


def test_pages_and_pictures_inside_are_not_asked_for_by_the_way(tmp_path: Path) -> None:
    with Loopback() as server, Loopback() as inside:
        inside.reply("/secret", b"<html><body><p>" + f"{CANARY} is written here. ".encode() * 40)
        server.redirect("/away", inside.url("/secret"))
        places = [
            inside.url("/secret"),
            server.url("/away"),
            f"http://localhost:{inside.port}/secret",
            f"http://2130706433:{inside.port}/secret",
        ]
        items = [
            item(f"Whole text number {n}", "Short.", guid=f"{n}", link=place)
            for n, place in enumerate(places)
        ]
        pictures = "".join(f'<img src="{place}" width="400" height="300" alt="">' for place in places)
        items.append(item("With pictures", f"<p>Look.</p>{pictures}", guid="p"))
        site = LiveSite(tmp_path / "site", server)
        settings = 'full_text = true\nshow = "full"\nlicence = "CC0"'
        site.feeds(settings=settings, f=server.reply("/f", feed(*items)))
        with (site.folder / "feeds.toml").open("a") as file:
            file.write('[build]\nimages = "local"\n')
        site.fetch()
        site.build()
        assert inside.log == []
        assert server.asked("/away")
    assert len(site.articles()) == 5
    assert not any(CANARY in text for text in site.published().values())


def test_runs_and_builds_at_once_do_the_work_once_and_say_so(tmp_path: Path) -> None:
    with Loopback(delay=0.4) as server:
        site = LiveSite(tmp_path / "site", server)
        site.feeds(f=server.reply("/f", feed(*[story(n) for n in range(60)])))
        env = os.environ | {"SOURCE_DATE_EPOCH": str(int(site.now.timestamp()))}
        build = [str(BIN / "pelican"), "content", "-o", "output", "-s", "pelicanconf.py", "--fatal", "errors"]
        for command in ([str(BIN / "wirecopy"), "fetch"], build):
            running = []
            for _ in range(3):
                running.append(subprocess.Popen(command, cwd=site.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))  # fmt: skip
                time.sleep(0.05)
            said = [process.communicate()[0] for process in running]
            assert any(process.returncode == 0 for process in running)
            assert all(
                p.returncode == 0 or "is under way" in " ".join(text.split())
                for p, text in zip(running, said, strict=True)
            )
    assert len(server.asked("/f")) == 1
    assert len(site.articles()) == 60
    assert len(list((site.folder / "output").glob("2*/*/*/*/index.html"))) == 60
