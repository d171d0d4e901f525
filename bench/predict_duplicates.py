"""Cases of the task `duplicates` through the real code: `{id, source, url, title, text, published}` → `{id, cluster}`.

The file is read as one run of a new site. `stories` prepares its cases in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from wirecopy.dedupe import Window, find_duplicates, fingerprint
from wirecopy.normalise.address import canonical_url
from wirecopy.types import Text

# A case without a date: all such cases are as close in time as can be.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def predict(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The id of the text that stands, for each text, in the same order."""
    verdicts = find_duplicates([fingerprint(text_of(row)) for row in rows], Window())
    for row, verdict in zip(rows, verdicts, strict=True):
        yield {
            "id": row["id"],
            "cluster": verdict.of if verdict else row["id"],
            "evidence": verdict.evidence if verdict else "",
        }


def text_of(row: dict[str, Any]) -> Text:
    """One case as the stages see it after cleaning and stripping."""
    published = moment(row.get("published"))
    return Text(
        id=str(row["id"]),
        source_id=row.get("source") or "",
        link=canonical_url(row.get("url") or "")[0],
        title=row.get("title") or "",
        text=row.get("text") or "",
        lang=row.get("lang") or "",
        published=published,
        first_seen=published,
    )


def moment(written: str | None) -> datetime:
    """A date in ISO 8601, without zone in UTC; UNDATED where there is none."""
    try:
        found = datetime.fromisoformat(written) if written else UNDATED
    except ValueError:
        return UNDATED
    return found if found.tzinfo else found.replace(tzinfo=UTC)
