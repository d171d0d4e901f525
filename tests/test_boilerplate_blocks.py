"""Blocks: what a body consists of, and where each part stands in the source."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bodies_strategies as some
from wirecopy.bodies import to_html, to_markdown
from wirecopy.bodies.canonical import canonical
from wirecopy.boilerplate import Block, blocks_of, blocks_told


def texts(html: str) -> list[str]:
    return [block.text for block in blocks_of(html)]


def test_paragraphs_lists_cells_and_loose_text_are_blocks() -> None:
    html = "<h2>A</h2>loose <b>text</b><p>one</p><ul><li>two</li><li>three</li></ul><table><tr><td>4</td><td>5</td></tr></table>"
    assert texts(html) == ["A", "loose text", "one", "two", "three", "4", "5"]
    assert [block.tag for block in blocks_of(html)] == ["h2", "p", "p", "li", "li", "td", "td"]


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert texts("one<br>still one<br><br>two<br />\n<br />three") == ["one still one", "two", "three"]


def test_a_paragraph_alone_in_an_item_or_a_quotation_is_that() -> None:
    assert [
        block.tag for block in blocks_of("<ul><li><p>a</p></li></ul><blockquote><p>b</p></blockquote>")
    ] == ["li", "blockquote"]


def test_links_are_counted_by_characters() -> None:
    (block,) = blocks_of('<p>Read <a href="/a?x=1&amp;y=2">more of it</a></p>')
    assert block.links == ("/a?x=1&y=2",)
    assert block.anchors == ("more of it",)
    assert 0.6 < block.link_ratio < 0.8


def test_a_link_around_blocks_belongs_to_each_of_them() -> None:
    title, blurb = blocks_of('<a href="/a"><h3>Title</h3><p>Blurb</p></a>')
    assert title.links == blurb.links == ("/a",)
    assert title.link_ratio == blurb.link_ratio == 1.0


def test_entities_are_read_and_white_space_is_collapsed() -> None:
    assert texts("<p>Fish &amp;\n  chips&nbsp;&#8211; now</p>") == ["Fish & chips – now"]


def test_comments_scripts_and_styles_are_no_text() -> None:
    assert texts("<p>a<!-- b --></p><script>c < d</script><style>p{}</style><p>e</p>") == ["a", "e"]


def test_markup_torn_across_blocks_cannot_be_cut() -> None:
    assert [block.whole for block in blocks_of("<p>a <b>b</p><p>c</b> d</p>")] == [False, False]


def test_what_is_said_of_a_picture_knows_of_it() -> None:
    caption, after = blocks_of(
        '<figure><img src="a.jpg"><figcaption>Photo: A</figcaption></figure><p>text</p>'
    )
    assert caption.media
    assert not after.media


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/ab p\"'=!-&;\n", max_size=80))
def test_any_text_gives_blocks_in_order_whose_html_stands_where_they_say(html: str) -> None:
    end = 0
    for block in blocks_of(html):
        assert end <= block.start <= block.end <= len(html)
        assert html[block.start : block.end] == block.html
        assert block.text
        end = block.end


# --- blocks of bodies that nobody sees


def without_places(blocks: list[Block]) -> list[Block]:
    return [msgspec.structs.replace(block, html="", start=0, end=0, element=-1) for block in blocks]


def agrees(markdown: str) -> bool | None:
    """Whether the Markdown tells the same blocks as the written body; None where it does not say."""
    told = blocks_told(markdown)
    return None if told is None else told == without_places(blocks_of(to_html(markdown)))


@given(some.html)
def test_markdown_tells_the_blocks_of_the_body_that_is_written_from_it(html: str) -> None:
    assert agrees(to_markdown(canonical(html))) is not False


_LINE = st.sampled_from(
    ["a", "b *c* d", "**e**", "*f*<br>g", "[h](https://a.example/?x=1&y=2)", "[i](https://a.example/ \"t\")[j](https://b.example/k)",
     "**[l *m*](https://a.example/)** n", "o&nbsp;&amp; p", "[q](/r)", "s\u200bt", "`u`", "*[v](https://a.example/)*w", "x<br>y<br>z",
     "A [b](https://a.example/c)!", "k![l](https://a.example/)", "[ m](https://a.example/n) o", "p [q](https://a.example/r_s)t [u](https://b.example) v",
     "w [x](https://a.example/?y&z)", "a [b](https://a.example/c) [d](https://a.example/)", "“e” – f’s [g](https://a.example) & h", "i\u3000j", "k [l\u200b](https://a.example/)"]
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["", "## ", "> ", "-   ", "1.  ", "    -   "]), _LINE), max_size=8))
def test_a_tree_of_lines_lists_and_quotes_tells_their_blocks(lines: list[tuple[str, str]]) -> None:
    assert agrees("\n\n".join(mark + text for mark, text in lines)) is not False


@pytest.mark.parametrize(
    "markdown",
    ["a [b](https://a.example/) *c*", "-   a\n    -   b\n-   c", "> a\n>\n> ## b", "## a\n\nb<br>c"],
)
def test_plain_bodies_need_not_be_written(markdown: str) -> None:
    assert agrees(markdown)
