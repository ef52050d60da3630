"""Workspaces: with which token we act in which workspace."""

from __future__ import annotations

import logging
import ssl
import threading
from copy import copy
from datetime import timedelta
from functools import cache
from typing import cast
from urllib.error import URLError

from pydantic import SecretStr
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store import Installation

from bot.hand import ANSWER_SECONDS
from bot.installations import Clock, Installations
from bot.sending import NoWorkspace
from service.domain.errors import Unavailable
from service.settings import Settings

SENDING_SECONDS = 10
RENEWED_AHEAD = timedelta(hours=2)
"""Who has time exchanges a token so long before its end."""
RENEWED_LATE = timedelta(minutes=30)
"""Who has to answer within seconds leaves that to the others for as long as it can wait."""
AWAY = (SlackClientError, URLError, TimeoutError, ConnectionError)

logger = logging.getLogger("doubleloop.bot")


@cache
def _trust() -> ssl.SSLContext:
    """Made once, for reading whom to trust takes 20 ms: without it, of every call to Slack."""
    return ssl.create_default_context()


class Workspaces:
    """The workspaces that installed the app, and the one whose token the settings name."""

    def __init__(self, settings: Settings, installations: Installations, clock: Clock) -> None:
        self._settings, self._installations, self._clock = settings, installations, clock
        self._lock, self._own_team = threading.Lock(), ""

    def client(self, team: str) -> WebClient:
        """A client that acts in this workspace, for what may take its time. NoWorkspace where
        the app is not, or no longer, installed."""
        token, _ = self._token(team, "", RENEWED_AHEAD)
        if token is None:
            raise NoWorkspace
        return self._client(SENDING_SECONDS, token)

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """For Bolt: as whom we answer this workspace; None where it has not installed us."""
        token, found = self._token(team_id or "", enterprise_id or "", RENEWED_LATE)
        if token is None:
            return cast("AuthorizeResult", None)  # Bolt takes None, though its type does not say.
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_user_id=None if found is None else found.bot_user_id,
            bot_id=None if found is None else found.bot_id,
        )

    def answering_client(self) -> WebClient:
        """The client that Bolt hands to listeners, which must be quick."""
        return self._client(ANSWER_SECONDS)

    def _client(self, seconds: int, token: str | None = None) -> WebClient:
        url = self._settings.slack_base_url
        return WebClient(token, base_url=url, timeout=seconds, ssl=_trust())

    def _token(
        self, team: str, enterprise: str, ahead: timedelta
    ) -> tuple[str | None, Installation | None]:
        known = self._installations.of(team, enterprise)
        if known.installation is not None:
            found = self._lasting(known.installation, ahead)
            return found.bot_token, found
        own = self._settings.slack_bot_token
        if own is None or self._installations.digest(own.get_secret_value()) in known.ended_tokens:
            return None, None
        if self._settings.slack_client_id is not None and team != self._team_of(own):
            return None, None
        return own.get_secret_value(), None

    def _lasting(self, found: Installation, ahead: timedelta) -> Installation:
        """The same with newer tokens, where its own end soon. What goes wrong with that is tried
        again at the next occasion, for the tokens still last a while."""
        if not self._ends_within(found, ahead):
            return found
        try:
            newer = self._installations.renew(
                found.team_id or "",
                found.enterprise_id or "",
                lambda one: self._ends_within(one, ahead),
                self._exchange,
            )
        except SlackApiError as error:
            logger.error("Slack did not renew a token (%s).", error.response.get("error"))
            return found
        except (Unavailable, *AWAY) as error:
            logger.warning("A token could not be renewed just now (%s).", type(error).__name__)
            return found
        return newer or found

    def _ends_within(self, found: Installation, ahead: timedelta) -> bool:
        ends = found.bot_token_expires_at
        if ends is None or found.bot_refresh_token is None:
            return False
        return ends <= (self._clock() + ahead).timestamp()

    def _exchange(self, found: Installation) -> Installation:
        secret = self._settings.slack_client_secret
        answer = self.answering_client().oauth_v2_access(
            client_id=self._settings.slack_client_id or "",
            client_secret="" if secret is None else secret.get_secret_value(),
            grant_type="refresh_token",
            refresh_token=found.bot_refresh_token,
        )
        newer = copy(found)
        newer.bot_token = answer["access_token"]
        newer.bot_refresh_token = answer.get("refresh_token") or found.bot_refresh_token
        lasts = timedelta(seconds=int(answer.get("expires_in") or 0))
        newer.bot_token_expires_at = int((self._clock() + lasts).timestamp())
        return newer

    def _team_of(self, token: SecretStr) -> str:
        """Whose token the settings name, asked once. Unavailable where Slack does not answer."""
        with self._lock:
            if not self._own_team:
                try:
                    answer = self.answering_client().auth_test(token=token.get_secret_value())
                except SlackApiError:
                    return ""  # Slack does not know this token (any more).
                except AWAY as error:
                    raise Unavailable from error
                self._own_team = str(answer["team_id"])
            return self._own_team
