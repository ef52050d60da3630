"""The form that leaves words out of a reflection, because they tell who somebody is."""

from __future__ import annotations

from service import erasing
from service.application.commands import Receipt
from service.application.desk import Request
from service.application.mention_commands import RedactSpan
from service.bootstrap import System
from service.policy import Action
from service.text import Line
from service.web import form_words as w
from service.web.form_shape import choice, form, line, pick


class LeaveOut(RedactSpan):
    """Leave words out of one of a place's reflections."""

    place: Line
    reflection: Line


def _leave_out(
    system: System, place: str, _id: str, command: LeaveOut, request: Request
) -> Receipt:
    """Carry it out, and go back to the reflection."""
    plain = RedactSpan(**command.model_dump(exclude={"place", "reflection"}))
    receipt = erasing.redact(system, place, command.reflection, plain, request)
    _, id = system.capture.find(place, command.reflection)
    return receipt.model_copy(update={"id": id})


MENTION_FORMS = (
    form(
        "left_out",
        LeaveOut,
        _leave_out,
        pick("reflection", "reflections", w.CHOOSE_ONE),
        line("words", w.NEEDED),
        choice("category", "mention_categories", w.CHOOSE_ONE),
        line("about"),
        action=Action.CARE,
    ),
)
