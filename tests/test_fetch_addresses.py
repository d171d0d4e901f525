"""Web addresses are read in one way only, and the inside ones known in every notation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from wirecopy.fetch.address import AddressError, is_listed, read_address, read_ip, refusal
from wirecopy.fetch.networks import inside

NOW = datetime(2026, 2, 17, 10, 30, tzinfo=UTC)

INSIDE = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0X7F.1",
    "127.0.0.1.",
    "0",
    "0.0.0.0",
    "0x0",
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "192.168.257",
    "100.64.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[2001::1]",
    "[2600::5efe:127.0.0.1]",
    "[::ffff:0:10.0.0.1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "feeds.localhost",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
]

OUTSIDE = [
    "93.184.215.14",
    "1.1.1.1",
    "0x01010101",
    "16843009",
    "[2606:4700:4700::1111]",
    "[64:ff9b::1.1.1.1]",
    "[2002:101:101::1]",
    "example.org",
    "EXAMPLE.org.",
    "bücher.example",
    "xn--bcher-kva.example",
    "1.1.example",
    "0x7f.example",
    "localhost.example",
    "a_b.example",
]

NO_ADDRESS = [
    "http://",
    "http:///feed",
    "http://[::1",
    "http://[]/",
    "http://a..b/",
    "http://127.0.0.256/",
    "http://1.2.3.4.5/",
    "http://08.1/",
    "http://127.0.0.1%2f/",
    "http://127%2e0%2e0%2e1/",
    "http://a|b/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:port/",
    "http://ex%61mple.org/",
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://example.org/",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "dict://example.org/",
    "feed:http://example.org/",
    "//example.org/",
    "example.org",
]


@pytest.mark.parametrize("host", INSIDE)
def test_an_inside_address_is_refused_in_every_notation(host: str) -> None:
    assert refusal(read_address(f"http://{host}/feed"), ())


@pytest.mark.parametrize("host", OUTSIDE)
def test_an_address_of_the_open_internet_is_not_refused(host: str) -> None:
    assert refusal(read_address(f"http://{host}/feed"), ()) == ""


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError) as error:
        read_address(text)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    "text", ["http://example.org/\r\nX: 1", "http://example.org/\x00a", "http://exa\tmple.org/"]
)
def test_control_characters_in_an_address_refuse_it(text: str) -> None:
    with pytest.raises(AddressError):
        read_address(text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a b?q=ü#top", "http://example.org/a%20b?q=%C3%BC"),
        ("https://example.org:8443/%41?a=%20&b", "https://example.org:8443/%41?a=%20&b"),
        ("http://127.0.0.1\\@example.org/", "http://example.org/"),
        ("http://u:p%40ss@example.org/", "http://example.org/"),
        ("http://16843009/", "http://1.1.1.1/"),
        (" http://bücher.example/ ", "http://xn--bcher-kva.example/"),
        ("http://[2606:4700:4700:0::1111]:81/", "http://[2606:4700:4700::1111]:81/"),
    ],
)
def test_an_address_is_asked_in_one_form(written: str, asked: str) -> None:
    assert read_address(written).url == asked
    assert read_address(asked).url == asked


def test_credentials_are_kept_apart_from_the_address() -> None:
    assert read_address("http://u:p%40ss@example.org/").credentials == "u:p@ss"


@given(st.text(max_size=60) | st.builds("http://{}".format, st.text(max_size=40)))
def test_any_text_is_an_address_or_an_error_and_reading_twice_changes_nothing(text: str) -> None:
    try:
        address = read_address(text)
    except AddressError as error:
        event(f"refused: {str(error)[:20]}")
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert read_address(address.url).url == address.url
    refusal(address, ())


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_disguise(ip: object) -> None:
    number, verdict = int(ip), inside(str(ip))  # type: ignore[call-overload]  # hypothesis types it as a union
    a, b, c, d = number.to_bytes(4, "big")
    spellings = [
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
    ]
    assert {str(read_ip(text)) for text in spellings} == {str(ip)}
    carried = f"{a:02x}{b:02x}:{c:02x}{d:02x}"
    for disguise in (f"::ffff:{ip}", f"64:ff9b::{ip}", f"2002:{carried}::1"):
        assert inside(disguise) == verdict


def test_an_exception_holds_for_exactly_the_host_and_port_that_are_listed() -> None:
    def listed(url: str, *allowed: str) -> bool:
        return is_listed(read_address(url), allowed)

    assert listed("http://127.0.0.1:8800/", "127.0.0.1")
    assert listed("http://127.0.0.1:8800/", "127.0.0.1:8800")
    assert listed("http://[::1]:8800/", "::1")
    assert listed("http://[::1]:8800/", "[::1]:8800")
    assert listed("https://Feeds.Internal/", "feeds.internal:443")
    for url in (
        "http://127.0.0.1:8801/",
        "http://127.1:8800/",
        "http://2130706433:8800/",
        "http://127.0.0.1.:8800/",
    ):
        assert not listed(url, "127.0.0.1:8800")
        assert refusal(read_address(url), ("127.0.0.1:8800",))


def test_no_password_is_told_in_a_reason() -> None:
    for text in (
        "ftp://me:secret@canal.example/",
        "http://me:secret@canal.example:port/",
        "http://me:secret@/",
    ):
        with pytest.raises(AddressError) as error:
            read_address(text)
        assert "secret" not in str(error.value)
