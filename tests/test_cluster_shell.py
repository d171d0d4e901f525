"""Workers that an operator starts from the shell: the same bytes, and no harm from those that lack wirecopy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from examples.newsroom import serve
from tests.test_line import fetch, make_site, tree
from wirecopy import cluster

distributed = pytest.importorskip("distributed", reason="the extra wirecopy[cluster] is not installed")

BIN = Path(sys.executable).parent


@contextmanager
def started_from_the_shell(folder: Path, **environment: str) -> Iterator[str]:
    """The address of a scheduler with one worker, started as an operator would; the worker's environment is given."""
    address = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    head = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen([*head, "--no-dashboard", "--scheduler-file", str(address)], **quiet)
    start = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address)]
    worker = subprocess.Popen(
        [*start, "--nthreads", "1", "--no-dashboard", "--no-nanny"],
        cwd=folder, env={**os.environ, **environment}, **quiet,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not address.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        url = json.loads(address.read_text())["address"]
        with distributed.Client(url, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
        yield url
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait(30)


@pytest.fixture
def dask_worker(tmp_path: Path) -> Iterator[str]:
    with started_from_the_shell(tmp_path) as address:
        yield address


LACKS = """import sys

class Lacks:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "wirecopy":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Lacks())
"""


@pytest.fixture(scope="module")
def worker_without_wirecopy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A worker in whose Python wirecopy cannot be imported."""
    folder = tmp_path_factory.mktemp("lacks")
    (folder / "sitecustomize.py").write_text(LACKS, "utf-8")
    with started_from_the_shell(folder, PYTHONPATH=str(folder)) as address:
        yield address


@pytest.mark.parametrize("more", [[], ["--spread-asking"]])
def test_a_worker_that_lacks_wirecopy_is_named_and_nothing_is_touched(
    newsroom: serve.Server, worker_without_wirecopy: str, tmp_path: Path, more: list[str]
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    command = [BIN / "wirecopy", "fetch", "--on", worker_without_wirecopy, *more]
    done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    [said] = done.stderr.splitlines()
    assert re.search(r"tcp://127\.0\.0\.1:\d+: cannot run wirecopy \(.*No module named 'wirecopy'", said)
    assert said.endswith("install it there")
    assert not site.content.exists()


def test_a_worker_that_lacks_wirecopy_and_comes_late_leaves_its_work_to_the_head(
    newsroom: serve.Server, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends itself at its first task. With no worker left nothing is waited for, and nothing is lost."""
    monkeypatch.setattr(cluster, "LOOK_S", 0.2)
    monkeypatch.setattr(cluster, "ALONE_S", 0.4)
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: None)  # it was not there yet
    site = make_site(tmp_path / "site", newsroom)
    (tmp_path / "sitecustomize.py").write_text(LACKS, "utf-8")
    with (
        started_from_the_shell(tmp_path, PYTHONPATH=str(tmp_path)) as address,
        cluster.connected(address) as client,
    ):
        fetch(site, spread=cluster.spread_over(client))
        assert not client.nthreads()
    assert tree(site.content) == alone


def test_workers_started_from_the_shell_give_the_same_bytes(
    newsroom: serve.Server, alone: dict[str, bytes], dask_worker: str, tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    with cluster.connected(dask_worker) as client:
        fetch(site, spread=cluster.spread_over(client))
    assert tree(site.content) == alone
