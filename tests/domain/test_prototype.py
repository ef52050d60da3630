"""A prototype: started with an expectation, worth what it teaches, and never a pass or a fail."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from service.domain.base import natural_id
from service.domain.errors import Ended, NoBlockChanged, Refused
from service.domain.prototype import Fate, Prototype
from tests.support.given_when_then import PLACE, fact, facts_of, given, said, sealed
from tests.support.golden import MAPPER, file_of, read

Do = Callable[[Prototype], None]

DECISION, ANOTHER = natural_id("a decision"), natural_id("another decision")


def a_trial() -> Prototype:
    """A trial that has just begun."""
    return Prototype.start(
        Prototype.id_for(PLACE, "One front door"),
        said(),
        place_id=PLACE,
        name=sealed("name"),
        purpose=None,
        expected=sealed("expected"),
        building_blocks=("delivery",),
    )


def review(it: Prototype) -> None:
    """One turn."""
    it.hold_plan_do_review(
        said(), planned=sealed("p"), done=sealed("d"), learned=sealed("l"), next_step=None
    )


def draw(it: Prototype) -> None:
    """It taught something."""
    it.draw_learning(
        said(),
        building_block="delivery",
        learned=sealed("learned"),
        cites=(natural_id("a reflection"),),
    )


def margins(it: Prototype) -> None:
    """It moves nothing around it."""
    it.find_at_margins(said(), conditions_missing=(sealed("money"), sealed("cover")))


def normalise(it: Prototype) -> None:
    """It became how things are done."""
    it.normalise(
        said(),
        building_blocks=("governance",),
        decisions={DECISION: ("governance", "delivery")},
        note=None,
    )


def end(it: Prototype) -> None:
    """It stopped."""
    it.end(said(), what_we_keep=sealed("keep"), what_remains=None)


def test_a_trial_begins_with_what_people_expect() -> None:
    (found,) = facts_of(a_trial())
    fact(
        Prototype.Started,
        place_id=PLACE,
        expected=sealed("expected"),
        building_blocks=("delivery",),
    ).check(found)


@pytest.mark.parametrize("name", ["one FRONT door", " One  front\ndoor "])
def test_case_and_spacing_of_its_name_do_not_matter(name: str) -> None:
    assert Prototype.id_for(PLACE, name) == a_trial().id


@pytest.mark.parametrize(
    ("do", "expected", "fate"),
    [
        (review, fact(Prototype.PlanDoReviewHeld, learned=sealed("l")), Fate.RUNNING),
        (draw, fact(Prototype.LearningDrawn, building_block="delivery"), Fate.RUNNING),
        (
            margins,
            fact(Prototype.FoundAtMargins, conditions_missing=(sealed("money"), sealed("cover"))),
            Fate.AT_THE_MARGINS,
        ),
        (
            normalise,
            fact(Prototype.Normalised, building_blocks=("governance",), decisions=(DECISION,)),
            Fate.NORMALISED,
        ),
        (end, fact(Prototype.Ended, what_we_keep=sealed("keep")), Fate.ENDED),
    ],
)
def test_what_becomes_of_a_trial(do: Do, expected: object, fate: Fate) -> None:
    given(a_trial()).when(do).then(expected)  # type: ignore[arg-type]
    assert given(a_trial(), do).aggregate.fate == fate


@pytest.mark.parametrize("do", [review, margins, normalise, end])
def test_a_trial_that_ended_is_not_gone_on_with(do: Do) -> None:
    given(a_trial(), end).when(do).refused(Ended)


def test_what_it_taught_can_still_be_said_after_it_ended() -> None:
    given(a_trial(), end).when(draw).then(fact(Prototype.LearningDrawn))


def test_at_the_margins_says_which_conditions_are_missing() -> None:
    given(a_trial()).when(lambda it: it.find_at_margins(said(), conditions_missing=())).refused(
        Refused
    )


def test_normalised_says_which_building_block_changed() -> None:
    given(a_trial()).when(
        lambda it: it.normalise(
            said(), building_blocks=(), decisions={DECISION: ("governance",)}, note=None
        )
    ).refused(Refused)


@pytest.mark.parametrize(
    "decisions", [{}, {DECISION: ()}, {DECISION: ("delivery",), ANOTHER: ("funding",)}]
)
def test_normalised_names_a_decision_that_changed_one_of_its_building_blocks(
    decisions: dict[UUID, tuple[str, ...]],
) -> None:
    given(a_trial()).when(
        lambda it: it.normalise(
            said(), building_blocks=("governance",), decisions=decisions, note=None
        )
    ).refused(NoBlockChanged)


def test_one_decision_of_those_named_is_enough() -> None:
    decisions: dict[UUID, tuple[str, ...]] = {DECISION: ("delivery",), ANOTHER: ("governance",)}
    given(a_trial()).when(
        lambda it: it.normalise(
            said(), building_blocks=("governance",), decisions=decisions, note=None
        )
    ).then(fact(Prototype.Normalised, decisions=(DECISION, ANOTHER)))


def test_normalised_before_decisions_were_on_record_names_none() -> None:
    event = MAPPER.to_domain_event(read(file_of("prototype.normalised", 1)))
    assert isinstance(event, Prototype.Normalised)
    assert event.decisions == ()


def test_from_the_margins_it_can_still_become_normal() -> None:
    given(a_trial(), margins).when(normalise).then(fact(Prototype.Normalised))


@pytest.mark.parametrize("do", [draw, review, margins, normalise])
def test_the_same_command_twice_is_one_fact(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    command = said(command=PLACE)
    monkeypatch.setattr(f"{__name__}.said", lambda: command)
    given(a_trial(), do).when(do).then()
