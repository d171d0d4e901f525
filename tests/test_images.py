"""Pictures that the site serves itself: drawn anew, bounded, at their place on the page."""

from __future__ import annotations

import importlib.util
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.loopback import Loopback
from wirecopy import bodies, images, supply
from wirecopy.config import load
from wirecopy.markdown import article_path, read_all
from wirecopy.pipeline import Site, missing_extras, run
from wirecopy.report import Report
from wirecopy.types import Article, Removal

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
needs_extra = pytest.mark.skipif(
    not importlib.util.find_spec("PIL"), reason="the extra wirecopy[images] is not installed"
)


def photo(width: int = 64, height: int = 48, kind: str = "JPEG", **how: object) -> bytes:
    """A picture with all that a camera writes into one."""
    from PIL import Image

    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "a secret description"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)  # where it was taken
    file = io.BytesIO()
    if kind == "JPEG":
        how |= {"exif": exif, "comment": b"a secret comment"}
    picture.save(file, kind, **how)
    return file.getvalue()


def fetch(
    folder: Path, server: Loopback, body: str, *, policy: str = "local", at: datetime = NOW
) -> tuple[Report, Article]:
    item = (
        f"<item><title>A quay</title><link>{server.url('/2026/quay')}</link><guid>g</guid>"
        f"<pubDate>Tue, 17 Feb 2026 09:00:00 GMT</pubDate><description>{escape(body)}</description></item>"
    )
    server.reply(
        "/feed", f'<rss version="2.0"><channel><title>The Tide</title>{item}</channel></rss>'.encode()
    )
    folder.mkdir(exist_ok=True)
    (folder / "feeds.toml").write_text(
        f'[fetch]\nallow_private = ["{server.place}"]\n[build]\nimages = "{policy}"\n'
        f'[[feeds]]\nid = "tide"\nurl = "{server.url("/feed")}"\n',
        "utf-8",
    )
    report = run(Site(folder), load(folder / "feeds.toml"), at, force=True)
    [article] = [a for _, a in read_all(folder / "content") if isinstance(a, Article)]
    return report, article


def stored(folder: Path) -> list[Path]:
    return sorted((folder / "content" / "images").glob("*"))


@needs_extra
def test_a_picture_is_served_from_where_its_page_looks_for_it(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/quay.jpg", photo())
        _, article = fetch(tmp_path, server, '<p>At the quay <img src="/quay.jpg" alt="the quay"> today.</p>')
    html = bodies.to_html(article.markdown)
    [address] = re.findall(r'src="([^"]+)"', html)
    page = (
        tmp_path / "content" / article_path(article).relative_to("news").with_suffix("")
    )  # YYYY/MM/DD/slug/
    [file] = stored(tmp_path)
    assert (page / address).resolve() == file.resolve()
    assert 'alt="the quay" width="48" height="64"' in html, "turned as its camera says"
    assert "127.0.0.1" not in html
    assert article.feed_hash.count("-") == 1, "a picture in its place is what the feed said"


@needs_extra
def test_nothing_of_the_file_that_came_is_left_in_it(tmp_path: Path) -> None:
    from PIL import Image

    with Loopback() as server:
        server.reply("/quay.jpg", photo() + b"<script>a second file</script>")
        fetch(tmp_path, server, '<p><img src="/quay.jpg" alt=""></p>')
    [file] = stored(tmp_path)
    data = file.read_bytes()
    with Image.open(io.BytesIO(data)) as found:
        assert found.format == "WEBP"
        assert not found.getexif()
    assert not re.search(rb"secret|second|EXIF|ICCP|XMP", data)


@needs_extra
def test_the_same_picture_is_stored_once_and_asked_for_once(tmp_path: Path) -> None:
    with Loopback() as server:
        for name in ("a", "b"):
            server.reply(f"/{name}.jpg", photo())
        _, article = fetch(
            tmp_path, server, '<p><img src="/a.jpg" alt=""></p><p>x <img src="/a.jpg" alt=""></p><p>y <img src="/b.jpg" alt=""></p>'
        )  # fmt: skip
        assert len(server.asked("/a.jpg")) == 1
    assert len(stored(tmp_path)) == 1
    assert article.markdown.count(stored(tmp_path)[0].name) == 3


@needs_extra
def test_a_second_run_asks_for_no_picture_and_changes_no_byte(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/quay.jpg", photo())
        body = '<p>At the quay <img src="/quay.jpg" alt="q"> and <img src="/gone.jpg" alt="the mole"></p>'
        _, before = fetch(tmp_path, server, body)
        for path in (tmp_path / ".cache").iterdir():
            path.unlink()
        report, after = fetch(tmp_path, server, body, at=NOW + timedelta(hours=1))
        assert len(server.asked("/quay.jpg")) == 1
    assert report.changed_files == 0
    assert after == before


@needs_extra
def test_a_picture_that_cannot_be_had_becomes_a_link(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply(
            "/a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            Content_Type="image/png",
        )
        server.reply("/b.png", b"\x89PNG\r\n\x1a\n broken")
        names = ["a.svg", "b.png", "missing.gif"]
        _, article = fetch(tmp_path, server, "".join(f'<p>x <img src="/{n}" alt="{n}"></p>' for n in names))
        html = bodies.to_html(article.markdown)
        assert "<img" not in html
        assert all(f'<a href="{server.url("/" + n)}"' in html and f"[image: {n}]" in html for n in names)
    assert stored(tmp_path) == []
    assert article.feed_hash.count("-") == 2


@needs_extra
def test_an_update_of_an_article_with_pictures_keeps_them(tmp_path: Path) -> None:
    with Loopback() as server:
        server.reply("/quay.jpg", photo())
        _, before = fetch(tmp_path, server, '<p>At the quay <img src="/quay.jpg" alt="q"></p>')
        report, after = fetch(
            tmp_path, server, '<p>At the quay <img src="/quay.jpg" alt="q"></p><p>It is closed.</p>', at=NOW + timedelta(hours=1)
        )  # fmt: skip
    assert report.updated == 1
    assert after.markdown.startswith(before.markdown.strip())
    assert "It is closed." in after.markdown
    assert len(stored(tmp_path)) == 1


@pytest.mark.parametrize(("policy", "shown"), [("drop", 0), ("link", 1)])
def test_dropped_and_linked_pictures_are_counted_and_never_fetched(
    tmp_path: Path, policy: str, shown: int
) -> None:
    with Loopback() as server:
        server.reply("/quay.jpg", b"")
        _, article = fetch(tmp_path, server, '<p>x <img src="/quay.jpg" alt="q"> y</p>', policy=policy)
        assert server.asked("/quay.jpg") == []
        html = bodies.to_html(article.markdown)
        assert html.count(server.url("/quay.jpg")) == html.count("[image: q]") == shown
    assert article.removed == (Removal("image", 1),)
    assert stored(tmp_path) == []


def test_without_the_extra_pictures_become_links_and_the_owner_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "is_available", lambda: False)
    with Loopback() as server:
        report, article = fetch(tmp_path, server, '<p>x <img src="/quay.jpg" alt="q"> y</p>')
        assert server.asked("/quay.jpg") == []
        assert "[image: q]" in bodies.to_html(article.markdown)
    assert report.problems == (images.MISSING,)
    assert list(missing_extras(load(tmp_path / "feeds.toml"))) == [images.MISSING]


@needs_extra
def test_large_pictures_are_made_smaller_and_larger_ones_refused() -> None:
    small = images.redraw(photo(2600, 1300, "PNG"))
    assert isinstance(small, images.Picture)
    assert (small.width, small.height) == (1280, 640)
    assert images.redraw(photo(8000, 2001, "PNG")) == "more than 16 million pixels"
    assert images.redraw(b"x" * 9_000_000) == "more than 8 MB"
    assert images.redraw(photo(1, 40, "PNG")) == "it shows nothing"


@needs_extra
@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "JPEG"])
def test_a_drawing_of_a_drawing_is_read_and_a_broken_one_never_raises(kind: str) -> None:
    data = photo(kind=kind)
    drawn = images.redraw(data)
    assert isinstance(drawn, images.Picture)
    assert images.measure(drawn.name, drawn.data) == images.Picture(
        name=drawn.name, width=drawn.width, height=drawn.height
    )
    for cut in range(0, len(data), max(1, len(data) // 40)):
        for hurt in (data[:cut], data[:cut] + b"\xff\x00" + data[cut + 2 :]):
            images.redraw(hurt)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
@needs_extra
def test_formats_that_no_feed_needs_are_not_read(kind: str) -> None:
    assert images.redraw(photo(kind=kind)) == "not a picture that can be read"


def test_a_run_asks_for_a_bounded_number_of_pictures() -> None:
    many = [tuple(f"https://a.example/{n}-{i}.jpg" for i in range(50)) for n in range(50)]
    asked = supply.pictures_to_ask(many)
    assert len(asked) == images.PER_HOST
    assert sum(a.startswith("https://a.example/0-") for a in asked) == images.PER_ARTICLE
