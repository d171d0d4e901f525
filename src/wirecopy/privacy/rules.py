"""The rules that `judge` runs: the shipped ones, changed as the owner says."""

from __future__ import annotations

import difflib
import tomllib
from functools import lru_cache

import msgspec
from msgspec import Struct

from wirecopy.errors import ConfigError
from wirecopy.privacy.language import OURS
from wirecopy.privacy.lexicon import (
    Lexicon,
    PackedLexicon,
    build_lexicon,
    owner_rows,
    pack_lexicon,
    unpack_lexicon,
)
from wirecopy.privacy.rows import LanguageFile, parse_language, read_rules
from wirecopy.privacy.settings import PrivacySettings
from wirecopy.privacy.verdict import FACETS
from wirecopy.types import Ready


class Points(Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of `privacy.toml`; each is explained there, with the experiment that set it."""

    title: float
    title_alone: float
    lead: float
    rest: float
    lead_words: int
    most_words: int
    ranks: tuple[float, ...]
    negated: float
    elsewhere: float
    elsewhere_most: float
    steepness: float
    model: float
    model_doubt: float
    model_most: float
    model_least: float


class Numbers(Struct, frozen=True, forbid_unknown_fields=True):
    points: Points
    facet_threshold: float  # likelihood from which a facet is given
    facets: dict[str, tuple[float, ...]]  # by facet the weights of `facets.signs`


class PrivacyRules:
    """Everything that `judge` needs beside the text; a language is read when it is first met."""

    def __init__(self, settings: PrivacySettings, ready: Ready | None = None) -> None:
        self.settings = settings
        self._ready = ready
        self.numbers = msgspec.convert(tomllib.loads(read_rules("privacy.toml")), Numbers)
        self._lexicons: dict[str, Lexicon] = {}

    def lexicon(self, language: str) -> Lexicon | None:
        """The phrases of a language, None when there are none for it."""
        if language not in OURS:
            return None
        if language not in self._lexicons:
            self._lexicons[language] = self._read(language)
        return self._lexicons[language]

    def _read(self, language: str) -> Lexicon:
        name = f"privacy-{language}"
        packed = self._ready.take(name, PackedLexicon) if self._ready else None
        if packed:
            return unpack_lexicon(packed)
        file = f"{name}.toml"
        found = build_lexicon(_file(file), self.settings, file, read_rules(file))
        if self._ready:
            self._ready.keep(name, pack_lexicon(found))
        return found


@lru_cache(maxsize=len(OURS))
def _file(name: str) -> LanguageFile:
    return parse_language(read_rules(name), name)


def load_rules(owner: PrivacySettings | None = None, ready: Ready | None = None) -> PrivacyRules:
    """The rules with the owner's changes; without any, and with nothing made ready, the same object at every call.

    Raises ConfigError with the address in feeds.toml (`privacy.phrases[2].say: …`) for a facet that
    does not exist, a phrase that cannot be read, or an example that its phrase does not find.
    """
    if owner is None or owner == PrivacySettings():
        return PrivacyRules(PrivacySettings(), ready) if ready else _shipped()
    _check_owner(owner)
    return PrivacyRules(owner, ready)


@lru_cache(maxsize=1)
def _shipped() -> PrivacyRules:
    return PrivacyRules(PrivacySettings())


def _check_owner(owner: PrivacySettings) -> None:
    named = [(f"privacy.weights.{name}", name) for name in owner.weights]
    named += [(f"privacy.mute_facets[{i}]", name) for i, name in enumerate(owner.mute_facets)]
    named += [(f"privacy.phrases[{i}].facet", row.facet) for i, row in enumerate(owner.phrases) if row.facet]
    for where, name in named:
        if name not in FACETS:
            near = difflib.get_close_matches(name, FACETS, 1)
            meant = f", did you mean '{near[0]}'?" if near else f"; facets are {', '.join(FACETS)}"
            raise ConfigError(f"feeds.toml: {where}: unknown facet '{name}'{meant}")
    if not 0 < owner.maybe <= owner.sure:
        raise ConfigError("feeds.toml: privacy.maybe: must be above 0 and not above privacy.sure")
    owner_rows(owner)
