"""Whole documents that are broken, hostile or odd: declarations, sizes, encodings."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.selftest.scenario import CANARY, Scenario, feed, item

ACT = f"javascript:{CANARY}()"


def documents() -> Iterator[Scenario]:
    """Every scenario of this kind."""
    yield from _declarations()
    yield from _sizes()
    yield from _encodings()


def _declarations() -> Iterator[Scenario]:
    whole = feed(item("It stands", "<p>A text.</p>", guid="1"))
    entity = feed(item("&x;", raw="<title>It stands &x;</title>", guid="1"))
    dtds = {
        "parameter": f'<!ENTITY % p SYSTEM "file:///etc/hostname"> %p; <!ENTITY x "{CANARY}">',
        "quadratic": f'<!ENTITY x "{CANARY * 900}">',
        "recursive": '<!ENTITY x "&y;"><!ENTITY y "&x;">',
        "public": '<!ENTITY x PUBLIC "-//X//EN" "http://127.0.0.1:9/x">',
        "unparsed": '<!NOTATION n SYSTEM "file:///etc/hostname"><!ENTITY x SYSTEM "file:///etc/hostname" NDATA n>',
        "attlist": f'<!ATTLIST item xml:base CDATA "javascript:{CANARY}()"><!ELEMENT x ANY><!ENTITY x "y">',
    }
    for name, dtd in dtds.items():
        body = entity.replace(b"&x;", b"&x;" * (400 if name == "quadratic" else 1))
        yield Scenario(
            name=f"dtd-{name}", body=body.replace(b"<rss", f"<!DOCTYPE rss [{dtd}]><rss".encode()),
            articles=-1, forbidden=(CANARY * 3,),
        )  # fmt: skip
    outside = whole.replace(b"<rss", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss')
    yield Scenario(name="dtd-outside", body=outside, articles=-1)
    style = f'<?xml-stylesheet type="text/xsl" href="{ACT}"?><?php {CANARY} ?><rss'.encode()
    yield Scenario(name="style-sheet", body=whole.replace(b"<rss", style), articles=1, shown=("It stands",))
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>'
    )
    yield Scenario(name="xinclude", body=feed(item("It stands", guid="1", more=include)), articles=1)
    yield Scenario(name="version-2", body=whole.replace(b'"1.0"', b'"9.9"', 1), articles=-1)
    yield Scenario(
        name="declared-twice", body=whole.replace(b"<rss", b'<?xml version="1.0"?><rss'), articles=-1
    )
    yield Scenario(name="script-before", body=f"<script>{CANARY}()</script>".encode() + whole, articles=-1)
    yield Scenario(name="two-documents", body=whole + whole, articles=-1)
    yield Scenario(
        name="upper-case", body=whole.replace(b"item>", b"ITEM>").replace(b"title>", b"TITLE>"), articles=-1
    )
    yield Scenario(
        name="bare-ampersands", body=whole.replace(b"A text.", b"B&B &nbsp;&hearts; & <b>"), articles=-1
    )


def _sizes() -> Iterator[Scenario]:
    many = " ".join(f'a{n}="x"' for n in range(20_000))
    yield Scenario(name="attributes", body=feed(item("Wide", guid="1", more=f"<x {many}/>")), articles=-1)
    yield Scenario(
        name="name-long", body=feed(item("Long", guid="1", more=f"<{'x' * 50_000}/>")), articles=-1
    )
    spaces = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(3000))
    yield Scenario(name="namespaces", body=feed(item("Spaces", guid="1", more=f"<x {spaces}/>")), articles=-1)
    for name, piece in {
        "cdata": "<![CDATA[x]]>",
        "comments": "<!--x-->",
        "references": "&#65;",
        "instructions": "<?x y?>",
    }.items():
        yield Scenario(name=f"many-{name}", body=feed(item(f"Many {name}", guid="1", more=f"<description>{piece * 8000}</description>")), articles=1)  # fmt: skip
    yield Scenario(name="comments-open", body=feed(item("Open", guid="1", more="<!--" * 5000)), articles=-1)
    deep = "<div>" * 5000 + "deep" + "</div>" * 5000
    yield Scenario(name="body-deep", body=feed(item("Deep body", deep, guid="1")), articles=1)
    yield Scenario(
        name="titles-many", body=feed(item("Ti", guid="1", more="<title>tle</title>" * 3000)), articles=1
    )
    yield Scenario(name="guid-long", body=feed(item("Long guid", guid="g" * 100_000, link="https://weir.example/" + "l" * 100_000)), articles=1)  # fmt: skip
    authors = "".join(f"<author>a{n} {'y' * 200}</author>" for n in range(2000))
    yield Scenario(name="authors-2000", body=feed(item("Authors", guid="1", more=authors)), articles=1)
    enclosures = "".join(
        f'<enclosure url="https://weir.example/{n}" length="{"9" * 400}" type="a/b"/>' for n in range(500)
    )
    yield Scenario(
        name="enclosures-500", body=feed(item("Enclosures", guid="1", more=enclosures)), articles=1
    )


def _encodings() -> Iterator[Scenario]:
    text = feed(item("Ärger in Łódź: 水", "<p>Straße – ein Wort</p>", guid="1")).decode()
    for name in ("utf-16-le", "utf-16-be", "utf-32"):
        yield Scenario(name=f"encoded-{name}", body=text.encode(name), articles=-1)
    west = text.replace("Łódź: 水", "Lodz").replace("–", "-")
    yield Scenario(name="latin-as-utf-8", body=west.encode("latin-1"), articles=1, shown=("Ärger in Lodz",))
    for declared in (
        "us-ascii",
        "iso-8859-1",
        "x-mac-roman",
        "utf8",
        "none",
        "\u00e9",
        "rot13",
        "zlib",
        "hex",
        "uu",
        "mbcs",
    ):
        body = text.replace('"utf-8"', f'"{declared}"', 1).encode()
        shown = () if declared == "x-mac-roman" else ("Ärger in Łódź: 水",)
        yield Scenario(
            name=f"declared-{len(declared)}{declared[:9].strip('é')}", body=body, articles=1, shown=shown
        )
    for charset in ("utf-7", "punycode", "unicode_escape", "\udcff", "x" * 500):
        sent = charset.encode("utf-8", "replace").decode()
        yield Scenario(name=f"charset-{len(charset)}", body=text.encode(), articles=1, type=f"text/xml; charset={sent}", shown=("Ärger in Łódź: 水",))  # fmt: skip
    seven = "+ADw-script+AD4-" + CANARY + "()+ADw-/script+AD4-"
    yield Scenario(
        name="utf-7-body", body=feed(item(seven, seven, guid="1")), articles=1, type="text/xml; charset=utf-7"
    )
    broken = feed(item("Half a sign", "<p>x\u20acy</p>", guid="1"), item("Quiet", guid="2")).replace(
        b"\xe2\x82\xac", b"\xe2\x82"
    )
    yield Scenario(name="half-a-sign", body=broken, articles=2, shown=("Half a sign",))
    references = "".join(
        f"&#{n};" for n in (0, 1, 8, 11, 27, 127, 155, 55296, 57343, 65534, 65535, 1114112, 99999999999)
    )
    yield Scenario(
        name="references",
        body=feed(item("x", raw=f"<title>Odd {references} signs</title>", guid="1")),
        articles=-1,
    )
    yield Scenario(
        name="overlong",
        body=feed(item("Overlong", "x", guid="1")).replace(b">x<", b">\xc0\xbcscript\xc0\xbe<"),
        articles=1,
    )
    yield Scenario(
        name="nul-bytes", body=feed(item("With nul", "x", guid="1")).replace(b">x<", b">a\x00b<"), articles=-1
    )
