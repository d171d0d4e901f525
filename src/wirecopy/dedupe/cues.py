"""The words of rules/dedupe.toml in the form in which they are looked up."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def cues() -> dict[str, Any]:
    """The table as it is written."""
    return tomllib.loads((files("wirecopy") / "rules" / "dedupe.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def teaser() -> re.Pattern[str]:
    """Matches a levelled sentence that is no part of the story."""
    openings = [opening for row in cues()["teaser"] for opening in row["opens"]]
    # What ends in a letter must end a word: "subscribe" is no beginning of "subscribers".
    parts = [
        re.escape(o) + (r"\b" if o[-1].isalnum() else "") for o in sorted(openings, key=len, reverse=True)
    ]
    return re.compile(r"\W*(?:" + "|".join(parts) + r"|learn more\.?$|the post .{0,160}appeared first)", re.I)


@lru_cache(maxsize=1)
def status() -> re.Pattern[str]:
    """Matches what stands before a headline and tells only its state."""
    words = "|".join(sorted(map(re.escape, cues()["status"]["words"]), key=len, reverse=True))
    return re.compile(rf"^(?:(?:{words})\b\s*\d*\s*[-:|]\s*|\((?:{words})\)\s*-?\s*)+", re.I)


@lru_cache(maxsize=1)
def restates() -> re.Pattern[str]:
    """Matches a headline that says that it stands in place of an earlier one."""
    words = "|".join(sorted(map(re.escape, cues()["status"]["restates"]), key=len, reverse=True))
    return re.compile(rf"^\(?(?:{words})\b\s*\d*\s*[-:|)]", re.I)


@lru_cache(maxsize=1)
def credit() -> re.Pattern[str]:
    """Matches the credit of an agency; its name is group 1."""
    return re.compile(r"\((" + "|".join(map(re.escape, cues()["agencies"])) + r")\)", re.I)


@lru_cache(maxsize=1)
def calendar() -> frozenset[str]:
    """The names of months and days of all languages at hand."""
    return frozenset(word for words in cues()["calendar"].values() for word in words.split())
