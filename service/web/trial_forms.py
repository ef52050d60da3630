"""The forms about trials as data: each with its fields, its command, and where it leads."""

from __future__ import annotations

from typing import Any

from service.application import commands as c
from service.application.commands import Command
from service.domain.errors import NoBlockChanged
from service.policy import Action
from service.web import form_words as w
from service.web.form_fields import Field
from service.web.form_shape import BLOCKS, Form, Run, evidence, form, line, words


def _of_trial(kind: str, command: type[Command], run: Run, *fields: Field, **more: Any) -> Form:
    """A form about a trial, which leads back to all of them."""
    about = {"subject": "prototype", "leads_to": "board", "action": Action.RUN_TRIAL}
    return form(kind, command, run, *fields, **(about | more))


TRIAL_FORMS = (
    form(
        "prototype",
        c.StartPrototype,
        lambda s, _p, _id, x, r: s.trials.start_prototype(x, r),
        line("name", w.NEEDED),
        words("expected", w.NEEDED),
        words("purpose"),
        BLOCKS,
        leads_to="board",
        action=Action.RUN_TRIAL,
    ),
    _of_trial(
        "plan_do_review",
        c.HoldPlanDoReview,
        lambda s, p, id, x, r: s.trials.hold_plan_do_review(p, id, x, r),
        words("planned", w.NEEDED),
        words("done", w.NEEDED),
        words("learned", w.NEEDED),
        words("next_step"),
    ),
    _of_trial(
        "prototype_learning",
        c.DrawLearning,
        lambda s, p, id, x, r: s.trials.draw_learning(p, id, x, r),
        Field("building_block", "pick", w.CHOOSE_ONE, "building_blocks", framework=True),
        words("learned", w.NEEDED),
        evidence("cites", offers="reflections"),
        aliases=(("reflection", "cites"),),
        needs_framework=True,
    ),
    _of_trial(
        "at_the_margins",
        c.FindAtMargins,
        lambda s, p, id, x, r: s.trials.find_at_margins(p, id, x, r),
        Field("conditions_missing", "lines", w.SAY_CONDITIONS),
    ),
    _of_trial(
        "normalised",
        c.NormalisePrototype,
        lambda s, p, id, x, r: s.trials.normalise_prototype(p, id, x, r),
        Field("building_blocks", "picks", w.CHOOSE_SOME, "building_blocks", framework=True),
        Field("decisions", "picks", str(NoBlockChanged()), "turning_decisions", framework=True),
        words("note"),
        aliases=(("decision", "decisions"),),
        needs_framework=True,
    ),
    _of_trial(
        "prototype_ended",
        c.EndPrototype,
        lambda s, p, id, x, r: s.trials.end_prototype(p, id, x, r),
        words("what_we_keep", w.NEEDED),
        words("what_remains"),
    ),
)
"""The forms about trials; the names are those of the lines in a file."""
