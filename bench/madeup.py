"""Made-up sites of any size: the same articles for every generator that is compared.

python -m bench.madeup N FOLDER [--more K]     a wirecopy site of N articles, K newer ones in FOLDER-more/

Every size tells of the same newsroom: a larger site has run longer and publishes no more a day.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.prose import prose
from wirecopy.bodies import to_html, to_markdown
from wirecopy.markdown import article_path, dump, slug_for
from wirecopy.types import Article, Person, Removal

END = datetime(2026, 10, 31, 23, tzinfo=UTC)
STEP = timedelta(days=180) / 10_000  # between two articles: 55 a day, so that 50,000 are 900 days
SECTIONS = ("World", "Business", "Technology", "Science", "Health", "Sport", "Culture", "Politics")
OUTLETS = 40

SETTINGS = """[site]
name = "A made-up site"
url = "https://madeup.example"
description = "Stories that nobody lived, for measuring"

{feeds}
"""


def body(rng: random.Random) -> str:
    """A person's Markdown of 300 to 600 words with links, lists, quotes and subheadings; articles hold it as the line writes it."""
    parts = []
    words = 0
    target = rng.randint(300, 600)
    while words < target:
        kind = rng.random()
        if kind < 0.06 and words > 80:
            parts.append(f"### {prose(rng, 5).rstrip('.')}")
        elif kind < 0.12 and words > 50:
            parts.append("\n".join(f"- {prose(rng, 14)}" for _ in range(4)))
        elif kind < 0.18:
            parts.append(f"> {prose(rng, 30)}")
        else:
            text = prose(rng, rng.randint(30, 80))
            parts.append(f"{text} [{prose(rng, 2)}](https://example.com/{rng.randrange(10**6)})")
        words += len(parts[-1].split())
    return "\n\n".join(parts)


def articles(count: int, more: int, step: timedelta = STEP) -> Iterator[tuple[int, Article]]:
    """`count` articles a `step` apart, then `more` newer ones; every eighth joins the story of an earlier one."""
    rng = random.Random(7)
    recent: list[str] = []
    for number in range(count + more):
        date = (
            END - step * (count - 1 - number)
            if number < count
            else END + timedelta(minutes=1 + number - count)
        )
        date = date.replace(microsecond=0)
        title = prose(rng, rng.randint(6, 11)).rstrip(".")
        entry_id = f"urn:uuid:00000000-0000-5000-8000-{number:012x}"
        slug = slug_for(title, entry_id)
        outlet = min(int(rng.paretovariate(0.8)) - 1, OUTLETS - 1)
        joins = rng.choice(recent) if recent and rng.random() < 0.125 else slug
        recent = [*recent[-40:], slug] if joins == slug else recent
        yield number, Article(
            title=title, date=date, slug=slug, entry_id=entry_id, source_id=f"outlet-{outlet}", source_name=f"Outlet {outlet}",
            source_home=f"https://outlet{outlet}.example/", link=f"https://outlet{outlet}.example/{slug}", guid=f"{number}",
            story=joins, story_why="" if joins == slug else f"{joins} 0.61 alike, 2 h apart", first_seen=date + timedelta(minutes=20),
            markdown=to_markdown(to_html(body(rng))), section=SECTIONS[outlet % len(SECTIONS)], authors=(Person(prose(rng, 2).rstrip(".").title()),),
            lang="en", categories=tuple(prose(rng, 1).rstrip(".") for _ in range(3)), removed=(Removal("tracking parameter", 2),), feed_hash=f"{number:010x}-{number:010x}",
        )  # fmt: skip


def write_site(folder: Path, made: Iterable[tuple[int, Article]], count: int) -> None:
    """A site of the first `count` of the articles in `folder`; the newer ones beside it, ready to be copied over."""
    feeds = "\n".join(
        f'[[feeds]]\nid = "outlet-{n}"\nurl = "https://outlet{n}.example/feed"\nname = "Outlet {n}"\nsection = "{SECTIONS[n % len(SECTIONS)]}"'
        for n in range(OUTLETS)
    )
    folder.mkdir(parents=True)
    (folder / "feeds.toml").write_text(SETTINGS.format(feeds=feeds), "utf-8")
    for name in ("pelicanconf.py", "publishconf.py"):
        (folder / name).write_text((Path(__file__).resolve().parents[1] / name).read_text("utf-8"), "utf-8")
    for number, article in made:
        root = folder if number < count else folder.with_name(folder.name + "-more")
        path = root / "content" / article_path(article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(article), "utf-8")
    (folder / "content/pages").mkdir(parents=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--more", type=int, default=50)
    args = parser.parse_args()
    write_site(args.folder, articles(args.count, args.more), args.count)


if __name__ == "__main__":
    main()
