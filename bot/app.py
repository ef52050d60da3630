"""The Slack app: Bolt, with every listener registered; how requests reach it is another room."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.listeners import capture
from service.bootstrap import System
from service.domain.errors import Misconfigured, NotFound


def now() -> datetime:
    """The moment: the one clock of the running bot."""
    return datetime.now(UTC)


def build_bolt(system: System, clock: Callable[[], datetime] = now) -> App:
    """A Bolt app over this system. It answers Slack only after the append has committed."""
    settings = system.settings
    if settings.slack_signing_secret is None or settings.slack_bot_token is None:
        raise Misconfigured("Slack needs both SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN.")
    if settings.slack_place is None:
        raise Misconfigured("Say which place this workspace is, with DOUBLELOOP_SLACK_PLACE.")
    try:
        place = system.desk.place(settings.slack_place)
    except NotFound as error:
        raise Misconfigured(
            f"DOUBLELOOP_SLACK_PLACE names {settings.slack_place!r}, and there is no such place "
            "yet. Open it first, for nothing that is said there could be kept."
        ) from error
    # A refused signature makes Bolt log the whole body at INFO (measured): keep it out of logs.
    logging.getLogger("slack_bolt").addFilter(_NoBodies())
    token = settings.slack_bot_token.get_secret_value()
    bolt = App(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client=WebClient(base_url=settings.slack_base_url),
        # One workspace, one token: known here, so that no message waits for Slack to confirm it.
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token),
        process_before_response=True,
    )
    capture.register(bolt, system, place, clock)
    return bolt


class _NoBodies(logging.Filter):
    """Lets only warnings and worse through, which carry no request body."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING
