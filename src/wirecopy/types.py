"""The values that travel down the line, one type for each boundary between stages.

All are frozen and without behaviour beyond small derived properties. Times are aware datetimes in
UTC. Text fields hold plain text, never markup, unless the name ends in `html` or `markdown`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

T = TypeVar("T")
Show = Literal["headline", "excerpt", "full"]
FailureKind = Literal[
    "unreachable",
    "timeout",
    "blocked",
    "gone",
    "not-found",
    "server",
    "rate-limited",
    "too-large",
    "refused-address",
    "tls",
    "redirects",
    "not-a-feed",
    "empty",
    "broken",
    "protocol",
]


class Source(Struct, frozen=True, kw_only=True):
    """One feed as the owner wrote it down in feeds.toml, with the site's defaults filled in."""

    id: str  # short, stable, safe in paths: "404-media"; from `id`, else `name`, else the host
    url: str  # where it is fetched
    name: str = ""  # shown to readers; "" until the feed itself has told its title
    section: str = ""  # the owner's section: "Technology"; "" is the site's default section
    show: Show = "excerpt"
    licence: str = ""  # under which full text may be republished
    full_text: bool = False  # fetch the page where the feed has only a summary
    language: str = ""  # BCP 47, overrides what the feed says
    strip: bool = True  # cut boilerplate out of its bodies
    strip_selectors: tuple[str, ...] = ()  # CSS selectors of blocks that are never the story
    strip_cues: tuple[str, ...] = ()  # phrases that mark a block of this feed as boilerplate


class Validators(Struct, frozen=True, kw_only=True):
    """What makes the next request conditional, exactly as received (weak tags, quotes)."""

    etag: str = ""
    last_modified: str = ""


class Fetched(Struct, frozen=True, kw_only=True):
    """A feed document as it came over the wire, decompressed."""

    source: Source
    url: str  # after redirects: the base of relative addresses
    body: bytes
    content_type: str = ""  # the header, whole
    content_language: str = ""
    validators: Validators = Validators()
    fetched_at: datetime  # UTC
    moved_to: str = ""  # where the leading permanent hops (301/308) ended; "" when the first was none
    cache_control: str = ""
    expires: str = ""
    date: str = ""  # the publisher's clock, against which `expires` counts
    body_hash: str = ""  # of `body`: equal next time means nothing to parse


class NotModified(Struct, frozen=True, kw_only=True):
    """The publisher says (304), or the hash of the body shows, that nothing changed."""

    source: Source
    fetched_at: datetime
    moved_to: str = ""
    url: str = ""  # after redirects
    validators: Validators = Validators()  # new ones, from an answer with the same body; empty after a 304
    cache_control: str = ""
    expires: str = ""
    date: str = ""


class Skipped(Struct, frozen=True, kw_only=True):
    """A feed that was not asked this time, and when it will be."""

    source: Source
    until: datetime | None  # None: not again (410)
    reason: str  # "asked to come back at 14:05", "gone since 2026-02-11"


class Failed(Struct, frozen=True, kw_only=True):
    """A feed that could not be read: a result, not an exception. The run goes on."""

    source: Source
    kind: FailureKind
    reason: str  # one line a person understands: "stopped after 10 MB"
    retry_after: datetime | None = None


class FetchSettings(Struct, frozen=True, kw_only=True):
    """Manners and limits of one run: `[fetch]` in feeds.toml, and who is asking."""

    timeout_s: float = 20.0  # of one fetch in all, from the first byte out to the last one in
    max_bytes: int = 10_000_000  # of a document, after decompression
    concurrency: int = 32  # requests under way at once
    per_host: int = 2  # … to one host name
    max_redirects: int = 5
    max_header_bytes: int = 65_536  # of one answer
    allow_private: tuple[str, ...] = ()  # exact "host" or "host:port" that may be loopback or private
    contact: str = ""  # a page or mailbox, named in the User-Agent
    version: str = ""  # the program's
    ca_file: str = ""  # PEM bundle instead of certifi's: a company's own root, tests


class FeedState(Struct, frozen=True, kw_only=True):
    """What the last runs learned about one feed; next to `Source`, all that decides the next request."""

    url: str  # the address in feeds.toml that all this belongs to
    validators: Validators = Validators()  # of the last document that could be read
    validated_url: str = ""  # the address that gave them, after redirects
    body_hash: str = ""  # of the last document that could be read
    moved_to: str = ""  # where permanent redirects lead; asked instead of `url`
    last_checked: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None  # when an entry was last seen for the first time
    failures: int = 0  # in a row
    failure: FailureKind | None = None
    failure_reason: str = ""  # as `Failed.reason`; "" after a success
    failing_since: datetime | None = None
    gone_since: datetime | None = None  # 410: not asked again
    not_before: datetime | None = None  # the publisher's Retry-After; holds under --force too
    next_due: datetime | None = None
    due_reason: str = ""  # "the feed asks for 2 h between requests (ttl)"
    rhythm: tuple[datetime, ...] = ()  # its latest publication times, newest first
    floor_minutes: int = 0  # ttl, sy:updatePeriod: what the document asks for, for runs that see only a 304
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    title: str = ""
    home: str = ""  # the publisher's page


class Person(Struct, frozen=True):
    name: str
    url: str = ""


class Enclosure(Struct, frozen=True):
    url: str
    type: str = ""  # media type: "audio/mpeg"
    length: int = 0  # bytes; 0 when unknown


class FeedInfo(Struct, frozen=True, kw_only=True):
    """What the feed said about itself."""

    format: str = ""  # "rss20", "rss10", "atom10", "json11" … as feedparser names versions
    id: str = ""
    title: str = ""
    link: str = ""  # the publisher's page
    language: str = ""
    rights: str = ""
    updated: str = ""  # as written
    hub: str = ""  # WebSub
    ttl_minutes: int = 0  # RSS ttl
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    update_every_minutes: int = 0  # sy:updatePeriod / sy:updateFrequency


class Item(Struct, frozen=True, kw_only=True):
    """One entry exactly as its feed said it; nothing in it can be trusted yet."""

    source: Source
    feed: FeedInfo
    base: str  # what relative addresses in this item refer to (xml:base, else the feed's)
    position: int  # 0 is the first in the document
    guid: str = ""
    link: str = ""
    orig_link: str = ""  # feedburner:origLink and its like
    title: str = ""
    title_is_html: bool = True
    summary: str = ""
    content: str = ""  # full text where the feed has it
    body_is_html: bool = True
    published: str = ""  # as written
    updated: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    rights: str = ""


class Removal(Struct, frozen=True, order=True):
    """One kind of thing that cleaning took away, for the privacy receipt."""

    kind: str  # "tracking parameter", "pixel", "tracker image", "image", "script", "iframe", "form", "style", "link"
    count: int


class Entry(Struct, frozen=True, kw_only=True):
    """One entry, normalised: what it says of itself can be relied on."""

    source: Source
    feed: FeedInfo
    guid: str  # the publisher's, or the one we derived (guid, else link, else hash of title and date)
    entry_id: str  # urn:uuid:…, from source id and guid alone
    link: str  # canonical URL at the publisher; "" where there is none
    title: str  # plain text, one line, NFC
    html: str  # body; after `clean` safe to publish, with absolute addresses
    base: str = ""  # what relative addresses in `html` refer to; without meaning after `clean`
    published: datetime
    modified: datetime | None = None
    first_seen: datetime
    date_note: str = ""  # why `published` is not the publisher's own: "no date given: first seen"
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()  # the publisher's
    lang: str = ""  # BCP 47, lower case
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""  # lead image; kept only when the owner's policy shows images
    tags: tuple[str, ...] = ()  # given by the owner's rules (action = "tag")
    muted: bool = False  # by the owner's rules: on its own page, in no list
    removed: tuple[Removal, ...] = ()
    trace: tuple[Note, ...] = ()


class Note(Struct, frozen=True, kw_only=True):
    """What one stage did to an entry and by which evidence; a line of `wirecopy why`."""

    stage: str  # "normalise", "keep", …
    text: str  # "link: removed utm_source, utm_medium"


class Dropped(Struct, frozen=True, kw_only=True):
    """An entry that goes no further, and why. Nothing is dropped in silence."""

    stage: str  # "normalise", "keep", "dedupe"
    reason: str  # a class to count by: "too old", "rule: no deals", "same as"
    detail: str = ""  # "published 2019-03-02, older than 14 days"
    source_id: str
    guid: str
    entry_id: str
    title: str
    link: str
    published: datetime | None = None
    trace: tuple[Note, ...] = ()


class Also(Struct, frozen=True, kw_only=True):
    """The same text at another outlet: it makes no second article, it is named by the one that stands."""

    entry_id: str
    source_id: str
    published: datetime
    similarity: float  # 0…1, of the texts; 1.0 for an exact match (guid, link, hash)
    link: str
    title: str


class Article(Struct, frozen=True, kw_only=True):
    """One file under content/news/: the record. See docs/architecture.md for the front matter."""

    title: str
    date: datetime  # published
    slug: str  # fixed at the first writing
    entry_id: str
    source_id: str
    link: str
    guid: str
    story: str  # slug of the story's first article
    first_seen: datetime
    markdown: str  # the body: the feed's text made safe, written as Markdown
    source_name: str = ""  # as it was called when the article came in; feeds.toml's name goes before it
    source_home: str = ""  # the publisher's page, http(s)
    section: str = ""
    modified: datetime | None = None
    authors: tuple[Person, ...] = ()
    lang: str = ""
    shown: Show = "excerpt"
    licence: str = ""
    status: str = ""  # "" | "hidden" | "muted"
    summary: str = ""  # only by hand
    also: tuple[Also, ...] = ()
    story_was: tuple[str, ...] = ()  # story ids that were merged into `story`
    story_why: str = ""  # evidence of the assignment, one line
    date_note: str = ""
    categories: tuple[str, ...] = ()  # the publisher's
    tags: tuple[str, ...] = ()  # by the owner's rules or by hand; "-privacy" removes a derived tag
    removed: tuple[Removal, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    feed_hash: str = ""  # of title and body as the feed gave them, and of another body that was written


class Parsed(Struct, frozen=True, kw_only=True):
    """A whole feed document, read."""

    source: Source
    feed: FeedInfo
    items: tuple[Item, ...]
    excess: int = 0  # entries of the document beyond the limit, which are not in `items`
    problem: str = ""  # what was wrong with it though it could be read: "not well-formed: …"


class Known(Struct, frozen=True, kw_only=True):
    """What is already on record about an entry, so that its identity and first date stay."""

    entry_id: str
    guid: str
    link: str
    title: str
    published: datetime
    first_seen: datetime


class Text(Struct, frozen=True, kw_only=True):
    """An entry as `dedupe` and `stories` see it: the stripped text and what is said about it."""

    id: str  # entry_id
    source_id: str
    guid: str = ""
    link: str = ""  # canonical
    title: str
    text: str  # plain text of the stripped body, blocks separated by "\n"
    lang: str = ""
    published: datetime
    first_seen: datetime


class Duplicate(Struct, frozen=True, kw_only=True):
    """The verdict that one text is another's: it makes no second article."""

    id: str  # the newcomer
    of: str  # entry_id of the text that stands
    similarity: float  # 0…1
    evidence: str  # one line: "same canonical URL", "0.91 of the shorter text, title overlap 0.80, 3 h apart"


class Assignment(Struct, frozen=True, kw_only=True):
    """The story an entry belongs to, and by which evidence."""

    id: str  # entry_id
    story: str  # key in the window, or entry_id of the newcomer that starts it
    similarity: float = 0.0
    evidence: str = ""  # one line: "0.62 alike, 3 h apart: ftc 0.21, broker 0.14"; "" when it starts a story


class Ready(Protocol):
    """Rules as they were made ready for use before, each under a name of its own.

    What is given was made by the same code, from the same rule files and settings of the owner as now.
    """

    def take(self, name: str, shape: type[T]) -> T | None:
        """What was kept; None when there is nothing of that name, or nothing that can be believed."""

    def keep(self, name: str, value: object) -> None:
        """Keeps the value for the next time."""
