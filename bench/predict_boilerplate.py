"""Cases of the task `boilerplate` through the real judge: `{doc_id, title, blocks}` → `{doc_id, keep}`.

The file as a whole is the corpus: the headlines of other documents are held, and what one site
repeats over its documents is remembered, as it would be after some runs of `wirecopy fetch`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wirecopy.boilerplate import Block, Headlines, SourceMemory, blocks_of, judge


def predict(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line of verdicts for each document, in the same order."""
    documents = [[block_of(block) for block in row["blocks"]] for row in rows]
    memories: dict[str, SourceMemory] = {}
    for row, blocks in zip(rows, documents, strict=True):
        memories.setdefault(row.get("site") or "", SourceMemory()).add(blocks)
    corpus = [row.get("title") or "" for row in rows]
    for row, blocks in zip(rows, documents, strict=True):
        headlines = Headlines([*(row.get("other_titles") or ()), *corpus])
        site = row.get("site") or ""
        verdicts = judge(
            blocks,
            row.get("title") or "",
            link=site,
            headlines=headlines,
            memory=memories[site] if site else None,
        )
        yield {"doc_id": row["doc_id"], "keep": [verdict.keep for verdict in verdicts]}


def block_of(case: dict[str, Any]) -> Block:
    """One block of a case; without `html` nothing is known of its links."""
    inner = blocks_of(case.get("html") or "")
    linked = sum(len(part.text) * part.link_ratio for part in inner) / max(1, len(case["text"]))
    return Block(
        text=" ".join(case["text"].split()),
        html=case.get("html") or "",
        tag=case.get("tag") or "p",
        link_ratio=min(1.0, float(case.get("link_ratio", linked))),
        links=tuple(link for part in inner for link in part.links),
        anchors=tuple(anchor for part in inner for anchor in part.anchors),
        strong=bool(inner) and all(part.strong for part in inner),
    )
