"""The schedule: when a place is asked next, what is asked, how many were asked, and what is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from service.calendar import is_working_day
from service.database import Database
from service.domain.cadence import Asking, Every, Nation, due_at, slots
from service.domain.questions import ready_made
from service.domain.rhythm import Rhythm
from service.domain.round import own_question, turn_of
from service.domain.suppression import PEOPLE
from service.domain.vocabulary import DigestKind, QuestionKind
from service.keystore import KeyStore
from service.policy import Action, Actor, may
from service.projections import digests, due
from service.projections.asking import see_place
from service.projections.digests import DigestRow
from service.projections.due import PlaceRhythm, RoundRow
from service.projections.shapes import PlaceView, Shape
from service.sealing import opened

ROUNDS_AHEAD = 3
SOME_DIGESTS = 3
LOOK_AHEAD = timedelta(days=60)
STILL_DUE = timedelta(days=28)
"""What fell due is shown for so long; later it shows with the decisions that slipped."""

DigestState = Literal["drafted", "agreed", "waits", "left_out", "sent"]


class RhythmView(Shape):
    """When a place asks, and how its digests go out."""

    every: Every
    anchor: date
    at: time
    nation: Nation
    is_paused: bool
    paused_until: date | None
    posts_by_itself: bool
    tells_the_funder: bool


class OwnQuestion(Shape):
    """A question in the place's own words."""

    id: UUID
    kind: QuestionKind
    words: str


class RoundAhead(Shape):
    """A round that is still to come. `slot` is its nominal day and its name, `on` its real day."""

    slot: date
    at: datetime
    on: date
    kind: QuestionKind
    question: str
    is_moved: bool
    is_skipped: bool


class OpenRound(Shape):
    """The round that is open now. `asked` is left out where it is few, but not nobody."""

    slot: date
    opened_on: date
    kind: QuestionKind
    question: str
    asked: int | None


class DueThing(Shape):
    """Something to look at again on a day."""

    what: Literal["review", "expectation"]
    id: UUID
    title: str
    on: date


class DigestDue(Shape):
    """A digest and where it is in its life."""

    id: UUID
    kind: DigestKind
    from_on: date
    to_on: date
    state: DigestState


class ScheduleView(Shape):
    """All that is to come in a place, as far as its reader may know."""

    place: PlaceView
    today: date
    rhythm: RhythmView | None
    now_open: OpenRound | None
    ahead: list[RoundAhead]
    questions: list[OwnQuestion]
    due: list[DueThing]
    digests: list[DigestDue]
    may_change: bool


class ScheduleReading:
    """Questions about what is to come, asked of the policy first."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self._database, self._keys = database, keys

    def schedule(
        self,
        actor: Actor,
        reference: str | UUID,
        *,
        now: datetime,
        until: date | None = None,
    ) -> ScheduleView:
        """The next rounds (all of them until a day, where one is given), and what is due."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            rhythm = due.rhythm_of(connection, place.id)
            today = now.astimezone(ZoneInfo(place.zone)).date()
            sees_words = may(actor, Action.READ_WORDS, place.id)
            own = _own_questions(connection, self._keys, place.id) if rhythm else []
            newest = due.newest_rounds(connection, place.id, 1)
            ahead: list[RoundAhead] = []
            if rhythm is not None:
                last = until or today + timedelta(days=ROUNDS_AHEAD * 32)
                ahead = _ahead(rhythm, own, newest, today, last)
            return ScheduleView(
                place=place,
                today=today,
                rhythm=None if rhythm is None else _view_of(rhythm, today),
                now_open=_open_now(connection, newest, own, ZoneInfo(place.zone)),
                ahead=ahead if until else ahead[:ROUNDS_AHEAD],
                questions=own,
                due=_due(connection, self._keys, place.id, today, until or today + LOOK_AHEAD)
                if sees_words
                else [],
                digests=_digests(connection, self._keys, actor, place.id),
                may_change=may(actor, Action.MANAGE_PLACE, place.id),
            )


def question_of(connection: Connection[Any], keys: KeyStore, place_id: UUID, one: RoundRow) -> str:
    """What a round asks, in the place's own words if it has some of that kind."""
    return _words_of(_own_questions(connection, keys, place_id, retired=True), one)


def _words_of(own: list[OwnQuestion], one: RoundRow) -> str:
    known = {question.id: question.words for question in own}
    return known.get(one.question_id) or ready_made(one.number, one.kind)  # type: ignore[arg-type]


def _own_questions(
    connection: Connection[Any], keys: KeyStore, place_id: UUID, *, retired: bool = False
) -> list[OwnQuestion]:
    rhythm_id = Rhythm.id_for(place_id)
    rows = connection.execute(_QUESTIONS, (rhythm_id, retired)).fetchall()
    sealers = keys.sealers([rhythm_id], connection) if rows else {}
    return [
        OwnQuestion(
            id=id,
            kind=QuestionKind(kind),
            words=opened(sealers, rhythm_id, "words", words) or "",
        )
        for id, kind, words in rows
    ]


def _view_of(rhythm: PlaceRhythm, today: date) -> RhythmView:
    cadence, is_paused = rhythm.cadence, rhythm.is_paused_on(today)
    return RhythmView(
        every=cadence.every,
        anchor=cadence.anchor,
        at=cadence.at,
        nation=cadence.nation,
        is_paused=is_paused,
        paused_until=rhythm.paused_until if is_paused else None,
        posts_by_itself=rhythm.posts_by_itself,
        tells_the_funder=rhythm.tells_the_funder,
    )


def _ahead(
    rhythm: PlaceRhythm, own: list[OwnQuestion], newest: list[RoundRow], today: date, last: date
) -> list[RoundAhead]:
    """The rounds from today on that have not begun, as the calendar moves them."""
    begun = newest[0].slot if newest else None
    number = newest[0].number + 1 if newest else 1
    works = is_working_day(rhythm.cadence.nation)
    found = []
    # A round that was moved here may have its own day before today.
    first = max(rhythm.first_slot, min(today, *rhythm.moved, today))
    for slot in slots(rhythm.cadence, first, last):
        day = rhythm.moved.get(slot, slot)
        if (begun is not None and slot <= begun) or day < today or rhythm.is_paused_on(day):
            continue
        kind = turn_of(number)
        words = {question.id: question.words for question in own if question.kind is kind}
        chosen = own_question(number, list(words))
        at = due_at(day, rhythm.cadence, Asking(), rhythm.zone, works).astimezone(rhythm.zone)
        is_skipped = slot in rhythm.skipped
        found.append(
            RoundAhead(
                slot=slot,
                at=at,
                on=at.date(),
                kind=kind,
                question=words[chosen] if chosen else ready_made(number, kind),
                is_moved=slot in rhythm.moved,
                is_skipped=is_skipped,
            )
        )
        number += not is_skipped
    return sorted(found, key=lambda one: one.at)


def _open_now(
    connection: Connection[Any], newest: list[RoundRow], own: list[OwnQuestion], zone: ZoneInfo
) -> OpenRound | None:
    if not newest or newest[0].closed_at is not None:
        return None
    one = newest[0]
    row = connection.execute(_ASKED, (one.round_id,)).fetchone()
    asked = int(row[0]) if row else 0
    return OpenRound(
        slot=one.slot,
        opened_on=one.opened_at.astimezone(zone).date(),
        kind=one.kind,
        question=_words_of(own, one),
        asked=None if 0 < asked < PEOPLE.start else asked,
    )


def _due(
    connection: Connection[Any], keys: KeyStore, place_id: UUID, today: date, until: date
) -> list[DueThing]:
    rows = connection.execute(
        _DUE, {"place": place_id, "first": today - STILL_DUE, "last": until}
    ).fetchall()
    sealers = keys.sealers({row[1] for row in rows}, connection)
    return [
        DueThing(
            what=what,
            id=id,
            title=opened(sealers, id, "title", title)
            or opened(sealers, id, "chosen" if what == "review" else "we_expect", words)
            or "",
            on=on,
        )
        for what, id, title, words, on in rows
    ]


def _digests(
    connection: Connection[Any], keys: KeyStore, actor: Actor, place_id: UUID
) -> list[DigestDue]:
    """The newest digests. One that is not sent is for who puts it together; one to the funder is
    for everybody of its places once they agreed, before the funder sees it."""
    makes = may(actor, Action.WRITE_DIGESTS, place_id)
    reads = may(actor, Action.READ_WORDS, place_id)
    found = []
    for kind in DigestKind:
        for row in digests.digests_about(connection, keys, place_id, kind, SOME_DIGESTS):
            state = _state_of(row, place_id)
            if makes or (reads and (state == "sent" or row.is_seen_first)):
                days = {"from_on": row.from_on, "to_on": row.to_on}
                found.append(DigestDue(id=row.digest_id, kind=kind, state=state, **days))
    return found


def _state_of(row: DigestRow, place_id: UUID) -> DigestState:
    if row.sent_at is not None:
        return "sent"
    if row.set_aside_at is not None:
        return "left_out"
    if place_id in row.waiting:
        return "waits"
    return "agreed" if place_id in row.signed_off else "drafted"


_QUESTIONS = """
SELECT question_id, kind, words FROM prompt_questions
WHERE rhythm_id = %s AND (%s OR NOT is_retired) ORDER BY position
"""

_ASKED = "SELECT count(*) FROM prompts WHERE round_id = %s AND purpose = 'round'"

_DUE = """
SELECT * FROM (
    SELECT 'review' AS what, e.id, e.title, e.words, l.review_on AS day
    FROM loops l JOIN entries e ON e.id = l.decision_id AND e.kind = 'decision'
    WHERE l.place_id = %(place)s AND e.state = 'available'
    UNION
    SELECT 'expectation', e.id, e.title, e.words, d.due_on
    FROM looks_due d JOIN entries e ON e.id = d.thing AND e.kind = 'expectation'
    WHERE d.purpose = 'expectation' AND d.place_id = %(place)s
        AND e.state = 'available'
) AS things WHERE day BETWEEN %(first)s AND %(last)s ORDER BY day, id
"""
