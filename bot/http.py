"""Slack over HTTP: signed requests only, and the app run in a thread beside the loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.error import URLError

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from bot import oauth
from bot.app import SlackApp
from bot.parsing import is_sound
from bot.words import say
from service.domain.errors import Unavailable

TAKEN, REFUSED, TOO_LARGE, AWAY = 200, 401, 413, 503
ANSWER_SECONDS = 2.7
"""Slack waits 3 s, also while a database hangs that has not gone away."""
MOST_BYTES = 1_000_000
LONGEST_TIMESTAMP = 12


def router(slack: SlackApp) -> APIRouter:
    """What Slack posts to, and where a workspace takes the app where it can."""
    routes = APIRouter(include_in_schema=False)
    _take_events(routes, slack)
    _take_installs(routes, slack)
    return routes


def _take_events(routes: APIRouter, slack: SlackApp) -> None:
    secret = slack.bot.system.settings.slack_signing_secret
    assert secret is not None
    verifier = SignatureVerifier(secret.get_secret_value())

    @routes.post("/slack/events")
    async def slack_events(request: Request) -> Response:
        """Hand the signed body on; it answers 200 only when what was said is kept."""
        raw = await _body(request)
        if raw is None:
            return Response(status_code=TOO_LARGE)
        body = _signed(verifier, request, raw)
        if body is None:
            return Response(status_code=REFUSED)
        asked = _read(request, body)
        if asked is None:
            slack.bot.counts.unknown("unreadable")
            return Response(status_code=TAKEN)
        with anyio.move_on_after(ANSWER_SECONDS):
            dispatch = slack.bolt.dispatch
            return _answered(
                await anyio.to_thread.run_sync(dispatch, asked, abandon_on_cancel=True)
            )
        return _too_late(asked)


def _take_installs(routes: APIRouter, slack: SlackApp) -> None:
    system, bot = slack.bot.system, slack.bot
    states = oauth.OAuthStates(system.database, bot.clock)

    def installed(team: str | None) -> None:
        bot.posts.try_again(bot.clock(), team)

    flow = oauth.flow(system.settings, bot.installations, states, installed)
    if flow is None:
        return

    @routes.get(oauth.INSTALL)
    async def slack_install(request: Request) -> Response:
        """Send somebody to the page on which they allow the app."""
        asked = _read(request, "")
        return _answered(await run_in_threadpool(_kindly, flow.handle_installation, asked))

    @routes.get(oauth.BACK)
    async def slack_oauth_redirect(request: Request) -> Response:
        """They come back with a code, which becomes their workspace's token."""
        asked = _read(request, "")
        return _answered(await run_in_threadpool(_kindly, flow.handle_callback, asked))


async def _body(request: Request) -> bytes | None:
    """The body as it came; None as soon as it is too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _signed(verifier: SignatureVerifier, request: Request, raw: bytes) -> str | None:
    """The text of a body that Slack signed lately; None for any other. It is looked at before
    anything else reads the body, so that what a stranger sends goes nowhere."""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    # The verifier raises on a timestamp that is no number or a signature outside ASCII.
    is_sane = timestamp.isascii() and timestamp.isdigit() and signature.isascii()
    if not is_sane or len(timestamp) > LONGEST_TIMESTAMP:
        return None
    try:
        body = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return body if verifier.is_valid(body, timestamp, signature) else None


def _read(request: Request, body: str) -> BoltRequest | None:
    """The request as Bolt takes it; None where its body is not what its type says."""
    query = str(request.url.query)
    headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
    try:
        asked = BoltRequest(body=body, query=query, headers=headers)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return asked if isinstance(asked.body, dict) and is_sound(asked.body) else None


def _too_late(asked: BoltRequest) -> Response:
    """Slack waits no longer: it comes again with an event, and a modal keeps what was typed. What
    is still under way may yet be kept; sending it again is the same reflection.
    """
    state = (asked.body.get("view") or {}).get("state") or {}
    block = next(iter(state.get("values") or {}), None)
    if asked.body.get("type") != "view_submission" or block is None:
        return Response(status_code=AWAY)
    errors = {block: say("refused.unavailable")}
    return JSONResponse({"response_action": "errors", "errors": errors})


def _kindly(
    answer: Callable[[BoltRequest], BoltResponse], asked: BoltRequest | None
) -> BoltResponse:
    """The answer, or a page that says to try again where Slack or the database is away."""
    assert asked is not None, "an empty body can be read"
    try:
        return answer(asked)
    except (Unavailable, SlackClientError, URLError, TimeoutError, ConnectionError):
        return oauth.page(AWAY, say("install.not_done"), say("install.later"))


def _answered(answer: BoltResponse) -> Response:
    first = {name: values[0] for name, values in answer.headers.items() if values}
    return Response(answer.body, status_code=answer.status, headers=first)
