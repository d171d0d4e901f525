"""The press: pages rendered and written, files that are the same left alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from msgspec import Struct

from wirecopy.pages.page import Page


class Printed(Struct, frozen=True):
    """What one printing did."""

    written: tuple[str, ...]  # files, below the output folder
    unchanged: int


def render(env: Environment, page: Page) -> bytes:
    """The page as it is written. Raises jinja2's errors: a mistake in a template must stop the build."""
    text = env.get_template(page.template).render(page.context())
    return text.strip().encode("utf-8", "replace") + b"\n"


def print_pages(env: Environment, pages: Iterable[Page], output: Path) -> Printed:
    """Renders every page and writes those whose bytes differ from what is there."""
    written, unchanged = [], 0
    for page in pages:
        if write_page(output / page.file, render(env, page)):
            written.append(page.file)
        else:
            unchanged += 1
    return Printed(tuple(written), unchanged)


def write_page(path: Path, data: bytes) -> bool:
    """True when the file was written: whole, by rename, so that no reader meets half a page."""
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    half.write_bytes(data)
    os.replace(half, path)
    return True
