"""Calls of the Web API: who calls is checked, faults are met, and all of it is noted."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.practice.arguments import arguments_of, bearer_of, client_of, file_of
from bot.practice.faults import Fault, Faults
from bot.practice.journal import Journal
from bot.practice.methods import apps, chat, conversations, files, history, reactions, users, views
from bot.practice.methods.call import Call, Method
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Install, Json, Token, World

__all__ = ["Reply", "WebApi", "arguments_of"]

ROOMS = (apps, chat, conversations, files, history, reactions, users, views)

PERSONS_SCOPES = "identify,chat:write,channels:read,channels:history"
SERVER_BROKEN = 500
TOO_MANY = 429
SECRETS = {"token", "client_secret", "code", "refresh_token"}


@dataclass(frozen=True)
class Reply:
    """What is answered to one call."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Download:
    """A file's bytes, as its private address gives them."""

    status: int
    content: bytes
    content_type: str


class WebApi:
    """Answers the methods of the Web API. `serve` takes a request as it came, `answer` its parts.

    Both may wait (for a slow fault), so a server calls them in a thread of their own.
    """

    def __init__(
        self,
        world: World,
        faults: Faults,
        journal: Journal,
        base_url: Callable[[], str],
        new_connection: Callable[[], str] | None = None,
    ) -> None:
        self._world, self._faults, self._journal = world, faults, journal
        self._base_url, self.new_connection = base_url, new_connection
        self._methods: dict[str, Method] = {
            name: method for part in ROOMS for name, method in part.METHODS.items()
        }

    @property
    def methods(self) -> list[str]:
        """The names of all methods, in order."""
        return sorted(self._methods)

    def serve(
        self, method: str, query: str, content_type: str, body: bytes, authorization: str | None
    ) -> Reply:
        """Answer a request: its query string, body, and `Authorization` header."""
        try:
            arguments = arguments_of(query, content_type, body) | client_of(authorization)
        except SlackRefusal as refusal:
            return self._noted(method, {}, None, _refused(refusal))
        return self.answer(method, arguments, bearer_of(authorization))

    def answer(
        self,
        method: str,
        arguments: Json,
        token: str | None,
        *,
        uploaded: bytes | None = None,
    ) -> Reply:
        """Answer a call. `uploaded` are the bytes for an upload's address (`upload/<ticket>`)."""
        if uploaded is not None:
            return self.receive(method.rpartition("/")[2], "", uploaded)
        fault = self._faults.take(method)
        if fault is not None and fault.delay:
            time.sleep(fault.delay)
        if fault is not None and fault.error and fault.error != "lost_answer":
            return self._noted(method, arguments, token, _faulty(fault))
        token = token or str(arguments.get("token") or "") or None
        try:
            with self._world.lock:
                reply = self._carried_out(method, arguments, token)
        except SlackRefusal as refusal:
            reply = _refused(refusal)
        if fault is not None and fault.error == "lost_answer":
            reply = _faulty(fault)
        return self._noted(method, arguments, token, reply)

    def receive(self, ticket: str, content_type: str, body: bytes) -> Reply:
        """Keep a file that was sent to its upload address; the answer is plain text in Slack."""
        fault = self._faults.take("upload")
        if fault is not None:
            return self._noted("upload", {}, None, _faulty(fault))
        try:
            content = file_of(content_type, body)
            files.keep_upload(self._world, ticket, content)
        except SlackRefusal as refusal:
            return self._noted("upload", {}, None, _refused(refusal))
        reply = Reply(200, {"ok": True, "size": len(content)})
        return self._noted("upload", {}, None, reply)

    def download(self, file_id: str, authorization: str | None) -> Download:
        """A file's bytes, for somebody whose token may see it."""
        found = self.answer("files.info", {"file": file_id}, bearer_of(authorization))
        if not found.body.get("ok"):
            return Download(403 if found.status == 200 else found.status, b"", "text/plain")  # noqa: PLR2004
        kind = str(found.body["file"]["mimetype"])
        return Download(200, self._world.contents[file_id], kind)

    def _carried_out(self, name: str, arguments: Json, token: str | None) -> Reply:
        method = self._methods.get(name)
        if method is None:
            raise SlackRefusal("unknown_method", req_method=name)
        address = _address(self._base_url())
        if not method.tokens:
            call = Call(self._world, arguments, address)
            return Reply(200, {"ok": True} | method.run(call), _headers(None, method))
        known = self._known(token)
        if known.kind not in method.tokens:
            raise SlackRefusal("not_allowed_token_type")
        install = self._install(known)
        call = Call(
            self._world,
            arguments,
            address,
            known,
            token or "",
            install,
            self.new_connection,
        )
        headers = _headers(install, method)
        try:
            call.need_scope(*method.needs)
            return Reply(200, {"ok": True} | method.run(call), headers)
        except SlackRefusal as refusal:
            refusal.headers = headers | refusal.headers
            raise

    def _known(self, token: str | None) -> Token:
        """Whom a token stands for. Refused: not_authed, invalid_auth, token_revoked, ..."""
        if not token:
            raise SlackRefusal("not_authed")
        known = self._world.tokens.get(token)
        if known is None:
            raise SlackRefusal("invalid_auth")
        if known.kind == "bot" and known.team not in self._world.installs:
            raise SlackRefusal("account_inactive")
        if known.kind == "user" and self._world.users[known.user].deleted:
            raise SlackRefusal("account_inactive")
        if known.revoked:
            raise SlackRefusal("token_revoked")
        if known.expires_at is not None and known.expires_at <= self._world.now():
            raise SlackRefusal("token_expired")
        return known

    def _install(self, token: Token) -> Install | None:
        return self._world.installs[token.team] if token.kind == "bot" else None

    def _noted(self, method: str, arguments: Json, token: str | None, reply: Reply) -> Reply:
        known = self._world.tokens.get(token or "")
        self._journal.note(
            "call",
            method=method,
            arguments={key: arguments[key] for key in arguments if key not in SECRETS},
            team=known.team if known else None,
            user=known.user if known else None,
            status=reply.status,
            ok=bool(reply.body.get("ok")),
            error=reply.body.get("error"),
            ts=reply.body.get("ts"),
        )
        headers = {"x-slack-req-id": uuid.uuid4().hex} | reply.headers
        return Reply(reply.status, reply.body, headers)


def _address(base_url: str) -> str:
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _headers(install: Install | None, method: Method) -> dict[str, str]:
    scopes = ",".join(sorted(install.scopes)) if install else PERSONS_SCOPES
    if not method.tokens:
        return {}
    return {"x-oauth-scopes": scopes, "x-accepted-oauth-scopes": ",".join(method.needs)}


def _refused(refusal: SlackRefusal) -> Reply:
    body = {"ok": False, "error": refusal.code} | refusal.more
    return Reply(refusal.status, body, refusal.headers)


def _faulty(fault: Fault) -> Reply:
    if fault.error == "ratelimited":
        wait = 1 if fault.retry_after is None else fault.retry_after
        headers = {"retry-after": str(wait)}
        return Reply(fault.status or TOO_MANY, {"ok": False, "error": "ratelimited"}, headers)
    error = "internal_error" if fault.error in ("", "lost_answer") else fault.error
    broken = fault.error in ("", "lost_answer")
    return Reply(fault.status or (SERVER_BROKEN if broken else 200), {"ok": False, "error": error})
