"""All feeds of one run: who is asked, with which validators, and what each answer means."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from wirecopy.fetch.address import Address, AddressError, place_of, read_address, refusal
from wirecopy.fetch.discover import discover, is_web_page
from wirecopy.fetch.download import Answer, Request, Trouble, download
from wirecopy.fetch.headers import retry_after, validators
from wirecopy.fetch.schedule import asked_at, new_state, waiting
from wirecopy.fetch.words import moment, shown
from wirecopy.types import (
    Failed,
    FailureKind,
    FeedState,
    Fetched,
    FetchSettings,
    NotModified,
    Skipped,
    Source,
)

Outcome = Fetched | NotModified | Skipped | Failed

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)


class _Asking(Struct, frozen=True):
    source: Source
    state: FeedState


def fetch(
    sources: Iterable[Source],
    states: Mapping[str, FeedState],
    settings: FetchSettings,
    now: datetime,
    *,
    force: bool = False,
) -> Iterator[Outcome]:
    """Yields one outcome a source: first those that are not asked, then the answers as they come.

    `states` is by source id. An address that stands there twice is asked once, for the first of its
    sources, in this run and in all others.
    """
    requests: list[Request] = []
    places: dict[tuple[str, str], Source] = {}
    for source in sources:
        state = new_state(source, states.get(source.id))
        try:
            address = _address_of(source, state)
            own = {place_of(read_address(source.url)), place_of(address)}
        except AddressError as trouble:
            yield Failed(source=source, kind="refused-address", reason=str(trouble))
            continue
        twin = next((places[place] for place in sorted(own) if place in places), None)
        if twin:
            yield Skipped(source=source, until=now, reason=f"the same address as {twin.id!r}, asked once")
            continue
        places |= dict.fromkeys(own, source)
        skipped = waiting(source, state, now, force=force)
        if skipped:
            yield skipped
            continue
        refused = refusal(address, settings.allow_private)
        if refused:
            reason = f"not asked: {refused}; `allow_private` in feeds.toml lists exceptions"
            yield Failed(source=source, kind="refused-address", reason=reason)
        else:
            requests.append(
                Request(
                    address=address,
                    headers=_header_lines(state),
                    max_bytes=settings.max_bytes,
                    context=_Asking(source, state),
                )
            )
    for result in download(requests, settings):
        yield _outcome(result, now)


def _address_of(source: Source, state: FeedState) -> Address:
    """The address to ask; a new one at the same origin takes the owner's credentials along."""
    own = read_address(source.url)
    address = read_address(asked_at(state))
    return replace(address, credentials=own.credentials) if address.origin == own.origin else address


def _header_lines(state: FeedState) -> Callable[[Address], list[bytes]]:
    return lambda address: [b"Accept: " + ACCEPT.encode(), *_conditions(address, state)]


def _conditions(address: Address, state: FeedState) -> list[bytes]:
    if not _is_same_document(address.url, state.validated_url):
        return []
    given = {
        b"If-None-Match: ": state.validators.etag,
        b"If-Modified-Since: ": state.validators.last_modified,
    }
    return [name + value.encode("latin-1", "replace") for name, value in given.items() if value]


def _is_same_document(url: str, validated_url: str) -> bool:
    """Whether validators of one address mean anything at another: only a query may differ.

    Temporary redirects to storage are signed anew each time, in the query.
    """
    here, there = urlsplit(url), urlsplit(validated_url)
    return here[:3] == there[:3]


def _outcome(result: Answer | Trouble, now: datetime) -> Outcome:
    asking: _Asking = result.request.context
    source, state = asking.source, asking.state
    if isinstance(result, Trouble):
        return Failed(source=source, kind=result.kind, reason=result.reason)
    headers = result.headers
    moved_to = result.moved_to
    if result.status == 304 and _conditions(result.address, state):
        return NotModified(
            source=source,
            fetched_at=now,
            moved_to=moved_to,
            url=result.address.url,
            cache_control=headers.joined("cache-control"),
            expires=headers.first("expires"),
            date=headers.first("date"),
        )
    if not 200 <= result.status < 300:
        return _refusal(result, source, now)
    if not result.body.strip():
        return Failed(source=source, kind="empty", reason="the answer is empty")
    if result.status == 206:
        return Failed(source=source, kind="protocol", reason="sends only a part of the document (206)")
    if is_web_page(result.body):
        return Failed(source=source, kind="not-a-feed", reason=_web_page(result))
    body_hash = hashlib.blake2b(result.body, digest_size=16).hexdigest()
    fresh = validators(headers)
    if body_hash == state.body_hash:
        return NotModified(
            source=source,
            fetched_at=now,
            moved_to=moved_to,
            url=result.address.url,
            validators=fresh,
            cache_control=headers.joined("cache-control"),
            expires=headers.first("expires"),
            date=headers.first("date"),
        )
    return Fetched(
        source=source,
        url=result.address.url,
        body=result.body,
        content_type=headers.first("content-type"),
        content_language=headers.first("content-language"),
        validators=fresh,
        fetched_at=now,
        moved_to=moved_to,
        cache_control=headers.joined("cache-control"),
        expires=headers.first("expires"),
        date=headers.first("date"),
        body_hash=body_hash,
    )


def _refusal(answer: Answer, source: Source, now: datetime) -> Failed:
    kind, reason = explain_status(answer)
    until = retry_after(answer.headers, now)
    if until:
        reason += f"; asks to come back at {moment(until, now)}"
    return Failed(source=source, kind=kind, reason=reason, retry_after=until)


def explain_status(answer: Answer) -> tuple[FailureKind, str]:
    """The kind and the reason for an HTTP status that brings no document."""
    status = answer.status
    if status in (401, 403, 407, 451):
        by = "the publisher's bot check" if answer.headers.first("cf-mitigated") else "the publisher"
        where = ", as many do with machines in data centres" if os.environ.get("CI") else ""
        return "blocked", f"blocked: {by} refuses this machine ({status}){where}"
    if status == 404:
        return "not-found", "not found (404)"
    if status == 410:
        return "gone", "gone for good (410)"
    if status == 429:
        return "rate-limited", "the publisher was asked too often (429)"
    if status >= 500:
        return "server", f"the publisher's server has a problem ({status})"
    if status == 304:
        return "protocol", "answers “not modified” (304) though nothing was named to compare with"
    return "protocol", f"answers with status {status}"


def _web_page(answer: Answer) -> str:
    links = [link for link in discover(answer.body, answer.address.url) if link.found != "guess"]
    if not links:
        return "not a feed: an HTML page"
    names = ", ".join(shown(link.url) for link in links[:3])
    more = f" and {len(links) - 3} more" if len(links) > 3 else ""
    return f"not a feed: an HTML page; it links these feeds: {names}{more}"
