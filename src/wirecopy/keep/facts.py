"""What rules look at, of a fresh entry and of an article on record alike."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property

from wirecopy.keep.patterns import fold
from wirecopy.types import Article, Entry, Source

# A word is a run of letters and digits; where no spaces are written, a character.
# Compiled at first use, as what is below `keep` is: a build reads the owner's rules and has no use for them.
_WORD = r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’-][^\W_]+)*"


class Facts:
    """One entry as rules see it. The text is only made when a rule asks for it."""

    def __init__(self, about: Entry | Article, source: Source | None = None) -> None:
        self.about = about
        self.title = fold(about.title)
        self.authors = tuple(fold(person.name) for person in about.authors)
        self.categories = tuple(map(fold, about.categories))
        self.link = about.link
        self.language = about.lang.lower()
        if isinstance(about, Entry):
            self.published = about.published
            source = about.source
        else:
            self.published = about.date
        self.source_id = source.id if source else getattr(about, "source_id", "")
        self.feed_names = tuple(
            name.lower() for name in (self.source_id, source.name if source else "") if name
        )

    @cached_property
    def body(self) -> str:
        """Plain text of the body."""
        from wirecopy.bodies import plain_text, to_html  # a site is built without them

        if isinstance(self.about, Entry):
            return fold(plain_text(self.about.html))
        return fold(plain_text(to_html(self.about.markdown)))

    @cached_property
    def text(self) -> str:
        """Title and body: a story that says it in the headline says it."""
        return f"{self.title}\n{self.body}"

    @cached_property
    def words(self) -> int:
        """Length of the body."""
        return sum(1 for _ in re.finditer(_WORD, self.body))

    def age_days(self, now: datetime) -> float:
        """Days since publication."""
        return (now - self.published).total_seconds() / 86_400

    def values(self, field: str) -> tuple[str, ...]:
        """The texts that the patterns of one key are searched in."""
        match field:
            case "title":
                return (self.title,)
            case "text":
                return (self.text,)
            case "author":
                return self.authors
            case "category":
                return self.categories
            case "link":
                return (self.link,)
            case _:
                return (self.language,)
