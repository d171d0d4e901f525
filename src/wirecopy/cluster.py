"""The line's pure part on a Dask cluster: `wirecopy fetch --on tcp://scheduler:8786`.

There is no scheduler, queue or protocol of ours: `distributed` has them. What is here is the `map`
that the pipeline is handed (`Spread`), bounded in flight so that the head's memory does not grow with
the number of feeds, and the same for the asking itself, spread by host.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

import wirecopy
from wirecopy import fetch
from wirecopy.errors import WirecopyError
from wirecopy.types import Failed, FeedState, Fetched, FetchSettings, NotModified, Skipped, Source

if TYPE_CHECKING:
    from distributed import Client

Outcome = Fetched | NotModified | Skipped | Failed
T = TypeVar("T")
R = TypeVar("R")

CONNECT_S = 5.0  # a scheduler that does not answer by then is not there
HANG_S = 120.0  # of one feed on a worker; reading one takes 10 s of CPU at most, so this one hangs
LOOK_S = 5.0  # between two looks whether anyone is there at all
# Without a worker for so long the head does the rest: a nanny has a killed worker back in two seconds. A worker that
# lacks wirecopy and comes when the run has begun ends itself at its first task, and may have been the last.
ALONE_S = 15.0
FLIGHT = 4  # tasks under way for each thread of the cluster: enough to keep it busy while results travel
RETRIES = 3  # of a task whose worker died
# distributed keeps the latest messages for debugging, whole feeds in them: 0.16 MB of the head's memory for each feed
NO_LOG = {"distributed.admin.low-level-log-length": 0}


class ClusterError(WirecopyError):
    """The cluster cannot do the work; nothing below content/ was touched."""


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at `address`, all of whose workers run this version of wirecopy.

    Raises ClusterError in seconds when the extra is not installed, nobody answers, what answers is no
    scheduler, there is no worker, or a worker lacks wirecopy or has another version of it.
    """
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterError("--on needs Dask: pip install 'wirecopy[cluster]'") from error
    _knock(address)
    try:
        with dask.config.set(NO_LOG):
            client = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]  # distributed has few types
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise ClusterError(f"{address}: no Dask scheduler answers there ({type(error).__name__})") from error
    try:
        _check_workers(client, address)
        yield client
    finally:
        client.close(timeout=CONNECT_S)  # type: ignore[no-untyped-call]


def _knock(address: str) -> None:
    """Raises ClusterError unless something at `address` greets as a scheduler does.

    A scheduler speaks first. `distributed` itself waits for ever for the greeting of a server that does not.
    """
    parts = urlsplit(address)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme not in ("tcp", "tls") or not host or not port:
        raise ClusterError(
            f"{address}: no Dask scheduler answers there (expected tcp://HOST:PORT or tls://HOST:PORT)"
        )
    try:
        with socket.create_connection((host, port), timeout=CONNECT_S) as knocking:
            greeting = parts.scheme == "tls" or knocking.recv(1)
    except OSError as error:
        raise ClusterError(f"{address}: no Dask scheduler answers there ({error})") from error
    if not greeting:
        raise ClusterError(f"{address}: no Dask scheduler answers there (it hung up)")


def version_here() -> str:
    """What a worker is asked: the version of wirecopy that it would run."""
    return wirecopy.__version__


def _check_workers(client: Client, address: str) -> None:
    names = client.scheduler_info(n_workers=-1)["workers"]
    if not names:
        raise ClusterError(f"{address}: the scheduler has no worker")
    told: Mapping[str, Any] = client.run(version_here, on_error="return")
    for worker, version in sorted(told.items()):
        if isinstance(version, Exception):
            raise ClusterError(
                f"{worker}: cannot run wirecopy ({type(version).__name__}: {version}); install it there"
            )
        if version != wirecopy.__version__:
            raise ClusterError(
                f"{worker}: has wirecopy {version}, this is {wirecopy.__version__}; they must be the same"
            )


def spread_over(client: Client, flight: int = 0) -> Callable[[Callable[[T], R], Iterable[T]], Iterator[R]]:
    """A `map` over the cluster. Results come in the order of the input, `flight` at most are under way.

    A worker that dies, or that is killed for its memory, has its tasks done elsewhere. A task that
    keeps killing workers, or hangs, is done here at the head, where the stages have bounds of their own; so is all
    that is left when every worker has gone.
    """

    def spread(function: Callable[[T], R], values: Iterable[T]) -> Iterator[R]:
        threads = client.nthreads()  # type: ignore[no-untyped-call]
        most = flight or FLIGHT * max(1, sum(threads.values()))
        under_way: deque[tuple[T, Any]] = deque()
        alone = False

        def result(value: T, future: Any) -> R:
            nonlocal alone
            if not alone:
                try:
                    return _result(client, function, value, future)
                except _Alone:
                    alone = True
            return function(value)

        for value in values:
            future = None if alone else client.submit(function, value, pure=False, retries=RETRIES)
            under_way.append((value, future))
            if len(under_way) >= most:
                yield result(*under_way.popleft())
        while under_way:
            yield result(*under_way.popleft())

    return spread


class _Alone(Exception):  # noqa: N818  # no error: the head goes on
    """No worker is left."""


def _result(client: Client, function: Callable[[T], R], value: T, future: Any) -> R:
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        result: R = _awaited(client, future)
    except (KilledWorker, FutureCancelledError, TimeoutError):
        future.cancel()
        return function(value)
    except TypeError as error:
        if "serialize" not in str(error):
            raise
        said = str(error).partition("\n")[0]
        raise ClusterError(f"the cluster cannot run the line: a result cannot travel: {said}") from error
    except (OSError, AttributeError, ImportError) as error:
        raise ClusterError(f"the cluster cannot run the line: {type(error).__name__}: {error}") from error
    finally:
        future.release()
    return result


def _awaited(client: Client, future: Any) -> Any:
    """What became of the task. Raises TimeoutError when it hangs, _Alone when there is nobody to do it."""
    waited = lonely = 0.0
    while True:
        most = min(LOOK_S, HANG_S - waited)
        try:
            return future.result(timeout=most)
        except TimeoutError:
            waited += most
            if future.done() or waited >= HANG_S:
                raise
        lonely = 0.0 if _workers(client) else lonely + most
        if lonely >= ALONE_S:
            raise _Alone


def _workers(client: Client) -> int:
    """How many there are now; none where the scheduler has gone, too."""
    try:
        return len(client.nthreads())  # type: ignore[no-untyped-call]
    except OSError:
        return 0


class AskJob(Struct, frozen=True):
    """The feeds of some hosts, to be asked by one worker."""

    sources: tuple[Source, ...]
    states: dict[str, FeedState]
    settings: FetchSettings
    now: datetime
    force: bool


def ask_some(job: AskJob) -> list[Outcome]:
    """The answers of all feeds of one job; runs on a worker."""
    return list(fetch.fetch(job.sources, job.states, job.settings, job.now, force=job.force))


def asking_over(client: Client) -> Callable[..., Iterator[Outcome]]:
    """`fetch.fetch` spread by host: one host's feeds are asked by one worker, so that manners hold."""
    spread = spread_over(client)

    def ask(
        sources: Iterable[Source],
        states: Mapping[str, FeedState],
        settings: FetchSettings,
        now: datetime,
        *,
        force: bool = False,
    ) -> Iterator[Outcome]:
        hosts: dict[str, list[Source]] = {}
        for source in sources:
            hosts.setdefault((urlsplit(source.url).hostname or "").lower(), []).append(source)
        jobs = (
            AskJob(tuple(group), {s.id: states[s.id] for s in group if s.id in states}, settings, now, force)
            for group in hosts.values()
        )
        for answers in spread(ask_some, jobs):
            yield from answers

    return ask
