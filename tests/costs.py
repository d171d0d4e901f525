"""What one hostile feed costs: wall time and peak memory of `wirecopy fetch` and of the build, each feed alone.

    python tests/costs.py [--all] [NAME…]

Prints a line a scenario and the maxima. Without `--all`: the largest documents that a feed may have, of each kind.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import hostile
from liveline import LiveSite
from loopback import Document, Loopback, Scenario
from wirecopy.selftest.scenario import feed, item
from wirecopy.selftest.scenarios import scenarios

MB = 1_000_000
BOUND_S, BOUND_MB = 60.0, 500.0


def heavy() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Documents of 8 to 10 MB (what `max_bytes` lets in), by name. Made when they are wanted."""
    pieces = {
        "text": "word and ", "brackets": "[", "stars": "*a ", "emphasis": "_a __b ", "cdata": "<![CDATA[", "angles": "<", "ampersands": "&",
        "backticks": "`", "quotes": "> ", "lists": "- ", "entities": "&lt;", "divs": "<div>", "bold": "<b>", "paragraphs": "<p>x",
        "tables": "<table><tr><td>", "spans": "<span><a href=x>", "comments": "<!--", "attributes": "<p a=b c=d>", "items": "<ul><li>",
        "formatting": "<a><b><i><u>", "svg": "<svg><math>", "images": "<img src=a.png>", "selects": "<select><option>", "newlines": "\n", "breaks": "<br>",
        "pre": "<pre>\n", "urls": "http://a.example/ ", "scripts": "<script>", "emoji": "\U0001f600", "controls": "&#1;", "backslashes": "\\", "pipes": "a|b\n",
        "headings": "<h1>x</h1>", "definitions": "<dl><dt>a<dd>b", "links": "<a href='https://weir.example/x'>x</a>",
    }  # fmt: skip
    for name, piece in pieces.items():
        yield f"body-{name}", lambda p=piece: feed(item("Heavy", _filled(p, 8 * MB), guid="1"))  # type: ignore[misc]
        yield f"plain-{name}", lambda p=piece: _plain(p)  # type: ignore[misc]
    yield (
        "entries-100000",
        lambda: feed(*[f"<item><title>Number {n}</title><guid>{n}</guid></item>" for n in range(100_000)]),
    )
    yield (
        "entries-full",
        lambda: feed(
            *[
                item(f"Entry {n} of a full feed", f"<p>{'text and more ' * 280}{n}</p>", guid=f"{n}")
                for n in range(2000)
            ]
        ),
    )
    yield "title", lambda: feed(item("t " * (4 * MB), guid="1"))
    yield (
        "categories",
        lambda: feed(
            item("Tags", guid="1", more="".join(f"<category>{n}</category>" for n in range(300_000)))
        ),
    )
    yield "atom-nested", lambda: b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<entry>" * 1_100_000
    yield "elements-nested", lambda: feed(item("Deep", guid="1", more="<a>" * 2_500_000))
    yield (
        "attributes-600000",
        lambda: feed(
            item("Wide", guid="1", more="<x " + " ".join(f'a{n}="b"' for n in range(600_000)) + "/>")
        ),
    )
    yield "json-nested", lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * (9 * MB)
    yield (
        "json-items",
        lambda: (
            b'{"version":"https://jsonfeed.org/version/1.1","title":"x","items":['
            + b",".join(b'{"id":"%d","title":"n %d"}' % (n, n) for n in range(280_000))
            + b"]}"
        ),
    )
    yield (
        "entities-quadratic",
        lambda: feed(item("&x;" * MB, raw="<title>" + "&x;" * MB + "</title>")).replace(
            b"<rss", b'<!DOCTYPE rss [<!ENTITY x "' + b"y" * 5000 + b'">]><rss'
        ),
    )
    yield "angles-open", lambda: feed(item("Open", guid="1")) + b"<" * (9 * MB)
    yield "zeros", lambda: bytes(9 * MB)
    yield "spaces", lambda: b"<rss><channel>" + b" " * (9 * MB)


def _filled(piece: str, size: int) -> str:
    """So many pieces that they have `size` bytes once they are escaped."""
    return piece * (size // len(escape(piece).encode()))


def _plain(piece: str) -> bytes:
    """The piece as text that a person typed, not as markup."""
    return feed(item("Heavy", _filled(escape(piece), 8 * MB), guid="1"))


class Cost:
    """Of one scenario."""

    def __init__(
        self, name: str, fetch_s: float, fetch_mb: float, build_s: float, build_mb: float, articles: int
    ) -> None:
        self.name, self.articles = name, articles
        self.seconds, self.peak_mb = fetch_s + build_s, max(fetch_mb, build_mb)
        self.line = f"{name:32} fetch {fetch_s:5.1f} s {fetch_mb:4.0f} MB  build {build_s:5.1f} s {build_mb:4.0f} MB  {articles} articles"


def cost_of(name: str, answer: Scenario) -> Cost:
    """The real product on this one feed."""
    with Loopback() as server, tempfile.TemporaryDirectory(prefix="wirecopy-costs-") as folder:
        site = LiveSite(Path(folder, "site"), server)
        site.feeds(settings='show = "full"\nlicence = "CC0"', f=server.route("/f", answer))
        fetch, build = site.fetch(), site.build()
        return Cost(name, fetch.seconds, fetch.peak_mb, build.seconds, build.peak_mb, len(site.articles()))


def answers(every: bool) -> Iterator[tuple[str, Callable[[], Scenario]]]:
    """What the server says, by the scenario's name."""
    for name, made in heavy():
        yield name, lambda made=made: Document(made())  # type: ignore[misc]
        if name in ("entries-100000", "body-text"):
            yield (
                f"{name}-gzip",
                lambda made=made: Document(gzip.compress(made(), 9), {"Content_Encoding": "gzip"}),
            )  # type: ignore[misc]
    for name, answer in hostile.SCENARIOS.items():
        if every or name in ("gzip-bomb", "endless-body", "drip-body", "silence"):
            yield name, lambda answer=answer: answer  # type: ignore[misc]
    for one in scenarios() if every else ():
        yield one.name, lambda one=one: Document(one.body, {"Content-Type": one.type, **one.headers})  # type: ignore[misc]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--all", action="store_true")
    options.add_argument("names", nargs="*")
    asked = options.parse_args()
    costs = []
    for name, answer in answers(asked.all):
        if not asked.names or any(part in name for part in asked.names):
            try:
                costs.append(cost_of(name, answer()))
                print(costs[-1].line, flush=True)
            except AssertionError as error:
                print(f"{name:32} FAILED {error}", flush=True)
    slowest = max(costs, key=lambda c: c.seconds)
    largest = max(costs, key=lambda c: c.peak_mb)
    print(
        f"{len(costs)} scenarios: at most {slowest.seconds:.1f} s ({slowest.name}), {largest.peak_mb:.0f} MB ({largest.name})"
    )
    return int(slowest.seconds > BOUND_S or largest.peak_mb > BOUND_MB)


if __name__ == "__main__":
    sys.exit(main())
