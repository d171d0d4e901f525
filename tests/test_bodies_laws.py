"""Laws of bodies, over random HTML and random Markdown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import bodies_strategies as some
from wirecopy.bodies import plain_text, to_html, to_markdown
from wirecopy.bodies.canonical import finish
from wirecopy.bodies.own import read_own
from wirecopy.bodies.reference import convert
from wirecopy.bodies.secure import secure
from wirecopy.bodies.shape import shape
from wirecopy.clean import CleanPolicy, clean_fragment

BASE = "https://news.example/2026/item"


def _clean(html: str) -> str:
    return clean_fragment(html, BASE, CleanPolicy())[0]


@given(some.html)
@settings(max_examples=250, deadline=None)
def test_a_safe_body_comes_back_from_markdown_as_it_went(html: str) -> None:
    body = _clean(html)
    assert to_html(to_markdown(body)) == body


@given(some.html)
@settings(max_examples=200, deadline=None)
def test_the_library_reads_what_we_wrote_as_we_do(html: str) -> None:
    body = _clean(html)
    markdown = to_markdown(body)
    assert convert(markdown) == body
    tree = read_own(markdown)
    assert tree is not None, "our own Markdown was declined"
    assert finish(shape(tree)) == body


@given(some.html)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    body = _clean(html)
    assert clean_fragment(body, BASE, CleanPolicy()) == (body, ())


@given(
    some.html,
    st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from(list("*_`[]()<>&#-+.!\\ \n|\"'x1~=:"))), max_size=4
    ),
)
@settings(max_examples=300, deadline=None)
def test_edited_markdown_means_the_same_to_both_readers_or_goes_to_the_library(
    html: str, edits: list[tuple[int, str]]
) -> None:
    markdown = to_markdown(_clean(html))
    for at, character in edits:
        at %= len(markdown) + 1
        markdown = markdown[:at] + character + markdown[at:]
    tree = read_own(markdown)
    if tree is not None:
        assert finish(shape(secure(tree))) == convert(markdown)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=300, deadline=None)
def test_text_is_shown_letter_by_letter(text: str) -> None:
    import html as escaping

    body = _clean(f"<p>{escaping.escape(text)}</p>")
    shown = plain_text(to_html(to_markdown(body)))
    assert shown == plain_text(body)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_as_markdown_without_failing(text: str) -> None:
    assert "<script" not in to_html(text)
