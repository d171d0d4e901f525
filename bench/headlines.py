"""What other programs that group news joined wrongly or failed to join, by headline alone.

    python bench/headlines.py

The headlines of bench/headlines.toml have no text and a made-up hour each, which is less than a feed says. A case is
a run of its own. Nothing was fitted on them.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from predict_stories import predict  # noqa: E402  (after the path is set)


def told(case: dict[str, Any]) -> list[str]:
    """The key of the story of each headline."""
    rows = [
        {
            "id": str(n),
            "source": case["source"][n],
            "url": f"https://example.org/{n}",
            "title": title,
            "text": "",
            "published": f"2026-04-18T{8 + n:02d}:00:00Z",
        }
        for n, title in enumerate(case["title"])
    ]
    return [row["story"] for row in predict(rows)]


def main() -> int:
    """Print, by case, the headlines that stand together, and the pairs that are right, wrong and missed."""
    for case in tomllib.loads((HERE / "headlines.toml").read_text(encoding="utf-8"))["case"]:
        stories, gold = told(case), case["story"]
        counts = Counter(
            (stories[a] == stories[b], gold[a] == gold[b]) for a, b in combinations(range(len(gold)), 2)
        )
        largest = Counter(stories).most_common(1)[0][1]
        print(
            f"{case['from']}: {len(gold)} headlines, {largest} in the largest story; pairs right "
            f"{counts[True, True]}, wrong {counts[True, False]}, missed {counts[False, True]}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
