"""The sample newsroom is what its expectation says, and its server behaves as publishers do."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import socket
import sys
import tomllib
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

NEWSROOM = Path(__file__).parent.parent / "examples" / "newsroom"
FEEDS = NEWSROOM / "feeds"
EXPECTED = tomllib.loads((NEWSROOM / "expected.toml").read_text(encoding="utf-8"))
SETTINGS = tomllib.loads((NEWSROOM / "feeds.toml").read_text(encoding="utf-8"))
FIRST_DAY = datetime(2026, 3, 9, tzinfo=UTC)

_spec = importlib.util.spec_from_file_location("newsroom_serve", NEWSROOM / "serve.py")
assert _spec is not None
assert _spec.loader is not None
newsroom = importlib.util.module_from_spec(_spec)
sys.modules["newsroom_serve"] = newsroom
_spec.loader.exec_module(newsroom)

NOW = datetime.fromtimestamp(newsroom.NOW, UTC)


def items(name: str) -> list[dict[str, str]]:
    """guid, title, date (ISO, as far as there is one), body of each item, by other means than wirecopy's."""
    if name.endswith(".json"):
        rows = json.loads((FEEDS / name).read_text(encoding="utf-8"))["items"]
        return [
            {
                "guid": r["id"],
                "title": r["title"],
                "date": r["date_published"],
                "body": r.get("content_html") or r["content_text"],
            }
            for r in rows
        ]
    found = feedparser.parse((FEEDS / name).read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    return [
        {
            "guid": e.get("id") or e.link,
            "title": e.title,
            "date": _date(e),
            "body": e.content[0].value if "content" in e else e.get("summary", ""),
        }
        for e in found.entries
    ]


def _date(entry: feedparser.FeedParserDict) -> str:
    parts = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime(*parts[:6], tzinfo=UTC).isoformat() if parts else ""


ITEMS = {item["guid"]: item for name in EXPECTED["feeds"] for item in items(name)}


def get(url: str, method: str = "GET", **headers: str) -> HTTPResponse:
    """The answer to one request, read to its end into `.body`."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=5)
    connection.request(method, f"/{path}", headers={name.replace("_", "-"): v for name, v in headers.items()})
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


@pytest.fixture(scope="module")
def server():
    with newsroom.serve() as running:
        yield running


# --- the feeds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXPECTED["feeds"]))
def test_a_feed_is_well_formed_and_has_the_expected_items(name):
    expected = EXPECTED["feeds"][name]
    if name.endswith(".json"):
        document = json.loads((FEEDS / name).read_text(encoding="utf-8"))
        assert document["version"] == "https://jsonfeed.org/version/1.1"
    else:
        ElementTree.fromstring((FEEDS / name).read_bytes())
        found = feedparser.parse((FEEDS / name).read_bytes())
        assert not found.bozo
        assert found.version.rstrip("nu") == expected["format"]
    assert len(items(name)) == expected["items"]


def test_the_totals_add_up():
    totals = EXPECTED["totals"]
    assert sum(feed["items"] for feed in EXPECTED["feeds"].values()) == totals["items"] == len(ITEMS)
    assert sum(len(group["guids"]) - 1 for group in EXPECTED["duplicates"]) == totals["merged"]
    dropped = [guid for name in ("no deals", "no sponsored posts") for guid in EXPECTED["rules"][name]]
    assert len(dropped) == totals["dropped_by_rule"]
    left = totals["items"] - totals["too_old"] - totals["dropped_by_rule"] - totals["merged"]
    assert left == totals["articles"]
    assert len(SETTINGS["feeds"]) == totals["feeds"] == totals["read"] + totals["failed"]
    assert len(EXPECTED["failures"]) == totals["failed"]


def test_whatever_is_expected_of_an_item_names_one_that_exists():
    named = {
        *EXPECTED["privacy"],
        *EXPECTED["not_privacy"],
        *EXPECTED["removed"],
        *(body["guid"] for body in EXPECTED["bodies"]),
    }
    for table in ("rules", "topics", "dates", "later", "apart", "privacy_either"):
        named.update(guid for guids in EXPECTED[table].values() for guid in guids)
    for group in EXPECTED["stories"] + EXPECTED["duplicates"]:
        named.update(group["guids"], group.get("elsewhere", ()))
    assert not named - set(ITEMS)
    assert not set(EXPECTED["privacy"]) & set(EXPECTED["not_privacy"])


def test_an_item_belongs_to_one_story_and_to_one_group_of_duplicates():
    for table in ("stories", "duplicates"):
        guids = [guid for group in EXPECTED[table] for guid in (*group["guids"], *group.get("elsewhere", ()))]
        assert len(guids) == len(set(guids))


def test_every_date_lies_in_the_four_days_before_now_unless_it_is_there_to_be_wrong():
    odd = {guid for guids in EXPECTED["dates"].values() for guid in guids}
    assert datetime(2026, 3, 12, 12, tzinfo=UTC) == NOW
    for guid, item in ITEMS.items():
        if guid not in odd:
            assert FIRST_DAY <= datetime.fromisoformat(item["date"]) < NOW, guid
    assert all(not ITEMS[guid]["date"] for guid in EXPECTED["dates"]["missing"])
    assert all(datetime.fromisoformat(ITEMS[guid]["date"]) > NOW for guid in EXPECTED["dates"]["future"])


def test_only_invented_hosts_are_named():
    for path in [*FEEDS.iterdir(), *(NEWSROOM / "later").iterdir()]:
        text = path.read_bytes().decode("latin-1")
        vocabularies = r"xmlns(?::\w+)?=[\"'][^\"']*[\"']|https://jsonfeed\.org/version/1\.1"
        for host in re.findall(r"https?://([\w.-]+)", re.sub(vocabularies, "", text)):
            assert host.endswith(".example"), f"{path.name}: {host}"


def test_texts_are_in_composed_unicode():
    for path in FEEDS.iterdir():
        if path.suffix != ".rdf":  # in ISO 8859-1, to be read as it declares
            text = path.read_text(encoding="utf-8")
            assert unicodedata.normalize("NFC", text) == text, path.name


def test_what_should_go_and_what_should_stay_is_in_the_bodies():
    for case in EXPECTED["bodies"]:
        body = ITEMS[case["guid"]]["body"]
        assert [words for words in case["gone"] + case["stays"] if words not in body] == []


def test_a_day_later_one_notice_is_updated_and_one_has_a_new_date():
    before, after = (
        {e.id: (e.title, e.summary, e.get("published")) for e in feedparser.parse(path.read_bytes()).entries}
        for path in (FEEDS / "quayside-notices.xml", NEWSROOM / "later" / "quayside-notices.xml")
    )
    changed = {guid for guid in before if before[guid] != after[guid]}
    assert before.keys() == after.keys()
    assert changed == {*EXPECTED["later"]["updated"], *EXPECTED["later"]["restamped"]}
    assert all(before[guid][:2] == after[guid][:2] for guid in EXPECTED["later"]["restamped"])


# --- the server ------------------------------------------------------------------------------------------


def test_every_address_in_the_settings_is_answered_as_expected(server):
    addresses = [
        feed["url"].replace(newsroom.ADDRESS, server.url.removeprefix("http://"))
        for feed in SETTINGS["feeds"]
    ]
    assert newsroom.ADDRESS not in server.settings()
    for url in addresses:
        path = url.removeprefix(server.url)
        if path not in newsroom.BAD_DAYS:
            assert get(url).status == 200, path


def test_a_body_comes_gzipped_when_asked_for_and_plain_otherwise(server):
    plain = get(f"{server.url}/northwire.xml")
    zipped = get(f"{server.url}/northwire.xml", Accept_Encoding="gzip, br")
    assert plain.body == (FEEDS / "northwire.xml").read_bytes()
    assert plain.headers["Content-Encoding"] is None
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) == int(zipped.headers["Content-Length"]) < len(plain.body)


def test_either_validator_gives_304_and_the_tag_outweighs_the_date(server):
    url = f"{server.url}/shiome.xml"
    first = get(url)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert parsedate_to_datetime(date) == NOW
    assert get(url, If_None_Match=tag).status == 304
    assert get(url, If_None_Match=f'"other", {tag}').status == 304
    assert get(url, If_Modified_Since=date).status == 304
    assert get(url, If_None_Match='"other"', If_Modified_Since=date).status == 200
    assert get(url, If_Modified_Since="some day").status == 200
    assert get(url, If_None_Match=tag).body == b""


def test_head_has_the_headers_alone(server):
    answer = get(f"{server.url}/carrefour.json", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Type"] == "application/feed+json"


def test_what_goes_wrong_goes_wrong_as_described(server):
    assert get(f"{server.url}/evening-lantern.xml").status == 410
    moved = get(f"{server.url}/pitch-and-stand.rss")
    assert (moved.status, moved.headers["Location"]) == (301, "/pitch-and-stand.xml")
    busy = get(f"{server.url}/parade-ground.xml")
    assert (busy.status, busy.headers["Retry-After"]) == (503, "3600")
    page = get(f"{server.url}/wanderer.html")
    assert page.headers["Content-Type"].startswith("text/html")
    assert b'rel="alternate"' in page.body
    assert get(f"{server.url}/../serve.py").status == 404
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(get(f"{server.url}/cobble-street.xml").body)


def test_the_feed_that_hangs_says_nothing_and_does_not_hold_up_the_end():
    with newsroom.serve() as running:
        host, port = running.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=0.3) as line:
            line.sendall(b"GET /slow-boat.xml HTTP/1.1\r\nHost: newsroom\r\n\r\n")
            with pytest.raises(TimeoutError):
                line.recv(1)
    assert running.seen == [(newsroom.HANG, "/slow-boat.xml")]


def test_a_day_later_only_what_changed_is_new():
    with newsroom.serve() as today, newsroom.serve(later=NEWSROOM / "later") as tomorrow:
        for name in ("quayside-notices.xml", "northwire.xml"):
            tag = get(f"{today.url}/{name}").headers["ETag"]
            status = get(f"{tomorrow.url}/{name}", If_None_Match=tag).status
            assert status == (200 if name == "quayside-notices.xml" else 304)
