"""Digests are lived with at random: after each step everybody reads what a plain model says."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scheduler.jobs import Jobs
from service.application.commands import ChangeScope
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import (
    AskForQuote,
    DeclineQuote,
    GiveQuote,
    RemarkOnDigest,
    RespondToDigest,
)
from service.bootstrap import open_system
from service.digests.publishing import publish
from service.domain.digest import Digest
from service.domain.errors import NotSignedOff
from service.domain.reflection import Reflection
from service.domain.vocabulary import Audience, DigestKind, RemarkKind, Scope
from service.erasing import erase_person
from service.letters import digest as kinds
from service.letters.mailer import Mailer, Server
from service.letters.office import Office
from service.projections.runner import running
from service.verify import verify
from tests.support.asking import BY_OPERATOR
from tests.support.digest_doors import GILL, MO, World, doors_of, world_in
from tests.support.digests import AFTER, Month
from tests.support.post import PostBox, post_box
from tests.support.postgres import Postgres, settings_for
from tests.support.town import Town
from tests.web.reading import read
from tests.web.test_digests import form_of

PLACE, FUNDER = DigestKind.PLACE, DigestKind.FUNDER
AUDIENCES = {PLACE: Audience.PLACE, FUNDER: Audience.FUNDER}
QUOTED = {PLACE: "Now I ring first.", FUNDER: "I used to close the case."}
BETTER_AT = {PLACE: "note", FUNDER: "we_would_like"}
"""Fields that stay whichever place waits."""
REMARK, ANSWER, SENDER = "Zremark", "Zanswer", "Loop <loop@example.org>"
HERE = ("partner", "coordinator", "learning partner")
WRITERS = ("coordinator", "learning partner")
EVERYBODY = (*HERE, "partner elsewhere", "funder", "other funder", "nobody")
OURS = re.compile("Z(words|credit|remark|answer)")
PEOPLE = re.compile(r'"people":(\d+)')


@dataclass
class Drawn:
    """What the model knows of a digest."""

    id: UUID
    words: str = ""
    state: str = "draft"
    quotes: set[DigestKind] = field(default_factory=set)
    agreed: set[UUID] = field(default_factory=set)
    waiting: set[UUID] = field(default_factory=set)
    remarked: bool = False
    answered: bool = False
    shared: bool = False


@dataclass
class Said:
    """What the model knows of a quote: whether it stands, and who could see its words then."""

    id: UUID
    credit: str
    stands: bool = False
    seen_by: Scope = Scope.PLACE_TEAM


class Digesting(RuleBasedStateMachine):
    """The real service behind all its doors, and a dict."""

    postgres: ClassVar[Postgres]
    box: ClassVar[PostBox]
    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        world = self.world
        url = self._open.enter_context(self.postgres.fresh(world.database))
        self.system = self._open.enter_context(open_system(settings_for(url)))
        self._open.enter_context(running(self.system.runner))
        town = Town(self.system, world.town, "Eastmoor")
        self.month = Month(town, None, world.people, world.said)  # type: ignore[arg-type]
        self.digests: dict[DigestKind, Drawn] = {}
        self.quotes: dict[DigestKind, Said] = {}
        self.scope, self.speaker_is_here = Scope.PLACE_TEAM, True
        self.number = 0
        self.letters_read = len(self.box.letters)
        self.actors = world.actors(self.month)
        self.doors = doors_of(self.system, self.actors)
        several: Any = [kinds.SENT, kinds.CORRECTION]
        mailer = Mailer(Server.at(self.box.url), SENDER)
        self.office = Office(self.system, mailer, several, lambda: AFTER, 0)
        self.office.send_now()

    def teardown(self) -> None:
        """At the end all of it holds together."""
        self._lists_name_what_can_be_opened()
        checks = verify(self.system).checks
        self._open.close()
        assert [check for check in checks if not check.ok] == []

    @property
    def speaker(self) -> UUID:
        """Whose words are quoted: the first who said something."""
        return self.world.people[0]

    def _draft_form(self, one: Drawn, ending: str, **typed: str) -> int:
        """What the coordinator types on the page of a draft; how it is answered."""
        client = self.doors["coordinator"].browser
        page = read(client.get(f"/digests/{one.id}/draft").text)
        form = form_of(page, f"/{ending}")
        done = client.post(f"/digests/{one.id}/{ending}", data=form | typed)
        self.system.runner.catch_up()
        return done.status_code

    # ---- what happens

    @initialize(
        quoted=st.sets(st.sampled_from([PLACE, FUNDER])),
        drafted=st.sets(st.sampled_from([PLACE, FUNDER]), min_size=1),
        sent=st.sets(st.sampled_from([PLACE, FUNDER])),
    )
    def begin(
        self, quoted: set[DigestKind], drafted: set[DigestKind], sent: set[DigestKind]
    ) -> None:
        """Somebody is quoted already, drafts are there, and some of them went out."""
        for kind in sorted(quoted):
            self._ask_and_give(kind)
        for kind in sorted(drafted):
            self._draft(kind)
        for kind in sorted(sent):
            self._send(kind)

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    def draft(self, kind: DigestKind) -> None:
        """The service writes a first draft, with the quotes that stand."""
        if kind not in self.digests:
            self._draft(kind)

    def _draft(self, kind: DigestKind) -> None:
        make = self.month.place_draft if kind is PLACE else self._funder_draft
        self.digests[kind] = Drawn(make())
        wanted = (PLACE, FUNDER) if kind is PLACE else (FUNDER,)
        standing = [one for one in self.quotes if one in wanted and self._stands(one)]
        self.digests[kind].quotes = set(standing[:1])  # The one that was asked for first.
        self._edit(kind)

    def _funder_draft(self) -> UUID:
        return self.month.funder_draft(self.world.other)

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    def edit(self, kind: DigestKind) -> None:
        """Somebody puts it better."""
        self._edit(kind)

    def _edit(self, kind: DigestKind) -> None:
        if one := self._open_one(kind):
            self.number += 1
            words = f"Zwords{kind}{self.number}."
            assert self._draft_form(one, "draft", **{BETTER_AT[kind]: words}) == 303
            one.words = words
            one.agreed.clear()

    @rule(kind=st.sampled_from([PLACE, FUNDER]), at_home=st.booleans())
    def agree(self, kind: DigestKind, at_home: bool) -> None:
        """A place agrees, also one that would rather have waited."""
        one = self._open_one(kind)
        if one is not None and (kind is FUNDER or at_home):
            self._agree(one, self.world.town if at_home else self.world.other)

    def _agree(self, one: Drawn, place: UUID) -> None:
        self.month.agree(one.id, place)
        if place in one.waiting:  # It comes back, and all of them read it anew.
            one.waiting.discard(place)
            one.agreed.clear()
        else:
            one.agreed.add(place)

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    def send(self, kind: DigestKind) -> None:
        """It goes out once each place that takes part agreed, and not before."""
        self._send(kind)

    def _send(self, kind: DigestKind) -> None:
        one = self._open_one(kind)
        if one is None or not self._taking_part(kind):
            return
        for place in sorted(self._taking_part(kind) - one.agreed):
            with pytest.raises(NotSignedOff):
                publish(self.system, one.id, by_the_clock(AFTER))
            self._agree(one, place)
        publish(self.system, one.id, by_the_clock(AFTER))
        self._went_out(one)

    def _went_out(self, one: Drawn) -> None:
        one.state = "sent"
        one.quotes = {quote for quote in self._shown(one) if self._stands(quote)}
        self.system.runner.catch_up()

    @rule(at_home=st.booleans())
    def wait(self, at_home: bool) -> None:
        """A place would rather not be in the funder's this time."""
        if one := self._open_one(FUNDER):
            place = self.world.town if at_home else self.world.other
            self.system.digests.wait(one.id, place, self.month.request)
            one.waiting.add(place)
            one.agreed.discard(place)

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    @precondition(lambda self: len(self.digests) == 2 and self.number > 3)
    def leave_out(self, kind: DigestKind) -> None:
        """It is left out this time."""
        if one := self._open_one(kind):
            self.system.digests.set_aside(one.id, self.month.request)
            one.state = "left_out"

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    @precondition(lambda self: self.speaker_is_here)
    def ask_and_give(self, kind: DigestKind) -> None:
        """Somebody is asked for their words, for this audience, and says yes."""
        self._ask_and_give(kind)

    def _ask_and_give(self, kind: DigestKind) -> None:
        credit = f"Zcredit{kind}"
        if kind not in self.quotes:
            asked = AskForQuote(words=QUOTED[kind], audience=AUDIENCES[kind])
            now = AFTER + timedelta(seconds=len(self.quotes))
            request = replace(self.month.request, now=now)
            id = self.system.quotes.ask(self.world.said[0], asked, request).id
            self.quotes[kind] = Said(id, credit)
        quote = self.quotes[kind]
        if not quote.stands:
            yes = GiveQuote(credit=credit)
            self.system.quotes.give(quote.id, yes, self._by_speaker)
            quote.stands, quote.seen_by = True, self.scope

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    @precondition(lambda self: self.speaker_is_here)
    def take_back(self, kind: DigestKind) -> None:
        """They take it back, and whoever had it is told."""
        if kind in self.quotes:
            quote = self.quotes[kind]
            self.system.quotes.decline(quote.id, DeclineQuote(), self._by_speaker)
            quote.stands = False

    @rule(scope=st.sampled_from([Scope.AUTHOR_AND_LP, Scope.PLACE_TEAM]))
    @precondition(lambda self: self.speaker_is_here)
    def rescope(self, scope: Scope) -> None:
        """Their words are for fewer, or for more."""
        command, id = ChangeScope(scope=scope), str(self.world.said[0])
        self.system.capture.change_scope(self.world.town, id, command, self._by_speaker)
        self.scope = scope

    @rule()
    @precondition(lambda self: self.speaker_is_here and any(self.quotes))
    def erase_the_speaker(self) -> None:
        """Whoever said it is erased."""
        self.system.runner.catch_up()
        erase_person(self.system, self.speaker, replace(BY_OPERATOR, now=AFTER))
        self.speaker_is_here = False

    @rule(kind=st.sampled_from([PLACE, FUNDER]))
    def remark(self, kind: DigestKind) -> None:
        """Somebody says that something is missing."""
        if kind in self.digests:
            said = RemarkOnDigest(kind=RemarkKind.MISSING, words=REMARK)
            partner = self.month.town.asks(self.world.people[1], now=AFTER)
            self.system.digests.remark(self.digests[kind].id, said, partner)
            self.digests[kind].remarked = True

    @rule(is_shared=st.booleans())
    def answer(self, is_shared: bool) -> None:
        """The funder answers, and that is passed on or not."""
        one = self.digests.get(FUNDER)
        if one is None or one.state != "sent":
            return
        said = RespondToDigest(what_we_heard=ANSWER, what_we_will_do=ANSWER)
        funder = replace(self.month.request, actor=self.actors["funder"])
        self.system.digests.respond(one.id, said, funder)
        one.answered = True
        if is_shared:
            self.system.digests.share_response(one.id, self.month.request)
            one.shared = True

    @rule()
    def correct_and_post(self) -> None:
        """The clock ticks, letters go out; each to whom it is for, with what they may read."""
        Jobs(self.system).run(AFTER)
        self.system.runner.catch_up()
        place = self._open_one(PLACE)  # The funder's waits a day for who reads it first.
        if place is not None and place.agreed:
            self._went_out(place)
        self.office.send_now()
        new = self.box.letters[self.letters_read :]
        self.letters_read = len(self.box.letters)
        for letter in new:
            kind = {GILL: FUNDER, MO: PLACE}[letter["To"]]
            one = self.digests[kind]
            assert one.state == "sent"
            for body in (letter.get_body(("plain",)), letter.get_body(("html",))):
                assert body is not None
                told = str(body.get_content())
                self._check_words(f"letter to {letter['To']}", told, one)
                assert REMARK not in told

    # ---- what the model says

    def _open_one(self, kind: DigestKind) -> Drawn | None:
        one = self.digests.get(kind)
        return one if one is not None and one.state == "draft" else None

    @property
    def _by_speaker(self) -> Any:
        return self.month.town.asks(self.speaker, now=AFTER)

    def _stands(self, kind: DigestKind) -> bool:
        quote = self.quotes[kind]
        narrowed = quote.seen_by is Scope.PLACE_TEAM and self.scope is Scope.AUTHOR_AND_LP
        return quote.stands and self.speaker_is_here and not narrowed

    def _shown(self, one: Drawn) -> set[DigestKind]:
        """The quotes that it prints: a place that waits takes its own along."""
        return set() if self.world.town in one.waiting else one.quotes

    def _taking_part(self, kind: DigestKind) -> set[UUID]:
        places = {self.world.town} if kind is PLACE else {self.world.town, self.world.other}
        return places - self.digests[kind].waiting

    def _may_read(self, who: str, kind: DigestKind) -> bool:
        one = self.digests[kind]
        if who in WRITERS:
            return True
        if kind is PLACE:
            return one.state == "sent" and who == "partner"
        taking_part = self._taking_part(kind)
        sees_first = one.state == "draft" and bool(taking_part) and taking_part <= one.agreed
        if who in ("partner", "partner elsewhere"):
            return one.state == "sent" or sees_first
        return one.state == "sent" and who == "funder"

    def _check_words(self, door: str, text: str, one: Drawn) -> None:
        """It says its own words, its quotes while they stand, and nothing of another digest."""
        is_correction = "Please remove a quote" in text  # It never says which.
        assert is_correction or one.words in text, door
        for other in self.digests.values():
            assert other is one or other.words not in text, door
        for quote, said in self.quotes.items():
            is_there = quote in self._shown(one) and self._stands(quote) and not is_correction
            assert (said.credit in text) == is_there, (door, said.credit)
            assert (QUOTED[quote] in text) == is_there, (door, QUOTED[quote])

    # ---- every door

    @invariant()
    def every_door_opens_to_whom_it_should(self) -> None:
        """A page and the API, for each digest and each reader."""
        self.system.runner.catch_up()
        for kind, one in self.digests.items():
            for who in EVERYBODY:
                self._check_door(who, kind, one)

    def _check_door(self, who: str, kind: DigestKind, one: Drawn) -> None:
        client, bearer = self.doors[who].browser, self.doors[who].bearer
        page = client.get(f"/digests/{one.id}")
        told = client.get(f"/api/v1/digests/{one.id}", headers=bearer)
        draft = client.get(f"/digests/{one.id}/draft")
        may = self._may_read(who, kind)
        case = (who, kind, one.state, page.status_code, told.status_code)
        assert (page.status_code == 200) == (told.status_code == 200) == may, case
        is_written = who in WRITERS and one.state == "draft"
        assert (draft.status_code == 200) == is_written, case
        if not may:
            for paper in (f"/digests/{one.id}/digest.pdf", f"/api/v1/digests/{one.id}/pdf"):
                assert client.get(paper, headers=bearer).status_code != 200, (who, paper)
            for shut in (page, told, draft):
                assert not OURS.search(shut.text), (who, kind)
            return
        for door, text in (("page", page.text), ("api", told.text)):
            self._check_words(f"{door} of {who}", text, one)
            sees_answer = one.answered and (one.shared or who in (*WRITERS, "funder"))
            assert (ANSWER in text) == sees_answer, (door, who)
            assert who in WRITERS or REMARK not in text, (door, who)
        assert (REMARK in told.text) == (one.remarked and who in WRITERS), who
        assert '"candidate":{' not in told.text
        assert all(int(people) >= 5 for people in PEOPLE.findall(told.text))

    def _lists_name_what_can_be_opened(self) -> None:
        """A place's list and a funder's: those that their reader may open, and no others."""
        lists = {
            f"/places/{self.world.town}/digests": HERE,
            f"/places/{self.world.other}/digests": ("partner elsewhere", "learning partner"),
            "/digests": ("funder", "other funder", "learning partner"),
        }
        for address, readers in lists.items():
            for who in EVERYBODY:
                door = self.doors[who]
                for path in (address, f"/api/v1{address}"):
                    found = door.browser.get(path, headers=door.bearer)
                    assert found.status_code == 200 or who not in readers, (who, path)
                    for kind, one in self.digests.items():
                        is_of = kind is FUNDER or str(self.world.other) not in address
                        if address == "/digests":
                            is_of = kind is FUNDER and one.state == "sent"
                        is_there = who in readers and is_of and self._may_read(who, kind)
                        assert (str(one.id) in found.text) == is_there, (who, path, kind)

    @invariant()
    def what_the_log_says_of_quotes_is_what_the_model_says(self) -> None:
        """Or else the model would be right by chance."""
        for one in self.digests.values():
            kept = set(self.system.desk.load(Digest, one.id).quotes)
            assert kept == {self.quotes[kind].id for kind in one.quotes}
        if self.speaker_is_here:
            assert self.system.desk.load(Reflection, self.world.said[0]).scope is self.scope


def test_digests_lived_with_at_random_are_read_by_whom_they_are_for(postgres: Postgres) -> None:
    with postgres.fresh() as url, post_box() as box:
        Digesting.postgres, Digesting.box, Digesting.world = postgres, box, world_in(url)
        case: Any = Digesting.TestCase
        case.settings = settings(
            max_examples=3,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        case("runTest").runTest()
