"""How much one request may carry: bodies larger than a megabyte are turned away unread."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000


class BodyLimit:
    """ASGI middleware that bounds request bodies, also those that come in chunks.

    It raises where the body is being read, so the answer is made where all errors become answers.
    """

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        read = 0

        async def bounded() -> Message:
            nonlocal read
            if announced.isdigit() and int(announced) > self._most:
                raise HTTPException(413)
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(413)
            return message

        await self._app(scope, bounded, send)
