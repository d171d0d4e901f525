"""Authors as RSS writes them: "jane@example.org (Jane Doe)", "Jane Doe <jane@example.org>", "Jane Doe"."""

from __future__ import annotations

import re

from wirecopy.parse.raw import Author

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.ASCII)
_LEFT_OVER = re.compile(r"\(\s*\)|<\s*>|&lt;\s*&gt;|\bmailto:")


def read_author(text: str) -> Author:
    """Name and e-mail address told apart."""
    found = _ADDRESS.search(text[:1000])
    if not found:
        return Author(text)
    name = text.replace(found[0], "")
    name = _LEFT_OVER.sub("", name).strip()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    return Author(name, found[0])
