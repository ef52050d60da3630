"""Digesting: digests are drafted when their days are over, sent when agreed, and corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from scheduler.apart import apart
from service.application.prompts import by_the_clock
from service.bootstrap import System
from service.calendar import is_working_day
from service.digests.counting import Counting
from service.digests.funding import draft_funder, month_of
from service.digests.placing import draft_place
from service.digests.publishing import DraftAbout, publish, save_draft
from service.digests.quoting import AUDIENCES, live_quotes
from service.domain.cadence import Every
from service.domain.digest import Digest
from service.domain.vocabulary import DigestKind
from service.projections import digests, due
from service.projections.digests import UnsentRow
from service.projections.due import PlaceRhythm, RoundRow

PARTNERS_SEE_IT_FOR = timedelta(days=1)
"""So long the places' own people see what the funder will read before it goes there."""


FORTNIGHT = timedelta(days=14)
"""So often a place is told what it learned where nobody is asked, so that no round ends."""


class Digesting:
    """One look, at one moment, at which digests are due."""

    def __init__(self, system: System, now: datetime) -> None:
        self._system, self._now = system, now
        self._request = by_the_clock(now)

    def of_places(self, places: Sequence[PlaceRhythm]) -> int:
        """Draft for each place what it learned in the round before the newest, or, where people
        come by themselves, in the last fortnight; how many drafts that was.

        Whoever is killed halfway, or fails, is made up for at the next tick.
        """
        drafted = 0
        for place in places:
            with self._system.database.reading() as connection:
                rounds = due.newest_rounds(connection, place.place_id)
            days = (
                self._last_fortnight(place, rounds)
                if place.cadence.every is Every.WHEN_I_COME
                else _ended(place, rounds)
            )
            if days is not None:
                with apart("Drafting a place's digest", place.place_id):
                    drafted += self._draft_place(place, *days)
        return drafted

    def _last_fortnight(
        self, place: PlaceRhythm, rounds: Sequence[RoundRow]
    ) -> tuple[date, date] | None:
        """The last whole one since the place's newest round, or its first day, if anybody spoke."""
        today = self._now.astimezone(place.zone).date()
        began = _began(place, rounds[0]) if rounds else place.cadence.anchor
        over = (today - began) // FORTNIGHT
        if over < 1 or place.is_paused_on(today):
            return None
        first = began + (over - 1) * FORTNIGHT
        last = first + FORTNIGHT - timedelta(days=1)
        with self._system.database.reading() as connection:
            counting = Counting(connection, self._system.keys)
            return (first, last) if counting.spoke([place.place_id], first, last) else None

    def _draft_place(self, place: PlaceRhythm, first: date, last: date) -> bool:
        with self._system.database.reading() as connection:
            told_to = digests.told_to(connection, place.place_id, first, last)
        if told_to is not None:  # The place chose another rhythm meanwhile: no day is told twice.
            first = told_to + timedelta(days=1)
        if self._system.desk.exists(Digest.id_for(DigestKind.PLACE, place.place_id, first)):
            return False
        known = self._system.desk.place(place.place_id)
        content = draft_place(self._system, place.place_id, first, last)
        about = DraftAbout(known.programme_id, (place.place_id,), first, last)
        save_draft(self._system, content, about, self._request)
        return True

    def after_a_month(self, places: Sequence[PlaceRhythm]) -> int:
        """Draft for each programme's funder what its places learned last month, once it is over."""
        by_programme: dict[UUID, list[PlaceRhythm]] = {}
        for place in places:
            if place.tells_the_funder:
                programme = self._system.desk.place(place.place_id).programme_id
                by_programme.setdefault(programme, []).append(place)
        drafted = 0
        for programme, several in by_programme.items():
            with apart("Drafting a month", programme):
                drafted += self._draft_month(programme, several)
        return drafted

    def _draft_month(self, programme: UUID, places: Sequence[PlaceRhythm]) -> bool:
        today = self._now.astimezone(places[0].zone).date()
        if not is_working_day(places[0].cadence.nation)(today):
            return False
        first, last = month_of(today.replace(day=1) - timedelta(days=1))
        digest_id = Digest.id_for(DigestKind.FUNDER, programme, first)
        ids = tuple(sorted(place.place_id for place in places if place.chosen_on <= last))
        if not ids or self._system.desk.exists(digest_id):
            return False
        content = draft_funder(self._system, programme, ids, first)
        about = DraftAbout(programme, ids, first, last)
        return not save_draft(self._system, content, about, self._request).already_there

    def send_what_is_agreed(self) -> None:
        """Let out what every place signed off, once the places' own people have had their day;
        and a place's own digest at once where it chose that."""
        with self._system.database.reading() as connection:
            since = {one.place_id: one.posts_by_itself_since for one in due.rhythms(connection)}
            unsent = digests.unsent(connection)
        for row in unsent:
            by_itself = row.kind is DigestKind.PLACE and _goes_by_itself(row, since)
            if by_itself or self._is_agreed(row):
                with apart("Sending a digest", row.digest_id):
                    publish(self._system, row.digest_id, self._request, by_itself=by_itself)

    def _is_agreed(self, row: UnsentRow) -> bool:
        if not row.is_agreed or row.signed_off_at is None:
            return False
        wait = PARTNERS_SEE_IT_FOR if row.kind is DigestKind.FUNDER else timedelta()
        return self._now >= row.signed_off_at + wait

    def correct(self) -> None:
        """Say of digests that went out with a quote which stands no more that it was taken back."""
        with self._system.database.reading() as connection:
            sent = digests.quotes_in_sent(connection)
            live = {
                kind: live_quotes(
                    connection,
                    self._system.keys,
                    audience,
                    ids=[quote for _, sent_to, quote in sent if sent_to is kind],
                )
                for kind, audience in AUDIENCES.items()
            }
        for digest_id, kind, quote in sent:
            if quote not in live[kind]:
                with apart("Correcting a digest", digest_id):
                    self._system.digests.correct(digest_id, quote, self._request)


def _goes_by_itself(row: UnsentRow, since: Mapping[UUID, datetime | None]) -> bool:
    """What was drafted after its place chose so; older drafts still wait for a person's yes."""
    chosen = since.get(row.places[0])
    return chosen is not None and chosen <= row.drafted_at and not row.waiting


def _ended(place: PlaceRhythm, rounds: Sequence[RoundRow]) -> tuple[date, date] | None:
    """The days of the round before the newest, if there was one and it is over."""
    if len(rounds) < 2 or rounds[1].closed_at is None:  # noqa: PLR2004
        return None
    return _began(place, rounds[1]), _began(place, rounds[0]) - timedelta(days=1)


def _began(place: PlaceRhythm, one: RoundRow) -> date:
    """The day from which on what is said belongs to a round: an earlier one if it came early."""
    return min(one.slot, place.moved.get(one.slot, one.slot))
