"""Mentions: what was left out is gone from all that was sealed before, and is found by name."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from service.application.commands import (
    AmendReflection,
    EraseReflection,
    RecordReflection,
    WriteMemo,
)
from service.application.mention_commands import EraseMention, RedactSpan
from service.bootstrap import open_system
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.mention import Mention
from service.domain.reflection import Reflection, State
from service.domain.sealed import ERASED
from service.domain.vocabulary import MentionCategory, Scope
from service.erasing import erase_person, erase_reflection, redact
from service.exchange.exporting import export_place
from service.projections.mentions import MentionView
from service.settings import Settings
from service.verify import verify
from tests.application.test_erasing_whole import is_proved, quote_of
from tests.application.test_erasure_journal import backup, broken
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, request_by
from tests.support.rhythm import Rhythm
from tests.support.tables import count
from tests.support.town import Town

TEXT = "We rang Juliet Marsh. She was in tears, and so was her sister."
LEFT = "We rang [left out]. She was in tears, and so was her sister."


def leave_out(place: Town, id: UUID, words: str = "Juliet Marsh", **more: object) -> UUID:
    """The learning partner takes these words out; the mention."""
    told = {"words": words, "category": MentionCategory.NAME} | more
    command = RedactSpan.model_validate(told)
    return redact(place.system, place.id, str(id), command, BY_LEARNING_PARTNER).id


def found(place: Town, about: str | None = None) -> list[MentionView]:
    """What a learning partner finds."""
    place.system.runner.catch_up()
    return place.system.reading.mentions(LEARNING_PARTNER, place.id, about)


def opens(place: Town, id: UUID, event: Reflection.Recorded | Reflection.Amended) -> str:
    """What an event of the log says now."""
    assert event.noticed is not None
    return place.system.keys.open_field(event, "noticed", event.noticed)


def test_what_is_left_out_is_gone_from_every_earlier_event_as_well(
    place: Town, person: UUID
) -> None:
    id = place.record(TEXT, role="nurse", external_id="row-1", meaning="It helped.")
    amend = AmendReflection(text=f"{TEXT} We went there.")
    place.system.capture.amend_reflection(place.id, "row-1", amend, place.asks(person))
    leave_out(place, id)
    recorded, amended, redacted = place.system.log.events.get(id)
    assert isinstance(redacted, Reflection.SpanRedacted)
    assert [opens(place, id, e) for e in (recorded, amended, redacted)] == [  # type: ignore[arg-type]
        ERASED,
        ERASED,
        f"{LEFT} We went there.",
    ]
    (entry,) = place.entries()
    assert (entry.text, entry.meaning) == (f"{LEFT} We went there.", "It helped.")
    assert (entry.role, entry.external_id) == ("nurse", "row-1")
    assert "Juliet" not in "".join(export_place(place.system, place.name))
    assert verify(place.system).ok


def test_also_the_past_and_its_author_see_it_without(place: Town, person: UUID) -> None:
    id = place.record(TEXT)
    leave_out(place, id)
    assert place.texts(place.member(person)) == [LEFT]
    held = place.system.reading.held_about(place.member(person))
    assert "Juliet" not in str(held)
    assert LEFT in str(held)


def test_its_author_goes_on_writing_under_the_new_key(place: Town, person: UUID) -> None:
    id = place.record(TEXT)
    leave_out(place, id)
    amend = AmendReflection(text="We rang somebody.")
    place.system.capture.amend_reflection(place.id, str(id), amend, place.asks(person))
    leave_out(place, id, "rang", category=MentionCategory.OTHER)
    assert place.texts() == ["We [left out] somebody."]
    assert verify(place.system).ok


def test_notes_beside_it_go_with_the_key_and_what_comes_later_stays(
    place: Town, person: UUID
) -> None:
    id = place.record(TEXT)
    tagging = place.system.tagging
    tagging.write_memo(place.id, str(id), WriteMemo(text="Who is Juliet?"), BY_LEARNING_PARTNER)
    leave_out(place, id)
    memo = WriteMemo(text="Ask again in May.")
    tagging.write_memo(place.id, str(id), memo, BY_LEARNING_PARTNER)
    place.system.runner.catch_up()
    material = place.system.reading.material(LEARNING_PARTNER, place.id)
    assert [memo.text for memo in material.memos] == ["Ask again in May."]


@pytest.mark.parametrize("asked", ["juliet marsh", "Juliet", "MARSH"])
def test_a_later_request_finds_it_by_name_and_destroys_it_without_the_reflection(
    place: Town, person: UUID, asked: str
) -> None:
    id = place.record(TEXT)
    mention = leave_out(place, id)
    street = leave_out(place, id, "her sister", category=MentionCategory.FAMILY, about="Marsh")
    assert {one.id for one in found(place, asked)} >= {mention}
    assert {one.id for one in found(place, "Marsh")} == {mention, street}
    assert found(place, "Romeo") == []
    (view,) = [one for one in found(place) if one.id == mention]
    assert (view.words, view.reflection) == ("Juliet Marsh", id)

    place.system.mentions.erase(mention, EraseMention(), BY_LEARNING_PARTNER)
    assert place.system.keys.sealers([mention]) == {}
    assert mention not in {one.id for one in found(place, asked)}
    assert place.texts() == [LEFT.replace("her sister", "[left out]")]
    assert verify(place.system).ok


def test_the_name_stands_nowhere_and_cannot_be_guessed_from_the_log(
    place: Town, person: UUID
) -> None:
    leave_out(place, place.record(TEXT))
    assert count(place.system, "read_models.mentions WHERE 'juliet' = ANY (about)") == 0


def test_only_who_handles_it_or_wrote_it_may(place: Town, person: UUID) -> None:
    id = place.record(TEXT)
    command = RedactSpan(words="Juliet", category=MentionCategory.NAME)
    bob = place.asks(place.welcome("bob"))
    with pytest.raises(NotAllowed):
        place.system.mentions.redact(place.id, str(id), command, bob)
    private = place.record(TEXT, scope=Scope.AUTHOR_AND_LP)
    with pytest.raises(NotFound):
        place.system.mentions.redact(place.id, str(private), command, bob)
    place.system.runner.catch_up()
    with pytest.raises(NotAllowed):
        place.system.reading.mentions(bob.actor, place.id)
    mention = place.system.mentions.redact(place.id, str(id), command, place.asks(person)).id
    with pytest.raises(NotAllowed):
        place.system.mentions.erase(mention, EraseMention(), bob)
    with pytest.raises(Refused):
        leave_out(place, id, "Romeo")


def test_repeating_it_changes_nothing(place: Town, person: UUID) -> None:
    id = place.record(TEXT)
    command = RedactSpan(words="Juliet Marsh", category=MentionCategory.NAME)
    request = request_by(BY_LEARNING_PARTNER.actor.role, key="once")
    first = place.system.mentions.redact(place.id, str(id), command, request)
    head = place.system.log.head
    again = place.system.mentions.redact(place.id, str(id), command, request)
    assert (again.id, again.already_there) == (first.id, True)
    assert place.system.log.head == head


def test_an_import_that_is_repeated_meets_what_was_left_out_and_changes_nothing(
    place: Town, person: UUID
) -> None:
    command = RecordReflection(place=place.name, contributor="sam", text=TEXT, external_id="r")
    id = place.system.capture.record_reflection(command, BY_LEARNING_PARTNER).id
    leave_out(place, id)
    again = place.system.capture.record_reflection(command, BY_LEARNING_PARTNER)
    assert (again.id, again.already_there) == (id, True)


def test_quotes_that_were_asked_before_go_and_those_after_stay(place: Town, person: UUID) -> None:
    id = place.record(TEXT)
    before = quote_of(place, person, id, "We rang Juliet")
    leave_out(place, id)
    assert is_proved(place, before)
    later = Rhythm(place)
    later.tick("2026-06-01 13:00")
    with pytest.raises(Refused):
        quote_of(place, person, id, "We rang Juliet")


@pytest.mark.parametrize("what", ["person", "reflection"])
def test_what_was_left_out_goes_with_all_of_it(place: Town, person: UUID, what: str) -> None:
    id = place.record(TEXT)
    mention = leave_out(place, id)
    place.system.runner.catch_up()
    if what == "person":
        erase_person(place.system, person, BY_OPERATOR)
    else:
        erase_reflection(place.system, place.id, str(id), EraseReflection(), BY_OPERATOR)
    assert place.system.keys.sealers([mention]) == {}
    Rhythm(place).tick()
    assert place.system.desk.load(Mention, mention).is_erased
    assert verify(place.system).ok


def test_verify_sees_a_redaction_that_is_none(place: Town, person: UUID, database_url: str) -> None:
    id = place.record(TEXT)
    with psycopg.connect(database_url, autocommit=True) as connection:
        query = "SELECT box FROM keystore.keys WHERE id = %s"
        row = connection.execute(query, (id,)).fetchone()
        assert row is not None
        leave_out(place, id)
        connection.execute("UPDATE keystore.keys SET box = %s WHERE id = %s", (row[0], id))
    assert "sealed words" in broken(place.system)


def test_a_backup_that_brings_the_words_back_puts_them_aside(
    place: Town, person: UUID, settings: Settings, database_url: str
) -> None:
    id = place.record(TEXT)
    with backup(database_url) as restore:
        leave_out(place, id)
        restore()
    assert place.system.desk.load(Reflection, id).state == State.AVAILABLE
    assert "erasure journal" in broken(place.system)
    with open_system(settings) as system:
        assert system.desk.load(Reflection, id).state == State.HELD
        assert "erasure journal" not in broken(system)
