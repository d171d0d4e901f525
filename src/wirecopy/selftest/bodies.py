"""Bodies, titles and names that want to become markup, settings or code somewhere down the line."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from wirecopy.selftest.scenario import CANARY, Scenario, feed, item

ACT = f"{CANARY}()"
IMAGE = f"<img src=x onerror={ACT}>"

MARKUP = {
    "mutation-style-in-math": f"<math><mtext><mglyph><style><!--</style><img title='--&gt;{escape(IMAGE)}'>",
    "mutation-svg-title": f"<svg><title><a id='</title>{IMAGE}'></a></title></svg>",
    "mutation-select": f"<select><math><mtext><option></option><script></select>{IMAGE}</script>",
    "mutation-form": f"<form><math><mtext></form><form><mglyph><style></math>{IMAGE}</style></form>",
    "mutation-noembed": f"<noembed><p title='</noembed>{IMAGE}'></noembed><xmp><p title='</xmp>{IMAGE}'></xmp>",
    "mutation-template": f"<template><style></template>{IMAGE}</style></template>",
    "mutation-annotation": f"<math><annotation-xml encoding='text/html'><style><a title='</style>{IMAGE}'></style></annotation-xml></math>",
    "mutation-foster": f"<table><tr><td><svg><desc><table><a title='</a></table></svg>{IMAGE}'>x",
    "mutation-nesting": "<div>" * 600 + f"<table><caption><svg><style><a title='</style>{IMAGE}'>",
    "namespace-prefix": f"<svg:script>{ACT}</svg:script><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{ACT}</x:script>",
    "entities-half": f"&lt<script>{ACT}</script>&#x3c;script&#x3e;{ACT}&#60;/script&#62;&lt;/script>",
    "entities-long": f"&#0000000000000060;script&#x00000003e;{ACT}&#0000000000000060;/script>",
    "escaped-twice": escape(escape(f"<script>{ACT}</script>{IMAGE}")),
    "handlers-odd": f"<p/onclick={ACT}//x><p\x0conclick={ACT}><p '\"`onclick={ACT}><a href=x\tonmouseover\n=\n{ACT}>x</a>",
    "handlers-new": f"<p oncontentvisibilityautostatechange={ACT} onbeforematch={ACT} onscrollsnapchange={ACT} popover>x</p>",
    "links-encoded": "".join(
        f"<a href='{a}'>x</a>"
        for a in (
            f"&#106avascript:{ACT}", f"javascript&colon;{ACT}", f"java&Tab;script:{ACT}", f"&#1;javascript:{ACT}",
            f"JaVaScRiPt:{ACT}", f"vbscript:{ACT}", f"data:text/html,{ACT}", f"blob:https://x/{CANARY}",
            f"view-source:javascript:{ACT}", f"feed:javascript:{ACT}", f"//javascript:{ACT}", f"\\\\{CANARY}.example",
            f"javascript://weir.example/%0a{ACT}", f"jar:https://{CANARY}.example!/", f"intent://{CANARY}#Intent;end",
        )
    ),
    "links-named": f"<a href=https://weir.example/ target='{CANARY}' ping='https://{CANARY}.example/' rel=opener download>x</a><area href='javascript:{ACT}'>",
    "pictures": f"<picture><source srcset='javascript:{ACT} 1x'><img src='data:image/svg+xml,<svg onload={ACT}>' longdesc='javascript:{ACT}' usemap='#{CANARY}'></picture>",
    "media": f"<video src=x onerror={ACT}><track src='javascript:{ACT}' kind=captions></video><audio autoplay src='https://{CANARY}.example/'></audio><bgsound src='javascript:{ACT}'>",
    "links-loaded": f"<link rel=stylesheet href='https://{CANARY}.example/'><link rel=preload as=script href='//{CANARY}.example'><meta http-equiv=Set-Cookie content='a={CANARY}'>",
    "custom-elements": f"<x-{CANARY.lower()} onfocus={ACT} tabindex=0></x-{CANARY.lower()}><slot name=x onslotchange={ACT}></slot><dialog open>{IMAGE}</dialog>",
    "shadow-root": f"<div><template shadowrootmode=open><script>{ACT}</script>{IMAGE}</template></div>",
    "css-in-attributes": f"<p style='background:url(//{CANARY}.example)' class='skip masthead {CANARY}' id=main align=center>x</p><font color=red size=7>y</font>",
    "page-closers": f"</article></main></body></html><!--><footer>{IMAGE}<plaintext><textarea></title></noscript>",
    "comments-odd": f"<!--><!--->{IMAGE}--><!--!><!-- -- >{IMAGE}--!><![if IE]>{IMAGE}<![endif]><!ELEMENT {IMAGE}><?php {IMAGE} ?>",
    "attribute-ends": f"<p title=\"&quot; onclick={ACT} &quot;\">x</p><img alt='`{IMAGE}`' src='https://weir.example/a.png'><abbr title='&gt;{escape(IMAGE)}'>a</abbr>",
    "characters": "a\u2028b\u2029c\ufeffd\u200be\u202ef\u2066g\U000e0001h&#xfffe;&#xd800;&#0;&#128;i",
    "javascript-ld": f"<script type=application/ld+json>{ACT}</script><script type=importmap>{{}}</script><script type=speculationrules>{{}}</script>",
    "xinclude": "<xi:include href='file:///etc/hostname' parse='text' xmlns:xi='http://www.w3.org/2001/XInclude'/><esi:include src='/etc/hostname'/><!--#include virtual='/etc/hostname'-->",
}  # fmt: skip

TYPED = {
    "autolinks": f"<javascript:{ACT}> <https://weir.example/> www.weir.example mailto:x@weir.example",
    "reference-late": f"[a][b] ![c][b] [b]\n\n[b]: <javascript:{ACT}> 'x'\n  [b]: data:text/html,{CANARY}",
    "footnotes": f"a[^1] b[^{CANARY}]\n\n[^1]: <script>{ACT}</script>\n\n*[a]: {CANARY}",
    "attributes-block": f"x\n{{: #main .{CANARY} onclick={ACT} }}\n\n# h {{#id onclick={ACT}}}\n\n![x](y){{: onerror={ACT} }}",
    "fences": f"```html\n<script>{ACT}</script>\n```\n~~~ {{.{CANARY} onclick={ACT}}}\n~~~\n\n    <script>",
    "tables": f"a | b\n--- | ---\n<script>{ACT}</script> | [x](javascript:{ACT})",
    "entities": "&amp;lt;script&amp;gt; &lt;b&gt; &copy; &#60;i&#62; &notanentity; &AMP &lt",
    "escapes": "\\* \\_ \\\\ \\< \\` \\[x\\](y) \\&amp; a\\",
    "lists": "1. a\n2) b\n- c\n+ d\n* e\n10000000000. f\n\n    g\n\n> h\n>> i\n\n***\n---\n===\n___",
    "emphasis": "**a** __b__ *c* _d_ ***e*** ~~f~~ ==g== ^h^ ~i~ a_b_c 2*3*4 ** * __ _",
    "html-block": f'<div markdown="1" onclick="{ACT}">*x*</div> <!-- y --> <?z?> <![CDATA[w]]>',
    "stash": "\u0002wzxhzdk:0\u0003 \u0002klzzwxh:0001\u0003 wzxhzdk:0 klzzwxh:0000 qq-\u00020\u0003",
    "metadata": f"Title: {CANARY}\nSlug: ../{CANARY}\nStatus: draft\nTemplate: x\n\n---\ntitle: {CANARY}\n---\n+++\n",
    "format-strings": "%s %(x)s {0} {x!r} {0.__class__.__mro__} $x ${x} #{x} <%= x %> @x {{{ x }}}",
    "jinja-odd": "{{ config }} {{''.__class__}} {%- raw -%} {# x #} {{ '{{' }} {% extends '/etc/hostname' %} {%endraw%}",
    "pelican-odd": "{attach}{static}{filename}{author}{category}{tag}{index} |static|/etc/hostname |attach|../x {photo}a {image}b",
    "pelican-in-attributes": "<img src=\"{static}/etc/hostname\"> <a href='|attach|/etc/hostname'> href={attach}/etc/hostname",
    "pelican-more": "<!-- PELICAN_END_SUMMARY --> <!--more--> [TOC] [[toc]] {% img /etc/hostname %} :::python {{< include >}}",
    "right-to-left": "שלום \u202eevil\u202c مرحبا \u2067a\u2069 (1) [2]",
    "shown-as-typed": "if a < b && c > d: return \"x\" + 'y' # 50 % off — 3 × 4 = 12; e-mail: a@b.c; C:\\x\\n; ~/.ssh; $HOME",
}  # fmt: skip


def bodies() -> Iterator[Scenario]:
    """Every scenario of this kind."""
    for name, markup in MARKUP.items():
        plant = feed(
            item(f"Weir {name} {markup[:150]}", f"<p>Before it.</p>{markup}", guid=f"m{markup[:90]}"),
            item(f"Quiet beside {name}", "<p>A quiet <em>entry</em>.</p>", guid="quiet"),
        )
        yield Scenario(name=f"body-{name}", body=_xml(plant), articles=2, shown=("Before it.", "A quiet"))
    for name, text in TYPED.items():
        spelt = escape(text, quote=False)
        plant = feed(
            item(f"Typed {name}: {text}", f"<p>{spelt}</p><pre>{spelt}</pre><p><code>{spelt}</code></p>", guid="1"),
            item(f"In attributes {name}", f'<p><a href="https://weir.example/?{escape(text)}" title="{escape(text)}">x</a></p><img alt="{escape(text)}" src="https://weir.example/a.png">', guid="2"),
            item("", text, guid="3"),
            title=text, head=f"<description>{spelt}</description><copyright>{spelt}</copyright>",
        )  # fmt: skip
        yield Scenario(name=f"typed-in-{name}", body=_xml(plant), articles=3)


def _xml(document: bytes) -> bytes:
    """The document without the control characters that XML 1.0 does not have."""
    return document.translate(None, b"\x00\x02\x03\x0c")
