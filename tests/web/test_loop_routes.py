"""The addresses of the loop's pages: who gets in, what is asked, what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from service.application.loop_commands import AnswerSignal
from service.bootstrap import System
from service.domain.errors import NotAllowed, NotFound
from service.domain.proof import LoopLevel
from service.domain.vocabulary import ActorRole, SignalAnswer, SignalKind
from service.policy import Action, Actor, require
from service.server import create_app
from service.web import loop_words
from service.web.loop_routes import loop_router
from service.web.render import Pages
from service.web.sessions import Sessions
from tests.support import town
from tests.support.asking import NOW
from tests.web import belief_factory as bf
from tests.web import board_factory as boards
from tests.web import ledger_factory as lists
from tests.web import loop_factory as lf
from tests.web.factory import make_id
from tests.web.reading import read
from tests.web.test_pages import BASE, learning_partner

PAGES = ("decisions", "beliefs", "mirror", "board", "insights")
ONLY_FOR_ONE = ("told-back", "questions")


@dataclass
class MadeUp:
    """Stands in for the reading: answers with made-up shapes and remembers what was asked."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def last(self, name: str) -> dict[str, Any]:
        """How something was asked the last time."""
        return next(how for what, how in reversed(self.asked) if what == name)

    def _note(self, what: str, actor: Actor, place: UUID, how: dict[str, Any]) -> None:
        require(actor, Action.READ_WORDS, place)
        if what in {"told_back", "signals"} or how.get("only") == "never_challenged":
            require(actor, Action.SEE_SIGNALS, place)
        self.asked.append((what, how))

    def ledger(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """Some decisions."""
        self._note("ledger", actor, place, how)
        return lists.page_of(lists.several_loops())

    def decision(self, actor: Actor, place: UUID, reference: str, **how: Any) -> Any:
        """One decision."""
        self._note("decision", actor, place, how)
        if reference == "nowhere":
            raise NotFound("There is no decision by that name here.")
        return lf.decision()

    def proposals(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """What waits to be decided."""
        self._note("proposals", actor, place, how)
        return lists.proposals()

    def beliefs(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """Some beliefs."""
        self._note("beliefs", actor, place, how)
        return bf.beliefs_page([bf.belief()])

    def belief(self, actor: Actor, place: UUID, reference: str, **how: Any) -> Any:
        """One belief."""
        self._note("belief", actor, place, how | {"reference": reference})
        return bf.belief()

    def insights(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """Some patterns."""
        self._note("insights", actor, place, how)
        return boards.insights()

    def mirror(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """A pair."""
        self._note("mirror", actor, place, how)
        return boards.mirror()

    def board(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """A board."""
        self._note("board", actor, place, how)
        return boards.board()

    def told_back(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """Who waits."""
        self._note("told_back", actor, place, how)
        return lists.owed()

    def signals(self, actor: Actor, place: UUID, **how: Any) -> Any:
        """Some questions."""
        self._note("signals", actor, place, how)
        return boards.signals()


@dataclass
class Answers:
    """Stands in for the commands: remembers the answers."""

    given: list[tuple[UUID, AnswerSignal, Actor]] = field(default_factory=list)

    def answer_signal(self, place: UUID, command: AnswerSignal, request: Any) -> None:
        """Remember it, from who may answer."""
        if request.actor.role != ActorRole.LEARNING_PARTNER:
            raise NotAllowed
        self.given.append((place, command, request.actor))


@pytest.fixture
def made_up() -> MadeUp:
    """What the pages ask."""
    return MadeUp()


@pytest.fixture
def answers() -> Answers:
    """What the pages tell."""
    return Answers()


@pytest.fixture
def browser(system: System, made_up: MadeUp, answers: Answers) -> Iterator[TestClient]:
    """Somebody who has not signed in, before pages with made-up decisions."""
    with_loops = replace(system, loops=cast(Any, made_up), changes=cast(Any, answers))
    sessions = Sessions(system.access, system.settings.address, lambda: NOW)
    routes = loop_router(with_loops, sessions, Pages(), lambda: NOW)
    app = create_app(with_loops, clock=lambda: NOW, more=[routes])
    with TestClient(app, base_url=BASE, follow_redirects=False) as it:
        yield it


@pytest.fixture
def sign_in(system: System, browser: TestClient) -> Callable[[Actor], TestClient]:
    """Sign somebody in."""

    def sign_in(actor: Actor) -> TestClient:
        secret = system.access.invite(actor, NOW)
        assert browser.post("/sign-in", data={"token": secret}).status_code == 303
        return browser

    return sign_in


def test_nobody_gets_in_without_signing_in(browser: TestClient, place: town.Town) -> None:
    for name in (*PAGES, *ONLY_FOR_ONE, "decisions/D9", "beliefs/B1"):
        answer = browser.get(f"/places/{place.id}/{name}")
        assert answer.status_code == 401
        assert place.name not in answer.text


def test_somebody_elses_place_is_not_there(
    system: System, place: town.Town, sign_in: Callable[[Actor], TestClient]
) -> None:
    other = town.join(system, "Elsewhere")
    browser = sign_in(learning_partner(place))
    for name in (*PAGES, *ONLY_FOR_ONE, "decisions/D9", "beliefs/B1"):
        assert browser.get(f"/places/{other.id}/{name}").status_code == 404


def test_the_learning_partner_sees_every_page(
    place: town.Town, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(learning_partner(place))
    for name in (*PAGES, *ONLY_FOR_ONE, "decisions/D9", "beliefs/B1"):
        answer = browser.get(f"/places/{place.id}/{name}")
        assert answer.status_code == 200, name
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert read(answer.text).one("nav", "in-place").text.endswith("Questions")
    assert "Beliefs nobody has questioned" in browser.get(f"/places/{place.id}/decisions").text


def test_a_partner_sees_the_pages_of_the_place_and_not_those_for_one(
    place: town.Town,
    person: UUID,
    made_up: MadeUp,
    sign_in: Callable[[Actor], TestClient],
) -> None:
    browser = sign_in(place.member(person))
    place.entries()
    for name in PAGES:
        assert browser.get(f"/places/{place.id}/{name}").status_code == 200, name
    for name in ONLY_FOR_ONE:
        assert browser.get(f"/places/{place.id}/{name}").status_code == 403, name
    assert browser.get(f"/places/{place.id}/beliefs?only=never_challenged").status_code == 200
    assert made_up.last("beliefs")["only"] is None
    text = browser.get(f"/places/{place.id}/decisions/D9").text
    assert "Tell people what came of it" not in text
    assert "5 of 8 told" not in text


def test_choices_become_a_question_to_the_reading(
    place: town.Town, made_up: MadeUp, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(learning_partner(place))
    query = "?verdict=belief-kept&waits=lapsed&known=2026-05-01&page=3"
    page = browser.get(f"/places/{place.id}/decisions{query}").text
    how = made_up.last("ledger")
    assert how["level"] == LoopLevel.EXAMINED_UPHELD
    assert how["state"] == "lapsed"
    assert how["as_known_on"] == date(2026, 5, 1)
    assert (how["offset"], how["limit"]) == (100, 50)
    assert how["today"] == NOW.date()
    assert "This is how things looked on 1 May 2026." in page
    assert "page=2" in page
    browser.get(f"/places/{place.id}/beliefs?only=dropped")
    assert made_up.last("beliefs")["only"] == "dropped"
    browser.get(f"/places/{place.id}/mirror?known=2026-05-01")
    assert made_up.last("mirror")["as_known_on"] == date(2026, 5, 1)


@pytest.mark.parametrize(
    "query",
    [
        "?verdict=best&waits=never&page=two",
        "?known=yesterday",
        "?known=2026-02-30&page=-1",
        "?page=" + "9" * 400,
        "?page=²",
        "?verdict=%00",
    ],
)
def test_rubbish_in_the_address_is_a_page_that_says_so(
    place: town.Town, sign_in: Callable[[Actor], TestClient], query: str
) -> None:
    browser = sign_in(learning_partner(place))
    answer = browser.get(f"/places/{place.id}/decisions{query}")
    assert answer.status_code == 200
    if "verdict" in query:
        assert loop_words.BAD_CHOICE in answer.text
    if "known" in query:
        assert "We could not read the date" in answer.text


def test_a_decision_that_is_not_there_is_a_kind_page(
    place: town.Town, sign_in: Callable[[Actor], TestClient]
) -> None:
    answer = sign_in(learning_partner(place)).get(f"/places/{place.id}/decisions/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_a_question_is_answered_once_and_leads_back(
    place: town.Town, answers: Answers, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(learning_partner(place))
    form = {
        "signal": "never_challenged",
        "subject": str(make_id("subject")),
        "grounds": "6",
        "answer": "not_now",
    }
    address = f"/places/{place.id}/questions"
    answer = browser.post(address, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    ((where, command, _),) = answers.given
    assert where == place.id
    assert command.signal == SignalKind.NEVER_CHALLENGED
    assert command.answer == SignalAnswer.NOT_NOW
    assert command.grounds == 6


@pytest.mark.parametrize(
    "wrong", [{"signal": "x"}, {"subject": "x"}, {"grounds": "-1"}, {"grounds": "0"}]
)
def test_an_answer_that_cannot_be_read_changes_nothing(
    place: town.Town,
    answers: Answers,
    sign_in: Callable[[Actor], TestClient],
    wrong: dict[str, str],
) -> None:
    browser = sign_in(learning_partner(place))
    form = {"signal": "one_option", "subject": str(place.id), "grounds": "1", "answer": "raised"}
    answer = browser.post(f"/places/{place.id}/questions", data=form | wrong)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("text/html")
    assert answers.given == []


def test_answers_from_other_sites_are_turned_away(
    place: town.Town, answers: Answers, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(learning_partner(place))
    form = {"signal": "one_option", "subject": str(place.id), "grounds": "1", "answer": "raised"}
    headers = {"origin": "https://evil.example"}
    address = f"/places/{place.id}/questions"
    assert browser.post(address, data=form, headers=headers).status_code == 403
    assert answers.given == []


def test_a_partner_answers_no_question(
    place: town.Town, person: UUID, answers: Answers, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(place.member(person))
    form = {"signal": "one_option", "subject": str(place.id), "grounds": "1", "answer": "raised"}
    assert browser.post(f"/places/{place.id}/questions", data=form).status_code == 403
    assert answers.given == []


def test_a_page_number_that_nobody_can_mean_is_the_first(
    place: town.Town, sign_in: Callable[[Actor], TestClient]
) -> None:
    browser = sign_in(learning_partner(place))
    for number in ("9" * 5_000, "\u0663", "-1", "x"):
        assert browser.get(f"/places/{place.id}/decisions?page={number}").status_code == 200
