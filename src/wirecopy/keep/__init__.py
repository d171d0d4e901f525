"""The owner's rules: what is kept, tagged, muted and dropped."""

from __future__ import annotations

from wirecopy.keep.check import Finding, check_rules
from wirecopy.keep.compare import Change, compare
from wirecopy.keep.compiled import CompiledRules, compile_rules
from wirecopy.keep.rule import Rule
from wirecopy.keep.stage import keep

__all__ = ["Change", "CompiledRules", "Finding", "Rule", "check_rules", "compare", "compile_rules", "keep"]
