"""An article as text and back: `load(dump(article)) == article`, for any text in any field.

The format is Pelican's: `Key: value` lines, an empty line, the body. Every value stays on its line,
because whatever could end a line or steer a terminal is folded into a space before it is written;
lists of free text are written as JSON, so that no separator inside a value can be mistaken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from wirecopy.errors import FileFormatError
from wirecopy.types import Also, Article, Enclosure, Person, Removal

# C0, C1, DEL, line and paragraph separators: everything that ends a line for some reader.
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$")
_WRITTEN = """Title Date Modified Slug Category Authors Lang Status Tags Summary Source Source_name Source_home Link
Guid Entry_id Story Story_was Story_why Also Shown Licence First_seen Date_note Removed Feed_tags Enclosures Image
Feed_hash"""  # the keys that `dump` writes
_KNOWN = dict(zip(_WRITTEN.split(), _WRITTEN.lower().split(), strict=True))
_CONFLICT = re.compile(r"^(<{7}|>{7}|={7}|\|{7})( |$)", re.M)


def one_line(text: str) -> str:
    """The text on one line, without control characters, ends stripped."""
    if "  " not in text and text.isprintable():  # nearly every value; its only white space is the space
        return text.strip(" ")
    return " ".join(_NOT_CHARACTERS.sub("", _BREAKS.sub(" ", text)).split())


def stamp(when: datetime) -> str:
    """A moment as the front matter has it: `2026-02-17T10:30:00Z`."""
    if when.year < 1000:
        return "1000-01-01T00:00:00Z"
    return f"{when.astimezone(UTC).isoformat()[:19]}Z"


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote, or a date as a person writes it; raises ValueError for anything else."""
    when = datetime.fromisoformat(text.strip())
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _list(values: tuple[str, ...]) -> str:
    """Comma separated where that is unambiguous, so that a person can read and edit it; else JSON."""
    if all(v and "," not in v and v == one_line(v) and not v.startswith("[") for v in values):
        return ", ".join(values)
    return _json([one_line(v) for v in values])


def _unlist(text: str) -> tuple[str, ...]:
    if text.startswith("["):
        try:
            return tuple(msgspec.json.decode(text, type=list[str]))
        except msgspec.MsgspecError:
            pass
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _also(line: str) -> Also:
    entry_id, published, source_id, similarity, link, title = (line + " ").split(" ", 5)
    return Also(
        entry_id=entry_id,
        published=moment(published),
        source_id=source_id,
        similarity=float(similarity),
        link="" if link == "-" else link,
        title=title.strip(),
    )


def _lines(a: Article) -> Iterator[tuple[str, str]]:
    """Key and value of every line that is not empty, in the order in which a person wants to read them."""
    yield "Title", a.title
    yield "Date", stamp(a.date)
    yield "Modified", stamp(a.modified) if a.modified else ""
    yield "Slug", a.slug
    yield "Category", a.section
    yield (
        "Authors",
        _json(a.authors) if any(p.url for p in a.authors) else _list(tuple(p.name for p in a.authors)),
    )
    yield "Lang", a.lang
    yield "Status", a.status
    yield "Tags", _list(a.tags)
    yield "Summary", a.summary
    yield "Source", a.source_id
    yield "Source_name", a.source_name
    yield "Source_home", a.source_home
    yield "Link", a.link
    yield "Guid", a.guid
    yield "Entry_id", a.entry_id
    yield "Story", a.story
    yield "Story_was", _list(a.story_was)
    yield "Story_why", a.story_why
    for also in a.also:
        head = f"{also.entry_id} {stamp(also.published)} {also.source_id} {also.similarity:.2f}"
        yield "Also", f"{head} {also.link or '-'} {also.title}"
    yield "Shown", a.shown
    yield "Licence", a.licence
    yield "First_seen", stamp(a.first_seen)
    yield "Date_note", a.date_note
    yield "Removed", ", ".join(f"{r.kind} {r.count}" for r in a.removed)
    yield "Feed_tags", _list(a.categories)
    yield "Enclosures", _json(a.enclosures) if a.enclosures else ""
    yield "Image", a.image
    yield "Feed_hash", a.feed_hash


def dump(article: Article) -> str:
    """The whole file: front matter, an empty line, the body, one line feed at the end."""
    head = "".join(
        f"{key}: {line}\n" for key, value in _lines(article) if value and (line := one_line(value))
    )
    body = article.markdown.strip("\n")
    return f"{head}\n{body}\n" if body else head


def _split(text: str, where: object) -> tuple[dict[str, list[str]], str]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    marked = "<<<<<<<" in text or ">>>>>>>" in text or "=======" in text or "|||||||" in text
    if marked and (found := _CONFLICT.search(text)):
        place = text.count("\n", 0, found.start()) + 1
        raise FileFormatError(f"{where}:{place}: a merge conflict is left in this file; settle it by hand")
    known = _known_fields(text)
    if known:
        return known
    lines = text.split("\n")
    fields: dict[str, list[str]] = {}
    number = 0
    for number, line in enumerate(lines):
        if not line.strip():
            break
        match = _KEY_LINE.fullmatch(line.rstrip())
        if match is None:
            raise FileFormatError(
                f"{where}:{number + 1}: expected 'Key: value', found {one_line(line)[:60]!r}"
            )
        fields.setdefault(match[1].lower(), []).append((match[2] or "").strip())
    else:
        number += 1
    return fields, "\n".join(lines[number:]).strip("\n")


def _known_fields(text: str) -> tuple[dict[str, list[str]], str] | None:
    """The same of front matter as `dump` writes it, whose keys need no pattern; None for any other."""
    head, parted, body = text.partition("\n\n")
    if not parted:
        return None
    fields: dict[str, list[str]] = {}
    for line in head.split("\n"):
        name, _, value = line.partition(": ")
        key = _KNOWN.get(name)
        if key is None:
            return None
        fields.setdefault(key, []).append(value.strip())
    return fields, body.strip("\n")


_NEEDED = ("title", "date", "slug", "source", "entry_id", "story", "first_seen")


def _reader(fields: Mapping[str, list[str]], where: object) -> Callable[..., object]:
    def read(key: str, parse: Callable[[str], object] = str, default: object = "") -> object:
        value = fields.get(key, [""])[-1]
        if not value:
            return default
        try:
            return parse(value)
        except (ValueError, msgspec.MsgspecError) as error:
            raise FileFormatError(f"{where}: {key.capitalize()}: {error}") from error

    return read


def _people(text: str) -> tuple[Person, ...]:
    if text.startswith("[{"):
        return msgspec.json.decode(text, type=tuple[Person, ...])
    return tuple(Person(name) for name in _unlist(text))


def _removals(text: str) -> tuple[Removal, ...]:
    pairs = (part.strip().rpartition(" ") for part in text.split(","))
    return tuple(Removal(kind, int(count)) for kind, _, count in pairs)


def _shown(text: str) -> str:
    if text not in ("headline", "excerpt", "full"):
        raise ValueError(f"{text!r} is none of headline, excerpt, full")
    return text


def load(text: str, where: object = "article") -> Article:
    """The article that a file holds; raises FileFormatError naming `where`, the line and what is wrong.

    Hand-written files may leave out what a person does not know: only Title, Date, Slug, Source,
    Entry_id, Story and First_seen are required.
    """
    fields, body = _split(text, where)
    if missing := [key.capitalize() for key in _NEEDED if not any(fields.get(key, []))]:
        raise FileFormatError(f"{where}: no {', '.join(missing)} in the front matter; is the file whole?")
    read = _reader(fields, where)
    try:
        also = tuple(_also(line) for line in fields.get("also", []) if line)
    except ValueError as error:
        raise FileFormatError(f"{where}: Also: {error}") from error
    values = {
        "title": read("title"),
        "date": read("date", moment),
        "modified": read("modified", moment, None),
        "slug": read("slug"),
        "section": read("category"),
        "authors": read("authors", _people, ()),
        "lang": read("lang"),
        "status": read("status"),
        "tags": read("tags", _unlist, ()),
        "summary": read("summary"),
        "source_id": read("source"),
        "source_name": read("source_name"),
        "source_home": read("source_home"),
        "link": read("link"),
        "guid": read("guid"),
        "entry_id": read("entry_id"),
        "story": read("story"),
        "story_was": read("story_was", _unlist, ()),
        "story_why": read("story_why"),
        "also": also,
        "shown": read("shown", _shown, "excerpt"),
        "licence": read("licence"),
        "first_seen": read("first_seen", moment),
        "date_note": read("date_note"),
        "removed": read("removed", _removals, ()),
        "categories": read("feed_tags", _unlist, ()),
        "enclosures": read("enclosures", lambda t: msgspec.json.decode(t, type=tuple[Enclosure, ...]), ()),
        "image": read("image"),
        "feed_hash": read("feed_hash"),
        "markdown": body,
    }
    return Article(**values)  # type: ignore[arg-type]  # each value was parsed for its field just above
