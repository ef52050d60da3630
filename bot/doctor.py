"""The doctor: looks at how Slack is set up, and says in plain sentences what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.error import URLError
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import manifest
from bot.channels import FunderChannel, LinkedChannel
from bot.context import Bot
from bot.delivery import DELIVERY_LOCK
from bot.reading import strangers_to_reading
from bot.sending import NoWorkspace
from bot.words import say
from bot.workspaces import Workspaces
from service.domain.vocabulary import PlaceRole
from service.settings import Settings

SLACK = "https://slack.com/api/"
AWAY = (SlackClientError, URLError, TimeoutError, ConnectionError)
MANY_WAITING = 1_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    about: str
    """What it is about, for programs: a key of the catalogue's section."""
    is_well: bool
    sentence: str

    def plain(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return asdict(self)


class Doctor:
    """Looks at everything once; it changes nothing and reads nobody's words."""

    def __init__(self, bot: Bot, workspaces: Workspaces, settings: Settings) -> None:
        self._bot, self._workspaces, self._settings = bot, workspaces, settings
        self._clients: dict[str, WebClient] = {}

    def look(self) -> list[Finding]:
        """All findings, in the order in which to mend them."""
        return [
            *self._look_at_settings(),
            *self._look_at_workspaces(),
            *self._look_at_channels(),
            *self._look_at_places(),
            *self._look_at_delivery(),
        ]

    def _look_at_settings(self) -> Iterator[Finding]:
        told = self._settings
        yield _found("signing_secret", told.slack_signing_secret is not None)
        has_oauth = told.slack_client_id is not None and told.slack_client_secret is not None
        yield _found("token", told.slack_bot_token is not None or has_oauth)
        if told.slack_client_id is not None and not has_oauth:
            yield _missing("client_secret")
        if told.slack_app_token is not None:
            app_token = told.slack_app_token.get_secret_value()
            yield _found("app_token", app_token.startswith("xapp-"))
        else:
            yield _found("public_url", told.is_production)
        if told.is_production:
            yield _found("base_url", told.slack_base_url == SLACK, address=told.slack_base_url)

    def _look_at_workspaces(self) -> Iterator[Finding]:
        teams = {one.team_id or "" for one in self._bot.installations.live()}
        teams |= {one.team_id for one in self._linked()}
        for team in sorted(teams):
            yield from self._look_at_workspace(team)
        if self._settings.slack_bot_token is not None:
            yield from self._look_at_token(
                WebClient(
                    self._settings.slack_bot_token.get_secret_value(),
                    base_url=self._settings.slack_base_url,
                ),
                known=teams,
            )
        elif not teams:
            yield _missing("workspaces")
        for one in self._bot.installations.ended():
            yield _fine("removed", team=one.team, on=one.at.date())

    def _look_at_workspace(self, team: str) -> Iterator[Finding]:
        try:
            client = self._workspaces.client(team)
        except NoWorkspace:
            yield _missing("not_installed", team=team)
            return
        yield from self._look_at_token(client, known=())

    def _look_at_token(self, client: WebClient, known: Iterable[str]) -> Iterator[Finding]:
        try:
            answer = client.auth_test()
        except SlackApiError as error:
            yield _missing("token_refused", code=error.response.get("error"))
            return
        except AWAY as error:
            yield _missing("slack_away", kind=type(error).__name__)
            return
        team = str(answer["team_id"])
        if team in known:
            return
        self._clients[team] = client
        yield _fine("workspace", team=team, name=answer.get("team"))
        headers = {name.lower(): value for name, value in dict(answer.headers).items()}
        given = {one.strip() for one in str(headers.get("x-oauth-scopes", "")).split(",")}
        lacking = [scope for scope in manifest.scopes() if scope not in given]
        if lacking:
            yield _missing("scopes", team=team, scopes=", ".join(lacking))

    def _look_at_channels(self) -> Iterator[Finding]:
        linked = self._linked()
        if not linked:
            yield _missing("channels")
        for one in linked:
            client = self._clients.get(one.team_id)
            if client is not None:
                yield self._look_at_channel(client, one)
        for funders in self._bot.channels.all_of_funders():
            client = self._clients.get(funders.team_id)
            if client is not None:
                yield self._look_at_channel(client, funders)

    def _look_at_channel(self, client: WebClient, one: LinkedChannel | FunderChannel) -> Finding:
        place = None if isinstance(one, FunderChannel) else one.place_id
        name = self._bot.identity.name_of(place) if place else say("doctor.funder")
        facts = {"channel": one.channel_id, "place": name}
        try:
            told = client.conversations_info(channel=one.channel_id).get("channel") or {}
            if not told.get("is_member"):
                return _missing("not_in_channel", **facts)
            if isinstance(one, LinkedChannel) and one.purpose == "triage":
                return self._look_at_reading(client, one, told, facts)
        except SlackApiError as error:
            return _missing("channel_refused", code=error.response.get("error"), **facts)
        except AWAY as error:
            return _missing("slack_away", kind=type(error).__name__)
        if told.get("is_ext_shared") and not one.welcomes_others:
            if isinstance(one, FunderChannel):
                return _missing("funder_waits", **facts)
            return _fine("channel_shared", **facts)
        return _fine("channel", **facts)

    def _look_at_reading(
        self, client: WebClient, one: LinkedChannel, told: dict[str, Any], facts: dict[str, str]
    ) -> Finding:
        if not told.get("is_private"):
            return _missing("reading_not_private", **facts)
        count = strangers_to_reading(self._bot, client, one.team_id, one.channel_id, one.place_id)
        if count:
            return _missing("reading_not_only_readers", count=count, **facts)
        return _fine("reading", **facts)

    def _look_at_places(self) -> Iterator[Finding]:
        for place in self._places():
            name = self._bot.identity.name_of(place)
            roles = self._bot.system.places.remembered_roles(place)
            for role in PlaceRole:
                people = [person for person, some in roles.items() if role in some]
                if not people:
                    yield _missing(f"no_{role}", place=name)
                elif not any(self._hears(person) for person in people):
                    yield _missing(f"unreachable_{role}", place=name)
                else:
                    yield _fine(role, place=name)

    def _hears(self, person: UUID) -> bool:
        """True where Slack knows somebody whom we could write to now."""
        for team, user in self._bot.identity.slack_of(person):
            client = self._clients.get(team)
            try:
                told = (client.users_info(user=user).get("user") or {}) if client else {}
            except AWAY:
                told = {}
            if told and not told.get("deleted"):
                return True
        return False

    def _look_at_delivery(self) -> Iterator[Finding]:
        waiting = self._bot.posts.waiting()
        yield _found("backlog", waiting < MANY_WAITING, count=waiting)
        with self._bot.system.database.reading() as connection:
            problems = connection.execute(_PROBLEMS).fetchall()
            lock = (DELIVERY_LOCK >> 32, DELIVERY_LOCK & 0xFFFFFFFF)
            is_led = connection.execute(_IS_LED, lock).fetchone() is not None
        for problem, count in problems:
            yield _missing("problem", kind=problem, count=count)
        yield _fine("delivers" if is_led else "delivers_not")

    def _linked(self) -> list[LinkedChannel]:
        return self._bot.channels.all_open()

    def _places(self) -> list[UUID]:
        places = {one.place_id for one in self._linked()}
        if self._settings.slack_place is not None:
            places.add(self._bot.system.desk.place(self._settings.slack_place).id)
        return sorted(places, key=self._bot.identity.name_of)


def _found(about: str, is_well: bool, **facts: object) -> Finding:
    """What is well has a sentence of its own, `..._well`."""
    return _fine(f"{about}_well", **facts) if is_well else _missing(about, **facts)


def _fine(about: str, **facts: object) -> Finding:
    return Finding(about, True, say(f"doctor.{about}", **facts))


def _missing(about: str, **facts: object) -> Finding:
    return Finding(about, False, say(f"doctor.{about}", **facts))


_PROBLEMS = """
SELECT problem, count(*) FROM slack.posts
WHERE wanted > done AND problem IS NOT NULL GROUP BY problem ORDER BY problem
"""

_IS_LED = """
SELECT 1 FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
