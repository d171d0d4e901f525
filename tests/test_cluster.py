"""The line on a real Dask cluster gives the same bytes as in one process, whatever happens to the workers."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from examples.newsroom import serve
from tests.test_line import NOW, fetch, make_site, tree
from wirecopy import cluster
from wirecopy.reading import Job, read

distributed = pytest.importorskip("distributed", reason="the extra wirecopy[cluster] is not installed")

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def two_workers() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local.scheduler_address


def test_two_worker_processes_give_the_same_bytes(
    newsroom: serve.Server, alone: dict[str, bytes], two_workers: str, tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    with cluster.connected(two_workers) as client:
        report = fetch(site, spread=cluster.spread_over(client))
    assert report.new == 111
    assert tree(site.content) == alone


def test_workers_that_ask_the_publishers_too_give_the_same_bytes(
    newsroom: serve.Server, alone: dict[str, bytes], two_workers: str, tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(serve.NOW)}
    command = [BIN / "wirecopy", "fetch", "--on", two_workers, "--spread-asking"]
    done = subprocess.run(command, cwd=site.folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert tree(site.content) == alone


def test_a_pool_of_processes_gives_the_same_bytes(
    newsroom: serve.Server, alone: dict[str, bytes], tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        fetch(site, spread=pool.map)
    assert tree(site.content) == alone


def test_the_work_of_a_worker_that_dies_is_done_again(
    newsroom: serve.Server, alone: dict[str, bytes], tmp_path: Path
) -> None:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as local,
        cluster.connected(local.scheduler_address) as client,
    ):
        site = make_site(tmp_path / "site", newsroom)
        spread = cluster.spread_over(client)
        victims = list(client.run(os.getpid).values())

        def killing(function, values):  # type: ignore[no-untyped-def]
            for number, result in enumerate(spread(function, values)):
                if number == 3:
                    os.kill(victims[0], signal.SIGKILL)
                yield result

        report = fetch(site, spread=killing)
        assert report.new == 111
        assert tree(site.content) == alone


def kills_its_worker(value: int) -> int:
    """Takes the process down, unless it runs at the head."""
    if os.environ.get("HEAD") != str(os.getpid()):
        os.kill(os.getpid(), signal.SIGKILL)
    return value


def test_a_task_that_kills_every_worker_is_done_at_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "RETRIES", 0)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as local,
        cluster.connected(local.scheduler_address) as client,
    ):
        monkeypatch.setenv("HEAD", str(os.getpid()))
        local.scheduler.allowed_failures = 0
        assert list(cluster.spread_over(client)(kills_its_worker, [7])) == [7]


def hangs_on_a_worker(value: int) -> int:
    if os.environ.get("HEAD") != str(os.getpid()):
        time.sleep(5)
    return value


def test_a_task_that_hangs_is_done_at_the_head(monkeypatch: pytest.MonkeyPatch, two_workers: str) -> None:
    monkeypatch.setattr(cluster, "HANG_S", 1.0)
    monkeypatch.setenv("HEAD", str(os.getpid()))
    with cluster.connected(two_workers) as client:
        assert list(cluster.spread_over(client)(hangs_on_a_worker, [1, 2])) == [1, 2]


def test_no_more_than_so_many_tasks_are_under_way(two_workers: str) -> None:
    taken: list[int] = []

    def values() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    with cluster.connected(two_workers) as client:
        for done, _ in enumerate(cluster.spread_over(client, flight=5)(abs, values()), 1):
            assert len(taken) - done <= 5


def test_an_address_without_a_scheduler_is_one_clear_error_and_changes_nothing(
    newsroom: serve.Server, tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    for address in ("tcp://127.0.0.1:9", newsroom.url, newsroom.url.replace("http", "tcp"), "nonsense"):
        began = time.monotonic()
        command = [BIN / "wirecopy", "fetch", "--on", address]
        done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        [said] = done.stderr.splitlines()
        assert "no Dask scheduler answers there" in said
        assert time.monotonic() - began < 30
        assert not site.content.exists()


def test_a_worker_with_another_version_is_refused_by_name(
    two_workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster.wirecopy, "__version__", "9.9")
    with (
        pytest.raises(cluster.ClusterError, match=r"tcp://127\.0\.0\.1:\d+: has wirecopy .*, this is 9\.9"),
        cluster.connected(two_workers),
    ):
        pass


def test_the_head_keeps_no_log_of_what_it_sent(two_workers: str) -> None:
    with cluster.connected(two_workers) as client:
        list(cluster.spread_over(client)(len, [b"x" * 100_000] * 20))
        assert len(client.scheduler_comm.recent_message_log) == 0


def a_generator(value: int) -> object:
    return (number for number in range(value))


def test_a_result_that_cannot_travel_is_named(two_workers: str) -> None:
    with cluster.connected(two_workers) as client, pytest.raises(cluster.ClusterError, match="generator"):
        list(cluster.spread_over(client)(a_generator, [3]))


def reads_what_cannot_travel(job: Job) -> object:
    """As `read`, but for one feed in the middle."""
    return a_generator(3) if job.fetched.source.id.startswith("m") else read(job)


def test_a_result_that_cannot_travel_ends_a_run_before_anything_is_written(
    newsroom: serve.Server, alone: dict[str, bytes], two_workers: str, tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site", newsroom)
    with cluster.connected(two_workers) as client:
        spread = cluster.spread_over(client)
        with pytest.raises(cluster.ClusterError, match=r"a result cannot travel: .*generator"):
            fetch(site, spread=lambda _, jobs: spread(reads_what_cannot_travel, jobs))
        assert not tree(site.content)
        fetch(site, spread=spread)  # nothing of it is left behind
    assert tree(site.content) == alone


def test_the_pure_part_can_travel() -> None:
    assert pickle.loads(pickle.dumps(read)) is read
    assert NOW.tzinfo is not None
