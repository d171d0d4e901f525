"""Whole pages: the article is found, stripped, and given up when there is none."""

from __future__ import annotations

import pytest

from wirecopy.boilerplate import blocks_of, extract
from wirecopy.boilerplate.page import is_prose

pytest.importorskip("trafilatura", reason="the extra wirecopy[fulltext] is not installed")

PROSE = [
    "The ferry between the harbour and the islands will sail again on Monday, the harbour board said on Friday afternoon.",
    "Islanders had crossed in fishing boats since then, at twice the fare and only when the weather let them do so.",
    "The repair cost more than the board had set aside for the whole year, and a second ship is out of the question.",
    "Tickets bought before the breakdown stay valid until the end of the summer, according to the harbour master.",
]
PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry returns</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ferry returns</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p>
<p><strong>Read more:</strong> <a href="/bridge">Bridge repairs put off again</a></p><p>{PROSE[2]}</p><p>{PROSE[3]}</p></article>
<footer><p>© 2026 The Tide. All rights reserved.</p></footer></body></html>"""


def test_the_article_of_a_page_is_found_and_stripped() -> None:
    text = "\n".join(
        block.text for block in blocks_of(extract(PAGE, "https://tide.example/ferry", title="Ferry returns"))
    )
    assert all(sentence in text for sentence in PROSE)
    assert "Bridge repairs" not in text
    assert "All rights reserved" not in text


@pytest.mark.parametrize(
    "page",
    ["", "<p>Sign in to read on</p>", "\x00<<<", "{}", "<table>" * 500],
    ids=["empty", "wall", "noise", "json", "tables"],
)
def test_a_page_without_an_article_gives_nothing(page: str) -> None:
    assert extract(page, "https://tide.example/x") == ""


def test_the_gate_tells_prose_from_lists() -> None:
    assert is_prose(blocks_of("".join(f"<p>{sentence}</p>" for sentence in PROSE)))
    assert not is_prose(
        blocks_of("<ul>" + "<li>a link to something else</li>" * 30 + f"</ul><p>{PROSE[0]}</p>")
    )
