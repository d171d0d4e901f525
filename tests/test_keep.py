"""The owner's rules: what matches, who decides, what is reported."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.errors import ConfigError
from wirecopy.keep import Rule, check_rules, compare, compile_rules, keep
from wirecopy.keep.patterns import PatternError, compile_pattern, fold
from wirecopy.types import Dropped, Entry, FeedInfo, Person, Source

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
CASES = tomllib.loads((Path(__file__).parent / "cases" / "keep" / "matching.toml").read_text("utf-8"))["case"]


def entry(title: str = "A quiet day", **other: Any) -> Entry:
    source = other.pop(
        "source", Source(id="harbour-post", url="https://post.example/feed", name="Harbour Post")
    )
    values: dict[str, Any] = {
        "guid": title, "entry_id": f"urn:uuid:{title}", "link": "https://post.example/a", "html": "<p>Nothing new.</p>",
        "published": NOW - timedelta(hours=3), "first_seen": NOW, "lang": "en",
    }  # fmt: skip
    return Entry(source=source, feed=FeedInfo(), title=title, **(values | other))


def kept(rules: list[Rule], one: Entry, **how: Any) -> Entry | Dropped:
    return keep(one, compile_rules(rules), NOW, **how)


@pytest.mark.parametrize("case", CASES, ids=[case["pattern"] for case in CASES])
def test_patterns_find_what_the_table_says(case: dict[str, Any]) -> None:
    pattern = compile_pattern(case["pattern"])
    for text in case["finds"]:
        assert pattern.search(fold(text)), text
    for text in case["misses"]:
        assert not pattern.search(fold(text)), text


def test_the_first_rule_that_matches_decides() -> None:
    rules = [
        Rule(name="harbour first", action="keep", title=("harbour",)),
        Rule(name="no deals", action="drop", title=("deal",)),
    ]
    assert isinstance(kept(rules, entry("Harbour deal signed")), Entry)
    dropped = kept(rules, entry("Deal of the day"))
    assert isinstance(dropped, Dropped)
    assert (dropped.stage, dropped.reason, dropped.detail) == ("keep", "rule: no deals", "title: 'deal'")
    assert isinstance(kept(rules, entry("A quiet day")), Entry)


def test_tag_rules_add_their_tags_and_the_next_rule_is_asked() -> None:
    rules = [
        Rule(action="tag", title=("ferry",), tags=("boats", "local")),
        Rule(action="tag", text=("nothing",), tags=("local", "quiet")),
        Rule(name="hush", action="mute", title=("ferry",)),
    ]
    done = kept(rules, entry("Ferry late"))
    assert isinstance(done, Entry)
    assert done.tags == ("boats", "local", "quiet")
    assert done.muted
    assert [note.text for note in done.trace] == [
        "rule number 1: tagged boats, local (title: 'ferry')",
        "rule number 2: tagged local, quiet (text: 'nothing')",
        "rule hush: muted (title: 'ferry')",
    ]


@pytest.mark.parametrize(
    ("rule", "matching", "other"),
    [
        ({"feeds": ("harbour-*",)}, {}, {"source": Source(id="hill-news", url="https://hill.example/")}),
        ({"feeds": ("Harbour Post",)}, {}, {"source": Source(id="x", url="https://x.example/", name="X")}),
        ({"author": ("ada quill",)}, {"authors": (Person("Ada Quill"),)}, {"authors": (Person("Bo Quill"),)}),
        ({"category": ("sport",)}, {"categories": ("Local sport",)}, {"categories": ("Transport",)}),
        ({"link": ("post.example/ads",)}, {"link": "https://post.example/ads/1"}, {"link": "https://post.example/a"}),
        ({"language": ("de",)}, {"lang": "de-at"}, {"lang": "den"}),
        ({"text": ("kettle",)}, {"html": "<p>A <b>kettle</b></p>"}, {"html": "<p title='kettle'>A pot</p>"}),
        ({"older_than_days": 2}, {"published": NOW - timedelta(days=3)}, {"published": NOW - timedelta(days=1)}),
        ({"shorter_than": 3}, {"html": "<p>Two words</p>"}, {"html": "<p>One two three</p>"}),
        ({"longer_than": 3}, {"html": "<p>One two three four</p>"}, {"html": "<p>One two three</p>"}),
        ({"title": ("a",), "author": ("x",)}, {"title": "a", "authors": (Person("x"),)}, {"title": "a"}),
    ],
)  # fmt: skip
def test_every_condition_of_a_rule_must_hold(
    rule: dict[str, Any], matching: dict[str, Any], other: dict[str, Any]
) -> None:
    rules = [Rule(action="drop", **rule)]
    assert isinstance(kept(rules, entry(**matching)), Dropped)
    assert isinstance(kept(rules, entry(**other)), Entry)


def test_what_is_too_old_stays_out_whatever_the_rules_say() -> None:
    old = entry("Harbour", published=NOW - timedelta(days=20))
    dropped = kept([Rule(action="keep", title=("harbour",))], old, max_age_days=14)
    assert isinstance(dropped, Dropped)
    assert (dropped.reason, dropped.detail) == ("too old", "published 2026-01-28, older than 14 days")
    assert isinstance(kept([], old), Entry)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            Rule(action="drop", title=("ok", "/(/")),
            r"feeds.toml: rules\[0\].title\[1\]: not a regular expression",
        ),
        (Rule(action="drop", title=("/(?=a)/",)), r"rules\[0\].title\[0\]: .*linear time"),
        (Rule(action="drop", text=("  ",)), r"rules\[0\].text\[0\]: empty pattern"),
        (Rule(action="tag", title=("a",)), r"rules\[0\].tags: action 'tag' needs"),
        (Rule(action="drop", tags=("a",)), r"rules\[0\].tags: only action 'tag'"),
        (Rule(action="drop", language=("not a code!",)), r"rules\[0\].language\[0\]: not a language code"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_its_place(rule: Rule, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        compile_rules([rule])
    assert [finding.kind for finding in check_rules([rule])] == ["invalid"]


def test_examples_are_run() -> None:
    rule = Rule(
        action="drop", title=("deal of the day",),
        must_match=("Deal of the day: a kettle", "A kettle for less"),
        must_not_match=("A new deal", "No deal of the day today"),
    )  # fmt: skip
    assert [str(finding) for finding in check_rules([rule])] == [
        "feeds.toml: rules[0].must_match[1]: 'A kettle for less' should match title and does not",
        "feeds.toml: rules[0].must_not_match[1]: 'No deal of the day today' should not match title and does",
    ]


@pytest.mark.parametrize(
    ("rules", "where", "said"),
    [
        ([Rule(action="drop", shorter_than=10, longer_than=20)], "rules[0].longer_than", "no body has more than 20"),
        ([Rule(action="drop", shorter_than=0)], "rules[0].shorter_than", "fewer than 0"),
        ([Rule(action="drop", older_than_days=30)], "rules[0].older_than_days", "older than 14 days are not taken in"),
        ([Rule(action="drop", feeds=("nowhere-*",))], "rules[0].feeds", "no feed is called nowhere-*"),
        ([Rule(action="drop"), Rule(action="keep", title=("a",))], "rules[1]", "rules[0] (number 1) takes everything"),
        ([Rule(action="drop", title=("deal",)), Rule(action="mute", title=("Deal of the day",))], "rules[1]", "takes everything"),
        ([Rule(action="drop", text=("deal",)), Rule(action="mute", title=("deal",), author=("x",))], "rules[1]", "takes everything"),
    ],
)  # fmt: skip
def test_rules_that_can_never_fire_are_found(rules: list[Rule], where: str, said: str) -> None:
    sources = {"harbour-post": Source(id="harbour-post", url="https://post.example/", name="Harbour Post")}
    findings = check_rules(rules, sources=sources, max_age_days=14)
    assert [(finding.where, finding.kind) for finding in findings] == [(where, "dead")]
    assert said in findings[0].message


@pytest.mark.parametrize(
    "rules",
    [
        [Rule(action="tag", tags=("t",)), Rule(action="drop", title=("a",))],
        [Rule(action="drop", title=("deal of the day",)), Rule(action="mute", title=("deal",))],
        [Rule(action="drop", feeds=("x",)), Rule(action="mute", title=("deal",))],
        [Rule(action="drop", title=("/deal/",)), Rule(action="mute", title=("deal",))],
        [Rule(action="drop", older_than_days=5), Rule(action="mute", older_than_days=3)],
    ],
)
def test_rules_that_can_fire_are_not_called_dead(rules: list[Rule]) -> None:
    assert check_rules(rules) == []


def test_recent_entries_show_rules_that_never_fire_or_always_come_second() -> None:
    rules = [
        Rule(name="ferries", action="keep", title=("/ferr(y|ies)/i",)),
        Rule(name="boats", action="mute", title=("late",)),
        Rule(name="moon", action="drop", title=("moon",)),
    ]
    findings = check_rules(rules, [entry("Ferry late"), entry("A quiet day")])
    assert [(f.rule, f.kind) for f in findings] == [(1, "shadowed"), (2, "quiet")]
    assert "rules[0]" in findings[0].message
    assert "never fired over the last 2 entries" in findings[1].message


def test_a_changed_file_is_tried_on_recent_entries() -> None:
    recent = [entry("Ferry late"), entry("Deal of the day"), entry("A quiet day"), entry("Tide table")]
    old = [
        Rule(name="no deals", action="drop", title=("deal",)),
        Rule(name="tides", action="tag", title=("tide",), tags=("sea",)),
    ]
    new = [
        Rule(name="hush", action="mute", title=("ferry",)),
        Rule(name="tides", action="tag", title=("tide",), tags=("water",)),
    ]
    assert [(c.title, c.kind, c.before, c.after) for c in compare(old, new, recent)] == [
        ("Ferry late", "muted", "kept", "muted by rule hush (title: 'ferry')"),
        ("Deal of the day", "kept", "dropped by rule no deals (title: 'deal')", "kept"),
        ("Tide table", "retagged", "kept, tagged sea", "kept, tagged water"),
    ]
    assert compare(old, old, recent) == []


def test_a_rule_is_read_from_the_file_as_it_is_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "rules.md").read_text("utf-8")
    blocks = [part.split("```")[0] for part in text.split("```toml\n")[1:]]
    rules = [rule for block in blocks for rule in msgspec.convert(tomllib.loads(block)["rules"], list[Rule])]
    assert len(rules) >= 6
    assert [str(f) for f in check_rules(rules) if f.kind in ("invalid", "example")] == []
    for field in Rule.__struct_fields__:
        assert f"`{field}`" in text, f"{field} is not documented"


@given(st.text(min_size=1, max_size=40), st.text(max_size=200))
def test_any_pattern_is_used_or_refused_with_a_reason(pattern: str, text: str) -> None:
    try:
        compiled = compile_pattern(pattern)
    except PatternError:
        return  # refused; anything else that is raised fails the test
    compiled.search(fold(text))


@given(st.lists(st.sampled_from(["ferry", "late", "deal", "day", "moon"]), min_size=1, max_size=4))
def test_keeping_twice_changes_nothing_but_the_trace(words: list[str]) -> None:
    rules = [Rule(action="tag", title=("ferry",), tags=("boats",)), Rule(action="mute", title=("late",))]
    once = kept(rules, entry(" ".join(words)))
    assert isinstance(once, Entry)
    twice = kept(rules, once)
    assert isinstance(twice, Entry)
    assert (once.tags, once.muted, once.html) == (twice.tags, twice.muted, twice.html)
