"""Sessions: who is behind a request, known by a cookie whose secret the server can revoke."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Request
from starlette.responses import Response

from service.access import SESSION_LIFE, Access
from service.domain.errors import NotSignedIn
from service.policy import Actor

Clock = Callable[[], datetime]


class Sessions:
    """Signs people in and out. In the demo a `visitor` is whoever comes."""

    def __init__(
        self, access: Access, public_url: str, clock: Clock, visitor: Actor | None = None
    ) -> None:
        self._access, self._clock, self._visitor = access, clock, visitor
        self._is_https = urlsplit(public_url).scheme == "https"
        # Browsers take a __Host- cookie only over https; on loopback a plain name has to do.
        self._name = "__Host-doubleloop" if self._is_https else "doubleloop"

    @property
    def is_demo(self) -> bool:
        """True where nobody has to sign in."""
        return self._visitor is not None

    def actor(self, request: Request) -> Actor:
        """Who is asking; NotSignedIn where nobody is known."""
        secret = request.cookies.get(self._name)
        if secret is None:
            if self._visitor is not None:
                return self._visitor
            raise NotSignedIn
        return self._access.actor_of_session(secret, self._clock())

    def can_sign_out(self, request: Request) -> bool:
        """True where there is a session to end."""
        return self._name in request.cookies

    def sign_in(self, invitation: str, response: Response) -> None:
        """Use a one-use link up, and begin a session."""
        secret = self._access.accept(invitation, self._clock())
        response.set_cookie(
            self._name,
            secret,
            max_age=int(SESSION_LIFE.total_seconds()),
            secure=self._is_https,
            httponly=True,
            samesite="lax",
            path="/",
        )

    def sign_out(self, request: Request, response: Response) -> None:
        """End the session, here and on the server."""
        secret = request.cookies.get(self._name)
        if secret is not None:
            self._access.sign_out(secret, self._clock())
        response.delete_cookie(self._name, path="/", secure=self._is_https, httponly=True)

    def is_open(self, invitation: str) -> bool:
        """True while a one-use link can still be used."""
        return self._access.is_open(invitation, self._clock())
