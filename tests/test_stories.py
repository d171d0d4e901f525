"""Which entries report one event: groups in cases/stories, what a story keeps over runs, and the awkward input."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from wirecopy.stories import Member, Profile, StoryWindow, assign, profile
from wirecopy.stories.profile import kind_of
from wirecopy.types import Text

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "stories" / "groups.toml").read_text(encoding="utf-8")
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
VERDICT = [
    (
        "Court rules phone tracking by broker Pinpoint Seven illegal",
        "Judges in Ostvik ruled that Pinpoint Seven broke the law when it sold phone movements.",
    ),
    (
        "Pinpoint Seven loses court case over sold phone movements",
        "The Ostvik court found that the broker sold phone movements without consent.",
    ),
    (
        "Broker Pinpoint Seven must pay, Ostvik judges rule",
        "A broker that sold phone movements has lost in court, and Pinpoint Seven will appeal.",
    ),
]
CRANE = [
    (
        "Harbour crane collapses in storm at Brunmoor",
        "A container crane fell across two berths in Brunmoor harbour during the night.",
    ),
    (
        "Storm brings down crane in Brunmoor harbour",
        "The port authority closed two berths after a container crane collapsed.",
    ),
]


def made(id: str, said: tuple[str, str], *, source: str = "", hours: float = 0) -> Profile:
    at = NOON + timedelta(hours=hours)
    return profile(
        Text(id=id, source_id=source or id, title=said[0], text=said[1], published=at, first_seen=at)
    )


def stories(window: StoryWindow) -> dict[str, str]:
    return {m.profile.id: m.story for m in window}


def run(window: StoryWindow, *profiles: Profile, hours: float = 100) -> dict[str, str]:
    assign(profiles, window, NOON + timedelta(hours=hours))
    return stories(window)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["why"]) for c in CASES["case"]])
def test_entries_of_one_event_are_one_story(case):
    items = [
        made(str(n), (i["title"], i["text"]), source=i["source"], hours=n / 10)
        for n, i in enumerate(case["item"])
    ]
    told = run(StoryWindow(), *items)
    groups, expected = defaultdict(set), defaultdict(set)
    for n, item in enumerate(case["item"]):
        groups[told[str(n)]].add(n)
        expected[item["story"]].add(n)
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, expected.values()))


def test_a_story_bears_the_key_of_its_first_entry():
    told = run(StoryWindow(), *[made(f"v{n}", said, hours=n) for n, said in enumerate(VERDICT)])
    assert set(told.values()) == {"v0"}


def test_what_joins_a_story_says_by_which_words():
    window = StoryWindow()
    told, _ = assign([made(f"v{n}", said, hours=n) for n, said in enumerate(VERDICT)], window, NOON)
    assert told[0].evidence == ""
    assert "pinpoint" in told[1].evidence
    assert "h apart" in told[1].evidence
    assert 0 < told[1].similarity <= 1


def test_what_joins_a_story_says_whom_only_one_title_names():
    stranger = ("Pinpoint Seven loses court case over sold phone movements, says Velmar", VERDICT[1][1])
    told, _ = assign([made("v0", VERDICT[0]), made("v1", stranger, hours=1)], StoryWindow(), NOON)
    assert [a.story for a in told] == ["v0", "v0"]
    assert "only one title names" in told[1].evidence
    assert "velmar" in told[1].evidence


def test_a_story_on_record_keeps_its_key_when_an_older_entry_joins_it():
    window = StoryWindow([Member(made("v1", VERDICT[1], hours=5), "slug-of-the-story")])
    assert run(window, made("v0", VERDICT[0], hours=0))["v0"] == "slug-of-the-story"


def test_two_stories_that_turn_out_to_be_one_take_the_older_key():
    window = StoryWindow(
        [Member(made("v0", VERDICT[0], hours=1), "older"), Member(made("v1", VERDICT[1], hours=2), "newer")]
    )
    _, merges = assign([made("v2", VERDICT[2], hours=3)], window, NOON + timedelta(hours=4))
    assert [(m.newer, m.older) for m in merges] == [("newer", "older")]
    assert merges[0].evidence
    assert set(stories(window).values()) == {"older"}


def test_a_story_that_a_person_fixed_never_changes_but_newcomers_may_join_it():
    window = StoryWindow(
        [
            Member(made("v0", VERDICT[0], hours=1), "by-hand", fixed=True),
            Member(made("v1", VERDICT[1], hours=2), "other"),
        ]
    )
    _, merges = assign([made("v2", VERDICT[2], hours=3)], window, NOON + timedelta(hours=4))
    told = stories(window)
    assert merges == []
    assert (told["v0"], told["v1"]) == ("by-hand", "other")
    assert told["v2"] in {"by-hand", "other"}


def test_a_member_that_has_nothing_in_common_with_its_story_leaves_when_the_story_is_looked_at_again():
    members = [
        made("v0", VERDICT[0], hours=1),
        made("v1", VERDICT[1], hours=2),
        made("stray", CRANE[0], hours=2),
    ]
    window = StoryWindow([Member(p, "verdict") for p in members])
    told, _ = assign([made("v2", VERDICT[2], hours=3)], window, NOON + timedelta(hours=4))
    assert [(a.id, a.story) for a in told] == [("v2", "verdict"), ("stray", "stray")]
    assert "left its story" in told[1].evidence


def test_a_piece_about_two_stories_is_not_drawn_into_one_of_them_by_a_later_entry():
    case = next(c for c in CASES["case"] if "a piece about both" in c["why"])
    order = (0, 2, 3, 4, 1)  # one report of the first talks comes after the piece about both
    items = [
        made(str(n), (i["title"], i["text"]), source=i["source"], hours=order.index(n))
        for n, i in enumerate(case["item"])
    ]
    window = StoryWindow()
    for n in order:
        told = run(window, items[n], hours=10)
    assert told == {"0": "0", "1": "0", "2": "2", "3": "2", "4": "4"}


def test_a_person_can_keep_a_member_that_has_nothing_in_common():
    members = [made("v0", VERDICT[0]), made("v1", VERDICT[1]), made("stray", CRANE[0])]
    window = StoryWindow([Member(p, "verdict", fixed=p.id == "stray") for p in members])
    assert run(window, made("v2", VERDICT[2], hours=3))["stray"] == "verdict"


def test_entries_more_than_four_days_apart_are_not_one_story():
    told = run(StoryWindow(), made("a", VERDICT[0]), made("b", VERDICT[0], source="b", hours=97))
    assert told == {"a": "a", "b": "b"}


def test_a_later_feed_does_not_reshuffle_the_stories_on_record():
    window = StoryWindow()
    before = run(
        window,
        *[made(f"v{n}", s, hours=n) for n, s in enumerate(VERDICT)],
        *[made(f"c{n}", s, hours=n) for n, s in enumerate(CRANE)],
    )
    after = run(
        window, *[made(f"x{n}", s, source="new feed", hours=n) for n, s in enumerate(VERDICT + CRANE)]
    )
    assert {k: after[k] for k in before} == before


def test_a_date_in_the_future_counts_as_now():
    window = StoryWindow()
    assign(
        [made("a", VERDICT[0], hours=9000), made("b", VERDICT[1], hours=1)], window, NOON + timedelta(hours=2)
    )
    assert len(set(stories(window).values())) == 1


def test_five_thousand_entries_with_one_title_take_bounded_time():
    items = [
        made(f"{i:04}", ("Council notes of the week", ""), source=f"s{i % 50}", hours=i / 100)
        for i in range(5000)
    ]
    told = run(StoryWindow(), *items)
    assert len(told) == 5000


@pytest.mark.parametrize(
    "odd", ["", " ", "\x00", "x", "?" * 500, "<&#1;", "🙂" * 50, "a" * 100_000, "一" * 5000]
)
def test_nothing_in_an_entry_makes_it_fail(odd):
    told = run(StoryWindow(), made("a", (odd, odd)), made("b", (odd, odd), source="b"), made("c", VERDICT[0]))
    assert told["c"] == "c"


def test_a_profile_is_small_and_survives_storage():
    long = made("a", (VERDICT[0][0], " ".join(f"word{i}" for i in range(3000))))
    stored = msgspec.msgpack.encode(long)
    assert len(stored) < 2500
    assert msgspec.msgpack.decode(stored, type=Profile) == long


def test_an_expired_entry_is_forgotten():
    window = StoryWindow([Member(made("v0", VERDICT[0]), "old")])
    window.expire(NOON + timedelta(hours=1))
    assert len(window) == 0
    assert run(window, made("v1", VERDICT[1], hours=2)) == {"v1": "v1"}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Northern crisis live: sund shut", "live"),
        ("Morning briefing: what you need this Monday", "roundup"),
        ("The week in pictures", "roundup"),
        ("War in the north: list of key events, day 1,455", "roundup"),
        ("Opinion: Keep the lighthouse", "opinion"),
        ("Why does the lighthouse matter?", "explainer"),
        ("Council keeps the lighthouse", ""),
        ("Live music returns to the harbour", ""),
    ],
)
def test_the_form_of_a_piece_is_read_from_its_headline(title, kind):
    assert kind_of(title) == kind
