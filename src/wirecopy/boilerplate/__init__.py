"""Boilerplate: the blocks of a delivered body that are not the story."""

from .blocks import Parts, blocks_of, read
from .cues import Cues, made_ready
from .cut import strip
from .headlines import Headlines
from .judge import judge
from .memory import SourceMemory, keys_of
from .page import extract
from .told import blocks_told
from .values import Block, Cut, SourceRules, Stripped, Verdict
from .words import spoken

__all__ = [
    "Block",
    "Cues",
    "Cut",
    "Headlines",
    "Parts",
    "SourceMemory",
    "SourceRules",
    "Stripped",
    "Verdict",
    "blocks_of",
    "blocks_told",
    "extract",
    "judge",
    "keys_of",
    "made_ready",
    "read",
    "spoken",
    "strip",
]
