"""After any sequence of changes output/ is byte for byte what a cold build makes of the same site."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import invented
import rebuilds
from wirecopy import markdown
from wirecopy.types import Also, Article

PICK = st.integers(0, 10**6)
TITLES = ["Ferry union delays the toll", "Harbour board approves a register of visitors", "Data broker fined"]
TEMPLATES = [
    "front.html",
    "article.html",
    "story.html",
    "parts/card.html",
    "parts/words.html",
    "base.html",
    "sitemap.xml",
]


class Rebuilds(RuleBasedStateMachine):
    """A site that is changed and built in turns."""

    @initialize()
    def begin(self) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="rebuilds-"))
        old = [invented.article(900 + i, date=invented.NEWEST - timedelta(days=40 * i)) for i in range(3)]
        first = [invented.article(i) for i in range(8)] + old + list(invented.three_outlets(1100))
        self.site = rebuilds.make(self.scratch / "site", first)
        self.version, self.number = "1.0", 2000
        rebuilds.must_build(self.site)

    def teardown(self) -> None:
        if hasattr(self, "site"):
            try:
                self.build_and_compare()
            finally:
                shutil.rmtree(self.scratch, ignore_errors=True)

    # --- articles

    def files(self) -> list[Path]:
        return markdown.article_files(self.site / "content")

    def change(self, pick: int, **values: object) -> None:
        files = self.files()
        if not files:
            return
        path = files[pick % len(files)]
        article = markdown.read_file(path)
        if isinstance(article, Article):
            markdown.write_file(self.site / "content", msgspec.structs.replace(article, **values), path)

    @rule(
        days=st.sampled_from([0, 0, 0, 1, 33, 70]),
        title=st.sampled_from(TITLES),
        source=st.sampled_from(invented.SOURCES),
    )
    def add(self, days: int, title: str, source: tuple[str, str, str]) -> None:
        self.number += 1
        when = invented.NEWEST + timedelta(minutes=self.number - 2000) - timedelta(days=days)
        values = {"title": f"{title} {self.number}", "source_id": source[0], "date": when, "first_seen": when}
        markdown.write_file(self.site / "content", invented.article(self.number, **values))

    @rule(
        pick=PICK,
        text=st.sampled_from(["Short now.", "A data broker sold location data of passengers.\n\n" * 2, ""]),
    )
    def edit(self, pick: int, text: str) -> None:
        self.change(pick, markdown=text)

    @rule(pick=PICK, title=st.sampled_from(TITLES))
    def retitle(self, pick: int, title: str) -> None:
        self.change(pick, title=title)

    @rule(pick=PICK, status=st.sampled_from(["hidden", "muted", ""]))
    def hide(self, pick: int, status: str) -> None:
        self.change(pick, status=status)

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        files = self.files()
        if files:
            files[pick % len(files)].unlink()

    @rule(pick=PICK, days=st.sampled_from([-1, 1, 31]))
    def redate(self, pick: int, days: int) -> None:
        self.change(pick, date=invented.NEWEST - timedelta(days=40 + days))

    @rule(pick=PICK, other=PICK)
    def join(self, pick: int, other: int) -> None:
        files = self.files()
        if files:
            target = markdown.read_file(files[other % len(files)])
            if isinstance(target, Article):
                self.change(
                    pick, story=target.story, story_was=("an-old-story",), story_why=f"{target.story} by hand"
                )

    @rule(pick=PICK)
    def split(self, pick: int) -> None:
        files = self.files()
        if files:
            article = markdown.read_file(files[pick % len(files)])
            if isinstance(article, Article):
                self.change(pick, story=article.slug, story_was=())

    @rule(pick=PICK, source=st.sampled_from(["local-1", "harbour"]))
    def reprint(self, pick: int, source: str) -> None:
        also = Also(
            entry_id="urn:uuid:00000000-0000-5000-8000-00000000a150", source_id=source, published=invented.NEWEST, similarity=0.9,
            link="https://local.example/x", title="As the others say",
        )  # fmt: skip
        self.change(pick, also=(also,))

    @rule(
        pick=PICK,
        tags=st.sampled_from([("Privacy",), ("-privacy",), ("Open Source",), ("open source", "privacy"), ()]),
    )
    def retag(self, pick: int, tags: tuple[str, ...]) -> None:
        self.change(pick, tags=tags)

    @rule(pick=PICK, shown=st.sampled_from(["full", "headline", "excerpt"]))
    def show(self, pick: int, shown: str) -> None:
        self.change(pick, shown=shown, licence="CC BY 4.0")

    @rule(pick=PICK)
    def check_out_an_equally_long_version_with_the_old_mtime(self, pick: int) -> None:
        files = self.files()
        if files:
            path = files[pick % len(files)]
            before, data = path.stat(), path.read_bytes()
            path.write_bytes(
                data.swapcase()
                if b"\n\n" not in data
                else data.partition(b"\n\n")[0] + b"\n\n" + data.partition(b"\n\n")[2].swapcase()
            )
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(pick=PICK)
    def break_a_file(self, pick: int) -> None:
        files = self.files()
        if files:
            files[pick % len(files)].write_bytes(b"\xff no article")

    # --- what all pages depend on

    @rule(name=st.sampled_from(TEMPLATES))
    def change_a_template(self, name: str) -> None:
        path = self.site / "theme/templates" / name
        self.number += 1
        text = path.read_text("utf-8")
        path.write_text(
            text.replace("<main", f'<main data-n="{self.number}"', 1)
            if "<main" in text
            else text + f"{{# {self.number} #}}\n",
            "utf-8",
        )

    @rule()
    def change_the_stylesheet(self) -> None:
        with (self.site / "theme/static/style.css").open("a") as file:
            file.write("/* */\n")

    @rule(name=st.sampled_from(["Breakwater", "Pier"]), front=st.sampled_from([3, 30]))
    def change_settings(self, name: str, front: int) -> None:
        (self.site / "feeds.toml").write_text(invented.feeds_toml().replace("The Breakwater", name), "utf-8")
        conf = (rebuilds.ROOT / "publishconf.py").read_text("utf-8")
        (self.site / "publishconf.py").write_text(f"{conf}WIRECOPY_FRONT = {front}\n", "utf-8")

    @rule(phrase=st.sampled_from(["ferry", "harbour", "toll"]))
    def change_a_rule(self, phrase: str) -> None:
        (self.site / "feeds.toml").write_text(
            invented.feeds_toml().replace('any = ["ferry"]', f'any = ["{phrase}"]'), "utf-8"
        )

    @rule(language=st.sampled_from(["de", "en", "ar"]))
    def change_the_language(self, language: str) -> None:
        (self.site / "feeds.toml").write_text(invented.feeds_toml(language=language), "utf-8")

    @rule()
    def change_a_translation(self) -> None:
        path = self.site / "theme/translations/de.po"
        path.write_text(
            path.read_text("utf-8").replace('msgstr "', 'msgstr "~', 3).replace('msgstr "~', 'msgstr "', 1),
            "utf-8",
        )

    @rule(version=st.sampled_from(["1.0", "1.1"]))
    def upgrade(self, version: str) -> None:
        self.version = version

    @rule(text=st.sampled_from(["One.", "Two."]), name=st.sampled_from(["imprint", "contact"]))
    def write_a_page_by_hand(self, text: str, name: str) -> None:
        (self.site / f"content/pages/{name}.md").write_text(f"Title: {name.title()}\n\n{text}\n", "utf-8")

    @rule()
    def remove_a_page_by_hand(self) -> None:
        (self.site / "content/pages/contact.md").unlink(missing_ok=True)

    # --- accidents

    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.site / ".cache", ignore_errors=True)

    @rule(name=st.sampled_from(["articles", "pages", "quick"]), at=PICK, cut=st.booleans())
    def damage_the_cache(self, name: str, at: int, cut: bool) -> None:
        path = self.site / ".cache/build" / name
        if path.is_file() and (data := bytearray(path.read_bytes())):
            data[at % len(data)] ^= 0x55
            path.write_bytes(data[: len(data) // 2] if cut else data)

    @rule(pick=PICK, how=st.sampled_from(["lost", "changed", "emptied"]))
    def harm_an_output_file(self, pick: int, how: str) -> None:
        names = sorted(n for n in rebuilds.contents(self.site / "output") if n not in rebuilds.OURS)
        if names:
            path = self.site / "output" / names[pick % len(names)]
            if how == "lost":
                path.unlink()
            else:
                path.write_bytes(b"" if how == "emptied" else path.read_bytes().swapcase())

    @rule()
    def lose_the_output(self) -> None:
        shutil.rmtree(self.site / "output", ignore_errors=True)

    @rule(after=st.integers(0, 40))
    def kill_a_build(self, after: int) -> None:
        left = [after]
        replace = os.replace

        def killing(source: str, target: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)
            replace(source, target)

        rebuilds.build(self.site, lambda: setattr(os, "replace", killing), self.version)

    @rule()
    def build_and_compare(self) -> None:
        said = rebuilds.must_build(self.site, self.version)
        wrong = rebuilds.differences(self.site, self.scratch, self.version)
        assert not wrong, f"{wrong}\n{said}"


TestRebuilds = Rebuilds.TestCase
TestRebuilds.settings = settings(
    max_examples=5,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
