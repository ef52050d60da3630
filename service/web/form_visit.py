"""One visit to a form: what it starts with, what it is about, and what sending it leads to."""

from __future__ import annotations

from pydantic import ValidationError

from service.application.commands import Receipt
from service.application.desk import Request
from service.bootstrap import System
from service.domain.errors import (
    DoubleLoopError,
    NotAllowed,
    NotSignedIn,
    RevisedMeanwhile,
    Unavailable,
)
from service.domain.starters import starters
from service.domain.vocabulary import Basis, DecisionKind
from service.projections.loop_shapes import Wording
from service.web.form_choices import Choice, Offers
from service.web.form_fields import Data, Field, given
from service.web.form_refusals import Refusals, invalid, missing, refused
from service.web.form_shape import Form
from service.web.form_shown import (
    About,
    about_belief,
    about_change,
    about_proposal,
    about_trial,
)
from service.web.text import clean

SUBJECTS = {
    "assumption": "beliefs",
    "decision": "decisions",
    "change": "changes",
    "insight": "insights",
    "prototype": "trials",
}
"""Where the choices for what a form is about come from."""
OF_A_PROPOSAL = ("question", "options", "prototype")
FROM_STARTER = (
    "statement",
    "we_would_doubt_if",
    "kind",
    "level_reason",
    "basis",
    "building_block",
)


class NotTaken(Exception):
    """It was not recorded; `refusals` say why, question by question."""

    def __init__(self, refusals: Refusals, error: DoubleLoopError | None = None) -> None:
        super().__init__()
        self.refusals, self.error = refusals, error


class Visit:
    """Somebody at one form of one place."""

    def __init__(self, system: System, offers: Offers, form: Form, base: str) -> None:
        self.system, self.offers, self.form, self.base = system, offers, form, base
        self.place = offers.place

    def fields(self, data: Data) -> list[Field]:
        """The questions that this reader is asked."""
        asked = [one for one in self.form.fields if self.offers.sees_framework or not one.framework]
        if self.form.kind == "decision" and data.one("decision"):
            return [one for one in asked if one.name not in OF_A_PROPOSAL]
        return asked

    def subject(self, data: Data) -> str:
        """The id of what it is about, where that is known."""
        return data.one(self.form.subject) if self.form.subject else ""

    def begun(self, query: Data) -> Data:
        """What the form starts with: what the address says, and what can be known before."""
        data = query.without(["key", "more"])
        for name, into in self.form.aliases:
            if into not in data and name in data:
                data = data.but(**{into: data.all(name)})
        before = {"occurred_on": self.offers.today.isoformat()}
        if self.form.kind == "decision":
            before["kind"] = DecisionKind.ACT
        if self.form.before is not None:
            before |= self.form.before(self.system, self.offers.actor, str(self.place.id))
        if self.form.kind == "assumption":
            before |= self._starter(data)
        if self.form.kind == "revised" and self.subject(data):
            belief = self.offers.belief(self.subject(data))
            before |= {"statement": belief.statement, "from_version": str(belief.version)}
        return data.but(**{name: value for name, value in before.items() if name not in data})

    def about(self, data: Data) -> About | None:
        """What it is about, in the words that are known; NotFound where it is not theirs."""
        another = f"{self.base}/{self.form.kind}"
        match self.form.subject:
            case "assumption":
                return about_belief(self.offers.belief(self.subject(data)), another)
            case "decision":
                found = self.offers.decision(self.subject(data))
                self.offers.decision_id = str(found.loop.id)
                lines = [(found.loop.chosen, "")] if found.loop.chosen != found.loop.title else []
                return About(found.loop.title, tuple(lines), another=another)
            case "change":
                return about_change(self.offers.change(self.subject(data)), another)
            case "prototype":
                return about_trial(self.offers.trial(self.subject(data)), another)
            case "insight":
                return About(self.offers.insight(self.subject(data)).claim, another=another)
            case _ if self.form.kind == "decision" and data.one("decision"):
                return about_proposal(self.offers.proposal(data.one("decision")))
            case _:
                return None

    def starters(self) -> list[tuple[str, list[Choice], list[Choice]]]:
        """Ready-made beliefs by building block, for those who may see its name."""
        if self.form.kind != "assumption" or not self.offers.sees_framework:
            return []
        names = {one.code: one.wording for one in self.offers.frameworks.building_blocks.items}
        sides: dict[str, dict[Basis, list[Choice]]] = {}
        for one in starters().beliefs:
            block = sides.setdefault(one.building_block, {Basis.INFERRED: [], Basis.ESPOUSED: []})
            block[one.basis].append(Choice(one.code, one.statement))
        return [
            (names[code], found[Basis.INFERRED], found[Basis.ESPOUSED])
            for code, found in sides.items()
            if code in names
        ]

    def take(self, data: Data, request: Request) -> Receipt:
        """Record it. NotTaken where something is missing, cannot be read, or is refused."""
        fields, people = self.fields(data), self.offers.people
        values = {one.name: given(one, data, people) for one in fields}
        said = {name: value for name, value in values.items() if value is not None}
        if self.form.begins:
            said["place"] = str(self.place.id)
        wrong = missing(fields, data, people)
        try:
            command = self.form.command.model_validate(said)
        except ValidationError as error:
            raise NotTaken(Refusals({**invalid(fields, error), **wrong})) from None
        if wrong:
            raise NotTaken(wrong)
        place, subject = str(self.place.id), self.subject(data)
        try:
            return self.form.run(self.system, place, subject, command, request)
        except (NotSignedIn, NotAllowed, Unavailable):
            raise
        except DoubleLoopError as error:
            raise NotTaken(refused(fields, data, error), error) from error

    def theirs(self, data: Data, error: DoubleLoopError | None) -> Wording | None:
        """The words that somebody else put in meanwhile, where that is why it was refused."""
        if not isinstance(error, RevisedMeanwhile):
            return None
        return self.offers.belief(self.subject(data)).wordings[-1]

    def follows(self, data: Data, receipt: Receipt) -> str:
        """The page to go to once it is recorded."""
        place = self.base.removesuffix("/record")
        decision = data.one("decision")
        match self.form.leads_to:
            case "belief":
                path = f"/beliefs/{receipt.id}"
            case "decision":
                path = f"/decisions/{receipt.id}"
            case "insights" | "decisions" | "board" | "rhythm" as page:
                path = f"/{page}"
            case _ if decision:
                path = f"/decisions/{decision}"
            case _ if data.one("prototype"):
                path = "/board"
            case _:
                return f"{place}/timeline?item={receipt.id}&saved={self.form.kind}"
        return f"{place}{path}?saved={self.form.kind}"

    def _starter(self, data: Data) -> dict[str, str]:
        code = clean(data.one("starter"))
        found = next((one for one in starters().beliefs if one.code == code), None)
        if found is None or not self.offers.sees_framework:
            return {}
        return {name: str(getattr(found, name)) for name in FROM_STARTER}
