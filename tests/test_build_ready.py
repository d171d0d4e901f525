"""Rules made ready by one build and believed by the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from wirecopy import boilerplate, privacy
from wirecopy.build.ready import ReadyRules

TEXTS = (
    ("Watchdog fines broker for selling location data", "The regulator said the broker sold location data of phones."),
    ("Ferry returns to the harbour", "The ferry is back. Privacy glass was fitted to its windows."),
    ("Une fuite de données expose des patients", "La CNIL a ouvert une enquête après la fuite de données personnelles."),
)  # fmt: skip


def verdicts(rules: privacy.PrivacyRules) -> list[privacy.Verdict]:
    return [privacy.judge(title, text, rules=rules) for title, text in TEXTS]


def test_rules_that_were_made_ready_judge_as_they_did(tmp_path: Path) -> None:
    fresh = verdicts(privacy.load_rules())
    assert verdicts(privacy.load_rules(None, ReadyRules(tmp_path, b"one"))) == fresh
    assert {"rules-privacy-en", "rules-privacy-fr"} <= {path.name for path in tmp_path.iterdir()}
    assert verdicts(privacy.load_rules(None, ReadyRules(tmp_path, b"one"))) == fresh


def test_rules_made_by_other_code_or_for_another_owner_are_made_anew(tmp_path: Path) -> None:
    ReadyRules(tmp_path, b"one").keep("a", [1])
    assert ReadyRules(tmp_path, b"one").take("a", list[int]) == [1]
    assert ReadyRules(tmp_path, b"two").take("a", list[int]) is None
    muted = privacy.PrivacySettings(mute=("location data",))
    privacy.load_rules(None, ReadyRules(tmp_path, b"one")).lexicon("en")
    changed = verdicts(privacy.load_rules(muted, ReadyRules(tmp_path, b"two")))
    assert changed == verdicts(privacy.load_rules(muted)) != verdicts(privacy.load_rules())


@pytest.mark.parametrize("damage", [b"", b"nothing", None])
def test_rules_that_are_damaged_are_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    ready = ReadyRules(tmp_path, b"one")
    text = "Read more: Harbour board votes"
    before = boilerplate.made_ready(ready).find(text, size=5, linked=False)
    path = tmp_path / "rules-cues"
    data = path.read_bytes()
    path.write_bytes(data[:-9] + b"\0" + data[-8:] if damage is None else damage)
    assert ready.take("cues", dict) is None
    assert boilerplate.made_ready(ready).find(text, size=5, linked=False) == before
    found = boilerplate.made_ready(ready).find(text, size=5, linked=False)
    assert [(hit.cue.kind, hit.phrase) for hit in found] == [(hit.cue.kind, hit.phrase) for hit in before]


def test_without_room_rules_are_made_and_not_kept(tmp_path: Path) -> None:
    ready = ReadyRules(tmp_path / "nowhere", b"one")
    assert verdicts(privacy.load_rules(None, ready)) == verdicts(privacy.load_rules())
