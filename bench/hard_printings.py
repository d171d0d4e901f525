"""Ways in which one report is printed: what outlets do to the copy that they get."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from hard_item import Item, item

OUTLETS = ["courier", "ledger", "tribune", "gazette", "morning", "portal", "valley", "harbour"]
SWAPS = {
    "said": "told reporters",
    "has": "now has",
    "will": "is going to",
    "first": "very first",
    "decided": "ruled",
    "most": "the bulk",
    "found": "discovered",
    "may": "can",
    "people": "residents",
    "about": "some",
}

Change = Callable[[dict[str, Any], random.Random], tuple[str, str]]


def make(reports: list[dict[str, Any]]) -> Iterator[Item]:
    """Each report as it was first printed, then once in every way, each time by another outlet."""
    for number, report in enumerate(reports):
        name, start = f"report{number}", 2.0 * number
        yield item("as printed", name, f"{name}-first", "newswire", start, report["title"], body(report))
        for place, (kind, change) in enumerate(WAYS.items()):
            title, text = change(report, random.Random(number * 100 + place))
            source = "newswire" if kind in SAME_OUTLET else OUTLETS[(number + place) % len(OUTLETS)]
            yield item(kind, name, f"{name}-{place:02}", source, start + 0.5 + place, title, text)


def body(report: dict[str, Any]) -> str:
    return " ".join(report["sentences"])


def teasers(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """A cue that is known, one that is not, and a bare headline of another report between the sentences."""
    told = list(report["sentences"])
    told.insert(2, "Read more: How to store apples through the winter.")
    told.insert(4, "Ten quiet villages that are worth a weekend and how to reach them by train")
    told.append("Get our evening letter in your inbox every day at six.")
    return report["title"], "\n\n".join(told)


def lead_cut(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    return report["retitle"], " ".join(report["sentences"][1:])


def cut_off(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    return report["title"], " ".join(report["sentences"][:2])[:-9] + " […]"


def cut_off_reheaded(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    return report["retitle"], " ".join(" ".join(report["sentences"]).split()[:34]) + "… Continue reading"


def reheaded(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    return report["retitle"], body(report)


def credited(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """Dateline, credit, curly quotes and a line of rights."""
    text = re.sub(r'"([^"]+)"', "“\\1”", body(report)).replace("'", "’")
    return (
        f"{report['title']} | Outlet News",
        f"OSTVIK (Newswire) — {text} © 2026 Newswire. All rights reserved. (Reporting by A. Holm; editing by B. Lien)",
    )


def reordered(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """The quotation goes up, what stood second goes down."""
    told = list(report["sentences"])
    quote = next(i for i, s in enumerate(told) if s.startswith('"'))
    told.insert(1, told.pop(quote))
    told.append(told.pop(2))
    return report["title"], " ".join(told)


def two_sentences_new(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """A local desk replaces two sentences of six with its own."""
    told = list(report["sentences"])
    told[3] = (
        "Our reporter on the spot saw a crowd of neighbours who talked about nothing else all afternoon."
    )
    told[5] = "A longer piece with pictures follows in the weekend edition of this paper."
    return report["title"], " ".join(told)


def words_changed(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """About one word in twelve is another one."""
    return report["retitle"], re.sub(r"\b[a-z]+\b", lambda m: SWAPS.get(m[0], m[0]), body(report))


def figures_changed(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """The next version: numbers have moved."""
    return report["title"], re.sub(r"\b\d+\b", lambda m: str(int(m[0]) + rng.randint(1, 3)), body(report))


def updated(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """The outlet's own next version with a new first sentence."""
    return (
        f"UPDATE 2-{report['title']}",
        f"Officials gave new details on Monday evening of what had happened before. {body(report)}",
    )


def corrected(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    return (
        f"CORRECTED - {report['title']}",
        f"(Corrects spelling of a name in the third paragraph.) {body(report)}",
    )


def longer(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """The copy at the head of an article with as much again from another hand."""
    more = "Our own desk adds some background. " + " ".join(
        f"What was tried in the {word} year brought little, as older readers of these pages will remember well."
        for word in ("first", "second", "third", "fourth")
    )
    return report["retitle"], f"{body(report)} {more}"


def lead_cut_and_words_changed(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    rest = " ".join(report["sentences"][1:])
    return report["retitle"], re.sub(r"\b[a-z]+\b", lambda m: SWAPS.get(m[0], m[0]), rest)


def shortened_with_teaser(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """Three sentences of six, a teaser among them, under another headline."""
    a, b, c = report["sentences"][:3]
    return report[
        "retitle"
    ], f"{a} Most read this week: a walk along the old canal. {b} {c} Follow us everywhere."


def title_only(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    return report["title"], ""


def shouted(report: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    """Upper case, left-over markup and entities."""
    text = "".join(f"<p>{s.replace(chr(34), '&quot;')}</p>" for s in report["sentences"])
    return report["title"].upper(), text


WAYS: dict[str, Change] = {
    f.__name__.replace("_", " "): f
    for f in (
        teasers,
        lead_cut,
        cut_off,
        cut_off_reheaded,
        reheaded,
        credited,
        reordered,
        two_sentences_new,
        words_changed,
        figures_changed,
        updated,
        corrected,
        longer,
        lead_cut_and_words_changed,
        shortened_with_teaser,
        title_only,
        shouted,
    )
}
SAME_OUTLET = {"updated", "corrected"}
