"""Selftest: hostile feeds from a server on this machine, through the whole line, and what came of them."""

from wirecopy.selftest.run import Result, selftest
from wirecopy.selftest.scenario import Scenario

__all__ = ["Result", "Scenario", "selftest"]
