"""What reaches a terminal or a log: bars where somebody watches, plain lines elsewhere, nothing that could steer either."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Control characters, bidi overrides and separators: text of feeds must not move the cursor or reorder a log.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LOG_COMMAND = re.compile(r"^(\s*)(::|##\[)")  # how CI systems read commands out of a log

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def plain(text: str) -> str:
    """The text on one line, unable to steer a terminal or to pass for a CI command."""
    return _LOG_COMMAND.sub(r"\1.\2", _STEERING.sub(" ", text.encode("utf-8", "replace").decode("utf-8")))


def say(text: str, style: str = "") -> None:
    """A line on standard output."""
    out.print(Text(plain(text), style=style))


def complain(text: str) -> None:
    """A line on standard error."""
    err.print(Text(f"wirecopy: {plain(text)}", style="red"))


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Labels and values, aligned."""
    rows = list(rows)
    if not out.is_terminal:
        width = max((len(label) for label, _ in rows), default=0)
        for label, value in rows:
            say(f"{label:<{width}}  {value}")
        return
    table = Table.grid(padding=(0, 2))
    for label, value in rows:
        table.add_row(Text(plain(label), style="bold"), Text(plain(value)))
    out.print(table)


def now() -> datetime:
    """SOURCE_DATE_EPOCH when that is set, else the clock; UTC, whole seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            complain(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}; using the clock")
    return datetime.now(UTC).replace(microsecond=0)


def is_watched() -> bool:
    """Whether a person sees what is printed as it is printed."""
    return out.is_terminal and not os.environ.get("CI") and sys.stdout.isatty()
