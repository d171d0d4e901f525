"""Random HTML for the laws of bodies: near enough to real bodies to nest, odd enough to break."""

from __future__ import annotations

from hypothesis import strategies as st

_INLINE = [
    "em",
    "strong",
    "b",
    "i",
    "code",
    "a",
    "sub",
    "sup",
    "del",
    "ins",
    "s",
    "u",
    "q",
    "kbd",
    "mark",
    "small",
    "span",
]
_BLOCK = [
    "p",
    "div",
    "blockquote",
    "ul",
    "ol",
    "h1",
    "h2",
    "h4",
    "pre",
    "section",
    "figure",
    "dl",
    "table",
    "details",
]
_ODD = [
    "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "!", "![", "](", "\\", "#", "# ", "+ ", "- ", "1. ", "1) ", "2019. ",
    "&amp;", "&lt;", "&gt;", "&amp;amp;", "&amp;lt;b&amp;gt;", "&lt;script&gt;", "{attach}", "|x|", "{{ a }}", "{% b %}", "~~~", "```",
    "===", "---", ">", ": ", "&nbsp;", "\u3000", "\u2028", "\u200b", "http://a.example/_b_", "*[a]: b", "[^1]", "é", "漢字",
    "  ", "\n", "\t", "\n\n", "&#1;", "$", "'", '"', "|", "|---|", "&copy", "&#35;", "<br>", "<wbr>", "<hr>", "<br><br>",
]  # fmt: skip
_WORDS = st.sampled_from(["a", "word", "two words", " led", "trail ", "x.", "(y)", "3", "end!"])

text = st.lists(st.one_of(_WORDS, st.sampled_from(_ODD)), max_size=5).map("".join)
_HREFS = st.sampled_from([
    "https://a.example/", "https://a.example/x?b=1&amp;c=2&amp;lt;=3", "/rel_a*b", "#note", "https://a.example/(p)_[q]",
    "javascript:alert(1)", "mailto:a@b.example", "https://a.example/{attach}|x|", "https://a.example/`'\\", "",
])  # fmt: skip
_TITLES = st.one_of(st.just(""), text.map(lambda t: t.replace('"', "&quot;").replace("<", "&lt;")))


def _element(tag: str, inner: str, href: str, title: str) -> str:
    extra = f' title="{title}"' if title else ""
    if tag == "a":
        return f'<a href="{href}"{extra}>{inner}</a>'
    if tag == "pre":
        return f'<pre><code class="language-python">{inner}</code></pre>'
    if tag in ("ul", "ol"):
        return f"<{tag}><li>{inner}</li><li>{title} b</li></{tag}>"
    if tag == "table":
        return f"<table><tr><th>{title}</th><th>h</th></tr><tr><td>{inner}</td><td>c</td></tr></table>"
    if tag == "dl":
        return f"<dl><dt>{title}</dt><dd>{inner}</dd></dl>"
    if tag == "figure":
        return f'<figure><img src="{href}" alt="{title}" width="30" height="40">{inner}<figcaption>c</figcaption></figure>'
    if tag == "details":
        return f"<details><summary>{title}</summary>{inner}</details>"
    return f"<{tag}>{inner}</{tag}>"


def _nest(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        _element,
        st.sampled_from(_INLINE + _BLOCK),
        st.lists(children, max_size=4).map("".join),
        _HREFS,
        _TITLES,
    )


html = st.lists(st.recursive(text, _nest, max_leaves=14), max_size=5).map("".join)
"""A body as a feed might hold it."""
