"""The stage: an entry's body made safe to publish, and what was taken out of it counted."""

from __future__ import annotations

import nh3
from msgspec.structs import replace

from wirecopy.bodies.allow import BLOCKS, INLINE, RENAMED, WITH_THEIR_CONTENT, drop_controls
from wirecopy.bodies.canonical import finish, finish_certain
from wirecopy.bodies.guard import bound, pieces
from wirecopy.bodies.headings import settle_headings
from wirecopy.bodies.shape import shape
from wirecopy.bodies.stream import read_shaped
from wirecopy.bodies.tree import Node, blocks_of, read, write
from wirecopy.clean.cut import cut_text
from wirecopy.clean.embeds import EMBEDS
from wirecopy.clean.images import treat_image
from wirecopy.clean.links import treat_link
from wirecopy.clean.policy import CleanPolicy
from wirecopy.clean.tally import Tally, merged
from wirecopy.clean.treat import treat
from wirecopy.types import Entry, Note, Removal

TOP_HEADING = 3  # the page has its own first two levels

_SIZES = {"width", "height", "style"}
_ROUGH = nh3.Cleaner(
    tags={
        *INLINE, *BLOCKS, *EMBEDS, *RENAMED, "source", "h1",
        "address", "article", "aside", "center", "div", "fieldset", "footer", "header", "hgroup", "main", "menu",
        "nav", "section", "legend", "form",
    },
    attributes={
        "*": {"dir"},
        "a": {"href", "title"},
        "abbr": {"title"},
        "acronym": {"title"},
        "bdo": {"lang"},
        "bdi": {"lang"},
        "code": {"class"},
        "dfn": {"title"},
        "embed": {"src", "title", *_SIZES},
        "iframe": {"src", "data-src", "data-lazy-src", "title", "aria-label", *_SIZES},
        "img": {
            "src", "srcset", "alt", *_SIZES,
            "data-src", "data-lazy-src", "data-original", "data-orig-file", "data-srcset",
        },
        "object": {"data", "title", *_SIZES},
        "ol": {"start", "reversed"},
        "pre": {"class", "lang"},
        "q": {"lang"},
        "source": {"src"},
        "span": {"lang"},
        "time": {"datetime"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "video": {"src", "title", "aria-label"},
        "audio": {"src", "title", "aria-label"},
    },
    clean_content_tags=set(WITH_THEIR_CONTENT),
    # Dangerous schemes pass here so that the links that carry them can be counted; `treat` takes
    # them away, and the last sanitiser would.
    url_schemes={"http", "https", "mailto", "javascript", "vbscript", "data", "file", "ftp", "tel", "blob"},
    link_rel=None,
)  # fmt: skip


def clean(entry: Entry, policy: CleanPolicy) -> Entry:
    """The entry with a body that is safe to publish as it stands, in canonical shape (see `bodies`).

    Every tag, attribute and scheme is on an explicit list; addresses are absolute; images, embeds,
    trackers and tracking parameters are treated by the policy; text beyond its limit is cut. What was
    removed is counted in `removed`. Cleaning twice changes nothing but adds nothing to the counts
    either. Never raises, and takes bounded time and memory for any body.
    """
    html, removals = clean_fragment(entry.html, entry.base or entry.link, policy)
    removed = merged(entry.removed, removals)
    trace = entry.trace
    if removals:
        said = ", ".join(f"{r.kind} {r.count}" for r in removals)
        trace = (*trace, Note(stage="clean", text=f"removed: {said}"))
    return replace(entry, html=html, removed=removed, trace=trace, image=_lead_image(entry, policy))


def clean_fragment(html: str, base: str, policy: CleanPolicy) -> tuple[str, tuple[Removal, ...]]:
    """The safe body that any HTML comes to, and what was removed.

    `base` is the address that relative ones refer to. Plain text is taken as HTML: escape it first.
    """
    if not html or html.isspace():
        return "", ()
    tally = Tally()
    html, names = bound(drop_controls(html), policy.max_html)
    tally.add_elements(html, names)
    roughs = [_rough(piece) for piece in pieces(html)]
    body = _shaped_at_once(roughs[0], base, policy, tally) if len(roughs) == 1 else None
    if body is None:
        root = Node("", {}, [child for rough in roughs for child in read(rough).children])
        treat(root, base, policy, tally)
        body = shape(root)
    settle_headings(blocks_of(body), TOP_HEADING)
    # As HTML a body is at least as long as its text, so within the limits nothing is to be cut.
    if certain := finish_certain(body, min(policy.max_text, policy.max_html)):
        return certain, tally.removals()
    if cut_text(body, policy.max_text):
        tally.add("text beyond the limit")
    if len(write(body)) > policy.max_html:
        tally.add("body too large")
        return "", tally.removals()
    return finish(body), tally.removals()


def _rough(piece: str) -> str:
    rough = _ROUGH.clean(piece)
    if "#" in piece and "&#" in piece:  # one letter is found ten times as fast as two
        return drop_controls(rough)  # `&#1;` is a raw control by now
    return rough


def _shaped_at_once(rough: str, base: str, policy: CleanPolicy, tally: Tally) -> Node | None:
    """The treated body in canonical shape where it is plain enough for a single pass."""
    found = Tally()
    body = read_shaped(
        rough,
        lambda attrs: treat_link(attrs, base, found),
        lambda attrs: treat_image(attrs, base, policy, found),
    )
    if body is not None:
        tally.add_all(found)
    return body


def _lead_image(entry: Entry, policy: CleanPolicy) -> str:
    from wirecopy.clean.addresses import absolute
    from wirecopy.clean.trackers import is_tracker

    if policy.images == "drop" or not entry.image:
        return ""
    address = absolute(entry.image, entry.base or entry.link)
    return "" if is_tracker(address) or not address.startswith("http") else address
