"""The same made-up articles for other generators.

In this package: the pages that wirecopy makes of them, with the markup of its theme. In `plain`: less, as a first site would have it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.rivals import eleventy, hugo, stock
from bench.rivals.given import Given
from bench.rivals.plain import eleventy as plain_eleventy
from bench.rivals.plain import hugo as plain_hugo
from bench.rivals.plain import stock as plain_stock

Write = Callable[[Path, Given], list[str]]


def _plain(write: Callable[..., list[str]]) -> Write:
    return lambda folder, given: write(folder, (article for article, _ in given.articles))


# Each writes a site and gives the command that builds it. "-told": excerpts are handed in, so that no body is read.
RIVALS: dict[str, Write] = {
    "hugo": hugo.write,
    "hugo-told": partial(hugo.write, told=True),
    "hugo-plain": _plain(plain_hugo.write),
    "eleventy": eleventy.write,
    "eleventy-told": partial(eleventy.write, told=True),
    "eleventy-plain": _plain(plain_eleventy.write),
    "stock": stock.write,
    "stock-plain": _plain(plain_stock.write),
}
