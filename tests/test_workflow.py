"""The hourly job, drilled: twelve simulated hours with everything that happens to such a job."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.drill import (
    HOUR,
    T0,
    Press,
    a_drill,
    a_press,
    entries_of,
    finish,
    titles_on_record,
    titles_published,
    tree,
    went_well,
)
from tests.forge import TOKEN, Forge, Run

__all__ = ["a_drill", "a_press"]  # fixtures


def test_twelve_hours(drill: Forge, press: Press) -> None:
    seen: dict[str, set[str]] = {}

    def subscriber_reads() -> None:
        """Whoever reads the feed after every run meets each story under one id for ever."""
        for title, entry_id in entries_of(drill):
            seen.setdefault(entry_id, set()).add(title)

    def at(hour: float) -> int:
        press.now = T0 + round(hour * HOUR)
        return press.now

    # 0: the first run takes everything in
    run = drill.run(at(0))
    assert went_well(run)
    subscriber_reads()
    assert drill.commits() == ["A site", "news: +8 ~0"]
    assert titles_published(drill) == press.titles()
    assert "8 new" in run.summary
    assert TOKEN not in run.log
    drill.pip = False

    # 1: nothing new, no commit, and the site is byte by byte the same
    before = tree(drill.pages)
    run = drill.run(at(1))
    assert went_well(run)
    subscriber_reads()
    assert len(drill.commits()) == 2
    assert tree(drill.pages) == before, run.log

    # 2: one publisher has news, another is down
    press.publish("harbour", "Storm tears the pier apart")
    press.down("metro")
    run = drill.run(at(2))
    assert went_well(run)
    subscriber_reads()
    assert drill.commits()[2:] == ["news: +1 ~0"]
    assert "metro" in run.summary

    # 3: it is back with two stories; another corrects a headline
    press.publish("metro", "Cyclists get the bridge", "Rents rise faster than pay")
    [(guid, _), *_] = press.items["wire"].items()
    press.publish("wire", f"{guid}=Volcano wakes after two centuries")
    run = drill.run(at(9))  # 3…8: GitHub was late by six hours
    assert went_well(run)
    subscriber_reads()
    assert drill.commits()[3:] == ["news: +2 ~1"]
    assert titles_published(drill) == press.titles()

    # 10: the cache is lost, and a feed moves for good
    shutil.rmtree(drill.cache)
    press.server.redirect("/rights", press.server.url("/rights-feed"), 301)
    press.publish("rights", "Patients may see who read their files")
    press.up("rights", "rights-feed")
    press.server.redirect("/rights", press.server.url("/rights-feed"), 301)
    assert went_well(drill.run(at(10)))
    assert drill.commits()[4:] == ["news: +1 ~0"]
    assert titles_on_record(drill) == press.titles()

    # 16: two runs overlap; the second one reads later, and records after the first
    press.publish("harbour", "Herring is back in the bay")
    one, two = drill.jobs(at(16)), None
    assert next(one) == "build"
    assert next(one) == "record"
    press.publish("wire", "Night trains run again in spring")
    two = drill.jobs(at(16.2))
    assert [next(two), next(two)] == ["build", "record"]
    assert went_well(finish(one))
    late = finish(two)
    assert late.done == ["build"] or went_well(late)
    assert len(titles_on_record(drill)) == len(set(titles_on_record(drill)))

    # 22: the machine is lost half-way; the next hour makes up for it
    press.publish("metro", "Library opens on Sundays")
    lost = drill.run(at(22), die_after="Build")
    assert lost.done == []
    assert went_well(drill.run(at(23)))
    assert titles_on_record(drill) == press.titles()
    assert titles_published(drill) == press.titles()

    # 29: the commit does not arrive though the cache was saved; then a 304 must not hide what was lost
    press.publish("harbour", "Lifeboat crew finds a bottle from 1911")
    hook = drill.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    refused = drill.run(at(29))
    assert refused.done == ["build"]
    hook.unlink()
    assert went_well(drill.run(at(30)))
    assert titles_on_record(drill) == press.titles()

    # 40: all publishers are down: nothing is published, and the run says so
    before = tree(drill.pages)
    for name in ("harbour", "metro", "rights-feed", "wire"):
        press.down(name)
    run = drill.run(at(40))
    assert run.failed == "build: Fetch"
    assert "Nothing was published" in run.summary
    assert tree(drill.pages) == before, run.log

    # 70: all is well again
    for name in ("harbour", "metro", "wire"):
        press.up(name)
    press.up("rights", "rights-feed")
    count = len(drill.commits())
    assert went_well(drill.run(at(70)))
    assert len(drill.commits()) == count
    assert titles_on_record(drill) == titles_published(drill) == press.titles()
    subscriber_reads()
    assert len(seen) == len(press.titles())
    assert sorted(len(titles) for titles in seen.values()) == [1] * (len(seen) - 1) + [2]  # one was corrected
    told = [re.fullmatch(r"news: \+(\d+) ~(\d+)", message) for message in drill.commits()[1:]]
    assert sum(int(m[1]) for m in told if m) == len(press.titles())
    assert all(told)


# --- what a build that has been taken over could try


def record_only(forge: Forge, patch: str, now: int) -> Run:
    """A run whose build job hands on `patch` instead of what it should."""
    artifact = forge.artifact(forge.runs + 1, "record") / "news.patch"
    artifact.parent.mkdir(parents=True)
    artifact.write_text(patch, "utf-8")
    return forge.run(now, only="record")


def added(path: str, text: str, mode: str = "100644") -> str:
    return f"diff --git a/{path} b/{path}\nnew file mode {mode}\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+{text}\n"


def test_what_is_recorded_are_plain_files_of_the_record_and_nothing_else(drill: Forge) -> None:
    assert went_well(drill.run(T0))
    drill.pip = False
    before = drill.git("rev-parse", "main^{tree}")
    for path in (".github/workflows/evil.yml", "feeds.toml.evil", "content/pages/evil.md", "plugins/evil.py"):
        run = record_only(drill, added(path, "x"), T0 + HOUR)
        assert run.done == ["record"], run.log
        assert drill.git("rev-parse", "main^{tree}") == before, path
    for patch in (
        added("content/news/2026/03/12/link.md", "../../../../../etc/passwd", "120000")
        + "\\ No newline at end of file\n",
        added("content/news/run.md", "#!/bin/sh", "100755"),
        added("content/news/../../evil.md", "x"),
        added("content/news/.git/config", "x"),
    ):
        run = record_only(drill, patch, T0 + HOUR)
        assert run.done == [], run.log
        assert drill.git("rev-parse", "main^{tree}") == before


def test_titles_that_look_like_commands_reach_no_shell_and_no_log(drill: Forge, press: Press) -> None:
    press.publish(
        "wire",
        "::set-env name=PATH::/tmp",
        "$(touch owned) `touch owned` ${{ github.token }}",
        "'; touch owned #",
    )
    run = drill.run(T0)
    assert went_well(run)
    assert not list(drill.folder.rglob("owned"))
    assert not re.search(r"(?m)^\s*(::|##\[)", run.log + run.summary)
    assert all(re.fullmatch(r"A site|news: \+\d+ ~\d+", message) for message in drill.commits())


def test_the_owner_edits_while_the_job_runs(drill: Forge, press: Press) -> None:
    assert went_well(drill.run(T0))
    drill.pip = False
    press.now = T0 + 7 * HOUR
    press.publish("metro", "Bakers go on strike")
    jobs = drill.jobs(press.now)
    assert [next(jobs), next(jobs)] == ["build", "record"]

    def by_hand(site: Path) -> None:
        (site / "content/pages/imprint.md").write_text("Title: Imprint\nSlug: imprint\n\nWe.\n", "utf-8")
        path = next(p for p in (site / "content/news").rglob("*.md") if "volcano" in p.name)
        path.write_text(path.read_text("utf-8").replace("\nSlug:", "\nStatus: hidden\nSlug:", 1), "utf-8")

    drill.change(by_hand, press.now)
    assert went_well(finish(jobs))
    assert drill.commits()[-2:] == ["By hand", "news: +1 ~0"]
    assert went_well(drill.run(T0 + 14 * HOUR))
    assert titles_on_record(drill) == press.titles()
    assert "Volcano wakes after a century" not in titles_published(drill)
    assert (drill.pages / "imprint/index.html").exists()


def test_a_feed_list_that_is_edited_loses_no_story(drill: Forge, press: Press) -> None:
    assert went_well(drill.run(T0))
    drill.pip = False
    before = drill.files("content/news")

    def edit(site: Path) -> None:
        text = (site / "feeds.toml").read_text("utf-8")
        head, *feeds = text.split("[[feeds]]")
        kept = [f for f in feeds if '"wire"' not in f]  # one taken out
        kept = [
            f.replace('name = "Metro"', 'name = "The Metropolitan"') for f in kept
        ]  # one with another name
        kept = [re.sub('id = "rights"\\n', "", f) for f in kept]  # one whose id was lost
        (site / "feeds.toml").write_text("[[feeds]]".join([head, *reversed(kept)]), "utf-8")

    drill.change(edit, T0 + HOUR)
    run = drill.run(T0 + 8 * HOUR)
    assert went_well(run)
    after = drill.files("content/news")
    assert after.keys() == before.keys()
    assert sorted(titles_published(drill)) == press.titles()


def test_a_quiet_site_outlives_the_sixty_days(drill: Forge) -> None:
    assert went_well(drill.run(T0))
    drill.pip = False
    assert went_well(drill.run(T0 + 49 * 24 * HOUR))
    assert drill.commits()[-1] == "news: +8 ~0"
    assert went_well(drill.run(T0 + 51 * 24 * HOUR))
    assert drill.commits()[-1] == "news: nothing for 50 days"
    assert went_well(drill.run(T0 + 52 * 24 * HOUR))
    assert len(drill.commits()) == 3
