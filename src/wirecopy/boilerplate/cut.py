"""A body without its boilerplate; what stays is byte for byte what it was."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Parts, read
from .cues import Cues, owned
from .headlines import Headlines
from .judge import judge
from .memory import SourceMemory
from .outline import Element, shells
from .values import Block, Cut, SourceRules, Stripped, Verdict

MOST = 0.4  # share of an article's characters; who cuts more has misread it


def strip(
    html: str,
    *,
    title: str,
    lang: str = "",
    link: str = "",
    source: SourceRules | None = None,
    headlines: Headlines | None = None,
    memory: SourceMemory | None = None,
    parts: Parts | None = None,
    cues: Cues | None = None,
) -> Stripped:
    """The body without the blocks that are not the story, and what was cut by which evidence.

    Never raises and never cuts more than 40 % of the characters: then nothing is cut and `refused`
    says so. `headlines` and `memory` hold what was there when the article came; neither need leave
    the article itself out. `link` is the article's address at the publisher: links to others are
    sources more often than boilerplate. `parts` is what `read` gave for `html`, where that is known,
    `cues` the cues to look for: the shipped ones.
    """
    source = source or SourceRules()
    blocks, elements = parts or read(html)
    if not source.strip or not blocks:
        return _kept(html, blocks)
    verdicts = judge(
        blocks,
        title,
        link=link,
        cues=cues,
        owner=owned(source.cues) if source.cues else None,
        headlines=headlines,
        memory=memory,
    )
    chosen = _selected(html, blocks, elements, source.selectors)
    verdicts = [
        Verdict(keep=False, kind="owner", evidence=f"your selector {chosen[number]}", exact=True)
        if number in chosen
        else verdict
        for number, verdict in enumerate(verdicts)
    ]
    gone = [not verdict.keep and block.whole for block, verdict in zip(blocks, verdicts, strict=True)]
    total = sum(len(block.text) for block in blocks)
    lost = sum(len(block.text) for block, cut in zip(blocks, gone, strict=True) if cut)
    if lost > MOST * total:
        share = round(100 * lost / total)
        return _kept(
            html,
            blocks,
            refused=f"{share} % of the text looked like boilerplate, more than 40 %: nothing was cut",
        )
    if not lost:
        return _kept(html, blocks)
    cuts = tuple(
        Cut(text=block.text, kind=verdict.kind, evidence=verdict.evidence, html=block.html)
        for block, verdict, cut in zip(blocks, verdicts, gone, strict=True)
        if cut
    )
    places = [(block.start, block.end) for block, cut in zip(blocks, gone, strict=True) if cut]
    return Stripped(
        html=_without(html, places + shells(elements, blocks, gone)),
        text="\n".join(block.text for block, cut in zip(blocks, gone, strict=True) if not cut),
        cuts=cuts,
    )


def _kept(html: str, blocks: Sequence[Block], refused: str = "") -> Stripped:
    return Stripped(html=html, text="\n".join(block.text for block in blocks), refused=refused)


def _without(html: str, places: list[tuple[int, int]]) -> str:
    """The string without some stretches, which may lie in each other."""
    parts, position = [], 0
    for start, end in sorted(places):
        if end > position:
            parts.append(html[position : max(position, start)])
            position = end
    parts.append(html[position:])
    return "".join(parts)


def _selected(
    html: str, blocks: Sequence[Block], elements: Sequence[Element], selectors: Sequence[str]
) -> dict[int, str]:
    """The blocks inside of what the owner's CSS selectors find: number → selector.

    lxml does not say where an element stands in the source, so each element is numbered in a copy.
    A selector that is none finds nothing; `wirecopy check` is the place to say so.
    """
    if not selectors:
        return {}
    from lxml import etree  # by those who have selectors alone: 10 ms
    from lxml import html as lxml_html
    from lxml.cssselect import CSSSelector

    marked, position = [], 0
    for number, element in enumerate(elements):
        name_end = element.start + 1 + len(element.tag)
        marked += [html[position:name_end], f' data-wirecopy="{number}"']
        position = name_end
    marked.append(html[position:])
    try:
        root = lxml_html.fragment_fromstring("".join(marked), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[int, str] = {}
    for selector in selectors:
        try:
            nodes = CSSSelector(selector, translator="html")(root)
        except (SyntaxError, etree.XPathError, ValueError):
            continue
        for node in nodes:
            for inner in node.iter():
                mark = inner.get("data-wirecopy") if isinstance(inner.tag, str) else None
                if mark is not None:
                    found.setdefault(int(mark), selector)
    return {n: found[block.element] for n, block in enumerate(blocks) if block.element in found}
