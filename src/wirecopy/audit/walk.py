"""Every file of a built site, looked at once."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from wirecopy.audit.documents import json_faults, xml_faults
from wirecopy.audit.finding import Finding
from wirecopy.audit.markup import findings, page_faults

_XML = (".xml", ".atom", ".rss", ".opml", ".svg", ".rdf")
_JSON = (".json", ".webmanifest")
_PLAIN = (
    ".css", ".js", ".mjs", ".txt", ".ico", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff2", ".pdf",
    ".wasm", ".map", ".pf_meta", ".pf_fragment", ".pf_index", ".pagefind", ".gz", ".br", ".zst", ".sqlite",
)  # fmt: skip
# Names without an ending, or with a dot before them, that a site may have.
_NAMES = frozenset({"CNAME", ".nojekyll", ".wirecopy-files", "LICENSE", "_headers", "_redirects"})
_WELL_KNOWN = ".well-known"
_NAME = re.compile(r"[A-Za-z0-9._~+@,()=-]+")
LONGEST_NAME = 200  # bytes
MANIFEST = ".wirecopy-files"
LARGEST = 50_000_000  # bytes of one file; what is larger is not read and is a finding


def audit(output: Path, *, remote_images: bool = False) -> list[Finding]:
    """All faults of the site in `output`, in the order of the files' names; an empty list when it can be published.

    `remote_images`: the owner lets pages show publishers' pictures (`images = "link"`). A file is stray when no
    build put it there (the build's own list says), when it is a link, or when nobody can say what it is.
    """
    found: list[Finding] = []
    ours = _listed(output)
    for folder, folders, names in os.walk(output):
        folders.sort()
        for name in sorted([*names, *(f for f in folders if os.path.islink(os.path.join(folder, f)))]):
            path = Path(folder, name)
            file = path.relative_to(output).as_posix()
            if stray := _stray(path, file, ours):
                found.append(Finding(file, "stray file", stray))
            else:
                found += _faults(path, file, remote_images)
    return sorted(found)


def _listed(output: Path) -> set[str] | None:
    try:
        return set((output / MANIFEST).read_text("utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):
        return None


def _stray(path: Path, file: str, ours: set[str] | None) -> str:
    """Why the file does not belong there; "" when it does."""
    mode = path.lstat()
    if not stat.S_ISREG(mode.st_mode):
        return "no plain file" if not stat.S_ISLNK(mode.st_mode) else "a link to another place"
    if mode.st_size > LARGEST:
        return f"larger than {LARGEST // 1_000_000} MB"
    for part in file.split("/"):
        if not _NAME.fullmatch(part) or len(part.encode()) > LONGEST_NAME:
            return "a name that no page has"
        if part.startswith(".") and part not in _NAMES and part != _WELL_KNOWN:
            return "a hidden file"
    known = path.name in _NAMES or path.suffix.lower() in (".html", *_XML, *_JSON, *_PLAIN)
    if not known and not file.startswith(f"{_WELL_KNOWN}/"):
        return "a kind of file that no site needs"
    if ours is not None and file not in ours and file != MANIFEST and file.partition("/")[0] != "pagefind":
        return "no build put it there"
    return ""


def _faults(path: Path, file: str, remote_images: bool) -> list[Finding]:
    suffix = path.suffix.lower()
    data = path.read_bytes() if suffix in (".html", *_XML, *_JSON) else b""
    if suffix == ".html":
        return findings(file, page_faults(data, remote_images=remote_images))
    if suffix in _XML:
        return findings(file, xml_faults(data))
    if suffix in _JSON:
        return findings(file, json_faults(data))
    return []
