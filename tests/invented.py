"""An invented newsroom for tests of the built site: enough stories for every page, and every awkward one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wirecopy import markdown
from wirecopy.types import Also, Article, Person, Removal

NEWEST = datetime(2026, 2, 17, 21, 40, tzinfo=UTC)
SOURCES = [
    ("harbour", "Harbour Gazette", "Coast"), ("tin-lantern", "The Tin Lantern", "Coast"),
    ("meridian", "Meridian Wire", "World"), ("cplusplus", "C++", "Technology"),
    ("orchard-post", "Orchard Post", "Coast"), ("privacy", "Privacy", "Technology"),
    ("quillon", "Quillon Review", "World"), ("hafen", "Hafenblatt", "World"),
    ("mina", "صحيفة الميناء", "World"), ("minato", "港日報", "World"),
]  # fmt: skip
_WHO = [
    "Harbour board",
    "Regional court",
    "Tide council",
    "Ferry union",
    "Lamp makers",
    "Data office",
    "Salt museum",
    "Night market",
]
_DOES = ["delays", "approves", "rejects", "reopens", "questions", "doubles", "publishes", "withdraws"]
_WHAT = [
    "the eastern pier plan",
    "a register of visitors",
    "its winter timetable",
    "the toll on small boats",
    "a study of fog signals",
    "camera rules at the docks",
    "the lighthouse budget",
    "an old map dispute",
]
_TELLS = [
    "Members voted late in the evening after two hours of debate about cost and noise.",
    "The change takes effect next month and is to be looked at again within a year.",
    "Residents had asked for more time to read the papers, which run to ninety pages.",
    "A spokesperson said the figures would follow once the auditors had seen them.",
    "Three smaller harbours along the coast are expected to do the same by summer.",
]
_LONG = "A very long headline that goes on and on about the many committees of the harbour board "


def feeds_toml(url: str = "https://example.org/news", language: str = "en") -> str:
    """The owner's file of the invented site."""
    feeds = "".join(
        f'[[feeds]]\nurl = "https://{i}.example/feed"\nid = "{i}"\nname = "{name}"\nsection = "{section}"\n\n'
        for i, name, section in SOURCES
    )
    site = f'[site]\nname = "The Breakwater"\nurl = "{url}"\ndescription = "News of an invented coast, for tests"\nlanguage = "{language}"\n\n'
    return site + feeds + '[[topics]]\nname = "Ferries"\nany = ["ferry"]\n'


def article(number: int, **values: object) -> Article:
    """One ordinary article, with whatever a test wants to be different."""
    rng = random.Random(number)
    title = f"{rng.choice(_WHO)} {rng.choice(_DOES)} {rng.choice(_WHAT)}"
    source_id = str(values.get("source_id") or rng.choice(SOURCES[:7])[0])
    when = values.get("date") or NEWEST - timedelta(minutes=97 * number)
    entry_id = f"urn:uuid:{number:08x}-0000-5000-8000-000000000000"
    title = str(values.get("title", title))
    slug = markdown.slug_for(title, entry_id)
    base: dict[str, object] = {
        "title": title, "date": when, "slug": slug, "entry_id": entry_id, "source_id": source_id,
        "link": f"https://{source_id}.example/{number}/{slug}", "guid": str(number), "story": slug,
        "first_seen": max(when, NEWEST - timedelta(minutes=97 * number)),  # type: ignore[type-var]
        "markdown": " ".join(rng.sample(_TELLS, 4)) + "\n\n" + " ".join(rng.sample(_TELLS, 3)) + "\n",
        "section": next((s for i, _, s in SOURCES if i == source_id), ""), "lang": "en",
        "removed": (Removal("tracking parameter", 2),) if number % 3 == 0 else (),
    }  # fmt: skip
    return Article(**(base | values))  # type: ignore[arg-type]


def articles(ordinary: int = 90) -> Iterator[Article]:
    """Ordinary stories over several days, and the awkward ones."""
    for number in range(ordinary):
        yield article(number)
    yield from covered_by_forty(1000)
    yield from three_outlets(1100)
    yield from awkward(1200)


def covered_by_forty(number: int) -> Iterator[Article]:
    """One story, eight outlets with reports of their own and 32 that print the same text."""
    first = article(
        number,
        title="Data broker sold location data of ferry passengers, regulator finds",
        source_id="meridian",
        date=NEWEST - timedelta(hours=9),
        tags=("Privacy",),
    )
    also = tuple(
        Also(
            entry_id=f"urn:uuid:{i:08x}-0000-5000-8000-00000000a150", source_id=f"local-{i:02}", similarity=0.97,
            published=first.date + timedelta(minutes=11 * i), link=f"https://local-{i:02}.example/data-broker", title=f"Broker sold passengers' location data, says regulator ({i})",
        )
        for i in range(1, 33)
    )  # fmt: skip
    yield _with(first, also=also)
    for i, (source_id, _, _) in enumerate([*SOURCES[:2], *SOURCES[4:7], SOURCES[3]], 1):
        yield article(
            number + i, title=f"Regulator finds broker sold ferry passengers' location data, {i} firms named", source_id=source_id,
            date=first.date + timedelta(minutes=47 * i), story=first.slug, story_was=("an-older-id-of-this-story",) if i == 1 else (),
            story_why=f"{first.slug} 0.{60 + i} within {i} h: location data 3.1, broker 2.8",
        )  # fmt: skip


def three_outlets(number: int) -> Iterator[Article]:
    """A story whose headlines differ and that one outlet changed."""
    first = article(
        number,
        title="Lighthouse keeper retires after forty winters",
        source_id="harbour",
        date=NEWEST - timedelta(hours=3),
    )
    yield _with(
        first, modified=first.date + timedelta(hours=1), authors=(Person("Ada Quill"), Person("N. Fen"))
    )
    yield article(
        number + 1,
        title="Lighthouse keeper retires after forty winters and two storms",
        source_id="orchard-post",
        date=first.date + timedelta(minutes=30),
        story=first.slug,
        story_why=f"{first.slug} 0.81 within 1 h: lighthouse 4.0",
    )
    yield article(
        number + 2,
        title="Last keeper on the coast leaves her light",
        source_id="tin-lantern",
        date=first.date + timedelta(minutes=75),
        story=first.slug,
    )


def awkward(number: int) -> Iterator[Article]:
    """Titles, languages and bodies that break pages."""
    yield article(number, title=(_LONG * 4)[:300], date=NEWEST - timedelta(hours=1))
    yield article(number + 1, title="W" * 120, date=NEWEST - timedelta(hours=2))
    yield article(
        number + 2, title="<script>alert(1)</script> & “quotes” {{ 7*7 }}", date=NEWEST - timedelta(hours=2)
    )
    yield article(number + 3, title="An empty excerpt", markdown="", date=NEWEST - timedelta(hours=4))
    yield article(
        number + 4,
        title="المجلس يوافق على خطة الرصيف الشرقي (2026)!",
        source_id="mina",
        lang="ar",
        date=NEWEST - timedelta(hours=1),
        markdown="صوّت الأعضاء في وقت متأخر من المساء بعد ساعتين من النقاش حول التكلفة والضوضاء.\n",
    )
    yield article(
        number + 5,
        title="東の埠頭計画、港湾委員会が承認「来月から」",
        source_id="minato",
        lang="ja",
        date=NEWEST - timedelta(hours=1),
        markdown="委員会は費用と騒音をめぐる二時間の議論の末、夜遅くに採決した。変更は来月から実施され、一年以内に見直される。"
        * 4
        + "\n",
    )
    yield article(
        number + 6, title="Headline alone may be shown", shown="headline", date=NEWEST - timedelta(hours=6)
    )
    yield article(
        number + 7,
        title="A text under licence",
        shown="full",
        licence="CC BY 4.0",
        date=NEWEST - timedelta(hours=6),
        markdown="## A heading\n\nSome *text* with a [link](https://a.example/).\n\n* one\n* two\n",
    )
    yield article(number + 8, title="Muted by a rule", status="muted", date=NEWEST - timedelta(hours=2))
    yield article(number + 9, title="Hidden by hand", status="hidden", date=NEWEST - timedelta(hours=2))
    yield article(
        number + 10,
        title="No address at the publisher",
        link="",
        date=NEWEST - timedelta(hours=7),
        date_note="no date given: first seen",
    )
    yield article(number + 12, title="A story after a silent week", date=NEWEST - timedelta(days=20))


def _with(one: Article, **values: object) -> Article:
    return Article(**({f: getattr(one, f) for f in one.__struct_fields__} | values))  # type: ignore[arg-type]


def write_site(folder: Path, stories: Iterator[Article] | list[Article], toml: str | None = None) -> Path:
    """A site's folder with the stories in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "feeds.toml").write_text(toml or feeds_toml(), "utf-8")
    (folder / "content" / "news").mkdir(parents=True, exist_ok=True)
    for one in stories:
        markdown.write_file(folder / "content", one)
    return folder
