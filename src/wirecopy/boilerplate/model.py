"""The model that weighs the signs of a block: logistic regression over yes-or-no features.

Boosted trees were no better where damage is low, and a sum of named weights can be shown as
evidence. The weights are data (rules/boilerplate.json), made by bench/train_boilerplate.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

import msgspec
from msgspec import Struct


class Weights(Struct, frozen=True, kw_only=True):
    """One trained model."""

    threshold: float  # probability from which a block is cut
    weights: dict[str, float]  # name of a feature → what it adds to the log odds of being boilerplate


@cache
def shipped() -> Mapping[str, Weights]:
    """The models by situation: "linked" for bodies with links, "plain" for those without any."""
    data = files("wirecopy").joinpath("rules/boilerplate.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, Weights])


def probability(weights: Mapping[str, float], names: Sequence[str]) -> float:
    """How likely a block with these features is boilerplate, 0…1."""
    odds = sum(weights.get(name, 0.0) for name in names)
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))


def reasons(weights: Mapping[str, float], names: Sequence[str], most: int = 3) -> str:
    """The features that spoke most for cutting, strongest first."""
    for_it = sorted((-weights.get(name, 0.0), name) for name in names if weights.get(name, 0.0) > 0)
    return ", ".join(name for _, name in for_it[:most])
