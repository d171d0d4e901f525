"""parse: every dialect, every state of disrepair, every wrong encoding."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wirecopy.parse
from wirecopy.parse import parse
from wirecopy.parse.apart import Reader
from wirecopy.types import Failed, Fetched, Parsed, Source

CASES = tomllib.loads((Path(__file__).parent / "cases/parse/feeds.toml").read_text("utf-8"))["case"]
SHARED = Path(__file__).parents[2] / "shared/feeds"


def fetched(body: bytes, content_type: str = "") -> Fetched:
    return Fetched(
        source=Source(id="example", url="https://example.org/feed"),
        url="https://example.org/feed",
        body=body,
        content_type=content_type,
        fetched_at=datetime(2026, 2, 20, tzinfo=UTC),
    )


def document(case: dict[str, Any]) -> str:
    if "rss" in case:
        return f'<rss version="2.0"><channel><title>F</title><item>{case["rss"]}</item></channel></rss>'
    if "atom" in case:
        return (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry>{case["atom"]}</entry></feed>'
        )
    return str(case["body"])


def rss(*titles: str, dates: list[str] | None = None) -> str:
    items = "".join(
        f"<item><title>{title}</title><pubDate>{dates[n] if dates else ''}</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'


def read(body: str | bytes, content_type: str = "", **options: int) -> Parsed:
    outcome = parse(fetched(body.encode() if isinstance(body, str) else body, content_type), **options)
    assert isinstance(outcome, Parsed), outcome
    return outcome


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_case_gives_what_it_carries(case: dict[str, Any]) -> None:
    outcome = parse(fetched(document(case).encode()))
    if "failed" in case:
        assert isinstance(outcome, Failed)
        assert outcome.kind == "not-a-feed"
        assert case["failed"] in outcome.reason
        return
    assert isinstance(outcome, Parsed), outcome
    assert len(outcome.items) == case.get("entries", 1)
    for name, value in case.get("feed", {}).items():
        found = getattr(outcome.feed, name)
        assert (list(found) if isinstance(found, tuple) else found) == value, name
    for name, value in case.get("item", {}).items():
        found = getattr(outcome.items[0], name)
        assert (list(found) if isinstance(found, tuple) else found) == value, name
    if "authors" in case:
        assert [person.name for person in outcome.items[0].authors] == case["authors"]
    if "enclosures" in case:
        assert [[one.url, one.type, one.length] for one in outcome.items[0].enclosures] == case["enclosures"]


TEXTS = {
    "cp1251": "Город не хочет продавать старый вокзал, и жители были против",
    "koi8-r": "Город не хочет продавать старый вокзал, и жители были против",
    "shift_jis": "市議会は月曜日に予算について話し合いました",
    "euc_jp": "市議会は月曜日に予算について話し合いました",
    "gb18030": "市议会星期一讨论了预算，新桥的费用由谁来付，目前还不清楚",
    "big5": "市議會星期一討論了預算，新橋的費用由誰來付，目前還不清楚",
    "euc_kr": "시의회는 월요일에 예산을 논의했다 새 다리의 비용을 누가 낼지",
    "cp1252": "Le café près de l’hôtel – “fermé”",
    "cp1253": "Το συμβούλιο μίλησε τη Δευτέρα για τον προϋπολογισμό",
    "utf-16": "Le café près de l’hôtel",
    "utf-16-le": "Le café près de l’hôtel",
    "utf-16-be": "Le café près de l’hôtel",
    "utf-32": "Le café près de l’hôtel",
    "utf-8-sig": "Le café près de l’hôtel",
    "iso8859-15": "Le prix : 5 €",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_declared_encoding_is_read(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>{rss(TEXTS[encoding])}'.encode(encoding)
    assert read(body).items[0].title == TEXTS[encoding]


@pytest.mark.parametrize("encoding", sorted(set(TEXTS) - {"iso8859-15"}))
@pytest.mark.parametrize("declared", ["utf-8", "x-unheard-of", "utf-7", "punycode"])
def test_a_wrongly_declared_encoding_is_seen_through(encoding: str, declared: str) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?>{rss(TEXTS[encoding])}'.encode(encoding)
    assert read(body).items[0].title == TEXTS[encoding]


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "Shift_JIS", "us-ascii"])
def test_utf8_under_any_other_name_is_utf8(declared: str) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?>{rss("Zoë’s café")}'.encode()
    parsed = read(body, "text/xml; charset=" + declared)
    assert parsed.items[0].title == "Zoë’s café"
    assert "read as utf-8" in parsed.problem


def test_cyrillic_that_calls_itself_latin_is_cyrillic() -> None:
    body = f'<?xml version="1.0" encoding="iso-8859-1"?>{rss(TEXTS["cp1251"])}'.encode("cp1251")
    assert read(body).items[0].title == TEXTS["cp1251"]


def test_the_publishers_declaration_is_believed_before_a_servers_default() -> None:
    body = f'<?xml version="1.0" encoding="windows-1253"?>{rss(TEXTS["cp1253"])}'.encode("cp1253")
    assert read(body, "text/xml; charset=ISO-8859-1").items[0].title == TEXTS["cp1253"]


def test_one_foreign_byte_spoils_nothing_else() -> None:
    body = rss("Zoë’s café – five", "Zoë’s", "Caf\x00").encode().replace(b"Caf\x00", b"Caf\xe9")
    assert [item.title for item in read(body).items] == ["Zoë’s café – five", "Zoë’s", "Café"]


def test_markup_in_utf7_stays_text() -> None:
    body = b'<?xml version="1.0" encoding="utf-7"?>' + rss("+ADw-script+AD4-").encode()
    assert read(body).items[0].title == "+ADw-script+AD4-"


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/plain; charset=utf-8", "application/octet-stream", ";;", "image/png"]
)
def test_the_content_type_decides_nothing(content_type: str) -> None:
    assert read(rss("One"), content_type).items[0].title == "One"


def test_the_newest_are_kept_and_the_rest_is_counted() -> None:
    parsed = read(rss(*"abcde"), limit=3)
    assert [item.title for item in parsed.items] == ["a", "b", "c"]
    assert parsed.excess == 2
    assert "2 entries beyond the first 3" in parsed.problem


def test_of_a_feed_with_the_oldest_first_the_last_are_kept() -> None:
    days = [f"{day} Feb 2026 10:00 GMT" for day in range(1, 6)]
    parsed = read(rss(*"abcde", dates=days), limit=3)
    assert [(item.title, item.position) for item in parsed.items] == [("c", 2), ("d", 3), ("e", 4)]


HOSTILE = {
    "deep": "<rss><channel>" + "<a>" * 100_000,
    "attributes": "<rss version='2.0'><channel><item " + " ".join(f"a{n}='1'" for n in range(60_000)) + "><title>T</title>",
    "declarations": "<rss><channel>" + "<!--" * 50_000,
    "cdata": "<rss><channel><item><title>" + "<![CDATA[" * 20_000,
    "entities": '<!DOCTYPE r [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(20)) + "]><rss version='2.0'><channel><item><title>&a19;</title></item></channel></rss>",
    "doctypes": "<!DOCTYPE rss [" + "<!ENTITY x 'y'" * 20_000 + "<rss>",
    "references": "<rss><channel><item><title>" + "&#x" * 100_000,
    "brackets": "<rss " * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_a_result_within_bounds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wirecopy.parse, "_reader", Reader(cpu_seconds=1))
    outcome = parse(fetched(HOSTILE[name].encode()))
    assert isinstance(outcome, Failed | Parsed)
    if isinstance(outcome, Failed):
        assert outcome.kind in {"not-a-feed", "broken"}
    # the reader that was stopped, or one in its place, goes on with the next document
    assert read("<rss version='2.0'><channel><item><title>caf&eacute;</title></item></channel></rss>").items


def test_no_entity_reaches_a_file() -> None:
    body = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>a&x;b</title></item></channel></rss>'
    outcome = parse(fetched(body.encode()))
    assert "root:" not in repr(outcome)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=utf-16", "text/html"]))
def test_any_bytes_give_a_result(noise: bytes, content_type: str) -> None:
    assert isinstance(parse(fetched(noise, content_type)), Failed | Parsed)
    body = b"<rss version='2.0'><channel><item><title>" + noise + b"</title></item></channel></rss>"
    assert isinstance(parse(fetched(body, content_type)), Failed | Parsed)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_a_title_comes_back_as_it_was_written(title: str) -> None:
    from xml.sax.saxutils import escape

    outcome = read(rss(escape(title)).encode("utf-8", "replace"))
    for character in outcome.items[0].title:
        assert character == "\t" or character == "\n" or ord(character) >= 0x20


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the development feeds beside the checkout")
def test_every_entry_of_the_development_feeds_is_found() -> None:
    rows = [line.split("\t") for line in (SHARED / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]]
    for name, _, count, *_ in rows:
        outcome = parse(fetched((SHARED / name).read_bytes()), limit=1000)
        if name == "comment-before-xml.xml":
            assert isinstance(outcome, Failed)
            assert "XML" in outcome.reason
        else:
            assert isinstance(outcome, Parsed)
            assert len(outcome.items) == (10 if name.endswith(".json") else int(count)), name


def test_a_prefix_that_was_never_declared_and_a_fault_of_our_own_are_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><entry><id>1</id><title>Weir</title>'
    body = f'{head}<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><h:div>Kept</h:div></div></content></entry></feed>'
    source = Source(id="x", url="https://x.example/")
    fetched = Fetched(
        source=source, url=source.url, body=body.encode(), fetched_at=datetime(2026, 3, 12, tzinfo=UTC)
    )
    parsed = parse(fetched)
    assert isinstance(parsed, Parsed)
    assert "Kept" in parsed.items[0].content

    def fail(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr("wirecopy.parse._read_xml", fail)
    failed = parse(fetched)
    assert isinstance(failed, Failed)
    assert (failed.kind, "ValueError: a fault" in failed.reason) == ("broken", True)
