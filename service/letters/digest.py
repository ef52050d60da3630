"""The letters that digests are sent as: to funders and to people who chose letters; corrections."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.bootstrap import System
from service.digests import words
from service.digests.documents import document_of
from service.digests.reading import DigestReading
from service.document import Document, Link, Paragraph, as_mail, as_text
from service.domain.base import Event
from service.domain.digest import Digest
from service.domain.errors import Gone, NotFound
from service.domain.vocabulary import ActorRole, DigestKind
from service.letters.letter import Attachment, Letter
from service.letters.outbox import EMAIL, Row, Want
from service.pdf import pdf_of
from service.policy import Actor
from service.projections import digests, due, people

PDF = "application/pdf"


class SentAsLetter:
    """A digest that went out, with its PDF."""

    KIND = "digest"
    FOLLOWS: tuple[type[Event], ...] = (Digest.Sent,)

    def wants(self, system: System, event: Event) -> Iterable[Want]:
        """One for each who is to have it."""
        return _wants(system, self.KIND, event.originator_id, event.originator_id)

    def content(self, system: System, row: Row) -> Letter | None:
        """All of it, as it may be read now."""
        document = _document(system, row, row.about)
        if document is None:
            return None
        link = Paragraph(
            (Link(words.READ_IT_HERE, f"{system.settings.address}/digests/{row.about}"),)
        )
        return _letter(
            row, document.title, Document(document.title, (link, *document.blocks)), document
        )


class Correction:
    """That a quote was taken back after a digest went out: whoever got it is asked to remove it."""

    KIND = "digest_correction"
    FOLLOWS: tuple[type[Event], ...] = (Digest.Corrected,)

    def wants(self, system: System, event: Event) -> Iterable[Want]:
        """One for each who had the digest."""
        assert isinstance(event, Digest.Corrected)
        return _wants(system, self.KIND, event.originator_id, event.quote_id)

    def content(self, system: System, row: Row) -> Letter | None:
        """Which digests it stood in; never its words."""
        with system.database.reading() as connection:
            corrected = digests.corrected_with(connection, row.about, row.place_id)
        found = [(id, _document(system, row, id)) for id in corrected]
        several = [(id, document) for id, document in found if document is not None]
        if not several:
            return None
        address = system.settings.address
        links = (
            Paragraph((Link(document.title, f"{address}/digests/{id}"),))
            for id, document in several
        )
        said = (Paragraph(words.PLEASE_REMOVE), *links, Paragraph(words.NEW_COPY))
        _, newest = several[0]
        return _letter(row, words.CORRECTION, Document(words.CORRECTION, said), newest)


SENT, CORRECTION = SentAsLetter(), Correction()


def _wants(system: System, kind: str, digest_id: UUID, about: UUID) -> Iterable[Want]:
    digest = system.desk.load(Digest, digest_id)
    with system.database.reading() as connection:
        if digest.kind == DigestKind.FUNDER:
            group, readers = digest.programme_id, people.ids_of(connection, digest.programme_id)
        else:
            (group,) = digest.places
            readers = due.by_letter(connection, group)
    for person in readers:
        if system.keys.identities_of(person, EMAIL):
            yield Want(kind, about, group, person)


def _document(system: System, row: Row, digest_id: UUID) -> Document | None:
    """The digest as its reader may read it now; None where they may not any more."""
    assert row.person_id is not None
    reading, group = DigestReading(system), frozenset({row.place_id})
    for role in (ActorRole.FUNDER, ActorRole.PARTNER):
        try:
            return document_of(reading.one(Actor(row.person_id, role, group), digest_id))
        except (NotFound, Gone):
            continue
    return None


def _letter(row: Row, subject: str, said: Document, attached: Document) -> Letter:
    return Letter(
        to=row.to,
        subject=subject,
        text=as_text(said),
        html=as_mail(said),
        attachments=(Attachment("digest.pdf", PDF, pdf_of(attached)),),
    )
