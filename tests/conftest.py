"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from blinker import ANY, Signal
from pelican import signals

from examples.newsroom import serve


@pytest.fixture(autouse=True)
def nothing_stays_connected() -> Iterator[None]:
    """A plugin that a test registers is gone after it: Pelican's signals are the whole process's."""
    before = {name: {id(r) for r in s.receivers_for(ANY)} for name, s in _signals().items()}
    yield
    for name, signal in _signals().items():
        for receiver in list(signal.receivers_for(ANY)):
            if id(receiver) not in before.get(name, set()):
                signal.disconnect(receiver)


def _signals() -> dict[str, Signal]:
    return {name: value for name, value in vars(signals).items() if isinstance(value, Signal)}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[serve.Server]:
    """The sample newsroom's feeds on loopback."""
    with serve.serve() as server:
        yield server


@pytest.fixture(scope="module")
def alone(newsroom: serve.Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process writes of the newsroom: what any cluster must write."""
    from tests.test_line import fetch, make_site, tree

    site = make_site(tmp_path_factory.mktemp("alone"), newsroom)
    fetch(site)
    return tree(site.content)
