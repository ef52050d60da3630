"""A place is lived in at random: after each step everybody reads what a plain model says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from service.application.commands import (
    AmendReflection,
    ChangeScope,
    EraseReflection,
    HoldReflection,
    ReleaseReflection,
    WithdrawReflection,
)
from service.application.desk import Request
from service.application.mention_commands import RedactSpan
from service.application.rhythm_commands import AskForQuote, DeclineQuote, GiveQuote
from service.bootstrap import open_system
from service.digests.quoting import live_quotes
from service.domain.reflection import State
from service.domain.vocabulary import Audience, CareCategory, MentionCategory, Scope
from service.erasing import erase_person, erase_reflection, redact
from service.verify import verify
from tests.support import town
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW
from tests.support.postgres import Postgres, settings_for

PEOPLE = ("ann", "bo", "cy")
NARROW, WIDE = Scope.AUTHOR_AND_LP, Scope.PLACE_TEAM
LEFT_OUT = "[left out]"


@dataclass
class Said:
    """What the model knows of a reflection."""

    by: str
    words: str
    scope: Scope
    state: State = State.AVAILABLE
    given: dict[UUID, tuple[Scope, str]] = field(default_factory=dict)
    """Quotes with a yes: who could see the reflection then, and what they say."""

    @property
    def is_here(self) -> bool:
        """True while its author may still change it."""
        return self.state in (State.AVAILABLE, State.HELD)


class Living(RuleBasedStateMachine):
    """The real service on a real PostgreSQL, and a dict."""

    postgres: ClassVar[Postgres]

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        url = self._open.enter_context(self.postgres.fresh())
        self.system = self._open.enter_context(open_system(settings_for(url)))
        self.place = town.join(self.system)
        self.people = {name: self.place.welcome(name) for name in PEOPLE}
        self.here = set(PEOPLE)
        self.said: dict[UUID, Said] = {}
        self.gone: list[UUID] = []
        self.number = 0
        for name in PEOPLE:
            self._quote(self._post(name, WIDE))

    def teardown(self) -> None:
        """At the end all of it holds together."""
        checks = verify(self.system).checks
        self._open.close()
        assert [check for check in checks if not check.ok] == []

    def _request(self, name: str | None = None) -> Request:
        """By somebody, else by the learning partner; each a minute after the last."""
        self.number += 1
        now = NOW + timedelta(minutes=self.number)
        if name is not None:
            return self.place.asks(self.people[name], now=now)
        return replace(BY_LEARNING_PARTNER, now=now)

    def _one(self, data: st.DataObject, may: Callable[[Said], bool]) -> UUID | None:
        ids = [id for id, one in self.said.items() if may(one) and one.by in self.here]
        return data.draw(st.sampled_from(ids)) if ids else None

    @rule(data=st.data(), scope=st.sampled_from([NARROW, WIDE]))
    @precondition(lambda self: self.here)
    def post(self, data: st.DataObject, scope: Scope) -> None:
        """Somebody says something."""
        self._post(data.draw(st.sampled_from(sorted(self.here))), scope)

    def _post(self, name: str, scope: Scope) -> UUID:
        request = self._request()
        words = f"Juliet came {self.number} times."
        id = self.place.record(words, by=name, scope=scope, now=request.now)
        self.said[id] = Said(name, words, scope)
        return id

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Its author says it differently, and what was quoted stands there no more."""
        id = self._one(data, lambda one: one.is_here)
        if id is not None:
            one = self.said[id]
            request = self._request(one.by)
            one.words = f"Juliet went {self.number} times."
            amend = AmendReflection(text=one.words)
            self.system.capture.amend_reflection(self.place.id, str(id), amend, request)

    @rule(data=st.data(), scope=st.sampled_from([NARROW, WIDE]))
    def rescope(self, data: st.DataObject, scope: Scope) -> None:
        """Its author lets more or fewer see it."""
        id = self._one(data, lambda one: one.is_here)
        if id is not None:
            one = self.said[id]
            command, request = ChangeScope(scope=scope), self._request(one.by)
            self.system.capture.change_scope(self.place.id, str(id), command, request)
            one.scope = scope

    @rule(data=st.data())
    def hold_or_release(self, data: st.DataObject) -> None:
        """The learning partner puts it aside, or brings it back."""
        id = self._one(data, lambda one: one.is_here)
        if id is None:
            return
        one, capture, request = self.said[id], self.system.capture, self._request()
        if one.state == State.AVAILABLE:
            hold = HoldReflection(category=CareCategory.DISTRESS)
            capture.hold_reflection(self.place.id, str(id), hold, request)
            one.state = State.HELD
        else:
            capture.release_reflection(self.place.id, str(id), ReleaseReflection(), request)
            one.state = State.AVAILABLE

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Its author takes it back."""
        id = self._one(data, lambda one: one.is_here)
        if id is not None:
            request = self._request(self.said[id].by)
            command = WithdrawReflection()
            self.system.capture.withdraw_reflection(self.place.id, str(id), command, request)
            self.said[id].state = State.WITHDRAWN

    @rule(data=st.data())
    def quote(self, data: st.DataObject) -> None:
        """Words are asked for, and given."""
        id = self._one(data, lambda one: one.state == State.AVAILABLE)
        if id is not None:
            self._quote(id)

    def _quote(self, id: UUID) -> None:
        one, quotes = self.said[id], self.system.quotes
        asked = AskForQuote(words=one.words, audience=Audience.PLACE)
        quote = quotes.ask(id, asked, self._request()).id
        quotes.give(quote, GiveQuote(credit="somebody"), self._request(one.by))
        if quote not in one.given:
            one.given[quote] = (one.scope, one.words)

    @rule(data=st.data())
    def take_a_quote_back(self, data: st.DataObject) -> None:
        """Its speaker takes a yes back."""
        id = self._one(data, lambda one: bool(one.given) and one.is_here)
        if id is not None:
            quote = next(iter(self.said[id].given))
            request = self._request(self.said[id].by)
            self.system.quotes.decline(quote, DeclineQuote(), request)
            del self.said[id].given[quote]

    @rule(data=st.data())
    def leave_out(self, data: st.DataObject) -> None:
        """A name is left out, and every quote of it goes."""
        id = self._one(data, lambda one: one.is_here and "Juliet" in one.words)
        if id is not None:
            self.system.runner.catch_up()
            command = RedactSpan(words="Juliet", category=MentionCategory.NAME)
            redact(self.system, self.place.id, str(id), command, self._request())
            one = self.said[id]
            self.gone += one.given
            one.words, one.given = one.words.replace("Juliet", LEFT_OUT), {}

    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        """One of them is erased."""
        id = self._one(data, lambda one: one.state != State.ERASED)
        if id is not None:
            self.system.runner.catch_up()
            request = self._request(self.said[id].by)
            erase_reflection(self.system, self.place.id, str(id), EraseReflection(), request)
            self._forget(id)

    @rule(data=st.data())
    @precondition(lambda self: len(self.here) > 1)
    def erase_somebody(self, data: st.DataObject) -> None:
        """Somebody is erased with all that they said."""
        name = data.draw(st.sampled_from(sorted(self.here)))
        self.system.runner.catch_up()
        request = replace(BY_OPERATOR, now=self._request().now)
        erase_person(self.system, self.people[name], request)
        self.here.remove(name)
        self.gone.append(self.people[name])
        for id in [id for id, one in self.said.items() if one.by == name]:
            self._forget(id)

    def _forget(self, id: UUID) -> None:
        self.gone += [id, *self.said[id].given]
        self.said[id].state, self.said[id].given = State.ERASED, {}

    @invariant()
    def everybody_reads_what_the_model_says(self) -> None:
        """The learning partner all that is there; each person their own, and what is shared."""
        there = [one for one in self.said.values() if one.state == State.AVAILABLE]
        assert sorted(self.place.texts(LEARNING_PARTNER)) == sorted(one.words for one in there)
        for name in self.here:
            may = [one.words for one in there if one.by == name or one.scope == WIDE]
            member = self.place.member(self.people[name])
            assert sorted(self.place.texts(member)) == sorted(may), name

    @invariant()
    def quotes_stand_while_everything_does(self) -> None:
        """A quote is printed while its speaker's yes counts, and nowhere after."""
        self.system.runner.catch_up()
        with self.system.database.reading() as connection:
            live = live_quotes(connection, self.system.keys, Audience.PLACE)
        stand = {
            quote
            for one in self.said.values()
            if one.state == State.AVAILABLE
            for quote, (scope, words) in one.given.items()
            if words == one.words and not (scope == WIDE and one.scope == NARROW)
        }
        assert set(live) == stand

    @invariant()
    def nothing_erased_opens(self) -> None:
        """No key is left to it."""
        assert self.system.keys.sealers(self.gone) == {}


def test_a_place_lived_in_at_random_shows_what_the_model_says(postgres: Postgres) -> None:
    Living.postgres = postgres
    case: Any = Living.TestCase
    case.settings = settings(
        max_examples=6,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()
