"""What a site lets programs read: robots.txt as RFC 9309 has it.

Asked for pages that a feed only links to (full text), never for a feed: that is there to be fetched.
Written here because the ready-made parsers turn a hostile wildcard into a regular expression that
backtracks, or know no wildcards (`urllib.robotparser`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from wirecopy.fetch.pages import FailedGet, Page, get_all
from wirecopy.types import FetchSettings

AGENT = "wirecopy"
MAX_BYTES = 512_000  # RFC 9309 §2.5 asks to read at least 500 kiB
_NAME = re.compile(r"[a-z_-]+", re.IGNORECASE)


class Rule(Struct, frozen=True):
    pattern: str
    allow: bool


class Robots:
    """The robots.txt files of one run, each asked for once."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = replace(settings, max_bytes=MAX_BYTES)
        self._rules: dict[str, list[Rule]] = {}

    def learn(self, urls: Iterable[str]) -> None:
        """Ask for the files of all these addresses' sites at once, where they are not known yet."""
        files = {f"{site}/robots.txt": site for site in map(_site, urls) if site not in self._rules}
        for page in get_all(files, self._settings, accept="text/plain, */*;q=0.5"):
            self._rules[files[page.asked]] = _rules_of(page)

    def allows(self, url: str) -> bool:
        """Whether the site lets us read `url`.

        No file (4xx) allows everything; one that cannot be had at the moment allows nothing.
        """
        self.learn([url])
        return is_allowed(url, self._rules[_site(url)])


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _rules_of(page: Page | FailedGet) -> list[Rule]:
    if isinstance(page, Page):
        return read_robots(page.body.decode("utf-8", "replace"))
    if 400 <= page.status < 500 and page.status != 429:
        return []
    return [Rule("/", allow=False)]


def read_robots(text: str, agent: str = AGENT) -> list[Rule]:
    """The rules of a robots.txt that are meant for `agent`: its own group's, else those for `*`."""
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    in_rules = False
    for raw in text.removeprefix("\ufeff").splitlines():
        key, _, value = raw.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if in_rules:
                names, in_rules = [], False
            name = _NAME.match(value)
            names.append(name[0].lower() if name else "*" if value.startswith("*") else "")
            groups.setdefault(names[-1], [])
        elif key in ("allow", "disallow"):
            in_rules = True
            if value:
                for name_ in names:
                    groups[name_].append(Rule(_comparable(value), key == "allow"))
    return groups.get(agent, groups.get("*", []))


def is_allowed(url: str, rules: list[Rule]) -> bool:
    """The verdict of the longest matching rule; at equal length the one that allows."""
    parts = urlsplit(url)
    target = _comparable((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    matching = [(len(rule.pattern), rule.allow) for rule in rules if matches(target, rule.pattern)]
    return max(matching)[1] if matching else True


def matches(path: str, pattern: str) -> bool:
    """Whether a pattern with `*` and a closing `$` covers the beginning of `path`, in linear time."""
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if len(pieces) == 1:
        return not anchored or at == len(path)
    if anchored:
        return len(path) - len(pieces[-1]) >= at and path.endswith(pieces[-1])
    return path.find(pieces[-1], at) >= 0


def _comparable(path: str) -> str:
    """A path in one spelling, so that `/caf%c3%a9` and `/café` are the same."""
    return quote(unquote(path), safe="/*$?&=+,;:@!'()~")
