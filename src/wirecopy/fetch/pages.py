"""Single pages under the same limits as feeds: web pages, OPML files, images."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from wirecopy.fetch.address import AddressError, read_address, refusal
from wirecopy.fetch.download import Answer, Request, Trouble, download
from wirecopy.fetch.feeds import explain_status
from wirecopy.types import FailureKind, FetchSettings

ACCEPT_PAGE = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"


class Page(Struct, frozen=True, kw_only=True):
    """A document that came."""

    asked: str  # as it was given
    url: str  # after redirects
    body: bytes  # decompressed, at most `max_bytes`
    content_type: str = ""
    moved_to: str = ""


class FailedGet(Struct, frozen=True, kw_only=True):
    """A document that did not come, and why."""

    asked: str
    kind: FailureKind
    reason: str
    status: int = 0  # 0: there was no answer


def get(url: str, settings: FetchSettings, *, accept: str = ACCEPT_PAGE) -> Page | FailedGet:
    """The document at `url`, or why it cannot be had."""
    return next(get_all([url], settings, accept=accept))


def get_all(
    urls: Iterable[str], settings: FetchSettings, *, accept: str = ACCEPT_PAGE
) -> Iterator[Page | FailedGet]:
    """Yields one result an address as they come; an address that is given twice is asked once."""
    lines = [f"Accept: {accept}".encode()]
    requests = []
    for url in dict.fromkeys(urls):
        try:
            address = read_address(url)
        except AddressError as trouble:
            yield FailedGet(asked=url, kind="refused-address", reason=str(trouble))
            continue
        refused = refusal(address, settings.allow_private)
        if refused:
            yield FailedGet(asked=url, kind="refused-address", reason=f"not asked: {refused}")
            continue
        requests.append(
            Request(
                address=address,
                headers=lambda _: lines,
                max_bytes=settings.max_bytes,
                context=url,
            )
        )
    for result in download(requests, settings):
        yield _page(result)


def _page(result: Answer | Trouble) -> Page | FailedGet:
    asked: str = result.request.context
    if isinstance(result, Trouble):
        return FailedGet(asked=asked, kind=result.kind, reason=result.reason)
    if not 200 <= result.status < 300 or result.status == 206:
        kind, reason = explain_status(result)
        return FailedGet(asked=asked, kind=kind, reason=reason, status=result.status)
    return Page(
        asked=asked,
        url=result.address.url,
        body=result.body,
        content_type=result.headers.first("content-type"),
        moved_to=result.moved_to,
    )
