"""A site built in shards by month and joined is byte for byte the site that one cold build makes, whatever the shards are worth."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

import invented
import rebuilds
from wirecopy import markdown
from wirecopy.build.memory import Records
from wirecopy.build.pelican import JOIN, SHARD
from wirecopy.build.stamp import NOWHERE
from wirecopy.build.store import keep, kept
from wirecopy.types import Article

WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))
PARTS = ("..2025-11", "2025-12", "2026-01", "2026-02..")
_PRIVATE = "Regulator fines data broker for selling location data of passengers without consent"
_BODY = (
    "The data protection authority found that personal data was sold to advertisers without consent.\n\n"
    "The company must delete the location data and tell everyone whose privacy it breached."
)


def archive() -> Iterator[Article]:
    """Five months with stories that go on over a month's end, late arrivals, privacy, corrections and hidden articles."""
    rng = random.Random(11)
    earlier: list[Article] = []
    for number in range(130):
        date = invented.NEWEST - timedelta(days=1.05 * number, minutes=rng.randrange(600))
        late = timedelta(minutes=20) if rng.random() < 0.7 else timedelta(days=rng.randrange(9), hours=5)
        values: dict[str, object] = {"date": date, "first_seen": min(date + late, invented.NEWEST)}
        if number % 6 == 0:
            values |= {"title": f"{_PRIVATE} {number}", "markdown": _BODY, "source_id": "tin-lantern"}
        if number % 17 == 0:
            values |= {"modified": date + timedelta(days=40), "status": "muted" if number % 2 else ""}
        if number % 41 == 40:
            values["status"] = "hidden"
        article = invented.article(number, **values)
        if earlier and rng.random() < 0.3:
            article = msgspec.structs.replace(article, story=rng.choice(earlier[-12:]).story)
        earlier.append(article)
        yield article


def make(folder: Path, articles: Sequence[Article]) -> Path:
    site = rebuilds.make(folder / "site", articles)
    (site / "content/news/2025/12/04").mkdir(parents=True, exist_ok=True)
    (site / "content/news/2025/12/04/half.md").write_text("Title: A file that is not whole\n", "utf-8")
    return site


def run(site: Path, version: str = "1.0", **told: str) -> str:
    """What a build says that was told so by the environment."""
    code, said = rebuilds.build(site, lambda: os.environ.update(told), version)
    assert code == 0, said
    return said


def shard(site: Path, months: str, head: Path, version: str = "1.0") -> Path:
    """Builds a shard on a machine of its own; where it lies at the head."""
    machine = head / f"machine-{months}".replace("/", "-of-")
    shutil.copytree(site, machine, ignore=shutil.ignore_patterns("output", ".cache"))
    said = run(machine, version, **{SHARD: months})
    assert "articles from" in said
    (made,) = (machine / ".cache/shards").iterdir()
    shutil.move(made, head / "shards" / made.name)
    shutil.rmtree(machine)
    return head / "shards" / made.name


def number_before(words: str, said: str) -> int:
    return int(said.partition(words)[0].split()[-1])


def join(site: Path, *shards: Path, version: str = "1.0") -> str:
    return run(site, version, **{JOIN: os.pathsep.join(map(str, shards))})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was never built, and its shards beside it."""
    folder = tmp_path_factory.mktemp("shards")
    site = make(folder, list(archive()))
    for months in PARTS:
        shard(site, months, folder)
    return folder


@pytest.fixture(scope="module")
def cold(made: Path) -> dict[str, bytes]:
    """What one build makes of it."""
    return rebuilds.cold(made / "site", made)


@pytest.fixture
def site(made: Path, cold: dict[str, bytes], tmp_path: Path) -> Iterator[Path]:
    """A copy; whatever a test did to it or to its shards, the joined site is that of a cold build."""
    shutil.copytree(made, tmp_path / "made", ignore=shutil.ignore_patterns("cold"))
    site = tmp_path / "made/site"
    yield site
    changed = sources(site) != sources(made / "site")
    assert rebuilds.contents(site / "output") == (rebuilds.cold(site, tmp_path) if changed else cold)


def sources(site: Path) -> dict[str, bytes]:
    built = ("output/", ".cache/")
    return {name: data for name, data in rebuilds.contents(site).items() if not name.startswith(built)}


def test_shards_joined_are_the_site_and_save_its_work(site: Path) -> None:
    said = join(site, site.parent / "shards")
    assert "of 131 articles derived" in said
    derived = number_before(" of 131 articles derived", said)
    given, written = number_before(" pages came from shards", said), number_before(" pages written", said)
    assert derived < 131 / 4
    assert given > written / 2  # in an archive of five articles a week many pages are lists of everything


def test_the_newsroom_in_shards_is_the_newsroom(tmp_path: Path) -> None:
    site = make(tmp_path, list(invented.articles(90)))
    for part in ("1/2", "2/2"):
        shard(site, part, tmp_path)
    assert "pages came from shards" in join(site, tmp_path / "shards")
    assert not rebuilds.differences(site, tmp_path)


def test_shards_in_any_order_and_twice_are_the_same(site: Path) -> None:
    found = sorted((site.parent / "shards").iterdir(), reverse=True)
    assert "pages came from shards" in join(site, *found, found[0])


def test_a_shard_that_is_missing_is_built_at_the_join_and_told(site: Path) -> None:
    shutil.rmtree(site.parent / "shards/2026-01")
    said = join(site, *(site.parent / "shards" / name for name in PARTS))
    assert "2026-01: no shard; its months are built here" in said


@pytest.mark.parametrize("name", ["articles", "pages", "shelf"])
def test_damaged_shards_are_built_at_the_join(site: Path, name: str) -> None:
    wrong, short, lost = (site.parent / "shards" / months / name for months in PARTS[1:])
    data = bytearray(wrong.read_bytes())
    data[len(data) // 2] ^= 1
    wrong.write_bytes(data)
    short.write_bytes(short.read_bytes()[:-100])
    lost.unlink()
    join(site, site.parent / "shards")


def test_pages_made_by_another_version_are_printed_anew(site: Path) -> None:
    shutil.rmtree(site.parent / "shards/2026-01")
    shard(site, "2026-01", site.parent, version="0.9")
    said = join(site, site.parent / "shards")
    assert "2026-01: made with another program or other settings; its pages are printed here" in said


def test_pages_made_with_another_theme_are_printed_anew(site: Path) -> None:
    template = site / "theme/templates/article.html"
    template.write_text(template.read_text("utf-8") + "<!-- another -->\n", "utf-8")
    join(site, site.parent / "shards")


def test_articles_derived_by_other_rules_are_derived_anew(site: Path) -> None:
    toml = site / "feeds.toml"
    toml.write_text(toml.read_text("utf-8").replace('any = ["ferry"]', 'any = ["register", "toll"]'), "utf-8")
    said = join(site, site.parent / "shards")
    assert "made with other rules; its articles are derived here" in said
    assert "130 of 131 articles derived" in said  # all but the file that is not whole


def _edit(site: Path) -> None:
    """An old article gets another headline, which later ones learn."""
    path = sorted((site / "content/news/2025/12").rglob("*.md"))[3]
    article = markdown.read_file(path)
    assert isinstance(article, Article)
    path.write_text(markdown.dump(msgspec.structs.replace(article, title="Quite another headline")), "utf-8")


def _remove(site: Path) -> None:
    sorted((site / "content/news/2026/01").rglob("*.md"))[2].unlink()


def _add(site: Path) -> None:
    when = invented.NEWEST - timedelta(days=50)
    markdown.write_file(site / "content", invented.article(900, date=when, first_seen=when))


def _bring_late(site: Path) -> None:
    """Dated long before it was first seen: no shard looks there for what January learnt."""
    when = invented.NEWEST - timedelta(days=40)
    article = invented.article(901, date=when - timedelta(days=200), first_seen=when, source_id="tin-lantern")
    markdown.write_file(site / "content", article)


@pytest.mark.parametrize("change", [_edit, _remove, _add, _bring_late])
def test_what_changed_since_the_shards_were_built_is_derived_anew(
    site: Path, change: Callable[[Path], None]
) -> None:
    change(site)
    assert "pages came from shards" in join(site, site.parent / "shards")


def test_a_wrong_guess_of_what_was_learnt_is_found_out(site: Path) -> None:
    """A verdict that the join does not come to: what was learnt from it is not believed."""
    path = site.parent / "shards/2025-12/articles"
    records = kept(path, Records)
    assert records is not None
    lied = [
        msgspec.structs.replace(r, key=b"guessed" + r.key[7:], lesson=msgspec.structs.replace(r.lesson, privacy=True))
        for r in records.records
    ]  # fmt: skip
    keep(path, msgspec.structs.replace(records, records=lied))
    said = join(site, site.parent / "shards")
    assert number_before(" of 131 articles derived", said) >= len(lied)


def test_a_shard_holds_no_stamp_of_its_machine(made: Path) -> None:
    records = kept(made / "shards/2026-01/articles", Records)
    assert records is not None
    assert {r.stamp for r in records.records} == {NOWHERE}
    assert sorted(p.name for p in (made / "shards/2026-01").iterdir()) == ["articles", "pages", "shelf"]


def test_a_shard_is_the_same_on_every_machine(made: Path, tmp_path: Path) -> None:
    again = shard(made / "site", "2026-01", tmp_path)
    assert rebuilds.contents(again) == rebuilds.contents(made / "shards/2026-01")


def test_a_site_that_was_built_takes_from_shards_what_it_does_not_know(made: Path, tmp_path: Path) -> None:
    old = [a for a in archive() if a.first_seen < invented.NEWEST - timedelta(days=60)]
    site = make(tmp_path, old)
    rebuilds.must_build(site)
    shutil.copytree(made / "site/content", site / "content", dirs_exist_ok=True)
    said = join(site, made / "shards")
    assert "pages came from shards" in said
    assert not rebuilds.differences(site, tmp_path)
    assert "nothing changed" in rebuilds.must_build(site)


def command(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = [WIRECOPY, "--site", str(site), "build", *arguments]
    return subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_builds_shards_beside_a_site_and_joins_them(tmp_path: Path) -> None:
    site = make(tmp_path, [invented.article(i) for i in range(12)])
    for part in ("1/2", "2/2"):
        done = command(site, "--publish", "--shard", part)
        assert done.returncode == 0, done.stderr
    assert not (site / "output").exists()
    assert not (site / ".cache/build/articles").exists()
    done = command(site, "--publish", "--join", str(site / ".cache/shards"))
    assert done.returncode == 0, done.stderr
    assert "pages came from shards" in done.stdout
    by_one = make(tmp_path / "one", [invented.article(i) for i in range(12)])
    assert command(by_one, "--publish").returncode == 0
    assert rebuilds.contents(site / "output") == rebuilds.contents(by_one / "output")


def test_a_shard_built_again_begins_with_what_it_was(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "site", tmp_path / "site")
    folder = tmp_path / "site/.cache/shards/2026-01"
    shutil.copytree(made / "shards/2026-01", folder)
    _edit(tmp_path / "site")
    run(tmp_path / "site", **{SHARD: "2026-01"})
    warm = rebuilds.contents(folder)
    shutil.rmtree(folder)
    run(tmp_path / "site", **{SHARD: "2026-01"})
    assert rebuilds.contents(folder).keys() == warm.keys()
    assert rebuilds.contents(folder)["pages"] == warm["pages"]


def test_a_call_that_makes_no_sense_is_told(made: Path) -> None:
    assert command(made / "site", "--shard", "January").returncode == 1
    assert command(made / "site", "--shard", "2026-01", "--join", "x").returncode == 2
