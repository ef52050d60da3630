"""Where errors become HTTP: problem details (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.documented import describe
from service.api.problems import RETRY_AFTER_SECONDS, kebab, problem
from service.api.reasons import Wrong, wrongs
from service.domain.errors import (
    Conflict,
    DoubleLoopError,
    Gone,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refused,
    RevisedMeanwhile,
    Unavailable,
    UnknownCode,
)

Html = Callable[[Request, int, str], Response]
"""Makes a page out of a request, a status and a sentence."""

FOR_PROGRAMS = ("/api/", "/health/")

STATUSES: dict[type[DoubleLoopError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    Refused: 422,
    Unavailable: 503,
}

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "This is more than a megabyte. Send less at once.",
    500: "Something went wrong on our side. Please try again; tell us the instance if it stays.",
}

UNREADABLE = "The body cannot be read as JSON."
INCOMPLETE = "A header is missing or not in the right form. `errors` says which."
FOR_READERS_OF_JSON = " `errors` says what, field by field."
WRONG = f"Some of this cannot be used as it is.{FOR_READERS_OF_JSON}"

OVERTAKEN = "To go on with yours, send them again with `from_version` {}."

_log = logging.getLogger("doubleloop.http")


class Overtaken(RevisedMeanwhile):
    """Somebody reworded a belief meanwhile, and this is its newest version now."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"{RevisedMeanwhile()} {OVERTAKEN.format(current_version)}")
        self.current_version = current_version


def install(app: FastAPI, html: Html | None = None) -> None:
    """Answer every error: problem details under /api and /health, elsewhere a page by `html`."""
    answer = _Answer(html)
    app.add_exception_handler(DoubleLoopError, answer.plain)
    app.add_exception_handler(RequestValidationError, answer.invalid)
    app.add_exception_handler(HTTPException, answer.http)
    app.add_middleware(_LastResort, answer=answer)
    describe(app)


class _Answer:
    """Chooses between problem details and a page."""

    def __init__(self, html: Html | None) -> None:
        self._html = html

    def plain(self, request: Request, error: Exception) -> Response:
        """For our own errors: each class has its sentence."""
        status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)
        if status == 500:  # noqa: PLR2004
            return self.unexpected(request, error)
        headers = {}
        if isinstance(error, NotSignedIn):
            headers["WWW-Authenticate"] = "Bearer"
        if isinstance(error, Unavailable):
            headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        # One sentence for all that is not there, so that it does not tell what is; and none that
        # names a framework's codes, which not everybody may see (I13).
        sentence = str(error)
        for told_plainly in (NotFound, UnknownCode):
            if isinstance(error, told_plainly):
                sentence = str(told_plainly())
        kind, more = type(error), {}
        if isinstance(error, Overtaken):
            kind, more = RevisedMeanwhile, {"current_version": error.current_version}
        return self._say(
            request, status, sentence, kind=kebab(kind.__name__), headers=headers, **more
        )

    def invalid(self, request: Request, error: Exception) -> Response:
        """For what does not have the right form."""
        found = cast(RequestValidationError, error).errors()
        is_header = any(one["loc"][0] == "header" for one in found)
        status, sentence = (400, INCOMPLETE) if is_header else (422, WRONG)
        listed = [wrong.model_dump() for wrong in wrongs(found)]
        return self._say(request, status, sentence, kind="invalid", errors=listed)

    def http(self, request: Request, raised: Exception) -> Response:
        """For what the framework found wrong with the request."""
        error = cast(HTTPException, raised)
        if error.status_code == 400 and error.__cause__ is not None:  # noqa: PLR2004 - by FastAPI
            listed = [Wrong(field="body", reason=UNREADABLE).model_dump()]
            return self._say(request, 422, UNREADABLE, kind="invalid", errors=listed)
        sentence = SENTENCES.get(error.status_code, error.detail)
        return self._say(request, error.status_code, sentence, headers=error.headers)

    def unexpected(self, request: Request, error: Exception) -> Response:
        """For all others. The log gets the kind of error; its words may be somebody's."""
        instance = f"urn:uuid:{uuid4()}"
        _log.error("%s in %s", type(error).__name__, instance)
        return self._say(request, 500, SENTENCES[500], instance=instance)

    def _say(self, request: Request, status: int, sentence: str, **more: Any) -> Response:
        if self._html is None or request.url.path.startswith(FOR_PROGRAMS):
            return problem(status, sentence, **more)
        return self._html(request, status, sentence.removesuffix(FOR_READERS_OF_JSON))


class _LastResort:
    """ASGI middleware around everything: nothing of the inside leaves it, nor reaches the log."""

    def __init__(self, app: ASGIApp, answer: _Answer) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the one place that answers for all others
            response = self._answer.unexpected(Request(scope), error)
            if not has_begun:
                await response(scope, receive, send)
