"""Reading the loop: the ledger, beliefs, mirror, board and questions, asked of the policy first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.database import Database
from service.domain.errors import NotFound
from service.domain.proof import LoopLevel
from service.eventstore import EventLog
from service.keystore import KeyStore
from service.policy import Action, Actor, may, require
from service.projections import prototypes
from service.projections.against import against_of
from service.projections.asking import finder_for, for_reader, record_named, see_place
from service.projections.beliefs import beliefs_of
from service.projections.board import board_of
from service.projections.comparing import contested_readings, stories_of
from service.projections.decisions import DecisionPage
from service.projections.entries import Finder, end_of
from service.projections.insights import insights_of
from service.projections.ledger import Ledger, State, Wanted
from service.projections.loop_shapes import (
    Against,
    BeliefPage,
    BeliefView,
    Board,
    ContestedReading,
    DecisionView,
    InsightView,
    LedgerPage,
    MirrorPair,
    PlaceStories,
    Proposal,
    Signal,
    ToldBack,
)
from service.projections.mirror import mirror_of
from service.projections.pointing import pointing_beliefs, pointing_insights, pointing_pairs
from service.projections.proposals import proposals_of
from service.projections.register import OnlyBeliefs, belief_ids, insight_ids
from service.projections.shapes import PlaceView
from service.projections.signal_rules import Rules
from service.projections.signals import signals_of
from service.projections.told_back import told_back_of


@dataclass(frozen=True)
class _Asked:
    """A question by somebody about a place."""

    connection: Connection[Any]
    place: PlaceView
    finder: Finder


class LoopReading:
    """Questions about beliefs, decisions and what came of them."""

    def __init__(self, database: Database, log: EventLog, keys: KeyStore) -> None:
        self._database, self._log, self._keys = database, log, keys

    def ledger(
        self,
        actor: Actor,
        reference: str | UUID,
        *,
        today: date,
        level: LoopLevel | None = None,
        state: State | None = None,
        as_known_on: date | None = None,
        offset: int = 0,
        limit: int | None = 50,
    ) -> LedgerPage:
        """Q7, Q9: decisions, newest first, with what the log proves of each."""
        with self._asked(actor, reference) as asked:
            known = end_of(as_known_on, asked.finder.zone)
            wanted = Wanted(
                place_id=asked.place.id,
                today=as_known_on or today,
                level=level,
                state=state,
                known=known,
                offset=offset,
                limit=limit,
            )
            found, total = self._ledger(asked, actor).find(wanted)
            after = offset + len(found)
            following = after if after < total else None
            return LedgerPage(
                place=asked.place.id, decisions=found, total=total, following=following
            )

    def decision(
        self,
        actor: Actor,
        reference: str | UUID,
        decision: str | UUID,
        *,
        today: date,
        as_known_on: date | None = None,
    ) -> DecisionView:
        """One decision: the order it happened in, the beliefs under it, what came of it."""
        with self._asked(actor, reference) as asked:
            known = end_of(as_known_on, asked.finder.zone)
            id = record_named(asked.finder, "decision", "decision", decision)
            wanted = Wanted(asked.place.id, as_known_on or today, known=known, ids=(id,))
            found, _ = self._ledger(asked, actor).find(wanted)
            if not found:
                raise NotFound("There is no decision by that name here.")
            page = DecisionPage(asked.connection, self._log, self._keys, asked.finder, as_known_on)
            return page.view(found[0])

    def all_decisions(
        self, actor: Actor, reference: str | UUID, *, today: date
    ) -> list[DecisionView]:
        """Every decision's whole page, newest first: for a file with all of a place."""
        with self._asked(actor, reference) as asked:
            found, _ = self._ledger(asked, actor).find(Wanted(asked.place.id, today, limit=None))
            page = DecisionPage(asked.connection, self._log, self._keys, asked.finder, None)
            return [page.view(loop) for loop in found]

    def proposals(
        self, actor: Actor, reference: str | UUID, *, as_known_on: date | None = None
    ) -> list[Proposal]:
        """Questions that wait to be decided."""
        with self._asked(actor, reference) as asked:
            known = end_of(as_known_on, asked.finder.zone)
            return proposals_of(asked.connection, self._log, self._keys, asked.place.id, known)

    def beliefs(
        self,
        actor: Actor,
        reference: str | UUID,
        *,
        only: OnlyBeliefs | None = None,
        as_known_on: date | None = None,
        offset: int = 0,
        limit: int | None = 50,
    ) -> BeliefPage:
        """Q8: the register of beliefs, newest first; those never challenged by times cited."""
        with self._asked(actor, reference) as asked:
            if only == "never_challenged":
                require(actor, Action.SEE_SIGNALS, asked.place.id)
            known = end_of(as_known_on, asked.finder.zone)
            ids, total = belief_ids(asked.connection, asked.place.id, only, known, offset, limit)
            found = self._beliefs(asked, ids, known)
            after = offset + len(ids)
            following = after if after < total else None
            return BeliefPage(place=asked.place.id, beliefs=found, total=total, following=following)

    def belief(
        self,
        actor: Actor,
        reference: str | UUID,
        belief: str | UUID,
        *,
        as_known_on: date | None = None,
    ) -> BeliefView:
        """One belief with its whole history."""
        with self._asked(actor, reference) as asked:
            id = record_named(asked.finder, "assumption", "belief_stated", belief)
            found = self._beliefs(asked, [id], end_of(as_known_on, asked.finder.zone))
            if not found:
                raise NotFound("There is no belief by that name here.")
            return found[0]

    def insights(
        self, actor: Actor, reference: str | UUID, *, as_known_on: date | None = None
    ) -> list[InsightView]:
        """The patterns that people see, newest first."""
        with self._asked(actor, reference) as asked:
            known = end_of(as_known_on, asked.finder.zone)
            ids = insight_ids(asked.connection, asked.place.id, known)
            found = insights_of(asked.connection, self._log, self._keys, ids, known)
            found = pointing_insights(asked.finder, found)
            if asked.finder.sees_framework:
                return found
            without = {"behaviours": list[str](), "building_blocks": list[str]()}
            return [insight.model_copy(update=without) for insight in found]

    def against(
        self,
        actor: Actor,
        reference: str | UUID,
        id: str | UUID,
        *,
        as_known_on: date | None = None,
    ) -> Against:
        """Q4: what does not fit an insight or a belief."""
        with self._asked(actor, reference) as asked:
            return against_of(
                asked.connection, self._log, self._keys, asked.finder, id, as_known_on
            )

    def mirror(
        self, actor: Actor, reference: str | UUID, *, as_known_on: date | None = None
    ) -> list[MirrorPair]:
        """What people say beside what they seem to act on, with evidence for both."""
        with self._asked(actor, reference) as asked:
            pairs = mirror_of(asked.connection, self._log, self._keys, asked.finder, as_known_on)
            return pointing_pairs(asked.finder, pairs)

    def board(
        self, actor: Actor, reference: str | UUID, *, as_known_on: date | None = None
    ) -> Board:
        """Q11: trials by building blocks."""
        with self._asked(actor, reference) as asked:
            trials = prototypes.trials_of(
                asked.connection,
                self._keys,
                asked.place.id,
                end_of(as_known_on, asked.finder.zone),
            )
            finder = asked.finder
            return board_of(trials, finder.frameworks, finder.sees_framework)

    def told_back(
        self,
        actor: Actor,
        reference: str | UUID,
        *,
        today: date,
        as_known_on: date | None = None,
        limit: int | None = None,
    ) -> list[ToldBack]:
        """Q10: who has not been told what became of their words. For the learning partner."""
        with self._asked(actor, reference) as asked:
            require(actor, Action.SEE_SIGNALS, asked.place.id)
            known = end_of(as_known_on, asked.finder.zone)
            on = as_known_on or today
            wanted = Wanted(asked.place.id, on, state="untold", known=known, limit=limit)
            found, _ = self._ledger(asked, actor).find(wanted)
            return told_back_of(asked.connection, self._log, self._keys, found, known)

    def signals(
        self,
        actor: Actor,
        reference: str | UUID,
        *,
        today: date,
        as_known_on: date | None = None,
    ) -> list[Signal]:
        """Questions that the log puts to the learning partner, and to nobody else."""
        with self._asked(actor, reference) as asked:
            require(actor, Action.SEE_SIGNALS, asked.place.id)
            on = as_known_on or today
            rules = Rules(
                asked.connection, self._log, self._keys, asked.finder, asked.place, on, as_known_on
            )
            return signals_of(rules)

    def disagreements(
        self,
        actor: Actor,
        reference: str | UUID,
        framework: str | None = None,
        *,
        as_known_on: date | None = None,
    ) -> list[ContestedReading]:
        """Q13: reflections that people read differently."""
        with self._asked(actor, reference) as asked:
            return contested_readings(self._log, asked.finder, framework, as_known_on)

    def compare(
        self,
        actor: Actor,
        references: Iterable[str | UUID],
        codes: frozenset[str] | None,
        *,
        from_on: date | None = None,
        to_on: date | None = None,
        as_known_on: date | None = None,
    ) -> list[PlaceStories]:
        """Q5: places side by side, in patterns and stories; never a score or a rank."""
        with self._database.reading() as connection:
            places = {
                place.id: place
                for reference in references
                for place in [see_place(connection, self._keys, actor, reference)]
            }
            seen = [
                (place, finder_for(connection, self._keys, actor, place))
                for place in places.values()
            ]
            return stories_of(self._log, seen, codes, from_on, to_on, as_known_on=as_known_on)

    @contextmanager
    def _asked(self, actor: Actor, reference: str | UUID) -> Iterator[_Asked]:
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            yield _Asked(connection, for_reader(place, actor), finder)

    def _ledger(self, asked: _Asked, actor: Actor) -> Ledger:
        tells = may(actor, Action.SEE_SIGNALS, asked.place.id)
        return Ledger(asked.connection, self._log, self._keys, tells)

    def _beliefs(self, asked: _Asked, ids: list[UUID], known: datetime | None) -> list[BeliefView]:
        found = beliefs_of(asked.connection, self._log, self._keys, ids, known)
        found = pointing_beliefs(asked.finder, found)
        if asked.finder.sees_framework:
            return found
        without = {"behaviours": list[str](), "building_block": None, "starter": None}
        return [belief.model_copy(update=without) for belief in found]
