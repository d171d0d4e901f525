"""Stripping: what goes, what stays, and that what stays is byte for byte what it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy.boilerplate import Headlines, SourceMemory, SourceRules, blocks_of, judge, strip

HERE = Path(__file__).resolve().parent
CASES = sorted((HERE / "cases/boilerplate").glob("*.txt"))
DATA = HERE.parent.parent / "shared/eval/boilerplate"

STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry between the harbour and the islands will sail again on Monday, the harbour board said today.",
        "Islanders had crossed in fishing boats since then, at twice the fare and in good weather only.",
        "The repair cost more than the board had set aside for the whole year, its chairman told reporters.",
        "A second ship is out of the question before the next council election, according to the mayor.",
    )
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_article_loses_its_boilerplate_and_nothing_else(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    head = dict(line.split(": ", 1) for line in lines if line.startswith(("title: ", "link: ", "held: ")))
    body = [line for line in lines if line.startswith(("+ ", "- ", "<"))]
    html = "\n".join(line[2:] if line[0] in "+-" else line for line in body)
    kept = [" ".join(block.text for block in blocks_of(line[2:])) for line in body if line[0] == "+"]

    result = strip(html, title=head["title"], link=head["link"], headlines=Headlines([head.get("held", "")]))

    assert result.text.splitlines() == kept
    assert bool(result.refused) == (lines[0] == "refused")
    assert all(line[2:] in result.html for line in body if line[0] == "+")


def test_every_cut_says_what_kind_it_is_and_why() -> None:
    result = strip(STORY + "<p>Sign up for our newsletter</p>", title="Ferry")
    assert [(cut.kind, cut.text) for cut in result.cuts] == [("newsletter", "Sign up for our newsletter")]
    assert "sign up" in result.cuts[0].evidence
    assert result.cuts[0].html == "Sign up for our newsletter"


def test_code_of_a_publishing_system_is_no_text() -> None:
    body = STORY + '<p>[tide-player id=7 autostart="no"]</p><p>[sic] was added by the editors.</p>'
    assert [cut.text for cut in strip(body, title="Ferry").cuts] == ['[tide-player id=7 autostart="no"]']


def test_a_list_that_is_cut_whole_leaves_no_empty_list() -> None:
    result = strip(
        STORY + "<h4>More in Harbour News</h4><ul><li><a href='/a'>Old crane finds a new home</a></li></ul>",
        title="Ferry",
    )
    assert result.html == STORY


def test_the_headline_of_another_entry_is_a_teaser_and_the_own_one_is_not() -> None:
    held = Headlines(["Lighthouse keeper retires after forty winters", "Ferry sails again on Monday morning"])
    body = (
        STORY
        + "<p>Ferry sails again on Monday morning</p><p>Lighthouse keeper retires after forty winters!</p>"
    )
    result = strip(body, title="Ferry sails again on Monday morning", headlines=held)
    assert [cut.text for cut in result.cuts] == ["Lighthouse keeper retires after forty winters!"]


def test_a_footer_of_many_entries_is_cut_and_their_subheading_is_not() -> None:
    footer = "<p>The Tide is written by four people and one dog in a room above the fish market.</p>"
    body = STORY + "<h3>Highlights</h3>" + STORY.replace("ferry", "crane") + footer
    memory = SourceMemory()
    for number in range(4):
        memory.add(
            blocks_of(
                f"<p>Story number {number} about the harbour.</p><h3>Highlights</h3><p>More of it.</p>{footer}"
            )
        )
    result = strip(body, title="Ferry", memory=memory)
    assert [cut.kind for cut in result.cuts] == ["repeat"]
    assert "Highlights" in result.text


def test_repetition_before_three_entries_cuts_nothing() -> None:
    memory = SourceMemory()
    for _ in range(2):
        memory.add(blocks_of("<p>The Tide is written by four people and one dog.</p>"))
    assert not strip(
        STORY + "<p>The Tide is written by four people and one dog.</p>", title="Ferry", memory=memory
    ).cuts


def test_the_owners_cues_selectors_and_switch_are_obeyed() -> None:
    body = STORY + "<p>Brought to you by the fish market</p><blockquote><p>Fresh today.</p></blockquote>"
    by_cue = strip(body, title="Ferry", source=SourceRules(cues=("brought to you by",)))
    assert [cut.kind for cut in by_cue.cuts] == ["owner"]
    by_selector = strip(body, title="Ferry", source=SourceRules(selectors=("blockquote",)))
    assert [cut.text for cut in by_selector.cuts] == ["Fresh today."]
    assert by_selector.html.endswith("<p>Brought to you by the fish market</p>")
    assert strip(body + "<p>Advertisement</p>", title="Ferry", source=SourceRules(strip=False)).html.endswith(
        "<p>Advertisement</p>"
    )


def test_a_broken_selector_or_an_empty_cue_finds_nothing() -> None:
    rules = SourceRules(selectors=("p[", "::", ""), cues=("", "…", "!!"))
    assert strip(STORY, title="Ferry", source=rules).html == STORY


def test_more_than_two_fifths_are_never_cut() -> None:
    body = "<p>Short news.</p>" + "<p>Sign up for our newsletter</p>" * 4
    result = strip(body, title="Ferry")
    assert result.html == body
    assert "40 %" in result.refused


def test_a_photo_credit_stays_with_its_picture() -> None:
    credit = "<p>Photo: Ada Quay</p>"
    assert not strip(STORY + '<p><img src="a.jpg" alt=""></p>' + credit, title="Ferry").cuts
    assert [cut.kind for cut in strip(STORY + credit, title="Ferry").cuts] == ["credit"]


def test_long_prose_is_never_cut_on_a_guess() -> None:
    prose = (
        "Readers who follow the harbour closely, share what they see and write to us about it will know that "
        "the subscription for berths rises every spring, and that nobody has ever been asked about it."
    )
    assert prose in strip(STORY + f"<p>{prose}</p>", title="Ferry").text


BLOCK = st.sampled_from(
    [
        "<p>Advertisement</p>",
        "<h2>Related</h2>",
        '<p><a href="/x">Old crane finds a new home in town</a></p>',
        "<p>The harbour board met on Monday and decided nothing, which surprised nobody in the town.</p>",
        "<ul><li>rope</li><li>Share this article</li></ul>",
        "loose text",
        "<br><br>",
        "<div>",
        "</div>",
        "<p>© 2026 The Tide</p>",
        "<b>",
        "</a>",
        "&amp; &lt;",
        "<td>1</td>",
        "港のフェリー",
    ]
) | st.text(max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCK, max_size=20).map("".join), st.text(max_size=30))
def test_stripping_any_text_keeps_a_subsequence_of_it_and_at_least_three_fifths(
    html: str, title: str
) -> None:
    result = strip(html, title=title)
    rest = iter(html)
    assert all(character in rest for character in result.html)
    cut = sum(len(part.text) for part in result.cuts)
    assert cut <= 0.4 * sum(len(block.text) for block in blocks_of(html)) + 1e-9
    assert strip(html, title=title) == result


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "read more " * 20_000 + "</p>",
        "<p>Read more</p>" * 5_000,
        "<p>The … " + "the post " * 25_000 + "</p>",
        "<table><tr><td>" * 2_000 + "x",
        "<a href='" * 20_000,
        "<p>" + "漢" * 200_000 + "</p>",
        "<li><a href=/x>harbour news of the day here</a>" * 5_000,
    ],
    ids=[
        "one long block",
        "5,000 teasers",
        "gaps",
        "nested tables",
        "broken quotes",
        "no spaces",
        "5,000 links",
    ],
)
def test_hostile_bodies_are_answered(html: str) -> None:
    assert strip(html, title="Ferry", headlines=Headlines(["harbour news of the day"])).html


@pytest.mark.shared
@pytest.mark.skipif(not DATA.exists(), reason="the development data is not beside the checkout")
@pytest.mark.parametrize("links", [True, False])
def test_the_seed_article_loses_its_nine_teasers_and_nothing_else(links: bool) -> None:
    sys.path.insert(0, str(HERE.parent / "bench"))
    from predict_boilerplate import predict

    document = json.loads((DATA / "seed.jsonl").read_text("utf-8"))
    labels = [block["label"] for block in document["blocks"]]
    if not links:
        document["blocks"] = [{"text": block["text"], "tag": block["tag"]} for block in document["blocks"]]
    (answer,) = predict([document])
    assert sum(label == "drop" and not keep for label, keep in zip(labels, answer["keep"], strict=True)) == 9
    assert all(keep for label, keep in zip(labels, answer["keep"], strict=True) if label == "keep")


def test_blocks_can_be_judged_without_any_markup() -> None:
    verdicts = judge(blocks_of(STORY + "<p>Advertisement</p>"), "Ferry")
    assert [verdict.keep for verdict in verdicts] == [True] * 4 + [False]
