"""Translations of the page furniture, read from .po files at run time: there is no build step to forget.

A .po file becomes the .mo that `gettext` reads, in memory: plural rules are gettext's own.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
import struct
from pathlib import Path

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+)?("(?:[^"\\]|\\.)*")\s*$')


def direction_of(language: str) -> str:
    """ "rtl" for a language that is written from right to left, else "ltr"."""
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def load_catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    """The catalogue of a language ("pt-BR", else "pt"); one that changes nothing where there is none."""
    for name in (language, language.split("-")[0]):
        path = folder / f"{name}.po"
        if path.is_file():
            return gettext.GNUTranslations(io.BytesIO(to_mo(read_po(path.read_text("utf-8")))))
    return gettext.NullTranslations()


def read_po(text: str) -> dict[str, str]:
    """msgid → msgstr as gettext keeps them: context before EOT, plural forms joined by NUL. Empty and fuzzy translations are left out.

    Raises ValueError with the line's number for a line that is neither.
    """
    messages: dict[str, str] = {}
    parts: dict[str, str] = {}
    key, fuzzy = "", False
    for number, line in enumerate([*text.splitlines(), 'msgid ""'], 1):
        line = line.strip()
        if line.startswith("#"):
            if parts.get("msgstr0") is not None:
                _keep(messages, parts, fuzzy)
                parts, fuzzy = {}, False
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line:
            continue
        match = _LINE.match(line)
        if not match or not (match[1] or key):
            raise ValueError(f"line {number}: not a message: {line[:60]}")
        if match[1] in ("msgctxt", "msgid") and "msgstr0" in parts:
            _keep(messages, parts, fuzzy)
            parts, fuzzy = {}, False
        if match[1]:
            key = match[1] + (match[2] or "0") if match[1] == "msgstr" else match[1]
        parts[key] = parts.get(key, "") + ast.literal_eval(match[3])
    return messages


def _keep(messages: dict[str, str], parts: dict[str, str], fuzzy: bool) -> None:
    forms = [parts[k] for k in sorted((k for k in parts if k.startswith("msgstr")), key=lambda k: int(k[6:]))]
    if all(forms) and forms and not (fuzzy and parts.get("msgid")):
        context, plural = parts.get("msgctxt"), parts.get("msgid_plural")
        key = (f"{context}\4" if context is not None else "") + parts.get("msgid", "")
        messages[key + (f"\0{plural}" if plural is not None else "")] = "\0".join(forms)


def to_mo(messages: dict[str, str]) -> bytes:
    """The messages in GNU's binary format (gettext manual, "The Format of GNU MO Files")."""
    pairs = sorted((k.encode(), v.encode()) for k, v in messages.items())
    start = 7 * 4 + 16 * len(pairs)
    ids = b"".join(k + b"\0" for k, _ in pairs)
    keys, values, at_id, at_str = [], [], start, start + len(ids)
    for k, v in pairs:
        keys += [len(k), at_id]
        values += [len(v), at_str]
        at_id += len(k) + 1
        at_str += len(v) + 1
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return (
        header
        + struct.pack(f"<{4 * len(pairs)}I", *keys, *values)
        + ids
        + b"".join(v + b"\0" for _, v in pairs)
    )
