"""What is wrong in a TOML file, as one line: file, key path, what is wrong, the nearest valid name."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from wirecopy.errors import ConfigError

T = TypeVar("T")

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<where>(?:key in )?\$.*?)`)?$", re.S)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.S)
_MISSING = re.compile(r"Object missing required field `(.*)`", re.S)


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables; raises ConfigError with file and line when it is missing or no TOML."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(
            f"{path.name}: not found in {path.parent.resolve()}; `wirecopy init DIR` makes one"
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path.name}: not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path.name}: {str(error)[:1].lower()}{str(error)[1:]}") from error
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot be read: {error.strerror}") from error


def convert(value: object, shape: type[T], file: str) -> T:
    """`value` as `shape`; raises ConfigError with the key path of the first thing that does not fit."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {explain(str(error), shape)}") from error


def explain(message: str, shape: object) -> str:
    """msgspec's message as an address in the owner's words: `feeds[3].sho: unknown key, did you mean 'show'?`"""
    match = _AT.match(message)
    what, where = (match["what"], match["where"] or "$") if match else (message, "$")
    path = where.removeprefix("key in ").removeprefix("$").lstrip(".")
    if unknown := _UNKNOWN.match(what):
        near = difflib.get_close_matches(unknown[1], _names_at(shape, path), n=1, cutoff=0.5)
        hint = f", did you mean {near[0]!r}?" if near else f", known are {', '.join(_names_at(shape, path))}"
        return f"{_join(path, unknown[1])}: unknown key{hint}"
    if missing := _MISSING.match(what):
        return f"{_join(path, missing[1])}: missing"
    return f"{path or 'the file'}: {what[:1].lower()}{what[1:].replace('`', '')}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _names_at(shape: object, path: str) -> list[str]:
    """The keys that are valid where `path` leads, walking the struct types."""
    for step in re.findall(r"[^.\[\]]+", path):
        if step.isdigit() or step == "...":
            shape = next((a for a in get_args(shape) if a is not Ellipsis), shape)
            continue
        fields = {f.encode_name: f.type for f in msgspec.structs.fields(shape)}  # type: ignore[arg-type]
        shape = fields.get(step, shape)
    for candidate in (shape, *get_args(shape)):
        if isinstance(candidate, type) and issubclass(candidate, msgspec.Struct):
            return [f.encode_name for f in msgspec.structs.fields(candidate)]
    return []
