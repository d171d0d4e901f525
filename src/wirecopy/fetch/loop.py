"""libcurl's many transfers on one thread: its sockets watched by a selector, its timer kept.

The method is libcurl's multi_socket interface: the cost of a turn depends on the sockets that have
something to say, not on how many there are.
"""

from __future__ import annotations

import selectors
from time import monotonic

import pycurl

IDLE_CONNECTIONS = 64  # kept open for a further request to the same host


class Loop:
    """One CurlMulti and the selector that drives it."""

    def __init__(self) -> None:
        self._timer: float | None = None
        self._selector = selectors.DefaultSelector()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, IDLE_CONNECTIONS)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)

    def add(self, curl: pycurl.Curl) -> None:
        self._multi.add_handle(curl)

    def remove(self, curl: pycurl.Curl) -> None:
        self._multi.remove_handle(curl)

    def turn(self, at_most: float) -> list[tuple[pycurl.Curl, int, str]]:
        """Let the transfers go on, waiting `at_most` seconds; those that ended: (handle, error, message)."""
        wait = max(0.0, at_most)
        if self._timer is not None:
            wait = min(wait, max(0.0, self._timer - monotonic()))
        for key, mask in self._selector.select(wait):
            action = 0
            if mask & selectors.EVENT_READ:
                action |= pycurl.CSELECT_IN
            if mask & selectors.EVENT_WRITE:
                action |= pycurl.CSELECT_OUT
            self._multi.socket_action(key.fd, action)
        if self._timer is not None and self._timer <= monotonic():
            self._timer = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return self._ended()

    def _ended(self) -> list[tuple[pycurl.Curl, int, str]]:
        ended: list[tuple[pycurl.Curl, int, str]] = []
        more = 1
        while more:
            more, good, bad = self._multi.info_read()
            ended += [(curl, 0, "") for curl in good]
            ended += bad
        return ended

    def close(self) -> None:
        """Handles must have been removed before."""
        self._multi.close()
        self._selector.close()

    def _on_timer(self, milliseconds: int) -> None:
        self._timer = None if milliseconds < 0 else monotonic() + milliseconds / 1000

    def _on_socket(self, event: int, fd: int, _multi: pycurl.CurlMulti, _data: object) -> None:
        wanted = 0
        if event in (pycurl.POLL_IN, pycurl.POLL_INOUT):
            wanted |= selectors.EVENT_READ
        if event in (pycurl.POLL_OUT, pycurl.POLL_INOUT):
            wanted |= selectors.EVENT_WRITE
        known = fd in self._selector.get_map()
        if wanted and known:
            self._selector.modify(fd, wanted)
        elif wanted:
            self._selector.register(fd, wanted)
        elif known:
            self._selector.unregister(fd)
