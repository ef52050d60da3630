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


SENTENCES: dict[type[Exception], str] = {
    e.Unavailable: "refused.unavailable",
    e.NotTheAuthor: "refused.not_the_author",
    e.Gone: "refused.gone",
    e.Held: "refused.held",
    e.NotFound: "refused.not_found",
    e.NotAllowed: "refused.not_allowed",
    e.Conflict: "refused.conflict",
    NotSetUp: "refused.not_set_up",
    FromElsewhere: "refused.from_elsewhere",
}
"""Where the service's own sentence speaks of more than somebody in Slack can do about it."""


def sentence_of(error: Exception) -> str:
    """What somebody in Slack is told: the error's own sentence, where it has one of its own."""
    key = SENTENCES.get(type(error))
    says_more = str(error) != " ".join((type(error).__doc__ or "").split())
    if key is None or (says_more and not isinstance(error, e.Unavailable)):
        return str(error)
    return say(key)


def field_of(error: Exception, view: OpenView) -> str | None:
    """Beside which field of a modal a refusal stands: the web forms' own table says it."""
    candidates = next((FIELDS[kind] for kind in type(error).__mro__ if kind in FIELDS), ())
    return next((name for name in candidates if name in view.blocks), None)
