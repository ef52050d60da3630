"""The Slack app: Bolt, with every listener registered; how requests reach it is another room."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.acting import for_our_workspace
from bot.context import Bot, open_bot
from bot.delivery import Delivery
from bot.listening import Listening
from bot.rooms import LISTENERS, TELLINGS
from bot.sending import Sender
from bot.workspaces import Workspaces
from service.bootstrap import System
from service.domain.errors import Misconfigured, NotFound


def now() -> datetime:
    """The moment: the one clock of the running bot."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class SlackApp:
    """The bot's two sides: what hears (Bolt) and what speaks (delivery)."""

    bot: Bot
    bolt: App
    listening: Listening
    delivery: Delivery
    workspaces: Workspaces


def build_slack(system: System, clock: Callable[[], datetime] = now) -> SlackApp:
    """Everything of Slack over this system. It answers only after the append has committed."""
    settings = system.settings
    by_token, by_install = settings.slack_bot_token, settings.slack_client_id
    if settings.slack_signing_secret is None or not (by_token or by_install):
        raise Misconfigured(
            "Slack needs SLACK_SIGNING_SECRET, and SLACK_BOT_TOKEN (for one workspace) or "
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (for several)."
        )
    _check_place(system)
    bot = open_bot(system, clock)
    workspaces = Workspaces(settings, bot.installations, clock)

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Bolt reads the names of what it passes on from a function's own signature.
        return workspaces.authorize(enterprise_id, team_id)

    bolt = App(
        logger=_quiet(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client=workspaces.answering_client(),
        # The token is known here, so that no message waits for Slack to confirm it.
        before_authorize=for_our_workspace(bot.channels.teams_of),
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    listening = Listening(bolt, bot)
    for room in LISTENERS:
        room.register(listening)
    delivery = Delivery(bot, Sender(bot, TELLINGS, workspaces.client), TELLINGS)
    return SlackApp(bot, bolt, listening, delivery, workspaces)


def _check_place(system: System) -> None:
    """A place that the settings name has to be there, or what is said could not be kept."""
    named = system.settings.slack_place
    try:
        if named is not None:
            system.desk.place(named)
    except NotFound as error:
        raise Misconfigured(
            f"DOUBLELOOP_SLACK_PLACE names {named!r}, and there is no such place yet. Open it "
            "first, for nothing that is said there could be kept."
        ) from error


def _quiet() -> logging.Logger:
    """Bolt logs whole bodies at INFO, as where a signature is refused (measured), and warns of
    settings that it finds by itself and that we do not use: none of that."""
    logger = logging.getLogger("doubleloop.bot.bolt")
    logger.setLevel(logging.ERROR)
    return logger
