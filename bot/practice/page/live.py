"""Tells open pages that something changed: one thread waits for the world, every page is woken."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial

from bot.practice.world import World

IDLE = 5.0
"""How often the waiting thread looks whether anybody still listens."""
HEARTBEAT = 15.0


class Live:
    """Server-sent events that carry nothing but the number of the latest change."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._listeners: set[Callable[[], object]] = set()
        self._watching = False

    async def changes(self) -> AsyncIterator[str]:
        """The latest revision now, and again after every change."""
        changed = asyncio.Event()
        wake = partial(_wake, asyncio.get_running_loop(), changed)
        self.listen(wake)
        try:
            yield _event(self._world.revision)
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await changed.wait()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                changed.clear()
                yield _event(self._world.revision)
        finally:
            self.forget(wake)

    def listen(self, wake: Callable[[], object]) -> None:
        """Call this after every change from now on. It must be quick."""
        with self._world.lock:
            self._listeners.add(wake)
            if not self._watching:
                self._watching = True
                seen = self._world.revision
                threading.Thread(
                    target=self._watch, args=(seen,), name="practice-page", daemon=True
                ).start()

    def forget(self, wake: Callable[[], object]) -> None:
        """Call this no more."""
        with self._world.lock:
            self._listeners.discard(wake)

    def _watch(self, seen: int) -> None:
        """Runs as long as anybody listens. `seen` is what they knew when the first one began."""
        with self._world.lock:
            while self._listeners:
                if self._world.revision == seen:
                    self._world.changed.wait(IDLE)
                    continue
                seen = self._world.revision
                for wake in list(self._listeners):
                    wake()
            self._watching = False


def _event(revision: int) -> str:
    return f'data: {{"revision": {revision}}}\n\n'


def _wake(loop: asyncio.AbstractEventLoop, changed: asyncio.Event) -> None:
    """From the waiting thread; a loop that has ended needs no waking."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(changed.set)
