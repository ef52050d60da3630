"""The pages about decisions and beliefs as strings: typed context in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from service.projections.loop_shapes import (
    BeliefPage,
    BeliefView,
    Board,
    DecisionView,
    InsightView,
    LedgerPage,
    MirrorPair,
    Proposal,
    Signal,
    ToldBack,
)
from service.projections.shapes import PlaceView
from service.web import belief_sentences as bs
from service.web import belief_words as bw
from service.web import loop_kinds, order, path
from service.web import loop_sentences as ls
from service.web import loop_words as lw
from service.web.buttons import belief_buttons, decision_buttons
from service.web.filters import Reader
from service.web.forms import FORMS
from service.web.marks import Paint, revised, sprite
from service.web.render import Pages
from service.web.symbols import SYMBOLS
from service.web.text import day_there

TRIALS_A_TABLE = 4
"""So many trials stand beside each other."""
SPRITE = [key for key in SYMBOLS if key != "late"] + ["late"]


@dataclass(frozen=True)
class Visit:
    """Who looks at which place, on which day, and what they may do there."""

    place: PlaceView
    reader: Reader
    today: date
    known: date | None = None
    """As things were known on this day."""
    problems: tuple[str, ...] = ()
    saved: str = ""
    """What was just written down, where the page follows a form."""
    may_record: bool = False
    may_tell: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    """What this reader calls behaviours and building blocks, by code."""

    @property
    def leads(self) -> bool:
        """True for the learning partner."""
        return self.reader.leads

    def named(self, codes: Sequence[str | None]) -> list[str]:
        """The names of these rows, as far as this reader knows them."""
        return [self.names[code] for code in codes if code is not None and code in self.names]


@dataclass(frozen=True)
class Choice:
    """What was chosen on a list: its values as the address has them, and the page."""

    values: Mapping[str, str]
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """True where something was chosen that may hide rows."""
        return bool(self.values)

    def link(self, page: int) -> str:
        """The same choices on another page of the list."""
        pairs = dict(self.values) | ({"page": str(page)} if page > 1 else {})
        return f"?{urlencode(pairs)}"


class LoopPages:
    """Renders the pages about decisions and beliefs, in the environment of the other pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        pages.environment.globals.update(
            lw=lw,
            ls=ls,
            bw=bw,
            bs=bs,
            lk=loop_kinds,
            drawing=path.drawing,
        )

    def ledger(
        self,
        page: LedgerPage,
        visit: Visit,
        choice: Choice,
        *,
        proposals: Sequence[Proposal] = (),
        unquestioned: Sequence[BeliefView] = (),
        owed: Sequence[ToldBack] = (),
        shows_care: bool = False,
    ) -> str:
        """Every decision with its order; `shows_care` adds the learning partner's two lists."""
        return self._page(
            "ledger.html",
            visit,
            "decisions",
            page=page,
            choice=choice,
            proposals=proposals,
            unquestioned=unquestioned,
            owed=owed,
            shows_care=shows_care,
            example=path.example(),
        )

    def decision(self, view: DecisionView, visit: Visit) -> str:
        """A decision's whole page."""
        facts = order.facts_of(view, visit.place.zone, leads=visit.leads)
        relayed = sum(1 for entry in view.words_behind if entry.is_relayed)
        return self._page(
            "decision.html",
            visit,
            "decisions",
            view=view,
            loop=view.loop,
            facts=facts,
            columns=order.columns(facts),
            prompt=ls.prompt(view.loop),
            behind=ls.behind(len(view.words_behind), relayed, view.not_yours_to_read),
            present=[ls.heads(fact.present) for fact in view.examinations if fact.present],
            dissent=[fact.dissent for fact in view.examinations if fact.dissent],
            absent=[
                *view.not_consulted,
                *(who for fact in view.examinations for who in fact.absent),
            ],
            turned_on=_turned_on(view, visit.place.zone),
            names=visit.named([*view.behaviours, *view.building_blocks]),
            to_do=decision_buttons(view, visit.place.id, self._pages.routes, tell=visit.may_tell),
        )

    def beliefs(self, page: BeliefPage, visit: Visit, choice: Choice) -> str:
        """The register of beliefs."""
        return self._page("beliefs.html", visit, "beliefs", page=page, choice=choice)

    def belief(self, belief: BeliefView, visit: Visit) -> str:
        """A belief with all that happened to it."""
        return self._page(
            "belief.html",
            visit,
            "beliefs",
            belief=belief,
            names=visit.named([*belief.behaviours, belief.building_block]),
            to_do=belief_buttons(belief, visit.place.id, self._pages.routes),
        )

    def insights(self, insights: Sequence[InsightView], visit: Visit) -> str:
        """The patterns that people see."""
        return self._page("insights.html", visit, "insights", insights=insights)

    def mirror(self, pairs: Sequence[MirrorPair], visit: Visit) -> str:
        """What people say beside what they seem to act on."""
        return self._page("mirror.html", visit, "mirror", pairs=pairs)

    def board(self, board: Board, visit: Visit) -> str:
        """What each trial taught about each building block."""
        cells = {
            (row.prototype, cell.building_block): cell for row in board.rows for cell in row.cells
        }
        several = [
            board.rows[at : at + TRIALS_A_TABLE] for at in range(0, len(board.rows), TRIALS_A_TABLE)
        ]
        about_trials = [
            (kind, label)
            for kind, label in bw.ABOUT_TRIALS.items()
            if board.building_blocks or not FORMS[kind].needs_framework
        ]
        return self._page(
            "board.html",
            visit,
            "board",
            board=board,
            tables=several,
            cells=cells,
            about_trials=about_trials,
        )

    def told_back(self, owed: Sequence[ToldBack], visit: Visit, *, is_all: bool = True) -> str:
        """Who is owed an answer."""
        return self._page("told_back.html", visit, "told-back", owed=owed, is_all=is_all)

    def questions(self, signals: Sequence[Signal], visit: Visit) -> str:
        """What the log asks the learning partner."""
        several = [(signal, self._about(signal, visit.place.id)) for signal in signals]
        return self._page("questions.html", visit, "questions", signals=several)

    def _about(self, signal: Signal, place: UUID) -> str:
        """The page that a question is about."""
        routes = self._pages.routes
        match signal.link:
            case "beliefs":
                return routes.belief(place, signal.subject)
            case "decisions":
                return routes.decision(place, signal.subject)
            case "mirror":
                return routes.page(place, "mirror")
            case _:
                return routes.timeline(place)

    def _page(self, name: str, visit: Visit, here: str, **context: object) -> str:
        return self._pages.page(
            name,
            reader=visit.reader,
            here=self._pages.here(visit.place, here),
            visit=visit,
            place=visit.place,
            saved=visit.saved,
            sprite=sprite(SPRITE, Paint(), with_targets=False),
            revised=revised,
            **context,
        )


def _turned_on(view: DecisionView, zone: str) -> date | None:
    """The day on which the one belief that changed before the decision did so."""
    turned = [
        day_there(step.at, zone)
        for step in view.loop.proof
        if step.needed and step.what in {"revised", "dropped"}
    ]
    return turned[0] if len(turned) == 1 else None
