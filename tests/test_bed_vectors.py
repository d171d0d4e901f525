"""The hostile bodies of tests/cases/clean through the whole line: in titles, bodies and names, shown in full."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path

import pytest

from wirecopy.audit import audit
from wirecopy.selftest import run as bed
from wirecopy.selftest.scenario import Scenario, feed, item

CASES = Path(__file__).with_name("cases") / "clean" / "hostile.toml"


def vectors() -> list[str]:
    families = tomllib.loads(CASES.read_text("utf-8")).values()
    texts = [html for family in families for html in family["html"]]
    return [
        "".join(c for c in text if c in "\t\n" or ord(c) >= 32) for text in texts
    ]  # XML 1.0 has no others


@pytest.mark.parametrize("images", ["drop", "link"])
def test_no_vector_acts_in_any_page_or_feed(
    tmp_path: Path, images: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = vectors()
    scenarios = [
        Scenario(
            name=f"vectors-{at}",
            body=feed(
                *[item(f"V{at + n} {text[:200]}", text, guid=f"{at + n}{text}") for n, text in enumerate(found[at : at + 40])],
                title=f"{found[at]} {{{{ 7*7 }}}} {{attach}}/etc/hostname",
            ),
            articles=len(found[at : at + 40]),
        )
        for at in range(0, len(found), 40)
    ]  # fmt: skip
    settings = bed._settings

    def shown_in_full(of: list[Scenario], place: str) -> str:
        text = settings(of, place).replace("[[feeds]]\n", '[[feeds]]\nshow = "full"\nlicence = "CC0"\n')
        return f'{text}\n[build]\nimages = "{images}"\n'

    monkeypatch.setattr(bed, "_settings", shown_in_full)
    monkeypatch.setattr(bed, "audit", partial(audit, remote_images=images == "link"))
    results = bed.selftest(tmp_path / "site", scenarios)
    assert {r.name: r.faults for r in results if r.faults} == {}
