"""Refusals: the one place where an error becomes a sentence in Slack."""

from __future__ import annotations

from bot.payloads import OpenView
from bot.words import say
from service.domain import errors as e
from service.web.form_refusals import FIELDS


class NotForNow(e.DoubleLoopError):
    """This cannot be done from here."""


class NotSetUp(NotForNow):
    """This workspace is not joined to a place yet. Ask the person who invited me to set me up."""


class FromElsewhere(NotForNow):
    """People of other organisations are not welcomed to this channel's place yet."""


class ForTheFunder(NotForNow):
    """Who reads for the funder reads digests, and takes part in no place (I12)."""


SENTENCES: dict[type[e.DoubleLoopError], str] = {
    e.Unavailable: "refused.unavailable",
    e.NotTheAuthor: "refused.not_the_author",
    e.Gone: "refused.gone",
    e.Held: "refused.held",
    e.NotFound: "refused.not_found",
    e.NotAllowed: "refused.not_allowed",
    e.Conflict: "refused.conflict",
    e.AlreadyRecordedDifferently: "refused.already_recorded",
    e.NeedsReason: "refused.needs_reason",
    e.InTheFuture: "refused.in_the_future",
    e.UnknownCode: "refused.not_in_the_list",
    e.Ended: "refused.ended",
    e.AloneInThis: "refused.alone_in_this",
    e.NothingToJoin: "refused.nothing_to_join",
    e.BothForAndAgainst: "refused.both_for_and_against",
    e.NotLookedFor: "refused.not_looked_for",
    e.NotTestable: "refused.not_testable",
    e.NoEvidence: "refused.no_evidence",
    e.RestsOnNothing: "refused.rests_on_nothing",
    e.NobodyNamed: "refused.nobody_named",
    e.ReviewTooFar: "refused.review_too_far",
    e.NotDecided: "refused.not_decided",
    e.NoBlockChanged: "refused.no_block_changed",
    e.BeliefDropped: "refused.belief_dropped",
    NotSetUp: "refused.not_set_up",
    FromElsewhere: "refused.from_elsewhere",
    ForTheFunder: "refused.for_the_funder",
}
"""What is said of each; of a kind that is not here, what is said of the kind that it belongs to."""

OF_WHAT_WAS_CHOSEN: dict[type[e.DoubleLoopError], str] = {
    e.NotFound: "refused.chosen_not_found",
    e.Gone: "refused.chosen_gone",
    e.Held: "refused.chosen_held",
}
"""The same beside a field, where something that was chosen there is meant."""


SAY_MORE = (e.NotAllowed, e.AlreadyRecordedDifferently)
"""Where these come with a sentence of their own, it knows more than ours, as of a concern."""


def sentence_of(error: Exception, *, is_chosen: bool = False) -> str:
    """What somebody in Slack is told. A plain refusal has no kind: it brings its own sentence."""
    if type(error) in SAY_MORE and str(error) != str(type(error)()):
        return str(error)
    for kind in type(error).__mro__:
        if is_chosen and kind in OF_WHAT_WAS_CHOSEN:
            return say(OF_WHAT_WAS_CHOSEN[kind])
        if kind in SENTENCES:
            return say(SENTENCES[kind])
    return str(error)


def field_of(error: Exception, view: OpenView) -> str | None:
    """Beside which field of a modal a refusal stands: the web forms' own table says it."""
    candidates = next((FIELDS[kind] for kind in type(error).__mro__ if kind in FIELDS), ())
    return next((name for name in candidates if name in view.blocks), None)
