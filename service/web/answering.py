"""Answering: what somebody does who came by the link in a letter, as commands in their name."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.application.commands import (
    AmendReflection,
    ChangeScope,
    RaiseConcern,
    Receipt,
    RecordReflection,
    WithdrawReflection,
)
from service.application.desk import Request, reflection_id_for
from service.application.rhythm_commands import (
    AnswerPrompt,
    ChangeAsking,
    DeclineQuote,
    GiveQuote,
    PutOffPrompt,
)
from service.bootstrap import System
from service.domain.cadence import Way
from service.domain.errors import AlreadyRecordedDifferently, NotFound, Unavailable
from service.domain.identifying import found_in
from service.domain.vocabulary import (
    ActorRole,
    Channel,
    PromptAnswer,
    PromptPurpose,
    Scope,
)
from service.letters.prompt import how_often
from service.letters.ways_back import prompt_behind, stop_link, stopping
from service.policy import Actor
from service.projections import prompting, runner
from service.projections.entries import Filter
from service.projections.prompting import AskedQuote, PromptRow
from service.projections.shapes import Entry
from service.prompted import asked_person, is_over, place_name, tomorrow_for

WAIT_SECONDS = 5.0


@dataclass(frozen=True)
class Guest:
    """Somebody who came by a link, and what they came for."""

    system: System
    prompt: PromptRow
    place: str
    now: datetime
    asking_link: str

    @classmethod
    def behind(cls, system: System, token: str, now: datetime) -> Guest:
        """Who comes by this link. LinkInvalid or LinkExpired where it is not good."""
        prompt = prompt_behind(system, token, now)
        stop = stop_link(system, prompt.person_id, prompt.place_id, prompt.planned_at)
        return cls(system, prompt, place_name(system, prompt), now, stop)

    @property
    def actor(self) -> Actor:
        """Them, as a person of the place."""
        return asked_person(self.prompt)

    @property
    def today(self) -> date:
        """The day that it is at their place."""
        return self.day_of(self.now)

    @property
    def is_over(self) -> bool:
        """True for a round that is closed."""
        return is_over(self.system, self.prompt)

    @property
    def asked_again_on(self) -> date | None:
        """The day on which they are asked again, where they wished it."""
        until = self.prompt.put_off_until
        return self.day_of(until) if until is not None and self.prompt.is_open else None

    @property
    def often(self) -> str:
        """How often their place asks, as people say it; empty where it asks nobody."""
        with self.system.database.reading() as connection:
            return how_often(connection, self.prompt.place_id) or ""

    @property
    def kept(self) -> Entry | None:
        """The words that they left here, as they stand now."""
        wanted = Filter(ids=frozenset({self._reflection_id}), kinds=frozenset({"reflection"}))
        _, found, _ = self.system.reading.entries(self.actor, self.prompt.place_id, wanted)
        return found[0] if found else None

    @property
    def quote(self) -> AskedQuote | None:
        """The words for which they are asked."""
        if self.prompt.purpose is not PromptPurpose.QUOTE:
            return None
        with self.system.database.reading() as connection:
            return prompting.quote_of(connection, self.system.keys, self.prompt.about[0])

    @property
    def usual_scope(self) -> Scope:
        """Who usually sees what they say."""
        return self.system.people.preferences_of(self.prompt.person_id).scope

    def write(self, text: str, meaning: str, scope: Scope) -> bool:
        """Keep these words, or change what was kept. True where fewer see them than was wished."""
        place, request = str(self.prompt.place_id), self.request("words")
        kept, seen_by = self.kept, scope
        if kept is None and found_in(f"{text}\n{meaning}", self.today):
            seen_by = Scope.AUTHOR_AND_LP  # Its author is asked what to do about it.
        command = RecordReflection(place=place, text=text, meaning=meaning, scope=seen_by)
        if kept is None:
            with suppress(AlreadyRecordedDifferently):  # Two windows; the newest words count.
                self.done(self.system.capture.record_reflection(command, request))
                self.answer(PromptAnswer.WROTE, self._reflection_id)
                return seen_by is not scope
        self._change(text, meaning, scope)
        return False

    def _change(self, text: str, meaning: str, scope: Scope) -> None:
        reference, place = str(self._reflection_id), self.prompt.place_id
        kept, capture = self.kept, self.system.capture
        if kept is None or (kept.text, kept.meaning or "") != (text.strip(), meaning.strip()):
            said = AmendReflection(text=text, meaning=meaning, meaning_removed=not meaning.strip())
            self.done(capture.amend_reflection(place, reference, said, self.request()))
        if kept is None or kept.scope != scope:
            wish = ChangeScope(scope=scope)
            self.done(capture.change_scope(place, reference, wish, self.request()))
        self.answer(PromptAnswer.WROTE, self._reflection_id)

    def remove(self) -> None:
        """Take the words back."""
        if self.kept is not None:
            reference, command = str(self._reflection_id), WithdrawReflection()
            place = self.prompt.place_id
            self.done(
                self.system.capture.withdraw_reflection(place, reference, command, self.request())
            )

    def put_off(self) -> None:
        """Be asked again on the next working day."""
        command = PutOffPrompt(until=tomorrow_for(self.system, self.prompt, self.now))
        self.done(self.system.prompts.put_off(self.prompt.prompt_id, command, self.request()))

    def answer(self, answer: PromptAnswer, reflection: UUID | None = None) -> None:
        """Note that they answered."""
        command = AnswerPrompt(answer=answer, reflection=reflection)
        request = self.request(f"answer {answer}")
        self.done(self.system.prompts.answer(self.prompt.prompt_id, command, request))

    def give_quote(self, credit: str) -> None:
        """Say yes to being quoted."""
        command = GiveQuote(credit=credit)
        self.done(self.system.quotes.give(self.prompt.about[0], command, self.request()))
        self.answer(PromptAnswer.YES)

    def decline_quote(self) -> None:
        """Say no, or take a yes back."""
        command = DeclineQuote()
        self.done(self.system.quotes.decline(self.prompt.about[0], command, self.request()))
        self.answer(PromptAnswer.NO)

    def raise_concern(self, words: str, *, wants_contact: bool, key: str) -> None:
        """Pass a concern on, to nobody else."""
        command = RaiseConcern(
            place=str(self.prompt.place_id), words=words, wants_contact=wants_contact
        )
        self.system.care.raise_concern(command, self.request(f"concern {key}"))

    def be_asked(self, **wishes: object) -> None:
        """Be asked otherwise from now on."""
        ask_otherwise(self.system, self.prompt.person_id, self.prompt.place_id, self.now, **wishes)

    def day_of(self, moment: datetime) -> date:
        """The day of a moment on their place's wall."""
        zone = self.system.desk.place(self.prompt.place_id).zone
        return moment.astimezone(zone).date()

    def request(self, part: str = "") -> Request:
        """In their name; what has a part is done once, however often it is sent."""
        key = f"letter {self.prompt.prompt_id} {part}" if part else None
        return Request(self.actor, Channel.EMAIL, self.now, key)

    @property
    def _reflection_id(self) -> UUID:
        return reflection_id_for(self.prompt.place_id, self.request("words").command_id)

    def done(self, receipt: Receipt) -> None:
        """Wait until pages show it."""
        with suppress(Unavailable):  # It is saved all the same.
            runner.wait(self.system.database, receipt.position, WAIT_SECONDS)


def of_the_place(person: UUID, place: UUID) -> Actor:
    """Somebody as one of a place."""
    return Actor(person, ActorRole.PARTNER, frozenset({place}))


def ask_otherwise(
    system: System, person: UUID, place: UUID, now: datetime, **wishes: object
) -> None:
    """Ask somebody otherwise from now on; what they do not say stays as it is.

    Who never said how they want to be reached came by a letter, so letters reach them.
    """
    known = system.rhythms.asking_of(person, place)
    reached = {"way": Way.EMAIL} if known.is_asked is None else {}
    told = known.model_dump() | reached | {"is_asked": True} | wishes
    command = ChangeAsking.model_validate({"place": str(place), **told})
    request = Request(of_the_place(person, place), Channel.EMAIL, now)
    receipt = system.rhythms.change_asking(command, request)
    with suppress(Unavailable):
        runner.wait(system.database, receipt.position, WAIT_SECONDS)


def who_stops(system: System, token: str, now: datetime) -> tuple[UUID, UUID]:
    """Who came by the link that ends letters, and for which place; NotFound if they are gone."""
    person, place = stopping(system, token, now)
    if place not in _places_of(system, person):
        raise NotFound
    return person, place


def _places_of(system: System, person: UUID) -> set[UUID]:
    with system.database.reading() as connection:
        rows = connection.execute(
            "SELECT place_id FROM people_places JOIN people USING (person_id) "
            "WHERE person_id = %s AND NOT is_erased",
            (person,),
        ).fetchall()
    return {place for (place,) in rows}
