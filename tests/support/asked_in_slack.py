"""People of practice Slack whose place asks them, with a clock that comes to the next round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from bot.practice.world import Message
from scheduler.jobs import Done, Jobs
from service.application.desk import Request
from service.application.rhythm_commands import ChangeAsking, ChooseRhythm
from service.bootstrap import LEARNING_PARTNER_HERE
from service.calendar import is_working_day
from service.domain.cadence import Nation
from service.domain.prompt import Prompt
from service.domain.vocabulary import ActorRole, Channel
from service.policy import Actor
from tests.support.workspace import PLACE, Workspace

A_DAY = timedelta(days=1)
works = is_working_day(Nation.ENGLAND_AND_WALES)


def working_day_from(day: date) -> date:
    """This day, or the next working one."""
    while not works(day):
        day += A_DAY
    return day


@dataclass
class AskedInSlack:
    """A place in practice Slack that asks every second week."""

    slack: Workspace
    anchor: date

    def says_yes(self, user: str, **asking: Any) -> UUID:
        """Somebody who writes to the bot, and would like to be asked."""
        self.slack.says(user, "Hello.")
        return self.asks(user, **asking)

    def asks(self, user: str, **asking: Any) -> UUID:
        """Somebody says how they would like to be asked."""
        person = self.slack.person(user)
        actor = Actor(person, ActorRole.PARTNER, frozenset({self.slack.place}))
        request = Request(actor, Channel.WEB, self.slack.clock())
        self.slack.system.rhythms.change_asking(ChangeAsking(place=PLACE, **asking), request)
        return person

    def on(self, day: date, at: time = time(12)) -> Done:
        """The clock comes to that day, and ticks; what follows is said."""
        zone = self.slack.system.desk.place(self.slack.place).zone
        moment = datetime.combine(day, at, zone).astimezone(UTC)
        ahead = moment - self.slack.clock()
        assert ahead > -A_DAY, "a clock goes forward"
        self.slack.clock.go_on(ahead)
        return self.tick()

    def tick(self) -> Done:
        """The clock ticks, and what follows is said."""
        done = Jobs(self.slack.system).run(self.slack.clock())
        self.slack.deliver()
        return done

    def open_round(self) -> Done:
        """The next round opens."""
        return self.on(self.anchor)

    def prompts(self) -> list[Prompt.Planned]:
        """All that was planned so far."""
        log = self.slack.system.log
        found = (log.event_of(one) for one in log.recorder.select_notifications(1, 100_000))
        return [event for event in found if isinstance(event, Prompt.Planned)]

    def prompt(self, number: int = -1) -> Prompt:
        """One of those, as it stands in the log."""
        return self.slack.system.desk.load(Prompt, self.prompts()[number].originator_id)

    def last(self, user: str) -> Message:
        """What the bot said last to somebody."""
        return self.slack.told(user)[-1]

    @property
    def by_partner(self) -> Request:
        """The learning partner, now."""
        return Request(LEARNING_PARTNER_HERE, Channel.CLI, self.slack.clock())


def asked_in(slack: Workspace, **chosen: Any) -> AskedInSlack:
    """Harrow Vale chooses to ask, from the first working day after tomorrow."""
    anchor = working_day_from(slack.clock().date() + 2 * A_DAY)
    command = ChooseRhythm(place=PLACE, anchor=anchor, at=time(10), **chosen)
    found = AskedInSlack(slack, anchor)
    slack.system.rhythms.choose(command, found.by_partner)
    return found


def with_mail(slack: Workspace, user: str, address: str) -> None:
    """Somebody whose address is known."""
    person = slack.person(user)
    slack.system.keys.link_identity(person, "email", address)
