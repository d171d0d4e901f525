"""Rules that can never fire, told from the rules alone."""

from __future__ import annotations

from fnmatch import fnmatchcase

from wirecopy.keep.patterns import fold, is_expression
from wirecopy.keep.rule import PATTERN_FIELDS, Rule


def contradiction(rule: Rule) -> tuple[str, str] | None:
    """The key and the reason why no entry can meet a rule's own conditions; None when one can."""
    if rule.shorter_than == 0:
        return "shorter_than", "can never fire: no body has fewer than 0 words"
    if (
        rule.shorter_than is not None
        and rule.longer_than is not None
        and rule.longer_than >= rule.shorter_than - 1
    ):
        return (
            "longer_than",
            f"can never fire: no body has more than {rule.longer_than} and fewer than {rule.shorter_than} words",
        )
    if not rule.feeds:
        return "feeds", "can never fire: it is about no feed at all"
    return None


def shadows(earlier: Rule, later: Rule) -> bool:
    """Whether every entry that the later rule could match is matched by the earlier one already.

    Decided from what is written, so only where it is certain: the earlier rule has no condition that
    the later one lacks, and where both have one the earlier is the wider.
    """
    if not _covers_feeds(earlier.feeds, later.feeds):
        return False
    for field in PATTERN_FIELDS:
        wide, narrow = getattr(earlier, field), getattr(later, field)
        if field == "text" and not narrow:
            narrow = later.title  # what is in the title is in the text
        if wide and (not narrow or not all(any(_implies(n, w) for w in wide) for n in narrow)):
            return False
    return (
        _at_least(later.older_than_days, earlier.older_than_days)
        and _at_least(later.longer_than, earlier.longer_than)
        and _at_most(later.shorter_than, earlier.shorter_than)
    )


def _covers_feeds(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    if "*" in wide:
        return True
    return all(
        any(n == w or ("*" not in n and fnmatchcase(n.lower(), w.lower())) for w in wide) for n in narrow
    )


def _implies(narrow: str, wide: str) -> bool:
    """Whether text that has the narrow pattern always has the wide one."""
    if narrow == wide:
        return True
    if is_expression(narrow) or is_expression(wide):
        return False
    inner, outer = fold(wide).lower().split(), fold(narrow).lower().split()
    return any(outer[at : at + len(inner)] == inner for at in range(len(outer) - len(inner) + 1))


def _at_least(narrow: int | None, wide: int | None) -> bool:
    return wide is None or (narrow is not None and narrow >= wide)


def _at_most(narrow: int | None, wide: int | None) -> bool:
    return wide is None or (narrow is not None and narrow <= wide)
