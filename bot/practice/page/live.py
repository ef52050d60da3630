"""Tells open pages that something changed: one thread waits for the world, every page is woken."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

from bot.practice.world import World

IDLE = 5.0
"""How often the waiting thread looks whether anybody still listens."""
HEARTBEAT = 15.0


class Live:
    """Server-sent events that carry nothing but the number of the latest change."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wake: dict[int, Callable[[], None]] = {}
        self._watching = False

    async def changes(self) -> AsyncIterator[str]:
        """The latest revision now, and again after every change."""
        changed = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._listen(id(changed), lambda: _wake(loop, changed))
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
            self._forget(id(changed))

    def _listen(self, key: int, wake: Callable[[], None]) -> None:
        with self._world.lock:
            self._wake[key] = wake
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, name="practice-page", daemon=True).start()

    def _forget(self, key: int) -> None:
        with self._world.lock:
            self._wake.pop(key, None)

    def _watch(self) -> None:
        """Runs as long as anybody listens."""
        with self._world.lock:
            while self._wake:
                seen = self._world.revision
                self._world.changed.wait(IDLE)
                if self._world.revision != seen:
                    for wake in list(self._wake.values()):
                        wake()
            self._watching = False


def _event(revision: int) -> str:
    return f'data: {{"revision": {revision}}}\n\n'


def _wake(loop: asyncio.AbstractEventLoop, changed: asyncio.Event) -> None:
    """From the waiting thread; a loop that has ended needs no waking."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(changed.set)
