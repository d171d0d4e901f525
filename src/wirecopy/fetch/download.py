"""Many requests at once on one thread, each with its redirects, under the limits of the run."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

import pycurl
from msgspec import Struct

from wirecopy.fetch.address import Address, AddressError, read_address, refusal
from wirecopy.fetch.decode import DecodeError, TooLargeError, decode
from wirecopy.fetch.headers import Headers
from wirecopy.fetch.hosts import HostQueue
from wirecopy.fetch.line import Budget, Line
from wirecopy.fetch.loop import Loop
from wirecopy.fetch.trouble import explain, overdue
from wirecopy.fetch.words import shown, size
from wirecopy.types import FailureKind, FetchSettings

REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
GIVEN_UP_AFTER = 3  # connections that fail in a row: a dead host with 100 feeds must not cost 100 timeouts
NO_CONNECTION = (pycurl.E_COULDNT_CONNECT, pycurl.E_COULDNT_RESOLVE_HOST, pycurl.E_OPERATION_TIMEDOUT)
HELD = 32_000_000  # bytes of bodies in memory at once, beside the largest: with it 250 MB are never reached


class Request(Struct, frozen=True, kw_only=True):
    """One thing to ask for."""

    address: Address
    headers: Callable[[Address], list[bytes]]  # the header lines for one hop
    max_bytes: int
    context: Any = None  # the caller's own, handed back


class Answer(Struct, frozen=True, kw_only=True):
    """What the last hop said. Without a body unless the status is 2xx."""

    request: Request
    address: Address  # after redirects
    status: int
    headers: Headers
    body: bytes
    moved_to: str = ""  # where the leading permanent redirects ended


class Trouble(Struct, frozen=True, kw_only=True):
    """A request without an answer that can be used."""

    request: Request
    kind: FailureKind
    reason: str


class _Job:
    """A request on its way: where it has got to and the time that it has used."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.address = request.address
        self.visited = {request.address.url}
        self.spent = 0.0
        self.moved_to = ""
        self.all_permanent = True


def user_agent(settings: FetchSettings) -> str:
    """Who is asking: program, version, and the owner's page or mailbox."""
    version = f"/{shown(settings.version)}" if settings.version else ""
    contact = shown(settings.contact)
    return f"wirecopy{version} (+{contact})" if contact else f"wirecopy{version} (feed reader)"


def host_key(address: Address) -> str:
    """What counts as one host for `per_host`: the name, whatever the port."""
    return address.host.rstrip(".")


def download(requests: Iterable[Request], settings: FetchSettings) -> Iterator[Answer | Trouble]:
    """Yields one result a request as they come, in no set order.

    Memory is bounded by HELD, `max_bytes` and what the caller keeps. The clock that limits each
    request stands still while the caller works on a result, so a slow caller fails no feed.
    """
    run = _Run(settings)
    try:
        yield from run.results(requests)
    finally:
        run.close()


class _Run:
    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._agent = user_agent(settings).encode("ascii", "replace").decode()
        self._loop = Loop()
        self._budget = Budget(HELD)
        self._free: list[Line] = []
        self._busy: dict[pycurl.Curl, tuple[Line, _Job, float]] = {}  # with the moment it is overdue
        self._ended: deque[tuple[Line, _Job, int, str]] = deque()  # over, and not handed on yet
        self._queue: HostQueue[_Job] = HostQueue(settings.per_host, lambda job: host_key(job.address))
        self._silent: Counter[tuple[str, str, int]] = Counter()  # tries in a row without a connection
        self._away = 0.0
        self._next_check = 0.0

    def _clock(self) -> float:
        return monotonic() - self._away

    def results(self, requests: Iterable[Request]) -> Iterator[Answer | Trouble]:
        for request in requests:
            self._queue.add(_Job(request))
        while self._busy or self._queue or self._ended:
            for job in self._fill():
                yield from self._deliver(_unreachable(job))
            wait = 0.0 if self._ended else max(0.0, self._next_check - self._clock())
            for curl, error, message in self._loop.turn(wait):
                if curl in self._busy:
                    self._take_off(curl, error, message)
            for curl in self._overdue():
                self._take_off(curl, pycurl.E_OPERATION_TIMEDOUT, "")
            if self._ended:  # one at a time: while the caller works on it the next ones are on their way
                yield from self._deliver(self._result(*self._ended.popleft()))

    def _deliver(self, result: Answer | Trouble | None) -> Iterator[Answer | Trouble]:
        if result is not None:
            left = monotonic()
            yield result
            self._away += monotonic() - left

    def _fill(self) -> Iterator[_Job]:
        """Put jobs on the free lines; yields those that are not worth a try."""
        most = max(1, self._settings.concurrency)
        while len(self._busy) < most and len(self._ended) < most:
            job = self._queue.take()
            if job is None:
                return
            if self._silent[job.address.origin] >= GIVEN_UP_AFTER:
                self._queue.done(host_key(job.address))
                yield job
                continue
            if self._free:
                line = self._free.pop()
            else:
                line = Line(self._settings, self._agent, self._budget, self._clock)
            line.ask(job.address, job.request.headers(job.address), job.request.max_bytes)
            deadline = self._clock() + max(0.0, self._settings.timeout_s - job.spent)
            self._busy[line.curl] = line, job, deadline
            self._next_check = min(self._next_check, deadline) if len(self._busy) > 1 else deadline
            self._loop.add(line.curl)

    def _overdue(self) -> list[pycurl.Curl]:
        now = self._clock()
        if now < self._next_check:
            return []
        deadlines = {
            curl: deadline for curl, (line, _, deadline) in self._busy.items() if line.paused_at is None
        }
        late = [curl for curl, deadline in deadlines.items() if deadline <= now]
        self._next_check = min(
            (d for d in deadlines.values() if d > now), default=now + self._settings.timeout_s
        )
        return late

    def _take_off(self, curl: pycurl.Curl, error: int, message: str) -> None:
        """A transfer is over; what came of it waits its turn."""
        self._loop.remove(curl)
        line, job, deadline = self._busy.pop(curl)
        job.spent = self._settings.timeout_s - (deadline - self._clock())
        self._queue.done(host_key(job.address))
        if error in NO_CONNECTION and not line.has_asked and not line.refused:
            self._silent[job.address.origin] += 1
        else:
            self._silent.pop(job.address.origin, None)
        self._ended.append((line, job, error, message))

    def _result(self, line: Line, job: _Job, error: int, message: str) -> Answer | Trouble | None:
        """What came of a transfer; None when its job goes on to the next hop."""
        try:
            if error and (line.stop or not _says_all(line.status)):
                kind, reason = self._why(line, job, error, message)
                return Trouble(request=job.request, kind=kind, reason=reason)
            if line.status in REDIRECTS:
                return self._follow(line, job)
            return self._answer(line, job)
        finally:
            line.forget()
            self._free.append(line)
            self._resume()

    def _why(self, line: Line, job: _Job, error: int, message: str) -> tuple[FailureKind, str]:
        if line.stop:
            return line.stop.kind, line.stop.reason
        if line.refused:
            return "refused-address", _refused(line.refused, job.address is not job.request.address)
        if error == pycurl.E_OPERATION_TIMEDOUT:
            return overdue(self._settings.timeout_s, line.has_asked, line.in_body, len(line.body))
        return explain(error, message, job.address, line.headers, len(line.body), has_status=line.status > 0)

    def _answer(self, line: Line, job: _Job) -> Answer | Trouble:
        headers = line.headers
        if not line.status:  # libcurl lets "HTTP/1.1 99999" pass
            reason = f"{job.address.host} does not answer in HTTP"
            return Trouble(request=job.request, kind="protocol", reason=reason)
        try:
            body = decode(bytes(line.body), headers.joined("content-encoding"), job.request.max_bytes)
        except TooLargeError:
            reason = f"stopped after {size(job.request.max_bytes)}"
            return Trouble(request=job.request, kind="too-large", reason=reason)
        except DecodeError as trouble:
            return Trouble(request=job.request, kind="broken", reason=str(trouble))
        return Answer(
            request=job.request,
            address=job.address,
            status=line.status,
            headers=headers,
            body=body,
            moved_to=job.moved_to,
        )

    def _follow(self, line: Line, job: _Job) -> Trouble | None:
        """Send the job on to where a redirect leads, once that has been checked."""
        location = line.headers.first("location")
        if not location:
            return _stray(job, "sends on without saying where to")
        try:
            target = read_address(_as_text(location), base=job.address.url)
        except AddressError as trouble:
            return Trouble(request=job.request, kind="refused-address", reason=f"sends on to {trouble}")
        refused = refusal(target, self._settings.allow_private)
        if refused:
            return Trouble(request=job.request, kind="refused-address", reason=_refused(refused, True))
        if target.url in job.visited:
            return _stray(job, "its redirects go round in a circle")
        if len(job.visited) > self._settings.max_redirects:
            return _stray(job, f"sends on more than {self._settings.max_redirects} times")
        same_origin = target.origin == job.address.origin
        credentials = job.address.credentials if same_origin else ""
        job.all_permanent &= line.status in PERMANENT
        # once https, the promise of a permanent move to http is not believed for longer than it lasts
        job.all_permanent &= not (job.address.scheme == "https" and target.scheme == "http")
        job.address = Address(
            url=target.url, scheme=target.scheme, host=target.host, port=target.port, credentials=credentials
        )
        job.visited.add(target.url)
        if job.all_permanent:
            job.moved_to = target.url
        self._queue.add(job, first=True)
        return None

    def _resume(self) -> None:
        for curl, (line, job, deadline) in self._busy.items():
            paused = line.go_on(self._clock())
            if paused:
                self._busy[curl] = line, job, deadline + paused

    def close(self) -> None:
        for curl, (line, _, _) in self._busy.items():
            self._loop.remove(curl)
            line.close()
        for line in (*self._free, *(line for line, *_ in self._ended)):
            line.close()
        self._busy.clear()
        self._ended.clear()
        self._free.clear()
        self._loop.close()


def _says_all(status: int) -> bool:
    """Whether a status is an answer even where its body breaks off."""
    return status >= 300 or status == 101


def _unreachable(job: _Job) -> Trouble:
    reason = f"no connection to {job.address.host}:{job.address.port}, as just before"
    return Trouble(request=job.request, kind="unreachable", reason=reason)


def _stray(job: _Job, reason: str) -> Trouble:
    return Trouble(request=job.request, kind="redirects", reason=reason)


def _refused(what: str, redirected: bool) -> str:
    lead = "sends on to a place that is not asked: " if redirected else "not asked: "
    return f"{lead}{what}; `allow_private` in feeds.toml lists exceptions"


def _as_text(header: str) -> str:
    """A header value whose bytes are UTF-8 where they can be."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return header
