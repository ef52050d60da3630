"""Reading digests: who may read which, with numbers as they may be told and quotes that stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.application.digests import NO_DIGEST
from service.bootstrap import System
from service.digests.content import Content, Count, PlaceContent, quotes_in, read_content
from service.digests.counting import Counting
from service.digests.figures import Figures, as_told, figures_of, recounted
from service.digests.leaving_out import without_waiting
from service.digests.quoting import AUDIENCES, live_quotes
from service.digests.views import (
    DigestLine,
    DigestView,
    FunderAnswer,
    LeftOut,
    PlaceNamed,
    QuoteShown,
    Remark,
    State,
    WentTo,
)
from service.domain.errors import NotFound
from service.domain.vocabulary import DigestKind, QuoteStanding
from service.policy import Action, Actor, may
from service.projections import digests, places
from service.projections.asking import see_place
from service.projections.digest_remarks import remarks_on
from service.projections.digests import DigestRow


@dataclass(frozen=True)
class Draft:
    """A draft as it is kept, also with what is of places that wait."""

    content: Content
    waiting: tuple[UUID, ...]
    edition: int

    @property
    def shown(self) -> Content:
        """What would be read of it now."""
        return without_waiting(self.content, self.waiting)


class DigestReading:
    """Questions about digests, each asked of the policy first."""

    def __init__(self, system: System) -> None:
        self._system = system

    def of_place(self, actor: Actor, reference: str | UUID) -> list[DigestLine]:
        """A place's digests and those to the funder that speak of it, newest first."""
        keys = self._system.keys
        with self._system.database.reading() as connection:
            place = see_place(connection, keys, actor, reference)
            rows = [
                row
                for kind in DigestKind
                for row in digests.digests_about(connection, keys, place.id, kind)
                if _may_read(actor, row)
            ]
            rows.sort(key=lambda row: (row.to_on, row.kind), reverse=True)
            return self._lines(connection, rows)

    def for_funder(self, actor: Actor) -> list[DigestLine]:
        """What was sent to a funder, newest first; NotFound for who is none."""
        if not any(may(actor, Action.READ_FUNDER_DIGESTS, one) for one in actor.places or [None]):
            raise NotFound
        keys = self._system.keys
        with self._system.database.reading() as connection:
            rows = digests.sent_to_funders(connection, keys, actor.places)
            return self._lines(connection, [row for row in rows if _may_read(actor, row)])

    def one(self, actor: Actor, digest_id: UUID) -> DigestView:
        """One digest; NotFound where somebody may not know that it exists."""
        with self._system.database.reading() as connection:
            row = self._row(connection, actor, digest_id)
            content, figures = self._told(connection, row)
            return self._view(connection, actor, row, content, figures)

    def draft(self, actor: Actor, digest_id: UUID) -> Draft:
        """What a draft says, as it is kept, for who may put it better; never shown as it is."""
        with self._system.database.reading() as connection:
            row = self._row(connection, actor, digest_id)
            if not _may_any(actor, Action.WRITE_DIGESTS, row):
                raise NotFound(NO_DIGEST)
            return Draft(read_content(row.content), tuple(row.waiting), row.edition)

    def _row(self, connection: Connection[Any], actor: Actor, digest_id: UUID) -> DigestRow:
        row = digests.digest_of(connection, self._system.keys, digest_id)
        if row is None or not _may_read(actor, row):
            raise NotFound(NO_DIGEST)
        return row

    def _told(self, connection: Connection[Any], row: DigestRow) -> tuple[Content, Figures | None]:
        """What it says, with numbers as they may be told: in a draft, as they would be."""
        if row.sent_at is not None:
            return read_content(row.content), None
        content = self._counted(connection, row)
        before = digests.published(connection)
        figures = figures_of(content, before, self._system.settings.fewest_people)
        return as_told(content, figures), figures

    def _counted(self, connection: Connection[Any], row: DigestRow) -> Content:
        """A draft with what it would be counted with if it went out now."""
        content = without_waiting(read_content(row.content), row.waiting)
        return recounted(content, Counting(connection, self._system.keys))

    def _view(
        self,
        connection: Connection[Any],
        actor: Actor,
        row: DigestRow,
        content: Content,
        figures: Figures | None,
    ) -> DigestView:
        (line,) = self._lines(connection, [row])
        writes = _may_any(actor, Action.WRITE_DIGESTS, row)
        is_open = line.state == "draft"
        answers = may(actor, Action.ANSWER_DIGESTS, row.programme_id)
        answer = _answer(row)
        if answer is not None and not (writes or answers or answer.shared_at):
            answer = None
        return DigestView(
            **dict(line),
            content=content,
            edition=row.edition,
            quotes=self._quotes(connection, row, content),
            waiting=tuple(row.waiting),
            signed_off=tuple(row.signed_off),
            signed_off_at=row.signed_off_at,
            drafted_at=row.drafted_at,
            corrections=len(row.corrected),
            answer=answer,
            may_write=writes and is_open,
            may_sign_off=tuple(
                place
                for place in row.places
                if is_open and may(actor, Action.SIGN_OFF_DIGESTS, place)
            ),
            may_answer=answers and line.state == "sent",
            left_out=_left_out(self._counted(connection, row), figures)
            if writes and figures
            else (),
            went_to=self._went_to(connection, row) if writes and row.sent_at else None,
            remarks=self._remarks(connection, row) if writes else (),
        )

    def _remarks(self, connection: Connection[Any], row: DigestRow) -> tuple[Remark, ...]:
        found = remarks_on(connection, self._system.keys, row.digest_id)
        return tuple(Remark(kind=one.kind, words=one.words, said_at=one.said_at) for one in found)

    def _quotes(
        self, connection: Connection[Any], row: DigestRow, content: Content
    ) -> dict[UUID, QuoteShown]:
        ids = quotes_in(content)
        live = live_quotes(connection, self._system.keys, AUDIENCES[row.kind], ids=ids)
        asked = {
            quote
            for (quote,) in connection.execute(
                "SELECT quote_id FROM asked_quotes WHERE quote_id = ANY (%s) AND standing = %s",
                (list(ids), QuoteStanding.ASKED),
            )
        }
        shown = {}
        for quote in ids:
            if quote in live:
                words = live[quote]
                shown[quote] = QuoteShown(standing="given", words=words.words, credit=words.credit)
            else:
                waits = quote in asked and row.sent_at is None
                shown[quote] = QuoteShown(standing="waits" if waits else "gone")
        return shown

    def _went_to(self, connection: Connection[Any], row: DigestRow) -> WentTo:
        letters, channels = connection.execute(_WENT_TO, {"digest": row.digest_id}).fetchone()  # type: ignore[misc]
        return WentTo(channels=channels, letters=letters)

    def _lines(self, connection: Connection[Any], rows: Sequence[DigestRow]) -> list[DigestLine]:
        ids = {place for row in rows for place in row.places}
        known = places.all_places(connection, self._system.keys, ids)
        names = {place.id: place.name for place in known}
        return [
            DigestLine(
                id=row.digest_id,
                kind=row.kind,
                state=_state(row),
                places=tuple(PlaceNamed(id=one, name=names.get(one, "")) for one in row.places),
                from_on=row.from_on,
                to_on=row.to_on,
                sent_at=row.sent_at,
            )
            for row in rows
        ]


def _state(row: DigestRow) -> State:
    if row.sent_at is not None:
        return "sent"
    return "draft" if row.set_aside_at is None else "left_out"


def _may_any(actor: Actor, action: Action, row: DigestRow) -> bool:
    return any(may(actor, action, place) for place in row.places)


def _may_read(actor: Actor, row: DigestRow) -> bool:
    """The funder reads what was sent. The people of the places read it before, once all their
    places agreed; until then a draft is for those who put it together."""
    is_sent = row.sent_at is not None
    if is_sent and row.kind is DigestKind.FUNDER:
        if may(actor, Action.READ_FUNDER_DIGESTS, row.programme_id):
            return True
    elif not is_sent and not row.is_seen_first and not _may_any(actor, Action.WRITE_DIGESTS, row):
        return False
    return _may_any(actor, Action.READ_WORDS, row)


def _answer(row: DigestRow) -> FunderAnswer | None:
    if row.responded_at is None:
        return None
    return FunderAnswer(
        what_we_heard=row.what_we_heard or "",
        what_we_will_do=row.what_we_will_do or "",
        question_back=row.question_back,
        responded_at=row.responded_at,
        shared_at=row.shared_at,
    )


def _left_out(content: Content, figures: Figures) -> tuple[LeftOut, ...]:
    """Each number that will not be said, beside the claim that it belongs to."""
    counted: Iterable[tuple[str, Count]]
    if isinstance(content, PlaceContent):
        counted = [
            *((theme.words, theme.rests_on) for theme in content.themes),
            ("", content.spoke),
        ]
    else:
        counted = [
            *((mind.now_think, mind.rests_on) for mind in content.changed_minds),
            ("", content.voices.total),
        ]
    return tuple(
        LeftOut(about=about, why=figures.why_not[count.candidate])
        for about, count in counted
        if count.candidate is not None and count.candidate in figures.why_not
    )


_WENT_TO = """
SELECT (SELECT count(*) FROM letters.letters WHERE about = %(digest)s AND sent_at IS NOT NULL),
       (SELECT count(*) FROM slack.posts
        WHERE about = %(digest)s AND person_id IS NULL AND sent_at IS NOT NULL)
"""
