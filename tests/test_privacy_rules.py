"""The rule files keep their promises, and the owner's changes do what they say."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files

import pytest

from wirecopy.errors import ConfigError
from wirecopy.privacy import FACETS, OwnerPhrase, PrivacySettings, judge, load_rules
from wirecopy.privacy.lexicon import build_lexicon
from wirecopy.privacy.pairs import find_pairs
from wirecopy.privacy.rows import parse_language
from wirecopy.topics.index import PhraseSet
from wirecopy.topics.words import words

RULES = files("wirecopy") / "rules"
LANGUAGES = ("en", "de", "fr", "es")


def rows_of(language: str) -> list[dict]:
    tables = tomllib.loads((RULES / f"privacy-{language}.toml").read_text(encoding="utf-8"))
    groups = [group for kind in ("phrases", "damps", "hints") for group in tables.get(kind, ())]
    return [row for group in groups for row in group["rows"]] + tables["masks"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_finds_its_own_example_and_names_a_source(language: str) -> None:
    for row in rows_of(language):
        assert PhraseSet([(row["say"], None)]).find(words(row["example"], 100)), row
        assert row["source"].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_finds_its_own_example(language: str) -> None:
    lexicon = load_rules().lexicon(language)
    assert lexicon is not None
    for pair in lexicon.pairs:
        found = [f.pair.name for f in find_pairs(words(pair.example, 100), set(), lexicon)]
        assert pair.name in found, pair


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_speak_of_facets_that_exist(language: str) -> None:
    tables = tomllib.loads((RULES / f"privacy-{language}.toml").read_text(encoding="utf-8"))
    for kind in ("phrases", "damps", "hints", "pairs"):
        for group in tables.get(kind, ()):
            assert set(group.get("facets", ())) <= set(FACETS)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_each_further_language_has_a_hundred_and_twenty_phrases(language: str) -> None:
    tables = tomllib.loads((RULES / f"privacy-{language}.toml").read_text(encoding="utf-8"))
    assert sum(len(group["rows"]) for group in tables["phrases"]) >= 120


def test_the_model_is_small() -> None:
    text = (RULES / "privacy-model.json").read_text(encoding="utf-8")
    assert len(text.encode()) <= 90_000
    assert len(json.loads(text)["weights"]) > 1000


def broken(row: str) -> str:
    return f'[[phrases]]\nweight = 1.0\nrows = [\n  {{ say = "data leak*", example = "Data leak", source = "x" }},\n  {row}\n]\n'


def test_a_row_without_an_example_is_an_error_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"mine\.toml:5: 'spy on us' has no example"):
        parse_language(broken('{ say = "spy on us", example = " ", source = "x" },'), "mine.toml")


def test_a_row_without_a_source_is_an_error_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"mine\.toml:5: 'spy on us' has no source"):
        parse_language(broken('{ say = "spy on us", example = "They spy on us" },'), "mine.toml")


@pytest.mark.parametrize("say", ["(spy", "* spy", "ab*", "spy * * us", "...", ""])
def test_a_phrase_that_cannot_be_read_is_an_error_with_its_line(say: str) -> None:
    text = broken(f'{{ say = "{say}", example = "They spy on us", source = "x" }},')
    file = parse_language(text, "mine.toml")
    with pytest.raises(ConfigError, match=r"mine\.toml:5: "):
        build_lexicon(file, PrivacySettings(), "mine.toml", text)


def test_the_owner_adds_a_phrase() -> None:
    title = "Acme Doorbell 5 is out"
    assert judge(title, "").state == "no"
    mine = OwnerPhrase(say="acme doorbell*", facet="surveillance", example="Acme doorbells recalled")
    verdict = judge(title, "", rules=load_rules(PrivacySettings(phrases=(mine,))))
    assert verdict.state == "yes"
    assert verdict.facets == ("surveillance",)


def test_the_owner_mutes_a_phrase() -> None:
    title = "Council debates facial recognition"
    assert judge(title, "").state == "yes"
    rules = load_rules(PrivacySettings(mute=("facial recognition",)))
    verdict = judge(title, "", rules=rules)
    assert verdict.state == "no"
    assert any(r.kind == "mask" for r in verdict.reasons)


def test_the_owner_weighs_and_mutes_facets() -> None:
    title, text = "Data breach at the harbour office", ""
    assert judge(title, text, rules=load_rules(PrivacySettings(weights={"data-breach": 0.1}))).state != "yes"
    rules = load_rules(PrivacySettings(mute_facets=("data-breach",)))
    assert "data-breach" not in judge(title, text, rules=rules).facets


def test_the_owner_switches_tagging_off() -> None:
    assert (
        judge("Data breach exposes patients", "", rules=load_rules(PrivacySettings(tag=False))).state == "no"
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            PrivacySettings(weights={"locations": 2.0}),
            r"privacy\.weights\.locations: .* did you mean 'location'",
        ),
        (PrivacySettings(mute_facets=("childrens",)), r"privacy\.mute_facets\[0\]"),
        (PrivacySettings(sure=1.0, maybe=2.0), r"privacy\.maybe"),
        (PrivacySettings(mute=("(x",)), r"privacy\.mute\[0\]"),
        (PrivacySettings(phrases=(OwnerPhrase(say="ab*", example="abc"),)), r"privacy\.phrases\[0\]\.say"),
        (
            PrivacySettings(phrases=(OwnerPhrase(say="acme", example="other"),)),
            r"privacy\.phrases\[0\]\.example",
        ),
        (
            PrivacySettings(phrases=(OwnerPhrase(say="acme", example="acme", facet="spy"),)),
            r"privacy\.phrases\[0\]\.facet",
        ),
    ],
)
def test_a_mistake_of_the_owner_is_told_with_its_address(settings: PrivacySettings, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_rules(settings)


def test_the_shipped_rules_are_read_once() -> None:
    assert load_rules() is load_rules(PrivacySettings())
