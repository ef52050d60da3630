"""Looking again by letter: the questions about a decision that fell due, and what they come to."""

from __future__ import annotations

from dataclasses import replace

from service.application.commands import Receipt
from service.domain.identifying import found_in
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, PromptAnswer
from service.projections.loop_shapes import DecisionView
from service.web import answer_words as aw
from service.web import form_words as w
from service.web.answering import Guest
from service.web.form_choices import Choice, Offers
from service.web.form_fields import Data, Field
from service.web.form_refusals import Refusals
from service.web.form_shown import Shown, shown
from service.web.form_visit import NotTaken, Visit
from service.web.forms import FORMS

BOXES = ("expected_vs_actual", "why_nobody_affected", "others")
GUEST = "me"
_KEPT = frozenset({*aw.REVIEW_ASKED, "reviewers"})
_FORM = replace(
    FORMS["review"], fields=tuple(one for one in FORMS["review"].fields if one.name in _KEPT)
)
_ASKED = tuple(
    Field("affected_heard", "several", offers="perspectives")
    if one.name == "affected_heard"
    else one
    for one in _FORM.fields
    if one.name != "reviewers"
)


class LookBack:
    """Somebody at the form about a decision. NotFound where they cannot read it (any more)."""

    def __init__(self, one: Guest) -> None:
        system, decision = one.system, str(one.prompt.about[0])
        place = system.reading.place(one.actor, one.prompt.place_id)
        self._one, self._id = one, decision
        self._offers = Offers(system, system.loops, one.actor, place, one.today)
        self._offers.decision_id = decision
        self.decision: DecisionView = self._offers.decision(decision)

    def shown(self, data: Data, refusals: Refusals) -> list[Shown]:
        """The questions with what was typed, in the words for people without an account."""
        asked = [
            _in_our_words(one) for one in shown("review", _ASKED, data, self._offers, refusals)
        ]
        asked = [one for one in asked if one.name != "beliefs" or one.groups]
        error = refusals.get("others", "")
        others = Shown("others", "lines", "", error=error, needed=False, value=data.one("others"))
        asked.insert(len(asked) - 1, _in_our_words(others))
        if self._may_identify(data):
            tick = Shown("as_it_is", "tick", "", value=data.one("as_it_is"))
            asked.append(_in_our_words(tick))
        return asked

    def take(self, data: Data) -> Receipt:
        """Write it down in their name. NotTaken says beside which question something is wrong."""
        found = self._may_identify(data)
        if found and not data.one("as_it_is"):
            raise NotTaken(found)
        others = [one for one in data.one("others").splitlines() if one.strip()]
        reviewers = {f"reviewers-{n}-who": who for n, who in enumerate([GUEST, *others])}
        heard = {f"affected_heard-{one}": "1" for one in data.all("affected_heard")}
        visit = Visit(self._one.system, self._offers, _FORM, "")
        filled = data.but(decision=self._id, **reviewers, **heard)
        receipt = visit.take(filled, self._one.request("review"))
        self._one.done(receipt)
        self._one.answer(PromptAnswer.YES)
        return receipt

    def _may_identify(self, data: Data) -> Refusals:
        """What to ask about each box whose words may tell who somebody is."""
        found = {box: found_in(data.one(box), self._one.today) for box in BOXES}
        return Refusals(
            (box, aw.MAY_IDENTIFY.format(found=", ".join(sorted(aw.IDENTIFIERS[k] for k in kinds))))
            for box, kinds in found.items()
            if kinds
        )


def _in_our_words(one: Shown) -> Shown:
    label, help = aw.REVIEW_ASKED[one.name]
    groups = one.groups
    if one.name == "result":
        groups = [("", [Choice(value, words) for value, words in aw.REVIEW_RESULTS.items()])]
    if one.name == "affected_heard":
        groups = [("", [Choice(who, w.PERSPECTIVES[who]) for who in SYSTEM_PERSPECTIVES])]
    return replace(one, label=label, help=help, groups=groups)
