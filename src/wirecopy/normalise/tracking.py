"""The table of what follows readers through addresses: rules/tracking.toml, as quick questions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the table; its proof is `before` → `after`, which a test runs."""

    name: str = ""  # of a query parameter, exactly
    prefix: str = ""  # of query parameters
    value: str = ""  # only with such a value: regular expression
    host: str = ""  # only there ("" everywhere); it and what is below it
    path: str = ""  # of a redirector: regular expression, matched from the start
    target: str = ""  # of a redirector: the parameter that holds the address
    pattern: str = ""  # of hosts and fragments: regular expression
    replace: str = ""  # of hosts: what stands instead
    source: str
    before: str
    after: str


class Rules:
    """The questions that `address` asks."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        parameters = tables["parameter"]
        self._names = frozenset(row.name.lower() for row in parameters if row.name and not row.host)
        self._prefixes = tuple(row.prefix.lower() for row in parameters if row.prefix and not row.host)
        self._local = _by_host([(row.host, row) for row in parameters if row.host])
        self._marks = [(row.name, re.compile(row.value, re.IGNORECASE)) for row in tables["mark"]]
        self._redirectors = _by_host(
            [(row.host, (re.compile(row.path), row.target)) for row in tables["redirector"]]
        )
        self._hosts = [(re.compile(row.pattern), row.replace) for row in tables["host"]]
        self._any_host = re.compile("|".join(f"(?:{row.pattern})" for row in tables["host"]))
        self._caches = [(re.compile(row.pattern), row.replace) for row in tables["cache"]]
        self._fragments = re.compile(
            "|".join(f"(?:{row.pattern})" for row in tables["fragment"]), re.IGNORECASE
        )

    def is_tracking(self, name: str, value: str, host: str) -> bool:
        """True for a query parameter that does not change the page."""
        lower = name.lower()
        if lower in self._names or lower.startswith(self._prefixes):
            return True
        if any(lower == mark and pattern.fullmatch(value) for mark, pattern in self._marks):
            return True
        return any(
            lower == row.name.lower() if row.name else lower.startswith(row.prefix.lower())
            for domain in _domains(host)
            for row in self._local.get(domain, ())
        )

    def redirector_parameters(self, host: str, path: str) -> tuple[str, ...]:
        """The parameters in which a click-redirector carries its target; () when it is none."""
        return tuple(
            target
            for domain in _domains(host)
            for pattern, target in self._redirectors.get(domain, ())
            if pattern.match(path)
        )

    def amp_cache(self, host: str, path: str) -> str:
        """The page that an AMP cache shows; "" when this is none."""
        address = f"{host}{path}"
        for pattern, replace in self._caches:
            match = pattern.fullmatch(address)
            if match:
                return match.expand(replace)
        return ""

    def desktop_host(self, host: str) -> str:
        """The host of the full page, for hosts of mobile and AMP forms."""
        if not self._any_host.fullmatch(host):
            return host
        for pattern, replace in self._hosts:
            match = pattern.fullmatch(host)
            if match:
                return match.expand(replace)
        return host

    def is_empty_fragment(self, fragment: str) -> bool:
        """True for a fragment that names no part of the page a reader would miss."""
        return self._fragments.match(fragment) is not None


def _by_host(pairs: list[tuple[str, T]]) -> dict[str, list[T]]:
    table: dict[str, list[T]] = {}
    for host, row in pairs:
        table.setdefault(host, []).append(row)
    return table


def _domains(host: str) -> Iterator[str]:
    """The host without its port, and every domain that it is below."""
    host = host.partition(":")[0]
    while host:
        yield host
        host = host.partition(".")[2]


@cache
def load_rules() -> Rules:
    """The table as it was shipped."""
    text = files("wirecopy").joinpath("rules/tracking.toml").read_text("utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    return Rules(msgspec.convert(document, dict[str, list[Row]]))
