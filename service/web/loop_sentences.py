"""The catalogue's second half for decisions and beliefs: sentences that depend on what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from service.domain.proof import Flag, LoopLevel, Missing, What
from service.domain.vocabulary import (
    Agreement,
    Basis,
    ClaimedLoop,
    DecisionKind,
    Level,
    Perspective,
)
from service.projections.loop_shapes import (
    BeliefFact,
    ChangeView,
    ConfirmationView,
    DecisionView,
    LoopView,
    PartyView,
    RestsOn,
)
from service.web import loop_kinds
from service.web import loop_words as lw
from service.web import sentences as s
from service.web import words as w
from service.web.path import still_to_come
from service.web.text import ERASED, capital, clean, day, day_there, ended, listed

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def verdict(loop: LoopView) -> str:
    """What the order shows, as one or two sentences."""
    parts = [_core(loop)]
    if Flag.BELIEF_FOLLOWED_ACTION in loop.flags:
        parts.append(lw.THEN_CHANGED)
    if loop.has_slipped and parts[0] != lw.THEN_SLIPPED:
        parts.append(lw.SLIPPED)
    if loop.reviewed and loop.told:
        parts.append(lw.LOOKED_AND_TOLD)
    elif loop.told:
        parts.append(lw.ALL_TOLD)
    return " ".join(parts)


def _core(loop: LoopView) -> str:
    held, asked = loop.kind == DecisionKind.HOLD_ON_PURPOSE, loop.kind == DecisionKind.ASK
    match loop.evidenced:
        case LoopLevel.EXAMINED_UPHELD if held:
            return f"{lw.VERDICT[loop.evidenced]} {lw.HELD}"
        case LoopLevel.SINGLE if held:
            return lw.HELD_AFTER_LOOKING
        case LoopLevel.SINGLE if asked:
            return lw.ASKED
        case LoopLevel.SINGLE if not _is_seen(loop):
            return lw.DECIDED_DIFFERENTLY
        case LoopLevel.SINGLE if loop.has_slipped:
            return lw.THEN_SLIPPED
        case level if level.is_double and held:
            return lw.CHANGED_AND_HELD
        case level if level.is_double and asked:
            return lw.CHANGED_AND_ASKED
        case level:
            return lw.VERDICT[level]


def notes(loop: LoopView) -> list[str]:
    """What else has to be known, one sentence or two for each flag."""
    return [lw.FLAGS[flag] for flag in loop.flags]


def _is_seen(loop: LoopView) -> bool:
    """True where somebody has seen a change."""
    return any(step.what == What.CHANGE_SEEN for step in loop.proof)


def _is_as_told(loop: LoopView) -> bool:
    """True where the log did not see the order, because some of it was written down later."""
    return Flag.ORDER_AS_REPORTED in loop.flags


def order_lead(loop: LoopView) -> str:
    """What an order is, and what this one shows: as the log saw it, or as people told it."""
    shows = lw.SHOWS | lw.SHOWS_AS_TOLD if _is_as_told(loop) else lw.SHOWS
    return f"{lw.ORDER_LEAD} {shows[loop.evidenced]}"


def worth_knowing(view: DecisionView) -> list[str]:
    """What else has to be known of a decision, and that somebody does not see the change."""
    doubts = sum(
        1
        for change in view.changes
        for one in _latest(change.confirmations)
        if one.agrees == Agreement.NO
    )
    if not doubts:
        return notes(view.loop)
    who = "One person looked and does" if doubts == 1 else f"{number(doubts)} people looked and do"
    return [*notes(view.loop), f"{who} not see it."]


def _latest(confirmations: Iterable[ConfirmationView]) -> Iterable[ConfirmationView]:
    """What each person said last; who is not known by an id counts each time."""
    said = {one.by.person or number: one for number, one in enumerate(confirmations)}
    return said.values()


def short_note(loop: LoopView) -> str:
    """The one line under a decision in the ledger."""
    if loop.was:
        return f"{lw.WAS}: “{words_kept(loop.was)}”"
    return lw.FLAGS[loop.flags[0]] if loop.flags else ""


def prompt(loop: LoopView) -> str:
    """Where what people say and what the log shows differ: a question, never a correction."""
    if loop.claimed == ClaimedLoop.DOUBLE and not loop.evidenced.is_double:
        return f"{lw.CLAIM_PROMPT} {lw.CLAIMED_MORE}"
    if loop.claimed == ClaimedLoop.SINGLE and loop.evidenced.is_double:
        return lw.CLAIMED_LESS_TOLD if _is_as_told(loop) else lw.CLAIMED_LESS
    return ""


def missing(loop: LoopView) -> list[str]:
    """What is not on record, in plain words."""
    reworded = any(step.what == What.REVISED for step in loop.proof)
    unexamined = loop.missing == [Missing.EXAMINATION] and reworded
    return [lw.REWORDED_UNEXAMINED if unexamined else lw.MISSING[part] for part in loop.missing]


def waiting(loop: LoopView, *, leads: bool) -> list[str]:
    """What a decision still waits for; numbers of people only for the learning partner."""
    lines = []
    if loop.review_on and loop.has_lapsed:
        lines.append(f"The look-back is late. It was due {day(loop.review_on)}.")
    elif loop.review_on and loop.is_due:
        lines.append(f"It is time to look again, since {day(loop.review_on)}.")
    elif loop.review_on:
        lines.append(f"Look again by {day(loop.review_on)}.")
    if leads and loop.still_to_tell:
        lines.append(still_to_tell(loop.still_to_tell))
    return lines if lines or any(still_to_come(loop)) else [f"{lw.NOTHING_WAITS}."]


def open_lines(loop: LoopView, *, leads: bool) -> list[str]:
    """All that is still open, at the end of a decision's page."""
    dated = [line for line in waiting(loop, leads=leads) if line != f"{lw.NOTHING_WAITS}."]
    return [*missing(loop), *dated]


def still_to_tell(count: int) -> str:
    """How many people have not been told."""
    return f"{number(count)} {'person' if count == 1 else 'people'} still to tell."


def reached(count: int) -> str:
    """How many people heard it; only for the learning partner."""
    return f"{number(count)} {'person' if count == 1 else 'people'} heard it."


def state(loop: LoopView) -> str:
    """Where a decision has got to, after its verdict at the head of its page."""
    if loop.is_closed or loop.evidenced == LoopLevel.UNCLASSIFIED:
        return ""
    needs_seeing = loop.kind in (DecisionKind.ACT, DecisionKind.STOP)
    first = "A change has been seen." if _is_seen(loop) else lw.NO_CHANGE if needs_seeing else ""
    second = "" if loop.reviewed else lw.MISSING[Missing.REVIEW]
    return " ".join(part for part in (first, second) if part)


def taken(loop: LoopView, by: str) -> str:
    """Which decision this is, when it was taken and by whom."""
    name = clean(loop.external_id) if loop.external_id else "Decision"
    return f"{name}, taken {day(loop.decided_on)}" + (f" by {by}" if by else "")


def short_taken(loop: LoopView) -> str:
    """Which decision this is and when it was taken, in a list."""
    on = day(loop.decided_on)
    return f"{clean(loop.external_id)}, {on}" if loop.external_id else on


def gap(before: datetime, after: datetime, zone: str) -> str:
    """How long after the one before something happened."""
    days = (day_there(after, zone) - day_there(before, zone)).days
    if days == 0:
        return "the same day"
    return "1 day later" if days == 1 else f"{days} days later"


def examined(fact: BeliefFact) -> str:
    """What was weighed."""
    count = len(fact.options)
    if not count:
        return lw.STEP_MEANS[What.EXAMINED]
    verb = "option was" if count == 1 else "options were"
    kept = " Keeping the belief was one of them." if any(o.keeps for o in fact.options) else ""
    return f"{number(count)} {verb} weighed.{kept}"


def number(count: int) -> str:
    """A small number as a word at the start of a sentence."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def heads(count: Mapping[Perspective, int]) -> str:
    """People by where they speak from."""
    told = []
    for perspective, (one, more) in lw.HEADS.items():
        if many := count.get(perspective, 0):
            told.append(one if many == 1 else f"{many} {more}")
    return listed(told)


def party(one: PartyView) -> str:
    """Somebody who took part, as far as they can be named."""
    group = w.GROUP_OF[one.perspective].lower() if one.perspective else ""
    if one.name and one.name != ERASED:
        name = clean(one.name)
        return name if not group or name.casefold() in group else f"{name} ({group})"
    return w.ONE_OF[one.perspective] if one.perspective else w.SOMEONE


def parties(several: Iterable[PartyView]) -> str:
    """Several people in one phrase."""
    return listed([party(one) for one in several])


def words_kept(text: str) -> str:
    """Somebody's words, or that they are gone."""
    return s.kept(text)


def before_label(rests: RestsOn, until: date | None) -> str:
    """What stands above the old words."""
    said = "What we said" if rests.basis == Basis.ESPOUSED else "What we seemed to act on"
    return f"{said}, until {day(until)}" if until else f"{said} before"


def now_label(rests: RestsOn) -> str:
    """What stands above the words that a decision rests on."""
    if rests.then != rests.now:
        return "What we believed when this was decided"
    return "What we believe now"


def why_level(level: Level) -> str:
    """The heading of the reason why something counts as a belief."""
    return lw.WHY_BELIEF if level == Level.GOVERNING else lw.WHY_STRATEGY


def more_not_yours(count: int) -> str:
    """That there are more words than this reader may read."""
    if not count:
        return ""
    return f"{number(count)} more {'is' if count == 1 else 'are'} not yours to read."


def behind(shown: int, relayed: int, hidden: int) -> str:
    """What the words behind a decision are."""
    if not shown and not hidden:
        return lw.NO_WORDS
    parts = [f"{number(shown)} reflection{'' if shown == 1 else 's'} you may read."]
    if relayed:
        were = "was" if relayed == 1 else "were"
        parts.append(f"{number(relayed)} of them {were} passed on by someone else.")
    return " ".join([*parts, more_not_yours(hidden), "Each person chose who can read theirs."])


def seen(change: ChangeView) -> str:
    """Who saw a change, and when."""
    by = party(change.seen_by) if change.seen_by else ""
    return f"Seen by {by}, {day(change.on)}." if by else f"Seen on {day(change.on)}."


def confirmation(one: ConfirmationView) -> str:
    """Whether somebody else sees a change."""
    return f"{capital(party(one.by))}, {day(one.on)}: {loop_kinds.AGREES[one.agrees]}"


def agreed(one: ConfirmationView) -> str:
    """The same where the day stands already."""
    return f"{capital(party(one.by))}: {loop_kinds.AGREES[one.agrees]}"


def ceased(change: ChangeView) -> str:
    """That a change did not last, and why."""
    if change.ceased_on is None:
        return ""
    why = f" {ended(words_kept(change.why_ceased))}" if change.why_ceased else ""
    return f"It did not last beyond {day(change.ceased_on)}.{why}"
