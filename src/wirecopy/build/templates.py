"""Digests of templates with everything that they extend, include and import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import BytecodeCache, Environment, TemplateError, meta
from jinja2.bccache import Bucket
from msgspec import Struct

from wirecopy.build.stamp import digest_of
from wirecopy.build.store import keep, kept

_GENERATOR = 2  # changes with the code that templates are compiled to (`pages/shown.py`)


class Compiled(BytecodeCache):
    """Templates as compiled once, each under its checksum: compiling all of them costs as much as fifty pages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        found = kept(self._folder / bucket.key, tuple[int, bytes])
        if found is not None and found[0] == _GENERATOR:
            bucket.bytecode_from_string(found[1])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._folder.mkdir(exist_ok=True)
        keep(self._folder / bucket.key, (_GENERATOR, bucket.bytecode_to_string()))


def keep_compiled(env: Environment, folder: Path) -> None:
    """Lets the environment load and keep compiled templates, unless it does so by itself."""
    if env.bytecode_cache is None:
        env.bytecode_cache = Compiled(folder)


class _Closures(Struct, frozen=True):
    state: bytes
    found: Mapping[str, bytes]


def kept_closures(env: Environment, names: list[str], state: bytes, path: Path) -> Mapping[str, bytes]:
    """The same as `closures`, kept under the digest `state` of all templates: parsing them takes a tenth of a second."""
    before = kept(path, _Closures)
    if before is not None and before.state == state and before.found.keys() >= set(names):
        return before.found
    found = closures(env, names)
    keep(path, _Closures(state, found))
    return found


def closures(env: Environment, names: list[str]) -> Mapping[str, bytes]:
    """Template → digest of its source and of the sources of all that it can reach.

    A template that is named by an expression can be any: such a closure holds every template.
    """
    sources: dict[str, str] = {}
    reached: dict[str, frozenset[str]] = {}

    def direct(name: str) -> frozenset[str]:
        if name not in reached:
            assert env.loader is not None
            sources[name] = env.loader.get_source(env, name)[0]
            found: set[str] = set()
            for other in meta.find_referenced_templates(env.parse(sources[name])):
                found.update(env.list_templates() if other is None else (other,))
            reached[name] = frozenset(found)
        return reached[name]

    result = {}
    for name in names:
        seen: set[str] = set()
        todo = [name]
        while todo:
            one = todo.pop()
            if one in seen:
                continue
            seen.add(one)
            try:
                todo += direct(one)
            except TemplateError:
                sources[one] = "missing"  # an `include … ignore missing` may appear later
                reached[one] = frozenset()
        result[name] = digest_of("\0".join(f"{one}\0{sources[one]}" for one in sorted(seen)).encode())
    return result
