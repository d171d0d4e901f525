"""The record: what is written is read back, whole, whatever the text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.errors import FileFormatError
from wirecopy.markdown import (
    Unreadable,
    article_path,
    dump,
    frontmatter,
    load,
    read_all,
    read_file,
    slug_for,
    write_file,
    write_whole,
)
from wirecopy.markdown.frontmatter import one_line
from wirecopy.types import Also, Article, Enclosure, Person, Removal

lines = st.text(max_size=60).map(one_line)
words = lines.filter(bool)
moments = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)).map(
    lambda d: d.replace(microsecond=0, tzinfo=UTC)
)
tokens = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
links = st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9?=&/-]{0,30}", fullmatch=True)
bodies = st.text(max_size=300).map(lambda t: "\n".join(one_line(x) for x in t.splitlines()).strip("\n"))

articles = st.builds(
    Article,
    title=words, date=moments, slug=tokens, entry_id=tokens, source_id=tokens, link=links, guid=lines, story=tokens,
    first_seen=moments, markdown=bodies, section=lines, modified=st.none() | moments,
    authors=st.lists(st.builds(Person, words, st.just("") | links), max_size=3).map(tuple),
    source_name=lines, source_home=st.just("") | links,
    lang=st.sampled_from(["", "en", "de", "ar"]), shown=st.sampled_from(["headline", "excerpt", "full"]),
    licence=lines, status=st.sampled_from(["", "hidden", "muted"]), summary=lines,
    also=st.lists(
        st.builds(Also, entry_id=tokens, source_id=tokens, published=moments, similarity=st.sampled_from([0.5, 0.83, 1.0]),
                  link=st.just("") | links, title=lines), max_size=3).map(tuple),
    story_was=st.lists(tokens, max_size=2).map(tuple), story_why=lines, date_note=lines,
    categories=st.lists(words, max_size=3).map(tuple), tags=st.lists(words, max_size=3).map(tuple),
    removed=st.lists(st.builds(Removal, st.sampled_from(["pixel", "tracking parameter"]), st.integers(1, 99)), max_size=2).map(tuple),
    enclosures=st.lists(st.builds(Enclosure, links, lines, st.integers(0, 10**9)), max_size=2).map(tuple),
    image=st.just("") | links, feed_hash=st.just("") | tokens,
)  # fmt: skip


@given(articles)
def test_what_is_written_is_read_back(article: Article) -> None:
    assert load(dump(article)) == article


@given(st.text(), st.text(), st.text())
def test_no_value_can_start_a_key_of_its_own(title: str, author: str, guid: str) -> None:
    article = Article(
        title=title, date=datetime(2026, 2, 17, tzinfo=UTC), slug="a", entry_id="urn:uuid:1", source_id="s", link="",
        guid=guid, story="a", first_seen=datetime(2026, 2, 17, tzinfo=UTC), markdown="x",
        authors=(Person(author), Person("second\nStatus: draft\rSave_as: ../../x\u2028Template: y")),
    )  # fmt: skip
    keys = [line.partition(":")[0] for line in dump(article).split("\n\n", 1)[0].split("\n")]
    assert set(keys) <= {
        "Title",
        "Date",
        "Slug",
        "Authors",
        "Source",
        "Guid",
        "Entry_id",
        "Story",
        "Shown",
        "First_seen",
    }
    assert len(keys) == len(set(keys))


@given(st.text(), st.text())
def test_a_slug_is_a_safe_name_for_any_title(title: str, entry_id: str) -> None:
    slug = slug_for(title, entry_id)
    assert slug.isascii()
    assert 6 <= len(slug) <= 67
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug not in {"index", "con", "nul", "aux"}


def test_equal_titles_of_two_entries_have_two_slugs() -> None:
    assert slug_for("Café", "urn:uuid:1") != slug_for("Cafe", "urn:uuid:2")


@pytest.fixture
def article() -> Article:
    return Article(
        title="Tide tables were sold", date=datetime(2026, 3, 9, 8, tzinfo=UTC), slug="tide-abc234", entry_id="urn:uuid:1",
        source_id="harbour", link="https://harbour.example/1", guid="1", story="tide-abc234",
        first_seen=datetime(2026, 3, 9, 9, tzinfo=UTC), markdown="One.\n\nTwo.",
    )  # fmt: skip


def test_an_unchanged_file_is_never_touched(tmp_path: Path, article: Article) -> None:
    assert write_file(tmp_path, article)
    path = tmp_path / article_path(article)
    before = path.stat().st_mtime_ns
    assert not write_file(tmp_path, article)
    assert path.stat().st_mtime_ns == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_slug_that_would_leave_its_folder_is_refused(article: Article) -> None:
    for slug in ("../up", "", "a/b", ".hidden", "x" * 201):
        with pytest.raises(ValueError, match="slug"):
            article_path(
                Article(**{f: getattr(article, f) for f in Article.__struct_fields__} | {"slug": slug})
            )


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda t: t.replace("One.", "<<<<<<< HEAD\nOne.\n=======\nUno.\n>>>>>>> theirs"), "merge conflict"),
        (lambda t: t[:40], "front matter"),
        (lambda t: "no front matter at all", "expected 'Key: value'"),
        (lambda t: "", "front matter"),
        (lambda t: t.replace("2026-03-09T08:00:00Z", "tomorrow"), "Date"),
        (lambda t: t.replace("Shown: excerpt", "Shown: everything"), "Shown"),
    ],
)
def test_a_damaged_file_is_named_and_explained(tmp_path: Path, article: Article, damage, word: str) -> None:  # type: ignore[no-untyped-def]
    write_file(tmp_path, article)
    path = tmp_path / article_path(article)
    path.write_text(damage(path.read_text()))
    found = read_file(path, tmp_path)
    assert isinstance(found, Unreadable)
    assert word in found.reason
    assert path.name in found.reason
    assert [type(f) for _, f in read_all(tmp_path)] == [Unreadable]


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path, article: Article) -> None:
    write_file(tmp_path, article)
    path = tmp_path / article_path(article)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_file(path, tmp_path) == article


def test_a_key_that_is_missing_is_named(article: Article) -> None:
    with pytest.raises(FileFormatError, match="Story"):
        load(dump(article).replace("Story: tide-abc234\n", ""))


def test_what_a_killed_run_left_beside_a_file_is_gone_when_the_file_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.md", b"one")
    (tmp_path / ".a.md.tmp").write_bytes(b"half of another text")
    assert write_whole(tmp_path / "a.md", b"two")
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"two"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Title", "Also", "Feed_hash", "title", "Mood", " Title", "Title ", ""]),
            st.sampled_from([": ", ":", ":  ", ":\t", " "]),
            st.sampled_from(["a", " a: b ", "", "\x1c", "\xa0", "é\x85"]),
        ),
        max_size=4,
    ),
    st.sampled_from(["", "\n", " ", "\n\n", "\n \n", "\n\n\n"]),
    st.sampled_from(["", "body", "body\n\nmore\n", "\nbody"]),
)
def test_front_matter_is_split_alike_with_and_without_patterns(
    lines: list[tuple[str, str, str]], gap: str, body: str
) -> None:
    text = "\n".join("".join(parts) for parts in lines) + gap + body
    quick = frontmatter._known_fields(text)
    if quick is not None:
        with pytest.MonkeyPatch.context() as without:
            without.setattr(frontmatter, "_known_fields", lambda text: None)
            assert frontmatter._split(text, "here") == quick
