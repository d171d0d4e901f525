"""Cases of the task `stories` through the real code: `{id, source, url, title, text, published}` → `{id, story}`.

The file is read as one run of a new site, as it is when somebody sets one up: everything that the feeds hold at
that moment. `python bench/fit_stories.py --sources --hourly` measures the same cases taken in hour by hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from predict_duplicates import text_of

from wirecopy.stories import StoryWindow, assign, profile


def predict(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The key of its story, for each entry, in the same order."""
    texts = [text_of(row) for row in rows]
    now = max((text.published for text in texts), default=None)
    if now is None:
        return
    told, _ = assign([profile(text) for text in texts], StoryWindow(), now)
    for row, assignment in zip(rows, told, strict=False):
        yield {"id": row["id"], "story": assignment.story, "evidence": assignment.evidence}
