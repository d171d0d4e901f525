"""Which share of a summary's words is in its own full text, and in that of other entries.

    python bench/fit_fulltext.py ../shared/feeds

Prints the quantiles that `fulltext.CONTAINED` rests on. Pairs are made within one feed and across
feeds; entries whose summary is the beginning of the text, cut by a program, are the easy ones.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from wirecopy.bodies import plain_text
from wirecopy.clean import CleanPolicy, clean_fragment
from wirecopy.fulltext import LONGER, words
from wirecopy.parse import parse
from wirecopy.types import Failed, Fetched, Source


def main(folder: Path) -> None:
    """Print the quantiles."""
    pairs = []
    for path in sorted(folder.iterdir()):
        source = Source(id="s", url="https://s.example/")
        parsed = parse(
            Fetched(
                source=source,
                url=source.url,
                body=path.read_bytes(),
                fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
            )
        )
        for item in () if isinstance(parsed, Failed) else parsed.items:
            summary, text = (
                words(plain_text(clean_fragment(h, item.base, CleanPolicy())[0]))
                for h in (item.summary, item.content)
            )
            if len(summary) >= 8 and len(text) >= LONGER * len(summary):
                pairs.append((set(summary), set(text)))
    own = sorted(len(s & t) / len(s) for s, t in pairs)
    other = sorted(
        len(s & t) / len(s) for i, (s, _) in enumerate(pairs) for j, (_, t) in enumerate(pairs) if i != j
    )
    print(f"{len(pairs)} entries with a summary and a longer text, {len(other)} wrong pairs")
    for share in (0.01, 0.02, 0.05, 0.1, 0.5):
        print(f"own text: {1 - share:.0%} hold {own[int(share * len(own))]:.2f} or more of the words")
    for share in (0.5, 0.9, 0.99, 0.999, 0.9999):
        print(f"another's: {share:.2%} hold {other[int(share * len(other))]:.2f} or less")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
