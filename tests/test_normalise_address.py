"""Canonical addresses: every row of the table proves itself; what names the page stays as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.normalise import canonical_url
from wirecopy.normalise.tracking import load_rules

ROWS = [(table, row) for table, rows in load_rules().tables.items() for row in rows]


@pytest.mark.parametrize(
    ("table", "row"),
    ROWS,
    ids=[f"{table} {row.name or row.prefix or row.pattern or row.host}" for table, row in ROWS],
)
def test_each_row_does_what_it_shows(table: str, row) -> None:  # type: ignore[no-untyped-def]
    assert row.source
    assert canonical_url(row.before)[0] == row.after


def test_no_row_stands_twice() -> None:
    keys = [
        (table, row.name.lower(), row.prefix, row.host, row.path, row.target, row.pattern, row.value)
        for table, row in ROWS
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "https://example.org/a?b=1&a=2",
        "https://example.org/a/?b=&&c",
        "https://example.org/A%20b/%C3%A9",
        "https://example.org/a#section-3",
        "https://example.org/a#!/route",
        "https://example.org/story?id=utm_source",
        "https://example.org/?ref=main&source=wikipedia",
        "https://example.org/wiki/amp",
        "https://example.org/amp/",
        "https://m.example.org/a",
        "http://example.org:8080/a",
        "https://example.org/a;v=1,2?x=(1)",
        "https://www.google.com/url?q=not-an-address",
    ],
)
def test_an_address_without_tracking_stays_letter_by_letter(url: str) -> None:
    assert canonical_url(url) == (url, ())


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org.:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://jane:secret@example.org/a", "https://example.org/a"),
        ("//example.org/a", "https://example.org/a"),
        (" https://example.org/a b\u00e9 ", "https://example.org/a%20b%C3%A9"),
        ("https://example.org/{attach}x|y", "https://example.org/%7Battach%7Dx%7Cy"),
        ("https://example.org/2026/02/late-ferry/amp/", "https://example.org/2026/02/late-ferry/"),
        ("https://example.org/late-ferry.amp.html", "https://example.org/late-ferry.html"),
        ("https://example.org/a?utm_source=x&b=1&fbclid=2", "https://example.org/a?b=1"),
        ("https://example.org/a?UTM_Source=x", "https://example.org/a"),
        ("https://example.org/a?utm%5Fsource=x", "https://example.org/a"),
        ("https://example.org/a#", "https://example.org/a"),
    ],
)
def test_forms_of_one_address_become_one(url: str, canonical: str) -> None:
    assert canonical_url(url)[0] == canonical


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/", "/a", "mailto:a@b.c",
        "https://", "https:///a", "https://exa mple.org/", "https://example.org/a\nb", "https://example.org\\@evil.example/",
        "https://example.org:0/", "https://example.org:99999/", "https://example.org/\u202ea", "java\tscript:alert(1)",
        "https://[::1", "https://example.org/" + "a" * 3000, "https://exa<mple.org/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    assert canonical_url(url) == ("", ())


def test_a_redirector_never_leads_to_another_scheme() -> None:
    assert canonical_url("https://www.google.com/url?q=javascript:alert(1)")[0].startswith(
        "https://www.google.com/"
    )


def test_redirectors_within_redirectors_end() -> None:
    url = "https://example.org/"
    for _ in range(9):
        from urllib.parse import quote

        url = "https://out.reddit.com/?url=" + quote(url, safe="")
    assert canonical_url(url)[0].startswith("https://")


@given(st.text(max_size=80))
def test_any_text_gives_a_safe_address_or_none(text: str) -> None:
    for url in (text, "https://example.org/" + text, "https://example.org/?" + text):
        address, _ = canonical_url(url)
        assert not address or address.startswith(("http://", "https://"))
        assert not set(address) & set(' <>"{}|\\^`\n\r\t\x00')


@given(st.text(alphabet="abcABC0/?&=#%._-~utm_", max_size=60))
def test_what_is_canonical_stays(text: str) -> None:
    once, _ = canonical_url("https://example.org/" + text)
    if once:
        assert canonical_url(once)[0] == once
