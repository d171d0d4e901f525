"""Exceptions a user can meet. Everything else that is raised is a bug."""

from __future__ import annotations


class WirecopyError(Exception):
    """A clear sentence for the owner; the command ends with `exit_code`."""

    exit_code = 1


class ConfigError(WirecopyError):
    """feeds.toml (or a rules file) is wrong: one line with file, key path and the nearest valid name."""

    exit_code = 2


class FileFormatError(WirecopyError):
    """A Markdown file under content/ cannot be read; the message names file and line."""


class LockedError(WirecopyError):
    """Another run is under way in the same site."""

    exit_code = 3
