"""The fast reader and feedparser give the same Items, on every case and every development feed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from test_parse import CASES, document, fetched
from wirecopy.parse import parse, settle
from wirecopy.parse.elements import Unplain
from wirecopy.parse.reference import read_reference
from wirecopy.parse.text import spell_entities
from wirecopy.parse.wellformed import read_wellformed
from wirecopy.types import Parsed

SHARED = Path(__file__).parents[2] / "shared/feeds"

# Differences that are accepted, by case, with the field in which ours is meant to differ. None is needed:
# what feedparser decides by rules of its own is left to it (Unplain), and where it is wrong about
# captions of pictures and summaries of podcasts, reference.py corrects it.
ACCEPTED: dict[str, frozenset[str]] = {}


def differences(body: bytes, name: str) -> list[str] | None:
    """The fields that differ; None where the fast reader hands the document on."""
    document_ = fetched(body)
    text, _ = settle(document_)
    try:
        fast = read_wellformed(text, document_, 1000)
    except Unplain:
        return None
    reference = read_reference(text, document_, 1000)
    assert isinstance(reference, Parsed)
    found = [] if fast.feed == reference.feed else ["feed"]
    assert len(fast.items) == len(reference.items)
    for ours, theirs in zip(fast.items, reference.items, strict=True):
        fields = set(ours.__struct_fields__) - {"feed"} - ACCEPTED.get(name, frozenset())
        found += [
            f"{ours.position}: {field}: {getattr(ours, field)!r} not {getattr(theirs, field)!r}"
            for field in sorted(fields)
            if getattr(ours, field) != getattr(theirs, field)
        ]
    return found


XML_CASES = [
    case
    for case in CASES
    if "failed" not in case and not document(case).startswith("{") and case.get("entries", 1)
]


@pytest.mark.parametrize("case", XML_CASES, ids=[case["name"] for case in XML_CASES])
def test_both_readers_agree_on_a_case(case: dict[str, Any]) -> None:
    assert not differences(document(case).encode(), case["name"])


def test_entities_of_html_are_read_as_feedparser_reads_them() -> None:
    body = (
        "<rss version='2.0'><channel><title>T&ouml;ne &amp; more</title><!-- &eacute; --><item><title>Caf&eacute;</title>"
        "<description>a&nbsp;b &lt;p&gt; &mdash;</description></item><item><title><![CDATA[Th&eacute; &mdash;]]></title>"
        "<link>https://a.example/?a=1&amp;b=&Auml;</link></item></channel></rss>"
    )
    document_ = fetched(body.encode())
    fast = parse(document_)
    reference = read_reference(body, document_, 200)
    assert isinstance(fast, Parsed)
    assert isinstance(reference, Parsed)
    assert fast.problem == "not well-formed: named entities of HTML"
    assert (fast.feed, fast.items) == (reference.feed, reference.items)


@pytest.mark.parametrize("text", ["<![CDATA[" * 50_000, "<!--" * 50_000 + "&eacute;", "&eacute" * 50_000])
def test_spelling_entities_takes_linear_time(text: str) -> None:
    assert spell_entities(text) == ""


def test_most_cases_are_read_fast() -> None:
    fast = [case for case in XML_CASES if differences(document(case).encode(), case["name"]) is not None]
    assert len(fast) >= 0.8 * len(XML_CASES)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the development feeds beside the checkout")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.xml")), ids=lambda path: path.stem)
def test_both_readers_agree_on_a_development_feed(path: Path) -> None:
    found = differences(path.read_bytes(), path.name)
    assert not found
    if path.stem not in {"aivars", "comment-before-xml"}:
        assert found is not None, "a well-formed feed went to the slow reader"
