"""parse: a fetched document becomes the entries that its feed told, whatever state it is in.

Plainly well-formed XML is read with lxml, JSON Feed with the standard library, everything else by
feedparser in a process that can be stopped. See docs/decisions/parser.md.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from wirecopy.parse.apart import Reader
from wirecopy.parse.decode import decode
from wirecopy.parse.elements import Unplain
from wirecopy.parse.jsonfeed import read_json
from wirecopy.parse.plain import clean_line
from wirecopy.parse.sniff import name_document
from wirecopy.parse.text import forbid, spell_entities
from wirecopy.parse.wellformed import read_wellformed
from wirecopy.types import Failed, Fetched, Parsed

__all__ = ["parse", "settle"]

_DECLARATION = re.compile(r"<\?xml\b[^<>]{0,300}\?>\s*")
_JUNK = "\ufeff\u200b\0 \t\r\n"
_FEED = re.compile(r"<(?:[\w-]{1,30}:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_reader = Reader()


def parse(fetched: Fetched, *, limit: int = 200) -> Parsed | Failed:
    """The feed with at most `limit` of its entries, the newer ones, in the order of the document.

    `Parsed.excess` is the number of entries beyond the limit and `Parsed.problem` what had to be put up
    with. Failed(kind="not-a-feed") says what the document is instead; Failed(kind="broken") that
    reading it was stopped. At most 10 s of CPU and 320 MB, whatever the document.
    """
    if not fetched.body.strip(b"\0 \t\r\n"):
        return Failed(source=fetched.source, kind="not-a-feed", reason="not a feed: an empty document")
    text, remark = settle(fetched)
    try:
        outcome = (read_json if text[:1] in {"{", "["} else _read_xml)(text, fetched, limit)
    except Exception as error:  # a fault of ours or of a library: it must not take the other feeds with it
        outcome = f"stopped: it cannot be read ({type(error).__name__}: {clean_line(str(error))[:160]})"
    if isinstance(outcome, str):
        kind: Failed = Failed(source=fetched.source, kind="not-a-feed", reason=f"not a feed: {outcome}")
        return replace(kind, kind="broken", reason=outcome) if outcome.startswith("stopped") else kind
    excess = f"{outcome.excess} entries beyond the first {limit} not taken in" if outcome.excess else ""
    problem = "; ".join(clean_line(part) for part in (remark, outcome.problem, excess) if part)
    return replace(outcome, problem=problem)


def settle(fetched: Fetched) -> tuple[str, str]:
    """The text of a document as both readers get it, and a remark on its encoding ("" when as declared).

    Without forbidden characters, without what stands before the first element, without XML declaration.
    """
    text, remark = decode(fetched.body, fetched.content_type)
    text = forbid(text)
    if text[:1] in _JUNK:
        text = text.lstrip(_JUNK)
    declaration = _DECLARATION.match(text)
    return (text[declaration.end() :] if declaration else text), remark


def _read_xml(text: str, fetched: Fetched, limit: int) -> Parsed | str:
    """The feed in a text that is not JSON, or what the text is instead."""
    try:
        return read_wellformed(text, fetched, limit)
    except Unplain as reason:
        unplain = str(reason)
    if spelled := spell_entities(text):
        try:
            parsed = read_wellformed(spelled, fetched, limit)
            return replace(parsed, problem="not well-formed: named entities of HTML")
        except Unplain:
            pass  # something else is wrong with it too
    if not _FEED.search(text):
        return name_document(fetched.body, text, fetched.url)
    start = max(0, text.find("<"))
    answer = _reader.read(text[start:], fetched, limit)
    if answer.error:
        return (
            answer.error
            if answer.error.startswith("stopped")
            else f"feedparser cannot read it ({answer.error})"
        )
    if answer.parsed is None:
        return f"{name_document(fetched.body, text, fetched.url)} ({clean_line(unplain)[:160]})"
    return answer.parsed
