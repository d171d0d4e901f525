"""Months that are over are left alone, and looked at as soon as something speaks against it: output/ is that of a cold build."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

import invented
import rebuilds
import wirecopy.build.freeze
from test_build_machine import PICK, TITLES, Rebuilds
from wirecopy import markdown
from wirecopy.types import Also, Article

LOOKED = "all months were looked at"


def record() -> list[Article]:
    """Twenty days with stories, and thirty stories of up to a year before, some of them told by several."""
    young = [_article(i, days=i) for i in range(20)]
    old = [_article(100 + i, days=130 + 17 * i, tags=("Tides",) if i % 3 else ()) for i in range(16)]
    old += [_article(150 + i, days=160, story=old[2].slug, source_id=f"local-{i}") for i in range(2)]
    edge = [_article(160, days=125), _article(161, days=3, story=_article(160, days=125).slug)]
    edge += [_article(162, days=55), _article(163, days=2, story=_article(162, days=55).slug)]
    searched = [_article(60 + i, days=20 + 5 * i, tags=("Tides",) if i % 2 else ()) for i in range(14)]
    return young + old + edge + searched


def _article(number: int, days: int, **values: object) -> Article:
    when = invented.NEWEST - timedelta(days=days)
    given = {"date": when, "first_seen": when, "title": f"{TITLES[number % 3]} {number}"}
    return invented.article(number, **(given | values))  # type: ignore[arg-type]


def make(folder: Path) -> Path:
    site = rebuilds.make(folder / "site", record())
    with (site / "publishconf.py").open("a") as conf:
        conf.write("WIRECOPY_FRONT = 3\n")
    return site


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wirecopy.build.freeze, "WORTH", 1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make(tmp_path_factory.mktemp("frozen"))
    before, wirecopy.build.freeze.WORTH = wirecopy.build.freeze.WORTH, 1
    rebuilds.must_build(site)
    wirecopy.build.freeze.WORTH = before
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A site with frozen months, known under its own stamps."""
    shutil.copytree(built, tmp_path / "site")
    rebuilds.must_build(tmp_path / "site")
    assert (tmp_path / "site/.cache/build/frozen").is_file()
    yield tmp_path / "site"
    assert not rebuilds.differences(tmp_path / "site", tmp_path)


def add(site: Path, number: int = 500, days: int = 0, **values: object) -> None:
    markdown.write_file(site / "content", _article(number, days, **values))


def change(site: Path, number: int, **values: object) -> None:
    slug = next(a for a in record() if a.guid == invented.article(number).guid).slug
    (path,) = (site / "content/news").rglob(f"{slug}.md")
    article = markdown.read_file(path)
    assert isinstance(article, Article)
    markdown.write_file(site / "content", msgspec.structs.replace(article, **values), path)


def test_a_new_article_leaves_the_past_alone(site: Path) -> None:
    (old,) = (site / "output").glob(f"*/*/*/{record()[25].slug}/index.html")
    before = old.stat()
    add(site)
    said = rebuilds.must_build(site)
    assert "written (content" in said
    assert LOOKED not in said
    assert old.stat() == before
    add(site, 501)
    assert LOOKED not in rebuilds.must_build(site)


def test_a_story_at_the_edge_loses_its_young_report(site: Path) -> None:
    (path,) = (site / "content/news").rglob(f"{_article(161, 3).slug}.md")
    path.unlink()
    assert LOOKED not in rebuilds.must_build(site)


CHANGES: dict[str, Callable[[Path], None]] = {
    "files of the past changed": lambda site: change(site, 105, markdown="Corrected."),
    "a story of the past has news": lambda site: add(site, story=record()[24].slug),
    "search begins with another month": lambda site: add(site, days=-12),
    "a month is over": lambda site: add(site, days=-70),
    "pages of the past changed or are lost": lambda site: shutil.rmtree(site / "output"),
    "files of the past changed ": lambda site: add(site, days=200),
    "an article of the past changed": lambda site: change(
        site, 5, date=invented.NEWEST - timedelta(days=300)
    ),
    "a former story is back": lambda site: (
        change(site, 106, story_was=(_article(502, 0).slug,)),
        rebuilds.must_build(site),
        add(site, 502),
    ),  # type: ignore[func-returns-value]
    "a topic of the past has another name": lambda site: add(site, tags=("TIDES",)),
}


@pytest.mark.parametrize("why", CHANGES)
def test_the_past_is_looked_at_when(site: Path, why: str) -> None:
    CHANGES[why](site)
    said = rebuilds.must_build(site)
    assert f"{LOOKED}: {why.strip()}" in " ".join(said.split())


def test_young_articles_may_do_as_they_like(site: Path) -> None:
    also = Also(
        entry_id="urn:uuid:00000000-0000-5000-8000-00000000a150", source_id="someone-new", published=invented.NEWEST, similarity=0.9,
        link="https://new.example/x", title="As the others say",
    )  # fmt: skip
    change(site, 2, status="muted")
    change(site, 3, also=(also,), tags=("Privacy",))
    change(site, 4, status="hidden")
    add(site, 503, source_id="new-outlet", tags=("Lighthouses",))
    assert LOOKED not in rebuilds.must_build(site)


class FrozenRebuilds(Rebuilds):
    """The same with months that are over."""

    @initialize()
    def begin(self) -> None:
        self.worth, wirecopy.build.freeze.WORTH = wirecopy.build.freeze.WORTH, 1
        self.scratch = Path(tempfile.mkdtemp(prefix="rebuilds-"))
        self.site = make(self.scratch)
        self.version, self.number = "1.0", 2000
        rebuilds.must_build(self.site)

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "worth"):
            wirecopy.build.freeze.WORTH = self.worth

    @rule(
        days=st.sampled_from([-40, 33, 50, 75, 100, 128, 200, 400]),
        source=st.sampled_from(invented.SOURCES),
        late=st.booleans(),
    )
    def add_an_old_one(self, days: int, source: tuple[str, str, str], late: bool) -> None:
        self.number += 1
        seen = {"first_seen": invented.NEWEST} if late else {}
        add(self.site, self.number, days, source_id=source[0], **seen)

    @rule(other=PICK)
    def report_on_any_story(self, other: int) -> None:
        files = self.files()
        article = markdown.read_file(files[other % len(files)]) if files else None
        if isinstance(article, Article):
            self.number += 1
            add(self.site, self.number, story=article.story or article.slug)

    @rule()
    def build(self) -> None:
        rebuilds.must_build(self.site, self.version)

    @rule(name=st.sampled_from(["frozen", "articles-", "pages-", "names-"]), lost=st.booleans())
    def lose_what_is_frozen(self, name: str, lost: bool) -> None:
        for path in (self.site / ".cache/build").glob(f"{name}*"):
            if lost:
                path.unlink()
            else:
                path.write_bytes(path.read_bytes()[:-1])


TestFrozenRebuilds = FrozenRebuilds.TestCase
TestFrozenRebuilds.settings = settings(
    max_examples=4,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
