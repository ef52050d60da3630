"""Digests by letter: to funders and to who chose letters, once, and what was taken back is told."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from scheduler.jobs import Jobs
from service.application.rhythm_commands import ChangeAsking, DeclineQuote
from service.domain.cadence import Way
from service.domain.quote import Quote
from service.domain.vocabulary import Audience
from service.letters import digest as kinds
from service.letters.kind import LetterKind
from service.letters.mailer import Mailer, Server
from service.letters.office import Office
from tests.support.digests import AFTER, Month, month_in
from tests.support.post import PostBox
from tests.support.town import Town

SENDER = "Harrow Vale <learning@example.org>"


@pytest.fixture
def month(place: Town) -> Month:
    """A place that learned something in June."""
    return month_in(place)


@pytest.fixture
def office(month: Month, box: PostBox) -> Office:
    """A post office that has begun to follow, with a funder who has an address."""
    month.funder("Gill", "gill@funder.example.org")
    month.funder("Hal")
    month.system.runner.catch_up()
    several: list[LetterKind] = [kinds.SENT, kinds.CORRECTION]
    office = Office(month.system, Mailer(Server.at(box.url), SENDER), several, lambda: AFTER, 0)
    office.send_now()
    return office


def text_of(letter: EmailMessage) -> str:
    """What a letter says in plain text, in one line."""
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def test_a_funder_gets_the_digest_once_with_its_pdf(
    month: Month, office: Office, box: PostBox
) -> None:
    digest = month.send(month.funder_draft())
    office.send_now()
    office.send_now()
    (letter,) = box.letters
    assert letter["To"] == "gill@funder.example.org"
    assert "What changed our minds" in text_of(letter)
    assert f"/digests/{digest}" in text_of(letter)
    (pdf,) = letter.iter_attachments()
    assert pdf.get_content_type() == "application/pdf"
    view = month.view(digest)
    assert view.went_to is not None
    assert view.went_to.letters == 1


def test_a_places_digest_goes_to_who_chose_letters_and_to_nobody_else(
    month: Month, office: Office, box: PostBox
) -> None:
    person = month.town.welcome("mo", email="mo@example.org")
    month.town.welcome("bea", email="bea@example.org")
    chosen = ChangeAsking(place=month.town.name, is_asked=True, way=Way.EMAIL)
    month.system.rhythms.change_asking(chosen, month.town.asks(person, now=AFTER))
    month.send(month.place_draft())
    office.send_now()
    assert [letter["To"] for letter in box.letters] == ["mo@example.org"]


def test_who_had_a_quote_is_asked_to_remove_it_and_is_not_told_its_words(
    month: Month, office: Office, box: PostBox
) -> None:
    quote = month.quote(Audience.FUNDER)
    month.send(month.funder_draft())
    office.send_now()
    author = month.system.desk.load(Quote, quote).person_id
    month.system.quotes.decline(quote, DeclineQuote(), month.town.asks(author, now=AFTER))
    month.system.runner.catch_up()
    Jobs(month.system).run(AFTER)
    month.system.runner.catch_up()
    office.send_now()
    first, second = box.letters
    assert "ring first" in text_of(first)
    assert second["Subject"] == "Please remove a quote"
    assert "ring first" not in text_of(second)
