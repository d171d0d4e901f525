"""Markdown that people write, plain text, and bodies of the development feeds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from judge import visible
from wirecopy import bodies
from wirecopy.bodies import plain_text, to_html, to_markdown
from wirecopy.bodies.cost import is_costly
from wirecopy.clean import CleanPolicy, clean_fragment

SHARED = Path(__file__).parent.parent.parent / "shared" / "feeds"
CASES = Path(__file__).parent / "cases" / "bodies"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda case: case.stem)
def test_markdown_written_by_hand_is_read_as_markdown(case: Path) -> None:
    assert to_html(case.read_text("utf-8")) == case.with_suffix(".html").read_text("utf-8").rstrip("\n")


def test_plain_text_has_a_line_for_each_block() -> None:
    html = (
        "<h3>Tides</h3><p>High <em>water</em><br>at six</p><ul><li>one<ul><li>two</li></ul></li></ul>"
        "<blockquote><p>a</p><p>b</p></blockquote><table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td>"
        "</tr></tbody></table><pre><code>x = 1\ny = 2\n</code></pre>"
    )
    assert plain_text(html) == "Tides\nHigh water\nat six\none\ntwo\na\nb\n1\t2\n3\t4\nx = 1\ny = 2"
    assert plain_text("") == ""
    assert plain_text("<p>a&nbsp;&amp;&nbsp;b</p>") == "a & b"


COSTLY = {
    "emphasis of both kinds": "_a __b " * 3_000,
    "brackets": "[" * 20_000,
    "image brackets": "![" * 10_000,
    "declarations": "<![CDATA[" * 4_000,
    "backticks": "`a``b " * 5_000,
    "open links": "[a](b" * 5_000,
    "quotes": ">" * 20_000,
    "underlined lines": "a\n=\n" * 15_000,
    "nested items": "".join(" " * 4 * depth + "- a\n" for depth in range(200)),
    "stars": "**" * 20_000,
}


@pytest.mark.parametrize("name", COSTLY)
@pytest.mark.timeout(30)
def test_markdown_that_would_take_minutes_is_shown_as_it_was_typed(name: str) -> None:
    text = COSTLY[name]
    shown = to_html(text)
    if is_costly(text):
        assert plain_text(shown).split() == text.split()


def test_ordinary_long_texts_are_not_called_costly() -> None:
    paragraph = "A *word* about [the quay](https://post.example/quay_side) and `code` at_the __end__.\n"
    assert not is_costly((paragraph * 3 + "\n") * 500)
    assert not is_costly("- " + ("item [a](b) *c*\n- " * 500))


def test_the_instance_of_the_library_remembers_nothing_between_bodies() -> None:
    assert "href" in to_html("[a][x]\n\n[x]: https://a.example/ ")
    assert "href" not in to_html("[a][x] ")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the development feeds are not beside the checkout")
@pytest.mark.parametrize("images", ["drop", "link"])
def test_every_body_of_the_development_feeds_comes_back_as_it_went(images: str) -> None:
    from datetime import UTC, datetime

    from wirecopy.parse import parse
    from wirecopy.types import Failed, Fetched, Source

    policy = CleanPolicy(images=images)  # type: ignore[arg-type]  # pytest hands over a plain str
    count = 0
    for path in sorted(SHARED.iterdir()):
        fetched = Fetched(
            source=Source(id="s", url="https://s.example/"), url="https://s.example/feed", body=path.read_bytes(),
            fetched_at=datetime(2026, 2, 17, tzinfo=UTC),
        )  # fmt: skip
        parsed = parse(fetched)
        for item in () if isinstance(parsed, Failed) else parsed.items:
            body, _ = clean_fragment(item.content or item.summary, item.base or item.link, policy)
            assert bodies.to_html(bodies.to_markdown(body)) == body, path.name
            assert clean_fragment(body, item.base, policy)[0] == body, path.name
            count += 1
    assert count > 1_000


@pytest.mark.parametrize(
    "html",
    [
        "<pre>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD\na\n=======\nb\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; theirs</pre>",
        "<ul><li><pre>|||||||\n=======</pre></li></ul>",
        "<blockquote><pre>&gt;&gt;&gt;&gt;&gt;&gt;&gt; x</pre></blockquote>",
        "<p>======= x</p><p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p><p>&gt;&gt;&gt;&gt;&gt;&gt;&gt;</p>",
    ],
)
def test_a_text_about_merge_conflicts_is_no_conflict(html: str) -> None:
    markdown = to_markdown(html)
    assert not re.search(r"^(<{7}|>{7}|={7}|\|{7})( |$)", markdown, re.M)
    assert "".join(visible(to_html(markdown)).split()) == "".join(visible(html).split())
