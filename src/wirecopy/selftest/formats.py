"""Fields of RSS, Atom, RDF and JSON feeds that carry what should not leave them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from wirecopy.selftest.scenario import CANARY, Scenario, feed, item

ACT = f"javascript:{CANARY}()"
BREAK = f"\nsave_as: ../{CANARY}.html\rstatus: draft\u2028slug: {CANARY}"
DAY = "2026-03-12T09:00:00Z"


def atom(*entries: str, head: str = "<title>Weir watch</title>", root: str = "") -> bytes:
    """A whole Atom document."""
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {root}>{head}{"".join(entries)}</feed>'.encode()


def entry(
    number: int, inner: str, title: str = "<title>An entry of Atom</title>", attributes: str = ""
) -> str:
    """One Atom entry; `title` and `inner` are XML."""
    return f"<entry {attributes}><id>urn:x:{number}</id>{title}<updated>{DAY}</updated>{inner}</entry>"


def formats() -> Iterator[Scenario]:
    """Every scenario of this kind."""
    yield from _atom()
    yield from _json()
    yield from _fields()


def _atom() -> Iterator[Scenario]:
    xhtml = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Kept <script>{CANARY}()</script><svg xmlns="http://www.w3.org/2000/svg" onload="{CANARY}()"><a xlink:href="{ACT}" xmlns:xlink="http://www.w3.org/1999/xlink">x</a></svg></div></content>'
    bodies = {
        "xhtml": xhtml,
        "prefixed": f'<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">Kept <h:script>{CANARY}()</h:script><h:img src="x" onerror="{CANARY}()"/></h:div></content>',
        "source": f'<content type="text/html" src="file:///etc/hostname">Kept</content><source><id>x</id><link href="{ACT}"/></source>',
        "base64": f'<content type="application/octet-stream">PHNjcmlwdD4=</content><summary>Kept</summary><rights>{CANARY}</rights>',
        "text": f'<content type="text">Kept &lt;script&gt;{CANARY}()&lt;/script&gt;</content>',
        "xml-type": f'<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"><script>{CANARY}()</script></svg></content><summary>Kept</summary>',
        "links": f'<link rel="alternate" href="{ACT}"/><link rel="enclosure" href="data:text/html,{CANARY}"/><link rel="via" href="file:///etc/hostname"/><summary>Kept</summary>',
        "people": f"<author><name>a&lt;script&gt;{CANARY}()&lt;/script&gt;</name><uri>{ACT}</uri><email>x@y</email></author><summary>Kept</summary>",
        "categories": f'<category term="&lt;script&gt;{CANARY}()" label="../../{CANARY}" scheme="{ACT}"/><summary>Kept</summary>',
    }  # fmt: skip
    for number, (name, inner) in enumerate(bodies.items()):
        shown = ("Kept",) if name not in ("source", "base64") else ()
        yield Scenario(name=f"atom-{name}", body=atom(entry(number, inner)), articles=1, shown=shown)
    base = atom(
        entry(
            1,
            '<link href="x"/><content type="html">&lt;a href="y"&gt;Kept&lt;/a&gt;</content>',
            attributes=f'xml:base="{ACT}//"',
        ),
        root=f'xml:base="//{CANARY}.example/"',
    )
    yield Scenario(name="atom-base", body=base, articles=1)
    for kind in ("html", "xhtml", "text"):
        title = f'<title type="{kind}">Kept &lt;script&gt;{CANARY}()&lt;/script&gt;</title>'
        yield Scenario(name=f"atom-title-{kind}", body=atom(entry(1, "", title)), articles=1, shown=("Kept",))
    rdf = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="{ACT}"><title>R</title><link>{ACT}</link></channel><item rdf:about="{ACT}"><title>Kept of RDF</title><link>{ACT}</link><dc:date>2026-03-12</dc:date><c:encoded>&lt;script&gt;{CANARY}()&lt;/script&gt;</c:encoded></item></rdf:RDF>'
    yield Scenario(name="rdf", body=rdf.encode(), articles=1, shown=("Kept of RDF",))


def _json() -> Iterator[Scenario]:
    def sent(items: object, **head: object) -> bytes:
        value = {"version": "https://jsonfeed.org/version/1.1", "title": "Weir", "items": items, **head}
        return json.dumps(value).encode()

    good = {"id": "1", "title": "Kept of JSON", "content_html": "<p>Text.</p>", "date_published": DAY}
    odd: list[object] = [
        None,
        1,
        "x",
        [],
        {},
        {"id": []},
        {"id": {"a": 1}, "title": ["x"], "tags": "x", "authors": 3},
    ]
    cases: dict[str, bytes] = {
        "odd-items": sent([*odd, good]),
        "active": sent([good | {"url": ACT, "external_url": ACT, "image": ACT, "content_html": f"<script>{CANARY}()</script>", "attachments": [{"url": ACT, "mime_type": BREAK}]}], home_page_url=ACT, icon=ACT, favicon=ACT),
        "breaks": sent([good | {"title": f"Kept of JSON{BREAK}", "id": f"1{BREAK}", "tags": [BREAK], "authors": [{"name": BREAK, "url": BREAK}], "language": BREAK}], title=BREAK),
        "numbers": sent([good | {"id": 10**300, "date_published": 1e308}], title=float("inf")),
        "surrogates": sent([good | {"title": "Kept of JSON \ud800 \udfff", "content_text": "\x00\x01\x1b[31m"}]),
        "duplicate-keys": sent([good]).replace(b'"id": "1"', b'"id": "2", "id": "1", "__proto__": {"x": 1}'),
        "text": sent([good | {"content_html": "", "content_text": f"<script>{CANARY}()</script> *x* {{{{ 7*191 }}}}"}]),
        "not-a-list": sent({"0": good}),
        "deep": b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 100_000,
        "cut": sent([good, good])[:-30],
    }  # fmt: skip
    few = {"not-a-list": -1, "deep": 0, "cut": -1, "numbers": -1}
    for name, body in cases.items():
        shown = () if name in few else ("Kept of JSON",)
        yield Scenario(name=f"json-{name}", body=body, articles=few.get(name, -1 if name == "odd-items" else 1), type="application/feed+json", shown=shown, forbidden=("1337",))  # fmt: skip


def _fields() -> Iterator[Scenario]:
    value = escape(f"x{BREAK}").replace("\r", "&#13;")
    fields = {
        "creator": f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{value}</dc:creator>',
        "rights": f'<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/">{value}</dc:rights>',
        "language": f'<dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">{value}</dc:language>',
        "comments": f"<comments>{ACT}</comments><source url='{ACT}'>{value}</source>",
        "enclosure": f'<enclosure url="https://weir.example/a{value}" type="{value}" length="{value}"/>',
        "media": f'<m:content xmlns:m="http://search.yahoo.com/mrss/" url="{ACT}" medium="{value}"/><m:thumbnail xmlns:m="http://search.yahoo.com/mrss/" url="{ACT}"/>',
        "itunes": f'<i:image xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" href="{ACT}"/><i:summary xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">{value}</i:summary>',
        "origlink": f'<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">{ACT}</f:origLink>',
        "categories": "".join(f"<category domain='{ACT}'>{escape(c)}</category>" for c in ("../../x", "CON", "a/b", "{{ 7*191 }}", "{attach}/etc/hostname", "-privacy", "index", "\u202ex", "x" * 300, BREAK)),
        "updated": "<pubDate>not a date</pubDate><pubDate>0000-00-00</pubDate>" + "<a10:updated xmlns:a10='http://www.w3.org/2005/Atom'>-99999-01-01T00:00:00Z</a10:updated>",
    }  # fmt: skip
    for name, more in fields.items():
        yield Scenario(name=f"field-{name}", body=feed(item(f"Field {name}", "Text.", guid="1", more=more)), articles=1, forbidden=("1337",), shown=(f"Field {name}",))  # fmt: skip
    head = f"<language>{value}</language><ttl>-1</ttl><ttl>{'9' * 90}</ttl><generator>{value}</generator><managingEditor>{value}</managingEditor><skipHours>{'<hour>99</hour>' * 500}</skipHours><cloud domain='127.0.0.1'/><textInput><link>{ACT}</link></textInput>"
    yield Scenario(
        name="field-head", body=feed(item("Under a head", guid="1"), title=f"W{BREAK}", head=head), articles=1
    )
    links = (
        "javascript://weir.example/%0aalert(1)",
        "https://weir.example/\u2028x",
        "https://weir.example/{attach}/etc/hostname",
        "https://weir.example/a b|static|c",
        "https://weir.example\\@evil.example/",
        "https://[::1/",
        "mailto:a@b",
        "//weir.example/x",
        "?x=1",
        "https://weir.example/%00%0a%0dx",
    )
    items = [item(f"Address number {n}", guid=f"l{n}", link=link) for n, link in enumerate(links)]
    yield Scenario(name="field-links", body=feed(*items), articles=len(links))
    dates = (
        "9999-99-99",
        "Thu, 12 Mar 2026 09:00:00 +9999",
        "Thu, 12 Mar 2026 25:61:61 GMT",
        "1e999",
        "-1",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "12 March",
        "\u0661\u0662/\u0663",
        "Thu, 12 Mar 2026 09:00:00 " + "(" * 3000,
    )
    items = [item(f"Date number {n}", guid=f"d{n}").replace("{date}", escape(d)) for n, d in enumerate(dates)]
    yield Scenario(name="field-dates", body=feed(*items), articles=-1)
