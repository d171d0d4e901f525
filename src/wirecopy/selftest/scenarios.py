"""The scenarios that are safe to run anywhere: nothing leaves this machine, none needs more than a second."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.selftest.bodies import bodies
from wirecopy.selftest.documents import documents
from wirecopy.selftest.formats import formats
from wirecopy.selftest.scenario import CANARY, Scenario, feed, item

BREAKS = {"lf": "\n", "cr": "\r", "ls": "\u2028", "ps": "\u2029", "nel": "\x85", "vt": "\x0b"}
KEYS = (
    "save_as: ../../{c}.html",
    "template: {c}",
    "status: draft",
    "slug: {c}",
    "url: /{c}",
    "date: 1066-10-14",
    "lang: x{c}",
)
SCRIPT = f"<script>{CANARY}()</script>"
MARKUP = {
    "script": SCRIPT,
    "image-error": f'<img src=x onerror="{CANARY}()">',
    "svg": f'<svg><animate onbegin="{CANARY}()"><use href="data:image/svg+xml,{CANARY}"/></svg>',
    "math": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={CANARY}()&gt;">',
    "noscript": f'<noscript><p title="</noscript><img src=x onerror={CANARY}()>">',
    "template": f"<template>{SCRIPT}</template>",
    "textarea": f"<textarea>{SCRIPT}",
    "plaintext": f"<plaintext>{SCRIPT}",
    "comment": f"<!-- --!>{SCRIPT}<!-- unclosed",
    "closers": f"</p></div></article></main></body></html>{SCRIPT}",
    "link": f'<a href="java&#10;script:{CANARY}()">x</a><a href=" \x01javascript:{CANARY}()">y</a>',
    "frame": f'<iframe srcdoc="{SCRIPT}"></iframe><object data="javascript:{CANARY}()"></object><embed src="//{CANARY}.example">',
    "form": f'<form action="https://{CANARY}.example"><input name="q"><button formaction="javascript:{CANARY}()">',
    "refresh": f'<meta http-equiv="refresh" content="0;url=https://{CANARY}.example"><base href="https://{CANARY}.example/">',
    "style": f'<style>@import "https://{CANARY}.example"</style><p style="background:url(https://{CANARY}.example)">x',
    "sources": f'<img srcset="https://{CANARY}.example/a 2x"><video poster="https://{CANARY}.example/b" src="https://{CANARY}.example/c">',
    "clobber": f'<a id="main" name="location" class="skip {CANARY}">x</a><img name="body">',
    "markdown-attribute": f'<div markdown="1">[x](javascript:{CANARY}())</div>',
}
TYPED = {
    "jinja": "{{ 7*191 }} {% include '/etc/hostname' %} {0.__class__} %(x)s ${x}",
    "links": f"[x](javascript:{CANARY}()) ![y](javascript:{CANARY}()) <javascript:{CANARY}()>",
    "reference": f"[z]: javascript:{CANARY}()\n\n[z]",
    "attributes": f"# head {{: onclick={CANARY}() }}",
    "pelican": "{static}/etc/hostname {attach}../feeds.toml |filename|x.md {include}/etc/hostname",
    "marks": "*a* _b_ `c` ~d~ <e> & \\f # - + 1. | ^ $ = !",
}
BENIGN = "Nine quiet entries stand"


def scenarios() -> Iterator[Scenario]:
    """Every scenario."""
    yield from _front_matter()
    yield from _titles()
    yield from _bodies()
    yield from _documents()
    yield from _publishers()
    yield from bodies()
    yield from documents()
    yield from formats()


def _front_matter() -> Iterator[Scenario]:
    for name, sign in BREAKS.items():
        value = "".join(f"{sign}{key.format(c=CANARY)}" for key in KEYS)
        plant = feed(
            item(
                f"Broken by {name}{value}", "A text.", guid=f"g{value}",
                more=f"<category>c{value}</category><author>a{value}</author>",
            ).replace("\x0b", "&#11;").replace("\r", "&#13;"),
            item(BENIGN, guid="quiet"),
        )  # fmt: skip
        yield Scenario(name=f"front-matter-{name}", body=plant, articles=2)
    log = "::add-mask::x ##[error]y \x9b31m"
    yield Scenario(name="log-commands", body=feed(item(log, log, guid=log), title=log), articles=1)


def _titles() -> Iterator[Scenario]:
    titles = {
        "equal": ["Lock gate repaired", "lock gate repaired", "LOCK GATE REPAIRED"],
        "transliterated": ["Café", "Cafe", "Cafe\u0301", "北京", "Bei Jing"],
        "site-files": [
            "Index",
            "index.html",
            "404",
            "theme",
            "feeds",
            "CON",
            "nul",
            "..",
            ".",
            "robots.txt",
            "sw.js",
        ],
        "paths": ["../../../../tmp/x", "/etc/passwd", "C:\\x", "a/b", "%2e%2e%2fx"],
        "emoji": ["\U0001f600" * 200],
        "long": ["a" * 3000, "ж" * 400],
        "bidi": ["\u202eevil\u202c", "\u200b\u200b", "a\u200bb"],
        "yaml": ["- a: b", "+++", "---", "{a: 1}", "'", '"', "@x", "!!python/object:x"],
    }
    for name, of in titles.items():
        items = [
            item(t, f"Body {n} of {name}.", guid=f"{name}{n}", link=f"https://weir.example/{name}/{n}")
            for n, t in enumerate(of)
        ]
        yield Scenario(name=f"titles-{name}", body=feed(*items), articles=len(of))
    many = "".join(f"<category>tag {n} {'x' * 300}</category>" for n in range(3000))
    yield Scenario(name="tags-3000", body=feed(item("Tagged", "Text.", guid="t", more=many)), articles=1)


def _bodies() -> Iterator[Scenario]:
    for name, markup in MARKUP.items():
        plant = feed(
            item(f"Body {name} {SCRIPT}", f"<p>Before.</p>{markup}", guid="b"), item(BENIGN, guid="quiet")
        )
        yield Scenario(name=f"html-{name}", body=plant.replace(b"\x01", b"&amp;#1;"), articles=2)
    for name, text in TYPED.items():
        spelt = text.replace("&", "&amp;").replace("<", "&lt;")
        braces = spelt.replace("{", "&#123;").replace("|", "&#124;")
        plant = feed(
            item(f"Typed {name}", f"<p>{spelt}</p>", guid="1"),
            item(
                f"Spelt {name} {text}",
                f'<p>{braces}</p><img alt="{braces}" src="{{attach}}/etc/hostname">',
                guid="2",
            ),
        )
        yield Scenario(
            name=f"typed-{name}", body=plant, articles=2, forbidden=("1337",) if name == "jinja" else ()
        )
    bad = f"javascript:{CANARY}()"
    places = feed(
        item("Led astray", f'<a href="{CANARY}">x</a>', guid="1", link=bad, more=f'<enclosure url="{bad}" type="audio/mpeg" length="1"/>'),
        head=f"<image><url>{bad}</url><link>{bad}</link><title>{bad}</title></image>",
    )  # fmt: skip
    yield Scenario(name="addresses", body=places, articles=1)
    based = places.replace(b"<channel>", b'<channel xml:base="javascript:alert(1)//">')
    yield Scenario(
        name="xml-base", body=based, articles=1, headers={"Content-Location": "javascript:alert(1)//"}
    )


def _documents() -> Iterator[Scenario]:
    inside = item("&boom;", raw="<title>Stands &boom;</title>", guid="1")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    for name, dtd in {
        "bomb": f'<!ENTITY e0 "{CANARY}">{bomb}<!ENTITY boom "&e11;">',
        "file": '<!ENTITY boom SYSTEM "file:///etc/hostname">',
        "network": '<!ENTITY boom SYSTEM "http://127.0.0.1/forbidden">',
    }.items():
        document = feed(inside).replace(b"<rss", f"<!DOCTYPE rss [{dtd}]><rss".encode())
        yield Scenario(name=f"entity-{name}", body=document, articles=-1, forbidden=(CANARY * 2,))
    yield Scenario(
        name="nested", body=feed(item("Deep", raw="<title>Deep</title>" + "<a>" * 20_000)), articles=-1
    )
    yield Scenario(
        name="controls",
        body=feed(item("A\x01\x0c\ufffe", "b\x00c&#1;", guid="1"), item(BENIGN, guid="q")),
        articles=-1,
    )
    yield Scenario(name="cut", body=feed(item("Whole", guid="1"), item("Cut", guid="2"))[:-60], articles=-1)
    yield Scenario(
        name="junk-before", body=b"\xef\xbb\xbf \n\n" + feed(item("After junk", guid="1")), articles=1
    )
    for encoding in ("punycode", "utf-7", "idna", "x-none", "base64", "utf-16"):
        body = feed(item("Odd encoding", guid="1")).replace(b"utf-8", encoding.encode(), 1)
        yield Scenario(name=f"encoding-{encoding}", body=body, articles=-1)
    yield Scenario(name="empty", body=b"", articles=0)
    yield Scenario(name="no-feed", body=b"\x00\xff" * 500, articles=0)


def _publishers() -> Iterator[Scenario]:
    nine = [item(f"{BENIGN} {n}", f"Text {n} of a quiet day.", guid=f"n{n}") for n in range(9)]
    poison = item("Poison" * 2000, "_a __b " * 3000 + "[" * 8000 + "<![CDATA[" * 400, guid="p")
    yield Scenario(name="one-in-ten", body=feed(*nine[:5], poison, *nine[5:]), articles=10)
    five = [item(f"Different story number {w}", f"About {w}.", guid="same", link=f"https://weir.example/{w}") for w in
            ("otters", "sluices", "ferries", "bridges", "herons")]  # fmt: skip
    yield Scenario(name="one-guid", body=feed(*five), articles=5)
    far = feed(item("Far ahead", "Text.", guid="f"), date="Fri, 31 Dec 9925 23:59:59 GMT")
    yield Scenario(name="year-9925", body=far, articles=1)
    zone = feed(item("Odd zone", "Text.", guid="z"), date="Thu, 12 Mar 2026 09:00:00 -9900")
    yield Scenario(name="zone", body=zone, articles=1)
