"""The letter with what is kept about somebody, which they asked for by the link of another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.bootstrap import System
from service.document import Document, Paragraph, as_mail, as_text
from service.domain.base import Event, natural_id
from service.domain.person import Person
from service.domain.vocabulary import ActorRole
from service.held.documents import FILENAME, as_json, document_of
from service.letters import words as w
from service.letters.letter import Attachment, Letter
from service.letters.outbox import EMAIL, Outbox, Row, Want
from service.policy import Actor

SLACK = "slack"
NEVER_BY_MAIL = "concerns_raised"


class HeldAbout:
    """To the address that their letters go to, and never to whoever has the link.

    Others may read a mailbox, or have noted a wrong one: that somebody raised a concern is told in
    Slack and to who signs in, and whoever has Slack is sent nothing by mail.
    """

    KIND = "held_about"
    FOLLOWS: tuple[type[Event], ...] = ()

    def wants(self, system: System, event: Event) -> Iterable[Want]:  # noqa: ARG002
        """No fact leads here, only a wish."""
        return ()

    def content(self, system: System, row: Row) -> Letter | None:
        """All of it as it is now; nothing for somebody who was erased meanwhile."""
        assert row.person_id is not None
        if system.desk.load(Person, row.person_id).is_erased:
            return None
        actor = Actor(row.person_id, ActorRole.PARTNER, frozenset({row.place_id}))
        known = system.reading.held_about(actor)
        kept = {name: value for name, value in known.items() if name != NEVER_BY_MAIL}
        said = Document(w.HELD_SUBJECT, tuple(map(Paragraph, w.HELD)))
        return Letter(
            row.to,
            said.title,
            as_text(said),
            as_mail(said),
            attachments=(
                Attachment(
                    f"{FILENAME}.txt",
                    "text/plain; charset=utf-8",
                    as_text(document_of(kept)).encode(),
                ),
                Attachment(f"{FILENAME}.json", "application/json", as_json(kept)),
            ),
        )


HELD = HeldAbout()


def ask_by_letter(system: System, person: UUID, place: UUID, now: datetime) -> bool:
    """Have it sent, once a day at most however often it is asked; False where no address is known,
    or they have it in Slack.

    Whoever has the link can so at most cause somebody to get one letter a day.
    """
    keys = system.keys
    if not keys.identities_of(person, EMAIL) or keys.identities_of(person, SLACK):
        return False
    want = Want(HELD.KIND, natural_id("held-about", person, now.date()), place, person)
    with system.database.writing() as connection:
        Outbox(system.database, system.keys).want([want], 0, now, connection)
    return True
