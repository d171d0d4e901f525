"""Audit: what a built site must not hold, looked for in the files that are about to be published."""

from wirecopy.audit.finding import Finding
from wirecopy.audit.walk import audit

__all__ = ["Finding", "audit"]
