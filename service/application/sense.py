"""Sense: sessions held, expectations stated, insights proposed, joined and put to the test."""

from __future__ import annotations

from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Desk, Request
from service.application.loop_commands import (
    HoldSession,
    JoinInsight,
    ProposeInsight,
    PutInsightToTest,
    StateExpectation,
)
from service.application.records import Records, Says
from service.domain.base import Said
from service.domain.decision import Decision
from service.domain.expectation import Expectation
from service.domain.insight import Insight
from service.domain.sense_session import SenseSession
from service.sealing import Sealer


class Sense:
    """Commands on how people make sense of what was noticed."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._records = desk, Records(desk)

    def hold_session(self, command: HoldSession, request: Request) -> Receipt:
        """Write down that people looked at what was noticed, together."""
        place = self._records.place(command.place, request)

        def hold(id: UUID, said: Said, sealer: Sealer) -> SenseSession:
            return SenseSession.hold(
                id,
                said,
                place_id=place.id,
                framing_question=sealer.seal("framing_question", command.framing_question),
                present=command.present,
                missing=tuple(command.missing),
                who_was_missing=sealer.seal_if("who_was_missing", command.who_was_missing),
                facilitator=self._records.party_if(sealer, place, command.facilitator, request),
                method=sealer.seal_if("method", command.method),
                external_id=sealer.seal_if("external_id", command.external_id),
            )

        says: Says = {
            SenseSession.Held: ("framing_question", "present", "who_was_missing", "method")
        }
        return self._records.begin(SenseSession, command, request, says, hold)

    def state_expectation(self, command: StateExpectation, request: Request) -> Receipt:
        """Say what is expected, before anyone knows."""
        place = self._records.place(command.place, request)

        def state(id: UUID, said: Said, sealer: Sealer) -> Expectation:
            about = self._records.find_if(Decision, place, command.decision)
            if command.prototype is not None:
                about = self._desk.prototype(place, command.prototype)
            return Expectation.state(
                id,
                said,
                place_id=place.id,
                we_expect=sealer.seal("we_expect", command.we_expect),
                we_would_know_by=sealer.seal_if("we_would_know_by", command.we_would_know_by),
                we_would_doubt_if=sealer.seal_if("we_would_doubt_if", command.we_would_doubt_if),
                about=about,
                by_when=command.by_when,
                stated_by=self._records.parties(sealer, place, command.stated_by, request),
                external_id=sealer.seal_if("external_id", command.external_id),
            )

        says: Says = {
            Expectation.Stated: ("we_expect", "we_would_know_by", "we_would_doubt_if", "by_when")
        }
        return self._records.begin(Expectation, command, request, says, state)

    def propose_insight(self, command: ProposeInsight, request: Request) -> Receipt:
        """Say which pattern somebody sees, with what does not fit it (I4)."""
        place = self._records.place(command.place, request)

        def propose(id: UUID, said: Said, sealer: Sealer) -> Insight:
            self._records.check_codes(place, request, command.behaviours, command.building_blocks)
            cited = self._records.reflections(place, command.cites, request)
            against = self._records.reflections(place, command.against, request)
            return Insight.propose(
                id,
                said,
                place_id=place.id,
                claim=sealer.seal("claim", command.claim),
                cites=tuple(one.id for one in cited),
                voices=len({one.author for one in cited}),
                looked_for_disconfirming=command.looked_for_disconfirming,
                against=tuple(one.id for one in against),
                does_not_fit=sealer.seal_if("does_not_fit", command.does_not_fit),
                single_voice=command.single_voice,
                proposers=self._records.parties(sealer, place, command.proposers, request),
                session_id=self._records.find_if(SenseSession, place, command.session),
                behaviours=tuple(command.behaviours),
                building_blocks=tuple(command.building_blocks),
                external_id=sealer.seal_if("external_id", command.external_id),
            )

        says: Says = {Insight.Proposed: ("claim", "does_not_fit", "looked_for_disconfirming")}
        return self._records.begin(Insight, command, request, says, propose)

    def test_insight(
        self, place: str | UUID, reference: str, command: PutInsightToTest, request: Request
    ) -> Receipt:
        """Say how others see an insight; who sees it otherwise stays on record."""
        known = self._records.place(place, request)
        session = self._records.find_if(SenseSession, known, command.session)

        def test(insight: Insight, sealer: Sealer, said: Said) -> None:
            insight.test(
                said,
                result=command.result,
                session_id=session,
                dissent=sealer.seal_if("dissent", command.dissent),
            )

        return self._records.change(Insight, known, reference, command, request, test)

    def join_insight(
        self, place: str | UUID, reference: str, command: JoinInsight, request: Request
    ) -> Receipt:
        """Join reflections to an insight that is there: what shows it too, or does not fit it."""
        known = self._records.place(place, request)

        def join(insight: Insight, _sealer: Sealer, said: Said) -> None:
            found = self._records.reflections(known, command.reflections, request)
            ids = tuple(one.id for one in found)
            insight.join(
                said, cites=ids if command.fits else (), against=() if command.fits else ids
            )

        return self._records.change(Insight, known, reference, command, request, join)
