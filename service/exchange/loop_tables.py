"""Tables of what a place learns: beliefs with their history, decisions with proofs, changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.exchange.gathering import Gathered
from service.exchange.sheets import Sheet, sheet
from service.projections.loop_shapes import (
    BeliefFact,
    BeliefView,
    ChangeView,
    DecisionView,
    OptionView,
    PartyView,
    StepView,
)

STEPS = "position happened_at written_down_at reported_late what needed record record_name"


def beliefs(gathered: Gathered) -> Sheet:
    """Each belief in its newest words."""
    return sheet(
        "beliefs",
        "id name stated_on written_down_at statement version status kind level level_reason "
        "level_is_contested basis because we_would_doubt_if held_by rests_on decisions "
        "about_learning building_block behaviours starter position",
        (
            (
                one.id,
                one.external_id,
                one.stated_on,
                gathered.moment(one.position),
                one.statement,
                one.version,
                one.status,
                one.kind,
                one.level,
                one.level_reason,
                one.level_is_contested,
                one.basis,
                one.because,
                one.we_would_doubt_if,
                gathered.callings.parties(one.held_by),
                gathered.named(gathered.reflections_of(one.cites, by=one.position)),
                [gathered.name(cited.id) for cited in one.cited_by],
                one.about_learning,
                one.building_block,
                one.behaviours,
                one.starter,
                one.position,
            )
            for one in gathered.beliefs
        ),
    )


def belief_history(gathered: Gathered) -> Sheet:
    """All that happened to each belief, beginning with its first words."""
    return sheet(
        "belief_history",
        "belief name position happened_on written_down_at reported_late what version words reason "
        "evidence options absent dissent kind",
        (row for one in gathered.beliefs for row in _history(one, gathered)),
    )


def _history(belief: BeliefView, gathered: Gathered) -> Iterator[Sequence[Any]]:
    named = (belief.id, belief.external_id)
    first = belief.wordings[0]
    when = (belief.position, first.since, gathered.moment(belief.position))
    late = gathered.reported_late.get(belief.position, False)
    yield (*named, *when, late, "stated", 1, first.statement, None, [], [], [], None, None)
    reasons = {wording.position: wording.reason for wording in belief.wordings}
    for fact in belief.facts:
        yield (*named, *_fact(fact, reasons, gathered))


def _fact(fact: BeliefFact, reasons: dict[int, str | None], gathered: Gathered) -> Sequence[Any]:
    rewords = fact.position in reasons
    return (
        fact.position,
        fact.on,
        fact.recorded_at,
        fact.reported_late,
        fact.what,
        fact.version,
        fact.words if rewords else None,
        reasons[fact.position] if rewords else fact.words,
        gathered.named(gathered.reflections_of(fact.evidence, by=fact.position)),
        _options(fact.options),
        fact.absent,
        fact.dissent,
        fact.kind,
    )


def decisions(gathered: Gathered) -> Sheet:
    """Each decision, with what the log shows of it."""
    return sheet(
        "decisions",
        "id name title decided_on written_down_at question options chosen why expected kind "
        "decided_by consulted not_consulted rests_on was now evidenced flags claimed missing "
        "reviewed beliefs_settled told contributors still_to_tell review_on has_slipped "
        "words_behind against trial behaviours building_blocks position",
        (_decision(one, gathered) for one in gathered.decisions),
    )


def _decision(page: DecisionView, gathered: Gathered) -> Sequence[Any]:
    loop, parties = page.loop, gathered.callings.parties
    trials = {trial.id: trial.name for trial in gathered.material.timeline.trials}
    return (
        loop.id,
        loop.external_id,
        loop.title,
        loop.decided_on,
        gathered.moment(loop.position),
        page.question,
        _options(page.options),
        loop.chosen,
        page.why,
        page.expected,
        loop.kind,
        parties(page.decided_by),
        parties(page.consulted),
        page.not_consulted,
        [f"{gathered.name(one.belief)} version {one.version}" for one in page.rests_on],
        loop.was,
        loop.now,
        loop.evidenced,
        loop.flags,
        loop.claimed,
        loop.missing,
        loop.reviewed,
        loop.beliefs_settled,
        loop.told,
        loop.contributors,
        loop.still_to_tell,
        loop.review_on,
        loop.has_slipped,
        gathered.named(entry.id for entry in page.words_behind),
        gathered.named(entry.id for entry in page.against),
        trials.get(page.prototype) if page.prototype else None,
        page.behaviours,
        page.building_blocks,
        loop.position,
    )


def proofs(gathered: Gathered) -> Sheet:
    """The dated facts of every decision, in the order of the log."""
    return sheet(
        "proofs",
        f"decision name {STEPS}",
        (
            (page.loop.id, page.loop.external_id, *row)
            for page in gathered.decisions
            for row in _steps(page.loop.proof, gathered.written_at, gathered.names)
        ),
    )


def proof(page: DecisionView, written_at: dict[int, datetime]) -> Sheet:
    """The dated facts of one decision, in the order of the log, for who checks it themselves."""
    return sheet("proof", STEPS, _steps(page.loop.proof, written_at, names_on(page)))


def names_on(page: DecisionView) -> dict[UUID, str]:
    """What the place calls the records on a decision's page."""
    named = {page.loop.id: page.loop.external_id}
    named |= {belief.belief: belief.external_id for belief in page.rests_on}
    named |= {change.id: change.external_id for change in page.changes}
    return {id: name for id, name in named.items() if name}


def _steps(
    steps: Iterable[StepView], written_at: dict[int, datetime], names: dict[UUID, str]
) -> Iterator[Sequence[Any]]:
    for step in sorted(steps, key=lambda one: one.position):
        when = (step.position, step.at, written_at.get(step.position), step.reported_late)
        yield (*when, step.what, step.needed, step.ref, names.get(step.ref))


def changes(gathered: Gathered) -> Sheet:
    """What people could see was different, with whether others see it too."""
    return sheet(
        "changes",
        "id name seen_on written_down_at reported_late who_changed what where scale significance "
        "contribution seen_by decision others_see_it ceased_on why_ceased position",
        _changes(gathered),
    )


def _changes(gathered: Gathered) -> Iterator[Sequence[Any]]:
    """From the timeline; more is known of those that belong to a decision."""
    whole = {change.id: change for page in gathered.decisions for change in page.changes}
    about: dict[UUID, list[Any]] = {}
    for entry in gathered.entries:
        if entry.about and entry.kind in ("confirmed", "ceased"):
            about.setdefault(entry.about, []).append(entry)
    for one in gathered.entries:
        if one.kind != "change_seen":
            continue
        said = about.get(one.id, [])
        ceased = next((entry for entry in said if entry.kind == "ceased"), None)
        who, where, scale, contribution, by = _more(whole.get(one.id), gathered)
        yield (
            one.id,
            one.external_id,
            one.occurred_on,
            one.recorded_at,
            one.reported_late,
            who,
            one.text,
            where,
            scale,
            one.meaning,
            contribution,
            by,
            gathered.name(one.about) if one.about else None,
            [_agreement(entry) for entry in said if entry.kind == "confirmed"],
            ceased and ceased.occurred_on,
            ceased and ceased.text,
            one.position,
        )


def _more(change: ChangeView | None, gathered: Gathered) -> Sequence[str | None]:
    if change is None:
        return (None,) * 5
    by = _party(change.seen_by, gathered)
    return change.who_changed, change.where, change.scale, change.contribution, by


def noticed(gathered: Gathered) -> Sheet:
    """Where practice slipped back, and what is moving."""
    seen = {
        one.id: one.seen_by for page in gathered.decisions for one in (*page.slips, *page.movements)
    }
    return sheet(
        "slips_and_movements",
        "id name kind happened_on written_down_at reported_late what pressure seen_by decision "
        "position",
        (
            (
                one.id,
                one.external_id,
                one.kind,
                one.occurred_on,
                one.recorded_at,
                one.reported_late,
                one.text,
                one.meaning,
                _party(seen.get(one.id), gathered),
                gathered.name(one.about) if one.about else None,
                one.position,
            )
            for one in gathered.entries
            if one.kind in ("slip", "movement")
        ),
    )


def _agreement(entry: Any) -> str:
    return f"{entry.outcome}: {entry.text}" if entry.text else str(entry.outcome)


def _party(party: PartyView | None, gathered: Gathered) -> str | None:
    return None if party is None else gathered.callings.party(party)


def _options(options: Iterable[OptionView]) -> list[str]:
    return [option.text for option in options]
