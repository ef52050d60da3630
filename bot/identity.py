"""Identity: a Slack person is a team and a user; the vault alone joins that to a person here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.channels import Channels
from bot.installations import Installations
from bot.payloads import Who
from bot.refusals import ForTheFunder, FromElsewhere, NotSetUp
from service.application.desk import KnownPlace, Request
from service.bootstrap import OPERATOR, System
from service.domain.errors import NotFound
from service.domain.person import Person
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, Channel, LanguageStage, PlaceRole
from service.policy import Actor

PROVIDER = "slack"


def slack_name(team: str, user: str) -> str:
    """The outside name under which the vault keeps a Slack person, as `T012/U345`."""
    return f"{team}/{user}"


@dataclass(frozen=True)
class Visitor:
    """Somebody in Slack, as the person they are in a place."""

    who: Who
    person: UUID
    place: KnownPlace
    place_name: str
    roles: frozenset[PlaceRole]
    actor: Actor
    sees_framework_words: bool
    """False for people of a place that uses only its own words (I13)."""

    @property
    def is_learning_partner(self) -> bool:
        """True for who reads and joins what people leave."""
        return PlaceRole.LEARNING_PARTNER in self.roles

    @property
    def is_coordinator(self) -> bool:
        """True for who looks after the place's rhythm and people."""
        return PlaceRole.COORDINATOR in self.roles

    def request(self, now: datetime, key: str | None) -> Request:
        """A request by this person through Slack; `key` makes repeating it safe."""
        return Request(self.actor, Channel.SLACK, now, key)


class Identity:
    """Finds the person and place behind somebody in Slack, meeting them where they are new."""

    def __init__(
        self,
        system: System,
        channels: Channels,
        installations: Installations,
        clock: Callable[[], datetime],
    ) -> None:
        self._system, self._channels, self._clock = system, channels, clock
        self._installations = installations
        self._names: dict[UUID, str] = {}

    def visitor(self, who: Who, channel: str | None = None) -> Visitor:
        """The person behind somebody in Slack, in the place they are in now.

        Raises NotSetUp where no place is known, FromElsewhere for people of an organisation that
        this channel's coordinator has not welcomed, ForTheFunder for who reads for the funder.
        """
        return self._met(who, self._place_for(who, channel))

    def met_in(self, who: Who, place: UUID) -> Visitor:
        """The person behind somebody in Slack, in the place that they were asked about."""
        return self._met(who, self._system.desk.place(place))

    def funder(self, who: Who, programme: UUID) -> Actor | None:
        """Somebody in Slack as who they are for a programme's funder; None for anybody else."""
        person = self.known(who)
        if person is None or programme not in self._groups_of(person):
            return None
        return Actor(person, ActorRole.FUNDER, frozenset([programme]))

    def _met(self, who: Who, place: KnownPlace) -> Visitor:
        if self.funder(who, place.programme_id) is not None:
            raise ForTheFunder
        name = slack_name(who.team, who.user)
        met = self._system.keys.keyed(f"slack:{who.team}:{who.user}")
        welcome = Request(OPERATOR, Channel.SLACK, self._clock(), met)
        person = self._system.people.meet(place, PROVIDER, name, welcome)
        if not self._row(who.team, who.user).get("place_id"):  # Where they are until they choose.
            self._note(who, person, place_id=place.id)
        return self.in_place(who, person, place)

    def in_place(self, who: Who, person: UUID, place: KnownPlace) -> Visitor:
        """Somebody we know, in one of their places; NotFound in any other."""
        if place.id not in self._system.desk.load(Person, person).places:
            raise NotFound
        state = self._system.desk.load(Place, place.id)
        roles = frozenset(state.roles.get(person, ()))
        role = _actor_role(roles)
        return Visitor(
            who=who,
            person=person,
            place=place,
            place_name=self.name_of(place.id),
            roles=roles,
            actor=Actor(person, role, frozenset([place.id])),
            sees_framework_words=role == ActorRole.LEARNING_PARTNER
            or state.stage != LanguageStage.LOCAL_ONLY,
        )

    def name_of(self, place: UUID) -> str:
        """What a place is called; a place keeps its name."""
        if place not in self._names:
            first = next(iter(self._system.log.events.get(place, lte=1)))
            assert isinstance(first, Place.Joined)
            self._names[place] = self._system.keys.open_field(first, "name", first.name)
        return self._names[place]

    def called(self, person: UUID) -> str | None:
        """What somebody told us that they are called."""
        try:
            told = self._system.desk.load(Person, person).told.get("name")
        except NotFound:
            return None
        sealer = self._system.keys.sealers([person]).get(person)
        return None if told is None or sealer is None else sealer.open("name", told)

    def is_erased(self, person: UUID) -> bool:
        """True for somebody whose words and names are gone for good."""
        try:
            return self._system.desk.load(Person, person).is_erased
        except NotFound:
            return False

    def known(self, who: Who) -> UUID | None:
        """The person behind somebody in Slack, if we have met."""
        return self._system.keys.find_person(PROVIDER, slack_name(who.team, who.user))

    def slack_of(self, person: UUID) -> list[tuple[str, str]]:
        """As whom we know a person in Slack, as team and user; none who left their workspace."""
        names = self._system.keys.identities_of(person, PROVIDER)
        pairs = [(team, user) for team, _, user in (name.partition("/") for name in names)]
        return [pair for pair in pairs if not self._row(*pair).get("is_gone")]

    def direct_to(self, person: UUID) -> list[tuple[str, str]]:
        """As whom the bot can write to a person; nobody of an organisation that has not got it."""
        return [pair for pair in self.slack_of(person) if self._is_installed_in(pair[0])]

    def reached_for(self, person: UUID, place: UUID) -> list[tuple[str, str]]:
        """As whom somebody is told of a place: once, in a workspace of the place where there is a
        choice; nobody where the bot cannot write to them."""
        here = {one.team_id for one in self._channels.for_place(place)}
        return sorted(self.direct_to(person), key=lambda pair: pair[0] not in here)[:1]

    def places_of(self, person: UUID) -> list[UUID]:
        """The places that a person takes part in, by name."""
        programme = self._system.places.programme_id
        places = (group for group in self._groups_of(person) if group != programme)
        return sorted(places, key=self.name_of)

    def choose_place(self, who: Who, person: UUID, place: UUID) -> None:
        """Remember which of their places somebody is in now."""
        self._note(who, person, place_id=place)

    def has_home(self, person: UUID, who: Who) -> None:
        """Remember that somebody has looked at their Home, so that it is kept up to date."""
        if not self._row(who.team, who.user).get("has_home"):
            self._note(who, person, has_home=True)

    def homes_of(self, person: UUID) -> list[tuple[str, str]]:
        """As whom a person has looked at their Home."""
        return [pair for pair in self.slack_of(person) if self._row(*pair).get("has_home")]

    def is_new_here(self, who: Who) -> bool:
        """True for somebody who has not looked at their Home before."""
        return not self._row(who.team, who.user).get("has_home")

    def note_status(self, who: Who, person: UUID, *, is_gone: bool, is_guest: bool) -> None:
        """Somebody's account was closed, opened again, or became a guest's."""
        self._note(who, person, is_gone=is_gone, is_guest=is_guest)

    def keeps_thread_replies(self, who: Who) -> bool | None:
        """Whether somebody's replies in a thread are kept; None where they were not asked yet."""
        answer = self._row(who.team, who.user).get("keeps_thread_replies")
        return answer if isinstance(answer, bool) else None

    def keep_thread_replies(self, who: Who, person: UUID, keep: bool) -> None:
        """Remember somebody's answer to that."""
        self._note(who, person, keeps_thread_replies=keep)

    def forget(self, person: UUID) -> None:
        """Leave nothing of an erased person."""
        with self._system.database.writing() as connection:
            connection.execute("DELETE FROM slack.people WHERE person_id = %s", (person,))

    def _groups_of(self, person: UUID) -> set[UUID]:
        """The places that somebody belongs to; for who is from the funder, the programme."""
        try:
            return self._system.desk.load(Person, person).places
        except NotFound:
            return set()

    def _place_for(self, who: Who, channel: str | None) -> KnownPlace:
        linked = self._channels.of(who.installed, channel) if channel else None
        if linked is not None:
            if who.is_from_elsewhere and not linked.welcomes_others:
                raise FromElsewhere
            return self._system.desk.place(linked.place_id)
        chosen = self._row(who.team, who.user).get("place_id")
        if isinstance(chosen, UUID):
            return self._system.desk.place(chosen)
        person = self.known(who)
        own = self.places_of(person) if person is not None else []
        here = self._places_here(who.installed)
        both = [place for place in here if place in own]
        found = next(iter(both or here or own), None)
        if found is None:
            raise NotSetUp
        if who.is_from_elsewhere and found not in own:
            raise FromElsewhere
        return self._system.desk.place(found)

    def _places_here(self, team: str) -> list[UUID]:
        """The places of a workspace: what its channels are for, and what the settings name."""
        places = {one.place_id for one in self._channels.in_team(team)}
        if self._system.settings.slack_place is not None and not self._is_for_several:
            places.add(self._system.desk.place(self._system.settings.slack_place).id)
        return sorted(places, key=self.name_of)

    def _is_installed_in(self, team: str) -> bool:
        """Of the workspace whose token the settings name, only its linked channels tell. Others'
        people are met in such channels alone; so where there are none, nobody is from elsewhere."""
        if self._installations.of(team).installation is not None:
            return True
        ours = {one.team_id for one in self._channels.all_open()}
        return not ours or team in ours

    @property
    def _is_for_several(self) -> bool:
        """True where several workspaces install the app: no place is every workspace's."""
        return self._system.settings.slack_client_id is not None

    def _row(self, team: str, user: str) -> dict[str, Any]:
        lookup = self._system.keys.identity_lookup(PROVIDER, slack_name(team, user))
        with self._system.database.reading() as connection:
            row = connection.execute(
                "SELECT place_id, has_home, is_gone, is_guest, keeps_thread_replies "
                "FROM slack.people WHERE lookup = %s",
                (lookup,),
            ).fetchone()
        names = ("place_id", "has_home", "is_gone", "is_guest", "keeps_thread_replies")
        return {} if row is None else dict(zip(names, row, strict=True))

    def _note(self, who: Who, person: UUID, **known: Any) -> None:
        row = self._row(who.team, who.user) | known
        lookup = self._system.keys.identity_lookup(PROVIDER, slack_name(who.team, who.user))
        names = ("place_id", "has_home", "is_gone", "is_guest", "keeps_thread_replies")
        defaults = {"has_home": False, "is_gone": False, "is_guest": False}
        values = [row.get(name, defaults.get(name)) for name in names]
        with self._system.database.writing() as connection:
            connection.execute(_NOTE, [lookup, person, *values, self._clock()])


def _actor_role(roles: frozenset[PlaceRole]) -> ActorRole:
    """The role that lets somebody do most of what their roles in the place are for."""
    if PlaceRole.LEARNING_PARTNER in roles:
        return ActorRole.LEARNING_PARTNER
    if PlaceRole.COORDINATOR in roles:
        return ActorRole.COORDINATOR
    return ActorRole.PARTNER


_NOTE = """
INSERT INTO slack.people (lookup, person_id, place_id, has_home, is_gone, is_guest,
                          keeps_thread_replies, seen_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (lookup) DO UPDATE SET
    person_id = excluded.person_id, place_id = excluded.place_id, has_home = excluded.has_home,
    is_gone = excluded.is_gone, is_guest = excluded.is_guest,
    keeps_thread_replies = excluded.keeps_thread_replies, seen_at = excluded.seen_at
"""
