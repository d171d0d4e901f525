"""One thing in the built site that must not be published."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["active content", "foreign load", "policy", "invalid", "stray file"]


class Finding(Struct, frozen=True, order=True):
    """A fault of one file."""

    file: str  # below the output folder
    kind: Kind
    text: str  # one line: `<a href> leads to "javascript:…"`
