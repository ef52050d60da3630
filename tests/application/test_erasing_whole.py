"""Erasing whole: quotes go with their words, and what could not be called back is said."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from service.application.commands import EraseReflection
from service.application.loop_commands import ProposeInsight
from service.application.rhythm_commands import AskForQuote, GiveQuote
from service.domain.errors import Refused
from service.domain.person import Person
from service.domain.quote import Quote
from service.domain.reflection import Reflection
from service.domain.vocabulary import Audience, DigestKind, QuoteStanding
from service.erasing import Erasure, erase_person, erase_reflection, in_words
from service.verify import verify
from tests.scheduler.test_digesting import kept
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR
from tests.support.rhythm import Rhythm
from tests.support.tables import count
from tests.support.town import Town


def quote_of(place: Town, person: UUID, reflection: UUID, words: str = "The panel met") -> UUID:
    """A quote that its speaker said yes to."""
    asked = AskForQuote(words=words, audience=Audience.PLACE)
    quote = place.system.quotes.ask(reflection, asked, BY_LEARNING_PARTNER).id
    place.system.quotes.give(quote, GiveQuote(credit="a nurse"), place.asks(person))
    place.system.runner.catch_up()
    return quote


def is_proved(place: Town, quote: UUID) -> bool:
    """The key is gone, the log says so, and nothing of it is shown any more."""
    place.system.runner.catch_up()
    return (
        place.system.desk.load(Quote, quote).standing == QuoteStanding.ERASED
        and count(place.system, f"keystore.keys WHERE id = '{quote}' AND box IS NULL") == 1
        and count(place.system, f"read_models.asked_quotes WHERE quote_id = '{quote}'") == 0
    )


def erase(place: Town, what: str, person: UUID, reflection: UUID) -> Erasure:
    """Erase the person, or the reflection alone."""
    place.system.runner.catch_up()
    if what == "person":
        return erase_person(place.system, person, BY_OPERATOR)
    command = EraseReflection()
    return erase_reflection(place.system, place.id, str(reflection), command, BY_OPERATOR)


@pytest.mark.parametrize("what", ["person", "reflection"])
def test_quotes_go_in_the_same_moment(place: Town, person: UUID, what: str) -> None:
    said, other = place.record(), place.record("Another thing.")
    quote, stays = quote_of(place, person, said), quote_of(place, person, other, "Another")
    erasure = erase(place, what, person, said)
    assert is_proved(place, quote)
    assert is_proved(place, stays) == (what == "person")
    assert (erasure.keys, erasure.quotes) == ((5, 2) if what == "person" else (2, 1))
    assert verify(place.system).ok


@pytest.mark.parametrize("what", ["person", "reflection"])
def test_the_clock_destroys_quotes_of_what_was_erased_by_a_bare_command(
    place: Town, person: UUID, what: str
) -> None:
    said = place.record()
    quote = quote_of(place, person, said)
    if what == "person":
        place.system.people.erase_person(person, BY_OPERATOR)
    else:
        command = EraseReflection()
        place.system.capture.erase_reflection(place.id, str(said), command, BY_OPERATOR)
    assert not is_proved(place, quote)
    Rhythm(place).tick()
    assert is_proved(place, quote)


def test_nobody_destroys_a_quote_whose_words_stand(place: Town, person: UUID) -> None:
    quote = quote_of(place, person, place.record())
    with pytest.raises(Refused):
        place.system.quotes.erase(quote, BY_OPERATOR)


def test_the_log_proves_how_much_went_in_numbers_only(place: Town, person: UUID) -> None:
    said = place.record()
    quote_of(place, person, said)
    erase(place, "reflection", person, said)
    erase(place, "person", person, said)
    *_, of_reflection = place.system.log.events.get(said)
    *_, of_person = place.system.log.events.get(person)
    assert isinstance(of_reflection, Reflection.ErasureCarriedOut)
    assert (of_reflection.keys, of_reflection.quotes) == (2, 1)
    assert isinstance(of_person, Person.ErasureCarriedOut)
    assert (of_person.keys, of_person.quotes, of_person.identities) == (1, 0, 1)
    head = place.system.log.head
    erase(place, "person", person, said)
    assert place.system.log.head == head


def test_a_digest_that_went_out_with_the_quote_is_named(place: Town) -> None:
    rhythm = Rhythm(place)
    rhythm.choose()
    people = [place.welcome(f"p{n}", organisation=f"O {n % 4}") for n in range(8)]
    said = send_digest_with_a_quote(rhythm, people)
    erasure = erase(place, "reflection", people[0], said)
    (sent,) = erasure.digests
    assert (sent.kind, sent.from_on) == (DigestKind.PLACE, date(2026, 6, 2))
    assert "The place's digest of 2 June 2026 to 15 June 2026 went out" in in_words(erasure)[0]
    assert erasure.backups_until == date(2026, 7, 1)
    assert "Backups of the keys hold it until 1 July 2026." in in_words(erasure)
    rhythm.tick("2026-06-16 12:00")
    assert kept(rhythm, DigestKind.PLACE)[0].corrected == sent_quotes(rhythm)


def send_digest_with_a_quote(rhythm: Rhythm, people: list[UUID]) -> UUID:
    """A place's digest goes out with words of the first of them; the reflection they stand in."""
    system = rhythm.town.system
    rhythm.tick("2026-06-02 10:00")
    said = [rhythm.write(f"p{n}") for n in range(6)]
    command = ProposeInsight(
        place=rhythm.town.name,
        claim="One room does the work.",
        cites=[str(one) for one in said],
        looked_for_disconfirming=True,
    )
    system.sense.propose_insight(command, rhythm.by_partner)
    quote_of(rhythm.town, people[0], said[0])
    rhythm.tick("2026-06-16 10:00")
    (draft,) = kept(rhythm, DigestKind.PLACE)
    system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-06-16 11:00")
    return said[0]


def sent_quotes(rhythm: Rhythm) -> list[UUID]:
    """The quotes that went out."""
    return kept(rhythm, DigestKind.PLACE)[0].quotes
