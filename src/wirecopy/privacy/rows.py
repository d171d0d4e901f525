"""Reading the rule files: every row with its example and source, every error with its line."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import msgspec
from msgspec import Struct

from wirecopy.errors import ConfigError


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase as it stands in a file: its wording, a text that has it, where the wording is from."""

    say: str
    example: str
    source: str
    weight: float | None = None  # points; None is the group's


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases of one weight and one meaning."""

    rows: tuple[Row, ...]
    weight: float = 0.0
    facets: tuple[str, ...] = ()


class PairRow(Struct, frozen=True, forbid_unknown_fields=True, rename={"beside": "with"}):
    """Words of two or three lists that mean something when they stand together."""

    name: str  # "people's data, exposed"
    of: tuple[str, ...]  # one list, or two of which the second follows the first
    weight: float
    facets: tuple[str, ...]
    example: str
    source: str
    apart: int = 3  # words from the first to the second at most
    beside: str = ""  # a list of which one word must stand near
    window: int = 9  # how near, in words


class LanguageFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's knowledge."""

    phrases: tuple[Group, ...]
    masks: tuple[Row, ...] = ()
    damps: tuple[Group, ...] = ()  # phrases that speak against, with negative weights
    hints: tuple[Group, ...] = ()  # words that tell the facet of a story and nothing else
    words: dict[str, str] = {}  # list name → words, separated by spaces
    pairs: tuple[PairRow, ...] = ()


def read_rules(name: str) -> str:
    """The text of a shipped rule file."""
    return (files("wirecopy") / "rules" / name).read_text(encoding="utf-8")


def parse_language(text: str, name: str) -> LanguageFile:
    """The file's rows, checked. Raises ConfigError naming file and line of the first bad row."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: {error}") from error
    for row in _all_rows(tables):
        for key in ("example", "source"):
            if not str(row.get(key, "")).strip():
                said = str(row.get("say", row.get("name", "")))
                raise ConfigError(f"{name}:{line_of(text, said)}: '{said}' has no {key}")
    try:
        return msgspec.convert(tables, LanguageFile)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{name}: {error}") from error


def _all_rows(tables: dict[str, Any]) -> list[dict[str, Any]]:
    groups = [group for kind in ("phrases", "damps", "hints") for group in tables.get(kind, ())]
    rows = [row for group in groups for row in group.get("rows", ())]
    return [*rows, *tables.get("masks", ()), *tables.get("pairs", ())]


def line_of(text: str, said: str) -> int:
    """The line on which a row's wording stands, counted from 1; 0 when it cannot be found."""
    at = text.find(f'"{said}"')
    return text.count("\n", 0, at) + 1 if at >= 0 else 0
