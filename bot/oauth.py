"""OAuth: how a workspace takes the app, over Slack's own pages and back to ours."""

from __future__ import annotations

import hashlib
import html
import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from slack_bolt import BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth import OAuthStateStore

from bot import manifest
from bot.installations import Clock, Installations
from bot.words import say
from service.database import Database
from service.settings import Settings

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
STATES_LAST = timedelta(minutes=10)
ANSWER_SECONDS = 10
OK, REFUSED = 200, 400

quiet = logging.getLogger("doubleloop.bot.oauth")
"""Slack's own code would log the code that it could not exchange; what happened is said here."""


class OAuthStates(OAuthStateStore):
    """The rows of `slack.oauth_states`: each good once, for ten minutes, kept as a digest."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @property
    def logger(self) -> logging.Logger:
        """Where Slack's own code may say something."""
        return quiet

    def issue(self, *_args: object, **_more: object) -> str:
        """A fresh state, for somebody who is about to install the app."""
        state, now = secrets.token_urlsafe(32), self._clock()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM slack.oauth_states WHERE expires_at <= %s", (now,))
            connection.execute(
                "INSERT INTO slack.oauth_states (digest, expires_at) VALUES (%s, %s)",
                (_digest(state), now + STATES_LAST),
            )
        return state

    def consume(self, state: str) -> bool:
        """True for a state that was issued, is not old, and comes back for the first time."""
        with self._database.writing() as connection:
            gone = connection.execute(
                "DELETE FROM slack.oauth_states WHERE digest = %s RETURNING expires_at > %s",
                (_digest(state), self._clock()),
            ).fetchone()
        return gone is not None and bool(gone[0])


def flow(
    settings: Settings,
    installations: Installations,
    states: OAuthStates,
    when_installed: Callable[[str | None], None],
) -> OAuthFlow | None:
    """The way through Slack's pages; None where no client id and secret are set. Once a workspace
    has the app `when_installed` is told which, or None for a whole organisation."""
    if settings.slack_client_id is None or settings.slack_client_secret is None:
        return None
    quiet.setLevel(logging.CRITICAL)

    def installed(args: SuccessArgs) -> BoltResponse:
        when_installed(args.installation.team_id)
        return _installed(args)

    client = WebClient(base_url=settings.slack_base_url, timeout=ANSWER_SECONDS)
    return OAuthFlow(
        client=client,
        logger=quiet,
        settings=OAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            scopes=manifest.scopes(),
            user_scopes=[],
            redirect_uri=settings.address + BACK,
            install_path=INSTALL,
            install_page_rendering_enabled=False,
            redirect_uri_path=BACK,
            callback_options=CallbackOptions(success=installed, failure=_not_installed),
            authorization_url=authorization_url(settings.slack_base_url),
            installation_store=installations,
            state_store=states,
            state_expiration_seconds=int(STATES_LAST.total_seconds()),
            logger=quiet,
        ),
    )


def authorization_url(base_url: str) -> str:
    """The page on which somebody allows the app, of the Slack that we talk to."""
    slack = urlsplit(base_url)
    return f"{slack.scheme}://{slack.netloc}/oauth/v2/authorize"


def page(status: int, title: str, text: str) -> BoltResponse:
    """A small page for who installs the app, with nothing in it that a page could run."""
    title, text = html.escape(title), html.escape(text)
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><main><h1>{title}</h1><p>{text}</p></main></html>"
    )
    headers: dict[str, str | Sequence[str]] = {"content-type": "text/html; charset=utf-8"}
    return BoltResponse(status=status, body=body, headers=headers)


def _installed(args: SuccessArgs) -> BoltResponse:
    where = args.installation.team_name or say("install.your_workspace")
    answer = page(OK, say("install.done", workspace=where), say("install.next"))
    answer.headers["set-cookie"] = [args.settings.state_utils.build_set_cookie_for_deletion()]
    return answer


def _not_installed(args: FailureArgs) -> BoltResponse:
    """Why not is told in our words: what came with the request is not shown again."""
    if args.reason == "access_denied":
        return page(OK, say("install.not_done"), say("install.denied"))
    quiet.critical("Somebody could not install the app (%s).", _known_reason(args.reason))
    return page(REFUSED, say("install.not_done"), say("install.again"))


def _known_reason(reason: str) -> str:
    known = ("invalid_browser", "invalid_state", "missing_code", "invalid_code", "storage_error")
    return reason if reason in known else "another reason"


def _digest(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()
