"""What reaches a terminal or a log: bars where somebody watches, plain lines elsewhere, nothing that could steer either."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import click

# Control characters, bidi overrides and separators: text of feeds must not move the cursor or reorder a log.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LOG_COMMAND = re.compile(r"^(\s*)(::|##\[)")  # how CI systems read commands out of a log


def plain(text: str) -> str:
    """The text on one line, unable to steer a terminal or to pass for a CI command."""
    return _LOG_COMMAND.sub(r"\1.\2", _STEERING.sub(" ", text.encode("utf-8", "replace").decode("utf-8")))


def say(text: str, colour: str | None = None, *, bold: bool | None = None) -> None:
    """A line on standard output; coloured where a terminal shows it and NO_COLOR is not set."""
    click.echo(_styled(text, colour, bold))


def complain(text: str) -> None:
    """A line on standard error."""
    click.echo(_styled(f"wirecopy: {text}", "red", None), err=True)


def _styled(text: str, colour: str | None, bold: bool | None) -> str:
    return plain(text) if os.environ.get("NO_COLOR") else click.style(plain(text), fg=colour, bold=bold)


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Labels and values, aligned."""
    rows = list(rows)
    width = max((len(label) for label, _ in rows), default=0)
    for label, value in rows:
        click.echo(f"{_styled(label, None, True)}{' ' * (width - len(label))}  {plain(value)}")


def progress(what: str, done: int, total: int, label: str) -> None:
    """A bar on standard error that is drawn over itself and vanishes when all is done."""
    filled = 24 * done // max(total, 1)
    line = f"{what} {'█' * filled}{'░' * (24 - filled)} {done}/{total}  {plain(label)[:30]}"
    click.echo(f"\r\x1b[K{line}" if done < total else "\r\x1b[K", nl=False, err=True)


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
    return sys.stderr.isatty() and sys.stdout.isatty() and not os.environ.get("CI")
