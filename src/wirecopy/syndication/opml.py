"""OPML 2.0: the sources to take along, and all feeds of the site at once. No dates: the list is its own."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from wirecopy.syndication.text import line, web
from wirecopy.syndication.text import markup as m


class Outline(Struct, frozen=True, kw_only=True):
    """One feed in a list of feeds."""

    title: str
    feed: str
    home: str = ""
    group: str = ""


def write_opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """The list as bytes, by groups in the order in which they first come."""
    groups: dict[str, list[Outline]] = {}
    for outline in outlines:
        if outline.feed:
            groups.setdefault(outline.group, []).append(outline)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{m(line(title))}</title></head>",
        "<body>",
    ]
    for group, members in groups.items():
        name = m(line(group))
        lines += [f'<outline text="{name}" title="{name}">'] if name else []
        lines += [_line(one) for one in members]
        lines += ["</outline>"] if name else []
    if not groups:
        lines.append('<outline text="–"/>')  # a body must hold an outline
    return "\n".join([*lines, "</body>", "</opml>\n"]).encode()


def _line(one: Outline) -> str:
    home = f' htmlUrl="{m(web(one.home))}"' if web(one.home) else ""
    name = m(line(one.title))
    return f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{m(one.feed)}"{home}/>'
