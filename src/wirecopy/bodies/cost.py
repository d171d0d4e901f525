"""Whether Markdown would keep the library busy for longer than it is worth.

Decided from counts, not from a clock, so that the same text gives the same page on every machine.
Measured with Python-Markdown 3.11 on one core: `[` × c in one paragraph takes .2 µs · c², `<![CDATA[`
× c anywhere 2 µs · c², a line of `=` under a
line 30 ns · lines², and up to 3.11.0 underscores of both kinds 9 ns · c³ (7 kB took 73 s). The
limits allow about a second; the longest page that a person wrote in the projects looked at reaches a
hundredth of them.
"""

from __future__ import annotations

import re

MAX_LENGTH = 500_000
MAX_DECLARATIONS = 100  # `<!` and `<?`, which html.parser searches the whole rest for
MAX_INDENT = 80  # columns before a line's text: twenty nested lists
MAX_BRACKETS = 1_000_000  # sum of the squares over paragraphs
MAX_LINES = 30_000_000  # sum of the squares: each underlined heading makes it read the rest again
MAX_EMPHASIS = 100_000_000  # sum of the cubes

_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_ITEM = re.compile(r"[ \t>]*(?:[-+*]|\d+\.)[ \t]|[ \t]*\|")
_DEEP = re.compile(rf"^(?:[ ]{{{MAX_INDENT},}}|[ >]*(?:>[ ]*){{20,}}|\t{{20,}})", re.MULTILINE)
_FENCED = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ ]*$", re.MULTILINE | re.DOTALL)


def is_costly(markdown: str) -> bool:
    """True for text that the library could take more than about a second for. Linear in the text."""
    if len(markdown) > MAX_LENGTH or markdown.count("<!") + markdown.count("<?") > MAX_DECLARATIONS:
        return True
    if markdown.count("```") + markdown.count("~~~") > 1_000:
        return True
    prose = _FENCED.sub("", markdown)
    if _DEEP.search(prose):
        return True
    brackets = emphasis = rules = 0
    for part in _BLANK.split(prose):
        # Items of a list and rows of a table are read one by one; a paragraph as a whole.
        lines = part.strip("\n").split("\n")
        rules += len(lines) ** 2
        for chunk in lines if _ITEM.match(lines[0]) and all(map(_ITEM.match, lines)) else [part]:
            brackets += (chunk.count("[") + chunk.count("`") + chunk.count("<")) ** 2
            emphasis += (chunk.count("_") + chunk.count("*")) ** 3
    return brackets > MAX_BRACKETS or emphasis > MAX_EMPHASIS or rules > MAX_LINES
