"""What `privacy.judge` says, and that it says why."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirecopy import privacy
from wirecopy.privacy import FACETS, Verdict, judge

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "privacy" / "verdicts.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_each_case_gets_its_verdict(case: dict) -> None:
    verdict = judge(case["title"], case["text"])
    assert verdict.state == case["state"], verdict.reasons
    if verdict.state == "yes":
        assert set(case["facets"]) <= set(verdict.facets), verdict


@pytest.mark.shared
def test_the_seed_article_is_about_data_collection_and_regulation() -> None:
    path = Path(__file__).resolve().parents[2] / "shared" / "seed" / "china-chides-tech-firms.txt"
    if not path.is_file():
        pytest.skip("the seed article is not beside the checkout")
    title, _, text = path.read_text(encoding="utf-8").partition("\n")
    verdict = judge(title, text)
    assert verdict.state == "yes"
    assert {"data-collection", "regulation"} <= set(verdict.facets)


def test_a_yes_always_has_a_readable_reason_that_is_not_the_model() -> None:
    for case in CASES:
        verdict = judge(case["title"], case["text"])
        if verdict.state == "yes":
            assert any(r.weight > 0 and r.kind != "model" and r.phrase for r in verdict.reasons)


def test_a_mask_is_told_as_a_reason() -> None:
    verdict = judge("Surveillance footage shows the burglar", "")
    assert any(r.kind == "mask" and "surveillance footage" in r.phrase for r in verdict.reasons)


def test_a_title_weighs_more_than_the_lead_and_the_lead_more_than_the_rest() -> None:
    filler = "The mayor spoke about the harbour and the new bridge. " * 8
    title = judge("Facial recognition at the harbour", filler)
    lead = judge("News from the harbour", "Facial recognition came up. " + filler)
    rest = judge("News from the harbour", filler + "Facial recognition came up.")
    assert title.score > lead.score > rest.score


def test_the_publishers_category_the_address_and_the_feed_add_a_little() -> None:
    title = "What the new doorbells see"
    plain = judge(title, "")
    assert judge(title, "", categories=("Privacy",)).score > plain.score
    assert judge(title, "", link="https://example.org/privacy/2026/doorbells").score > plain.score
    assert judge(title, "", prior=0.2).score > plain.score
    assert judge("Cup final ends in a draw", "", categories=("Privacy",), prior=9.0).state != "yes"


def test_a_feeds_prior_is_bounded_and_grows_with_its_share_of_privacy_stories() -> None:
    assert privacy.prior_of(0, 0) == 0
    shares = [privacy.prior_of(n, 100) for n in (0, 1, 5, 20, 60, 100)]
    assert shares == sorted(shares)
    assert -0.05 <= shares[0] < 0 < shares[-1] <= 0.25
    assert privacy.prior_of(500, 100) == privacy.prior_of(100, 100)


def test_texts_in_a_named_language_without_phrases_are_never_tagged() -> None:
    assert judge("Data breach exposes customer data", "", lang="it") == Verdict("no", 0.0, (), ())
    assert judge("Data breach exposes customer data", "", lang="en-GB").state == "yes"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        (" \n\t", "   "),
        ("\x00\ud800", "\udfff"),
        ("privacy " * 30_000, "surveillance " * 200_000),
        ("a" * 1_000_000, "b" * 5_000_000),
        ("'" * 100_000, "’s" * 500_000),
        ("1 000 000 000 customers", "9" * 300_000),
    ],
)
def test_awkward_input_gets_an_answer(title: str, text: str) -> None:
    assert judge(title, text).state in ("yes", "maybe", "no")


def test_a_pasted_list_of_keywords_is_worth_no_more_than_its_strongest_words() -> None:
    words = "data location ads students ai health camera police settings cookies phone app " * 20
    assert judge("Tags", words).state != "yes"


@given(st.text(max_size=200), st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_the_same_well_formed_answer_twice(title: str, text: str) -> None:
    verdict = judge(title, text)
    assert verdict == judge(title, text)
    assert 0 <= verdict.score <= 1
    assert set(verdict.facets) <= set(FACETS)
    assert (verdict.tags != ()) == (verdict.state == "yes")
    assert verdict.state != "yes" or verdict.facets


@given(st.text(alphabet="abcdefg privacy.", max_size=80))
@settings(max_examples=40, deadline=None)
def test_case_hyphens_and_quotes_do_not_matter(text: str) -> None:
    assert judge(text.upper(), "").score == judge(text.lower(), "").score
    assert judge("Data-breach at ‘Harbour’", "").score == judge("Data breach at 'Harbour'", "").score
