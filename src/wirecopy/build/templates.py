"""Digests of templates with everything that they extend, include and import."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, TemplateError, meta

from wirecopy.build.stamp import digest_of


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
