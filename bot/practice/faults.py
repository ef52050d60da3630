"""Faults: what practice Slack is told to do wrong, so that the app can be seen to bear it."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    `error` is the code that is answered instead of doing the work. Three are special: an empty
    one only delays, `lost_answer` does the work and then answers as a broken server would, and
    `ratelimited` answers 429 with `Retry-After`.
    """

    method: str
    error: str
    retry_after: int | None = None
    status: int | None = None
    delay: float = 0


class Faults:
    """What is to go wrong, by method; each fault is taken as often as it was asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Fault, int]] = []

    def add(
        self,
        method: str,
        error: str,
        retry_after: int | None = None,
        times: int = 1,
        status: int | None = None,
        delay: float = 0,
    ) -> None:
        """Let the next `times` calls of this method (`*`: of any) go wrong."""
        if not error and retry_after is not None:
            error = "ratelimited"
        elif not error and status is not None:
            error = "internal_error"
        with self._lock:
            self._waiting.append((Fault(method, error, retry_after, status, delay), times))

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, which is one less to come; None if all is well.

        `*` means every method of the Web API, and not the deliveries named `events` and
        `interactions`.
        """
        with self._lock:
            for place, (fault, times) in enumerate(self._waiting):
                everything = fault.method == "*" and "." in method
                if fault.method == method or everything:
                    self._waiting[place] = (fault, times - 1)
                    self._waiting = [waiting for waiting in self._waiting if waiting[1] > 0]
                    return fault
        return None

    def clear(self) -> None:
        """Let all be well again."""
        with self._lock:
            self._waiting.clear()
