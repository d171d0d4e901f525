"""Laws of bodies, over random HTML and random Markdown."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

import bodies_strategies as some
from wirecopy.bodies import plain_text, plain_words, to_html, to_markdown
from wirecopy.bodies.allow import sanitise
from wirecopy.bodies.canonical import finish, tree_of
from wirecopy.bodies.certain import write_certain
from wirecopy.bodies.own import read_own
from wirecopy.bodies.reference import convert
from wirecopy.bodies.secure import secure
from wirecopy.bodies.shape import shape
from wirecopy.bodies.tree import Node, read, write
from wirecopy.clean import CleanPolicy, clean_fragment
from wirecopy.clean.stage import _rough, _shaped_at_once
from wirecopy.clean.tally import Tally
from wirecopy.clean.treat import treat

BASE = "https://news.example/2026/item"


def _clean(html: str) -> str:
    return clean_fragment(html, BASE, CleanPolicy())[0]


@given(some.html)
@settings(max_examples=250, deadline=None)
def test_a_safe_body_comes_back_from_markdown_as_it_went(html: str) -> None:
    body = _clean(html)
    assert to_html(to_markdown(body)) == body


@given(some.html)
@example("<pre>a  \n b  </pre>")  # two spaces at the end of a line of code are no line break
@example("<pre>a\n  \nb</pre>")
@example(
    """<p><a href="https://n.example/" title="'">a</a> and <a href="https://n.example/" title="'so'">b</a></p>"""
)
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


def _data(node: Node | str) -> object:
    return (
        node if isinstance(node, str) else (node.tag, node.attrs, [_data(child) for child in node.children])
    )


@given(some.html)
@example("<figure>\u2003<figcaption>a</figcaption></figure>")
@example("<ul>a<li>b</li></ul><ul><ol><li>c</li></ol></ul>")
@example("<p>a<a href=x><b> b </b></a> c<br> <br>d</p> e <i> f</i>")
@example("<em>" * 70 + "a" + "<blockquote>" * 12 + "b")
@example('<p title="<>">a</p><p dir=rtl><abbr title="<>">b</abbr></p>')
@settings(max_examples=400, deadline=None)
def test_one_pass_over_plain_tags_gives_what_the_long_way_gives(html: str) -> None:
    rough, policy, short, long = _rough(html), CleanPolicy(), Tally(), Tally()
    at_once = _shaped_at_once(rough, BASE, policy, short)
    if at_once is not None:
        tree = read(rough)
        treat(tree, BASE, policy, long)
        assert _data(at_once) == _data(shape(tree))
        assert short.removals() == long.removals()


def test_plain_tags_are_read_in_one_pass() -> None:
    plain = '<div><p>a <b>b</b> <a href="/c">c</a><img src="d.png"></p><ul><li>e<ol><li>f</ol></ul>g<h2>h</h2></div>'
    assert _shaped_at_once(_rough(plain), BASE, CleanPolicy(), Tally()) is not None


@given(some.html)
@settings(max_examples=200, deadline=None)
def test_the_words_of_a_body_are_those_of_its_text(html: str) -> None:
    body = _clean(html)
    assert plain_words(body) == " ".join(plain_text(body).split())


_ADDRESSES = st.one_of(
    st.from_regex(r"https?://[a-z0-9.-]{1,12}(\.[a-z0-9]{1,4})?(:[0-9]{1,5})?(/[a-z%&#?.(]{0,6})?", fullmatch=True),
    st.sampled_from([
        "https://xn--a.example/", "https://1.2.3.4/", "http://1.2.3.256/", "https://1.2.3.4.5/", "https://a.0x1/", "http://a..b/",
        "https://a.example:99999/", "https://a.example:65535/x", "https://-a.example/", "https://a_b.example/", "HTTPS://A.example",
        "https://a.example/%", "https://a.example\\@b.example/", "https://[::1]/", "mailto:a@b.example", "//a.example/", "https://a.b",
    ]),
)  # fmt: skip


@given(some.html, _ADDRESSES)
@settings(max_examples=400, deadline=None)
def test_what_is_certain_without_the_sanitiser_is_what_it_says(html: str, address: str) -> None:
    link = f'<p>See <a href="{address}" title="{address}">this</a>.</p>'
    for tree in (tree_of(html + link), tree_of(link), tree_of(html)):
        certain, lines = write_certain(tree)
        if certain:
            assert certain == sanitise(write(tree))
            finish(tree_of("<p>another</p>"))
            text = [re.sub(" +", " ", line.replace("\xa0", " ")).strip(" ") for line in lines]
            assert plain_text(certain) == "\n".join(line for line in text if line)


def test_what_only_the_sanitiser_can_tell_is_not_certain() -> None:
    for html in (
        '<p><a href="javascript:alert(1)">a</a></p>', '<p><a href="https://xn--a.example/">a</a></p>', "<p>\u200b</p>",
        '<p><a href="https://1.2.3.4.5/">a</a></p>', "<p><script>a</script></p>", '<p onclick="a()">a</p>', "<p><p>a</p></p>",
        '<p><a href="https://a.example/"><a href="https://b.example/">a</a></a></p>', "a", "<ul>a</ul>", "<table></table>",
        '<p><em class="x">a</em></p>', '<p><img src="https://a.example/x.png"></p>', "<pre>\n\na</pre>", "<svg></svg>",
    ):  # fmt: skip
        assert write_certain(read(html)) == ("", [])
