"""Builds that cost what changed: what is kept, what a page is made of, what is written."""

from wirecopy.build.file import Build, File, Planned
from wirecopy.build.report import Report

__all__ = ["Build", "File", "Planned", "Report"]
