"""What the owner decides about bodies."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Images = Literal["drop", "link", "local"]


class CleanPolicy(Struct, frozen=True, kw_only=True):
    """How much of a body is kept. The defaults make a page that asks nobody else for anything."""

    images: Images = "drop"  # gone | a link to the image | kept, to be fetched and served by the site
    max_text: int = 100_000  # bytes of text (UTF-8) in one body
    max_html: int = 500_000  # characters of HTML in, and of HTML out
