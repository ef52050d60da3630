"""Slack over HTTP: one address, signed requests, and the app run in a thread beside the loop."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from slack_bolt import App, BoltRequest, BoltResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

REFUSED = 401


def router(bolt: App) -> APIRouter:
    """The route that Slack posts to."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/slack/events")
    async def slack_events(request: Request) -> Response:
        """Hand the raw body on; it answers 200 only when what was said is kept."""
        body = (await request.body()).decode("utf-8", errors="replace")
        if not _has_sane_signature(request):
            return Response(status_code=REFUSED)
        query = str(request.url.query)
        headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
        asked = BoltRequest(body=body, query=query, headers=headers)
        answer: BoltResponse = await run_in_threadpool(bolt.dispatch, asked)
        first = {name: values[0] for name, values in answer.headers.items() if values}
        return Response(answer.body, status_code=answer.status, headers=first)

    return routes


def _has_sane_signature(request: Request) -> bool:
    """The verifier raises on a timestamp that is no number or a signature outside ASCII."""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    return timestamp.isascii() and timestamp.isdigit() and signature.isascii()
