"""What went wrong on the network, as a kind to count by and a sentence for the owner."""

from __future__ import annotations

import pycurl

from wirecopy.fetch.address import Address
from wirecopy.fetch.headers import Headers
from wirecopy.fetch.words import shown, size
from wirecopy.types import FailureKind

# libcurl's messages name the cause in OpenSSL's words: (what they contain, what it means)
TLS = (
    ("certificate has expired", "its certificate has expired"),
    ("not yet valid", "its certificate is not valid yet"),
    ("self-signed", "its certificate is signed by nobody we know (self-signed)"),
    ("self signed", "its certificate is signed by nobody we know (self-signed)"),
    ("unable to get local issuer", "its certificate is signed by nobody we know"),
    ("subject name", "its certificate is for another name"),
    ("revoked", "its certificate was revoked"),
)

TLS_ERRORS = (
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_PEER_FAILED_VERIFICATION,
    pycurl.E_SSL_CERTPROBLEM,
    pycurl.E_SSL_CIPHER,
    pycurl.E_SSL_ISSUER_ERROR,
    pycurl.E_SSL_INVALIDCERTSTATUS,
)


def overdue(timeout_s: float, has_asked: bool, in_body: bool, received: int) -> tuple[FailureKind, str]:
    """Why a transfer that had to be stopped for time had not come to its end."""
    limit = f"{timeout_s:g} s"
    if not has_asked:
        return "timeout", f"no connection within {limit}"
    if not in_body:
        return "timeout", f"no complete answer within {limit}"
    return "timeout", f"stopped after {limit} with {size(received)} received"


def explain(
    error: int, message: str, address: Address, headers: Headers, received: int, *, has_status: bool
) -> tuple[FailureKind, str]:
    """The kind and the reason for one of libcurl's error codes; `has_status`: a status line had come."""
    place = address.host
    if error == pycurl.E_COULDNT_RESOLVE_HOST:
        return "unreachable", f"no address is known for {place}"
    if error == pycurl.E_COULDNT_CONNECT:
        return "unreachable", f"no connection to {place}:{address.port}"
    if error == pycurl.E_SSL_CACERT_BADFILE:
        return "tls", "the file with the trusted certificates cannot be read"
    if error in TLS_ERRORS:
        lower = message.lower()
        what = next(
            (words for part, words in TLS if part in lower), "no secure connection could be agreed on"
        )
        return "tls", what
    if error in (pycurl.E_UNSUPPORTED_PROTOCOL, pycurl.E_HTTP2, pycurl.E_FTP_WEIRD_SERVER_REPLY):
        if has_status:
            return "protocol", "the headers of its answer are malformed"
        return "protocol", f"{place} does not answer in HTTP"
    if error == pycurl.E_GOT_NOTHING:
        return "broken", "the connection was closed without an answer"
    if error == pycurl.E_PARTIAL_FILE:
        announced = headers.first("content-length")
        of = f" of {size(int(announced))}" if announced.isascii() and announced.isdigit() else ""
        return "broken", f"the answer broke off after {size(received)}{of}"
    if error in (pycurl.E_RECV_ERROR, pycurl.E_SEND_ERROR):
        if "chunk" in message.lower():
            return "broken", "the answer is badly chunked"
        return "broken", f"the connection broke off after {size(received)}"
    if error == getattr(pycurl, "E_TOO_LARGE", 100):
        return "too-large", "stopped after too many headers"
    return "protocol", f"the request failed: {shown(message) or f'libcurl error {error}'}"
