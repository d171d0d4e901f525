"""The run as a Markdown table, for the summary page of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wirecopy.cli.terminal import plain
from wirecopy.report import Report

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!|<>~&:@/-])")


def as_text(text: str) -> str:
    """The text as Markdown that shows it letter by letter: what feeds say is no markup here either."""
    return _MARKUP.sub(lambda m: f"&#{ord(m[1])};", plain(text))


def job_summary(report: Report, content: Path) -> str:
    """The run's table: what came in, what was left out and why, what failed, how large the record is."""
    return "\n".join([*_lines(report, content), "", ""])


def _lines(report: Report, content: Path) -> Iterator[str]:
    if report.exit_code == 5:
        yield "**Every feed that was asked failed. Nothing was published.**"
        yield ""
    yield "| | |"
    yield "|---|---|"
    for label, value in rows(report, content):
        yield f"| {label} | {as_text(value)} |"
    if report.failed:
        yield ""
        yield "| feed | failed because |"
        yield "|---|---|"
        for failed in report.failed:
            yield f"| {as_text(failed.source.id)} | {as_text(failed.reason)} |"


def rows(report: Report, content: Path) -> Iterator[tuple[str, str]]:
    yield from report.summary()
    files, size = record_size(content)
    yield "record", f"{files} files, {size:,} bytes below content/"
    yield "seconds", f"{report.seconds}"


def record_size(content: Path) -> tuple[int, int]:
    """Files and bytes of the record as it lies in the checkout."""
    sizes = [p.stat().st_size for p in content.rglob("*") if p.is_file() and not p.is_symlink()]
    return len(sizes), sum(sizes)
