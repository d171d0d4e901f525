"""What a run puts aside on disk: equal when it is taken up again, and gone with the process."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy import spool
from wirecopy.intake import Intake
from wirecopy.reading import Job, Manners, read
from wirecopy.spool import Spool
from wirecopy.types import Fetched, Source

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=40), st.integers(1, 60))
def test_a_spool_gives_back_what_a_list_would(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "AT_ONCE", at_once)
        put = Spool(tmp_path_factory.mktemp("spool"), str)
        for value in values:
            put.append(value)
            assert put[len(put) - 1] == value
        assert list(put) == values
        assert [put[place] for place in reversed(range(len(put)))] == values[::-1]
        with pytest.raises(IndexError):
            put[len(values)]
        put.close()


def test_a_spool_leaves_nothing_in_its_folder(tmp_path: Path) -> None:
    put = Spool(tmp_path, bytes)
    put.append(b"x" * 1_000_000)
    assert not list(tmp_path.iterdir())
    put.close()


def document(name: str, *titles: str) -> Fetched:
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><link>https://{name}.example/{n}</link>"
        f"<pubDate>Tue, 17 Feb 2026 0{n}:00:00 GMT</pubDate><description>The {title} of the week.</description></item>"
        for n, title in enumerate(titles)
    )
    body = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'.encode()
    source = Source(id=name, url=f"https://{name}.example/feed")
    return Fetched(source=source, url=source.url, body=body, fetched_at=NOW)


def test_what_is_taken_in_is_equal_to_what_was_read_in_the_order_of_publication(tmp_path: Path) -> None:
    feeds = [document("quay", "barge", "lock", "weir"), document("moor", "hare", "adder")]
    readings = [read(Job(fetched=feed, known=(), manners=Manners(), now=NOW)) for feed in feeds]
    expected = sorted(
        (piece for reading in readings for piece in reading.pieces),
        key=lambda p: (p.entry.published, p.entry.entry_id),
    )
    for arrived in (readings, readings[::-1]):
        intake = Intake(tmp_path)
        for reading in arrived:
            intake.take(reading)
        pieces = intake.pieces()
        assert list(pieces) == expected
        assert list(pieces.fingerprints) == [p.fingerprint for p in expected]
        assert list(pieces.profiles) == [p.profile for p in expected]
        assert intake.items() == {"quay": 3, "moor": 2}
        intake.close()


def test_a_piece_in_another_version_takes_the_place_of_the_first(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.take(read(Job(fetched=document("quay", "barge", "lock"), known=(), manners=Manners(), now=NOW)))
    pieces = intake.pieces()
    before = list(pieces)
    other = read(Job(fetched=document("quay", "weir"), known=(), manners=Manners(), now=NOW)).pieces[0]
    assert list(pieces.changed([(pieces.marks[0], other)])) == [other, before[1]]
    assert list(pieces) == before
    assert pieces.changed([]) is pieces
    intake.close()
