"""The privacy task: `{id, source, title, text}` in, `{id, privacy, score, facets, reasons}` out.

Each line is judged alone; `lang`, `categories` and `link` are used where a line has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wirecopy import privacy


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One answer a row, in order."""
    for row in rows:
        verdict = privacy.judge(
            row.get("title") or "",
            row.get("text") or "",
            lang=row.get("lang") or "",
            categories=row.get("categories") or (),
            link=row.get("link") or row.get("url") or "",
        )
        yield {
            "id": row["id"],
            "privacy": verdict.state == "yes",
            "score": verdict.score,
            "facets": list(verdict.facets),
            "reasons": [f"{r.kind} in {r.field}: {r.phrase} ({r.weight:+.2f})" for r in verdict.reasons],
        }
