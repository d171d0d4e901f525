"""Which months a shard takes: "2026-01..2026-03", "2026-01", open at either end, or "2/4", the second of four."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from wirecopy.errors import WirecopyError

_MONTHS = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))?(\.\.)?(\d{4}-(?:0[1-9]|1[0-2]))?")
_PART = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")
_FIRST, _LAST = "0000-01", "9999-12"


class Span(Struct, frozen=True):
    """Consecutive months, both ends included; "" is open."""

    first: str = ""
    last: str = ""

    def __contains__(self, month: str) -> bool:
        return (self.first or _FIRST) <= month <= (self.last or _LAST)

    def and_before(self, months: int) -> Span:
        """The same from so many months earlier on."""
        return Span(_moved(self.first, -months), self.last)

    def and_after(self) -> Span:
        """The same with the month that follows."""
        return Span(self.first, _moved(self.last, 1))


def _moved(month: str, by: int) -> str:
    """The month that lies so many after it; an open end stays open."""
    if not month:
        return ""
    number = max(0, int(month[:4]) * 12 + int(month[5:]) - 1 + by)
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def check_span(told: str) -> None:
    """Raises WirecopyError for words that name no span."""
    span_of(told, {"2000-01": 1})


def folder_name(told: str) -> str:
    """Under which the shard is kept: the words themselves, "2-of-4" for "2/4"."""
    return told.replace("/", "-of-")


def span_of(told: str, months: Mapping[str, int]) -> Span:
    """The months that the words name; `months`: month → articles, for parts of about equal weight."""
    if part := _PART.fullmatch(told):
        number, parts = int(part[1]), int(part[2])
        if number <= parts:
            return _parts(months, parts)[number - 1]
    elif (found := _MONTHS.fullmatch(told)) and told not in ("", ".."):
        first, dots, last = (group or "" for group in found.groups())
        if dots and not (first and last and first > last):
            return Span(first, last)
        if not dots and bool(first) != bool(last):
            return Span(first or last, first or last)
    raise WirecopyError(f"--shard {told}: no months; give 2026-01..2026-03, 2026-01, 2026-01.., or 2/4")


def _parts(months: Mapping[str, int], parts: int) -> list[Span]:
    """So many spans that cover all time, of about as many articles each; one without months holds nothing."""
    total, done = sum(months.values()), 0
    groups: list[list[str]] = [[] for _ in range(parts)]
    for month, count in sorted(months.items()):
        middle = done + count / 2  # a month belongs where its middle lies
        groups[min(parts - 1, int(middle * parts / max(1, total)))].append(month)
        done += count
    filled = [group for group in groups if group]
    spans = [Span(_FIRST, _FIRST) for _ in range(parts)]
    for number, group in enumerate(filled):
        first = group[0] if number else ""
        last = _moved(filled[number + 1][0], -1) if number + 1 < len(filled) else ""
        spans[groups.index(group)] = Span(first, last)
    return spans
