"""Bodies made safe: what must not pass, what must not be lost, what is counted."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from judge import faults, visible
from wirecopy.bodies import plain_text, to_html, to_markdown
from wirecopy.clean import (
    CleanPolicy,
    Images,
    Place,
    clean,
    clean_fragment,
    image_addresses,
    with_local_images,
)
from wirecopy.types import Entry, FeedInfo, Removal, Source

CASES = Path(__file__).parent / "cases" / "clean"
BASE = "https://news.example/2026/item"
HOSTILE = tomllib.loads((CASES / "hostile.toml").read_text("utf-8"))
BENIGN = tomllib.loads((CASES / "benign.toml").read_text("utf-8"))["case"]
VECTORS = [
    pytest.param(html, family["keeps"], id=f"{name}-{number}")
    for name, family in HOSTILE.items()
    for number, html in enumerate(family["html"])
]


def cleaned(html: str, images: Images = "drop", base: str = BASE) -> str:
    return clean_fragment(html, base, CleanPolicy(images=images))[0]


def removed(html: str, images: Images = "drop") -> dict[str, int]:
    return {r.kind: r.count for r in clean_fragment(html, BASE, CleanPolicy(images=images))[1]}


@pytest.mark.parametrize("images", ["drop", "link", "local"])
@pytest.mark.parametrize(("html", "keeps"), VECTORS)
def test_nothing_active_is_left_of_a_hostile_body(html: str, keeps: str, images: Images) -> None:
    body = cleaned(html, images)
    shown = to_html(to_markdown(body))
    assert faults(shown) == []
    if not html.startswith('shown<a href="https://a.example/') and "<b<" not in html:
        assert keeps in visible(shown), "the text is lost"


@pytest.mark.parametrize(("html", "keeps"), VECTORS)
def test_a_hostile_body_is_harmless_even_when_nobody_cleaned_it(html: str, keeps: str) -> None:
    assert faults(to_html(to_markdown(html))) == []


@pytest.mark.parametrize(("html", "keeps"), VECTORS)
def test_hostile_markdown_is_harmless(html: str, keeps: str) -> None:
    assert faults(to_html(html)) == []


@pytest.mark.parametrize("case", BENIGN, ids=[case["what"] for case in BENIGN])
def test_a_benign_body_loses_nothing(case: dict[str, str]) -> None:
    body = cleaned(case["html"])
    assert body == case["gives"]
    assert to_html(to_markdown(body)) == body


@pytest.mark.parametrize("base", ["", "javascript:x()", "data:text/html,", "not an address", "//a.example/"])
def test_relative_links_under_a_base_that_is_no_page_lose_their_address(base: str) -> None:
    assert cleaned('<a href="x">shown</a>', base=base) == "<p>shown</p>"


def test_what_was_removed_is_counted() -> None:
    html = (
        '<script>a</script><style>b</style><form><input></form><p>t<img src="i.png"><img src="p.gif" width="1" height="1">'
        '<a href="javascript:x()">j</a><a href="/r?utm_source=a&utm_medium=b&id=1">l</a></p><iframe src="//a.example/"></iframe>'
        '<img src="https://pixel.wp.com/b.gif?x=1">'
    )
    assert removed(html) == {
        "script": 1, "style": 1, "form": 2, "image": 1, "pixel": 1, "link": 1,
        "tracking parameter": 2, "iframe": 1, "tracker image": 1,
    }  # fmt: skip


def test_the_stage_notes_and_adds_up_what_it_removed() -> None:
    now = datetime(2026, 2, 17, tzinfo=UTC)
    entry = Entry(
        source=Source(id="s", url="https://news.example/feed"), feed=FeedInfo(), guid="g", entry_id="urn:uuid:1",
        link="https://news.example/2026/item", title="T", html='<p>a <a href="b">b</a><img src="c.png"></p>',
        published=now, first_seen=now, image="https://news.example/c.png", removed=(Removal("tracking parameter", 2),),
    )  # fmt: skip
    done = clean(entry, CleanPolicy())
    assert done.html == '<p>a <a href="https://news.example/2026/b" rel="noopener noreferrer">b</a></p>'
    assert done.removed == (Removal("image", 1), Removal("tracking parameter", 2))
    assert done.image == ""
    assert [note.text for note in done.trace] == ["removed: image 1"]


def test_images_become_links_where_the_owner_wants_links() -> None:
    body = cleaned('<p>See <img src="i.png" alt="the quay">.</p>', "link")
    assert body == (
        '<p>See <a href="https://news.example/2026/i.png" rel="noopener noreferrer">[image: the quay]</a>.</p>'
    )


def test_images_that_the_site_will_serve_keep_address_text_and_shape() -> None:
    body = cleaned(
        '<img src="data:," data-src="/i.png" alt="quay" width="640" height="480px" onload=x>', "local"
    )
    assert body == '<p><img src="https://news.example/i.png" alt="quay" width="640" height="480"></p>'


def test_images_are_served_by_the_site_or_are_links() -> None:
    body = cleaned('<p>a <img src="1.png" alt="one"> b <img src="2.png" alt="two"></p>', "local")
    assert image_addresses(body) == ("https://news.example/2026/1.png", "https://news.example/2026/2.png")
    place = Place("../../../../images/1.webp", 640, 480)
    local = with_local_images(body, {"https://news.example/2026/1.png": place})
    assert local == (
        '<p>a <img src="../../../../images/1.webp" alt="one" width="640" height="480"> b '
        '<a href="https://news.example/2026/2.png" rel="noopener noreferrer">[image: two]</a></p>'
    )
    assert to_html(to_markdown(local)) == local
    assert to_html(to_markdown(body)) == "<p>a one b two</p>", "no page asks another host"


def test_a_lost_image_within_a_link_leaves_the_link_alone() -> None:
    body = cleaned('<p><a href="https://news.example/big"><img src="1.png" alt="one"></a></p>', "local")
    assert with_local_images(body, {}) == (
        '<p><a href="https://news.example/big" rel="noopener noreferrer">[image: one]</a></p>'
    )


@pytest.mark.parametrize("images", ["drop", "link", "local"])
@pytest.mark.parametrize(
    "attributes",
    [
        'width="1" height="1"',
        "width=0",
        'style="display: none"',
        'style="width:1px;height:1px"',
        'height="1px"',
        'style="visibility:hidden"',
    ],
)
def test_images_that_show_nothing_are_gone_whatever_the_policy(attributes: str, images: Images) -> None:
    assert cleaned(f'<p>t <img src="https://a.example/i" {attributes}></p>', images) == "<p>t</p>"


@pytest.mark.parametrize(
    "attributes",
    ['width="100%"', 'width="1%"', 'style="max-width:100%"', 'style="width:100px"', 'height="10"'],
)
def test_images_that_show_something_are_no_pixels(attributes: str) -> None:
    assert "<img" in cleaned(f'<p>t <img src="https://a.example/i" alt="" {attributes}></p>', "local")


def test_text_beyond_the_limit_is_cut_and_counted() -> None:
    html, removals = clean_fragment("<p>" + "word " * 30_000 + "</p><p>after</p>", BASE, CleanPolicy())
    assert len(plain_text(html).encode()) <= 100_003
    assert html.endswith("…</p>")
    assert removals == (Removal("text beyond the limit", 1),)


EXTREME = {
    "nested elements": "<div>" * 100_000 + "deep",
    "nested lists": "<ul><li>" * 100_000 + "deep",
    "nested quotes": "<blockquote>" * 100_000 + "deep",
    "nested tables": "<table><tr><td>" * 50_000 + "deep",
    "nested emphasis": "<b>" * 100_000 + "<p>" * 1000 + "deep",
    "emphasis that differs": "".join(f"<b c={i}>" for i in range(50_000)) + "deep",
    "emphasis repeated by paragraphs": "".join(f"<font size={i}>" for i in range(3000)) + "<p>x" * 3000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(60_000)) + ">x",
    "comments": "<!--" * 50_000,
    "declarations": "<![CDATA[" * 50_000,
    "ampersands": "&" * 300_000,
    "open tags": "<a " * 100_000,
    "open quotes": "<a href='" * 100_000,
    "links around blocks": '<a href="https://a.example/' + "x" * 1900 + '">' + "<p>x</p>" * 5_000,
    "crossed tags": "<b><i><a href=x>" * 3000 + "</b></i></a>" * 3000,
    "an image in text": '<img src="data:image/png;base64,' + "A" * 3_000_000 + '">x',
    "foster parenting": "<table>" + "<p>x" * 20_000,
    "templates": "<template>" * 50_000,
    "Markdown": "<p>" + "_a __b " * 10_000 + "[" * 10_000 + "`" * 10_000 + "</p>",
    "forms": "<form><button>" * 20_000,
    "spaces": "<p>" + " \n" * 400_000 + "x</p>",
    "slashes": "<p" + "/" * 400_000 + ">x",
}


@pytest.mark.parametrize("name", EXTREME)
@pytest.mark.timeout(30)
def test_extreme_bodies_come_to_an_end(name: str) -> None:
    body = cleaned(EXTREME[name])
    assert faults(to_html(to_markdown(body))) == []
    assert len(body) <= 520_000
