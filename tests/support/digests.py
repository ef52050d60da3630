"""A place that learned something in June, with a digest for itself and one for its funder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from service.application.commands import NameTension, WelcomeFunder
from service.application.desk import Request
from service.application.loop_commands import ProposeInsight
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import AskForQuote, GiveQuote
from service.bootstrap import System
from service.digests.funding import draft_funder
from service.digests.placing import draft_place
from service.digests.publishing import DraftAbout, publish, save_draft
from service.digests.reading import DigestReading
from service.digests.views import DigestView
from service.domain.reflection import Reflection
from service.domain.vocabulary import ActorRole, Audience, Perspective
from service.policy import Actor
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW
from tests.support.learning import Learning, learning_in
from tests.support.town import Town

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
AFTER: datetime = NOW + timedelta(days=31)
VOICES = (
    *[Perspective.STATUTORY] * 8,
    *[Perspective.NON_STATUTORY] * 6,
    *[Perspective.CITIZEN_COMMUNITY] * 5,
)
WORDS = "I used to close the case. Now I ring first."
CLAIM = "People open up when somebody rings before the letter."


@dataclass
class Month:
    """A month of a place, after its last day."""

    town: Town
    learning: Learning
    people: list[UUID]
    said: list[UUID]

    @property
    def system(self) -> System:
        """The whole service."""
        return self.town.system

    @property
    def programme(self) -> UUID:
        """The programme that it belongs to."""
        return self.system.desk.place(self.town.id).programme_id

    @property
    def request(self) -> Request:
        """The learning partner, when the month is over."""
        return replace(BY_LEARNING_PARTNER, now=AFTER)

    @property
    def coordinator(self) -> Actor:
        """Who looks after the place."""
        return Actor(self.people[0], ActorRole.COORDINATOR, frozenset({self.town.id}))

    def partner(self, number: int = 1) -> Actor:
        """One of the place's people."""
        return self.town.member(self.people[number])

    def funder(self, name: str = "Gill", email: str | None = None) -> Actor:
        """Somebody from the funder, of this programme."""
        command = WelcomeFunder(contributor=name, name=name, email=email)
        request = replace(BY_OPERATOR, now=AFTER)
        person = self.system.people.welcome_funder(self.programme, command, request).id
        return Actor(person, ActorRole.FUNDER, frozenset({self.programme}))

    def funder_draft(self, *others: UUID) -> UUID:
        """The draft for the funder; the places in it may be several."""
        self.system.runner.catch_up()
        places = (self.town.id, *others)
        content = draft_funder(self.system, self.programme, places, FIRST)
        about = DraftAbout(self.programme, places, FIRST, LAST)
        return self._saved(save_draft(self.system, content, about, self.request).id)

    def place_draft(self) -> UUID:
        """The draft for the place itself."""
        self.system.runner.catch_up()
        content = draft_place(self.system, self.town.id, FIRST, LAST)
        about = DraftAbout(self.programme, (self.town.id,), FIRST, LAST)
        return self._saved(save_draft(self.system, content, about, self.request).id)

    def agree(self, digest: UUID, place: UUID | None = None) -> None:
        """A place agrees that it goes out."""
        read = self.view(digest).edition
        self.system.digests.sign_off(digest, place or self.town.id, self.request, edition=read)
        self.system.runner.catch_up()

    def send(self, digest: UUID) -> UUID:
        """Everybody agrees, and it goes out."""
        self.agree(digest)
        publish(self.system, digest, by_the_clock(AFTER))
        return self._saved(digest)

    def quote(self, audience: Audience = Audience.FUNDER, *, given: bool = True) -> UUID:
        """Somebody is asked for their words, and says yes."""
        asked = AskForQuote(words="Now I ring first.", audience=audience)
        quote = self.system.quotes.ask(self.said[0], asked, self.request).id
        if given:
            author = self.system.desk.load(Reflection, self.said[0]).author
            yes = GiveQuote(credit="a housing officer")
            self.system.quotes.give(quote, yes, self.town.asks(author, now=AFTER))
        return self._saved(quote)

    def view(self, digest: UUID, actor: Actor = LEARNING_PARTNER) -> DigestView:
        """A digest as somebody may read it."""
        self.system.runner.catch_up()
        return DigestReading(self.system).one(actor, digest)

    def _saved(self, id: UUID) -> UUID:
        self.system.runner.catch_up()
        return id


def month_in(town: Town) -> Month:
    """Many people noticed something, a belief changed, and so did what people do."""
    people, said = [], []
    for number, perspective in enumerate(VOICES):
        name = f"p{number}"
        organisation = f"Organisation {number % 4}"
        people.append(town.welcome(name, perspective, organisation=organisation))
        said.append(town.record(WORDS, by=name))
    for number in range(21):  # They speak of something else, so that both may be counted.
        perspective = VOICES[number % 3 * 7]
        town.welcome(f"q{number}", perspective, organisation=f"Organisation {number % 4}")
        town.record("The panel met.", by=f"q{number}")
    learning = learning_in(town)
    said += learning.reflections.values()
    learning.state()
    learning.challenge(evidence=[str(one) for one in said])
    learning.examine()
    learning.revise()
    learning.decide()
    learning.see_change()
    tension = NameTension(place=town.name, pole_a="Show it soon", pole_b="Give it time")
    town.system.places.name_tension(tension, replace(BY_LEARNING_PARTNER, now=NOW))
    insight = ProposeInsight(
        place=town.name,
        claim=CLAIM,
        cites=[str(one) for one in said],
        looked_for_disconfirming=True,
    )
    town.system.sense.propose_insight(insight, replace(BY_LEARNING_PARTNER, now=NOW))
    town.system.runner.catch_up()
    return Month(town, learning, people, said)
