"""The forms about the rhythm as data: their fields, their commands, what they begin with."""

from __future__ import annotations

from typing import Any

from service.application import rhythm_commands as c
from service.application.commands import Command
from service.bootstrap import System
from service.policy import Action, Actor
from service.projections import due
from service.web import form_words as w
from service.web import rhythm_words as rw
from service.web.form_fields import Field
from service.web.form_shape import Form, Run, choice, line, pick


def _of_rhythm(kind: str, command: type[Command], run: Run, *fields: Field, **more: Any) -> Form:
    """A form about the rhythm, which leads back to it. It is said for now, so asks for no day."""
    about: dict[str, Any] = {"leads_to": "rhythm", "action": Action.MANAGE_PLACE} | more
    return Form(kind, command, run, fields, **about)


def _rhythm_now(system: System, _actor: Actor, place: str) -> dict[str, str]:
    """The rhythm as it is."""
    with system.database.reading() as connection:
        known = due.rhythm_of(connection, system.desk.place(place).id)
    if known is None:
        return {"every": "fortnightly", "at": "10:00", "nation": "england_and_wales"}
    cadence = known.cadence
    return {
        "every": cadence.every,
        "anchor": cadence.anchor.isoformat(),
        "at": f"{cadence.at:%H:%M}",
        "nation": cadence.nation,
    }


def _digests_now(system: System, _actor: Actor, place: str) -> dict[str, str]:
    """How digests go out as it is."""
    with system.database.reading() as connection:
        known = due.rhythm_of(connection, system.desk.place(place).id)
    by_itself, tells = (
        (False, True)
        if known is None
        else (
            known.posts_by_itself,
            known.tells_the_funder,
        )
    )
    return {"posts_by_itself": _yes(by_itself), "tells_the_funder": _yes(tells)}


def _asking_now(system: System, actor: Actor, place: str) -> dict[str, str]:
    """How somebody is asked as it is."""
    known = system.rhythms.asking_of(actor.person_id, system.desk.place(place).id)
    told = {
        "is_asked": "" if known.is_asked is None else _yes(known.is_asked),
        "wants_nothing": _yes(True) if known.wants_nothing else "",
        "way": known.way,
        "weekday": "" if known.weekday is None else str(known.weekday),
        "at": f"{known.at:%H:%M}" if known.at else "",
        "zone": known.zone or "",
        "every": known.every or "",
        "paused_until": known.paused_until.isoformat() if known.paused_until else "",
    }
    return {name: value for name, value in told.items() if value}


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


RHYTHM_FORMS = (
    _of_rhythm(
        "rhythm",
        c.ChooseRhythm,
        lambda s, _p, _id, x, r: s.rhythms.choose(x, r),
        choice("every", "every", w.CHOOSE_ONE),
        Field("anchor", "day", rw.SAY_DAY),
        line("at", rw.SAY_TIME),
        choice("nation", "nations", w.CHOOSE_ONE),
        before=_rhythm_now,
    ),
    _of_rhythm(
        "rhythm_paused",
        c.PauseRhythm,
        lambda s, _p, _id, x, r: s.rhythms.pause(x, r),
        Field("until", "day"),
    ),
    _of_rhythm(
        "rhythm_resumed",
        c.ResumeRhythm,
        lambda s, _p, _id, x, r: s.rhythms.resume(x, r),
    ),
    _of_rhythm(
        "round_moved",
        c.MoveRound,
        lambda s, _p, _id, x, r: s.rhythms.move_round(x, r),
        pick("slot", "rounds", w.CHOOSE_ONE),
        Field("to", "day", w.A_DAY),
    ),
    _of_rhythm(
        "round_skipped",
        c.SkipRound,
        lambda s, _p, _id, x, r: s.rhythms.skip_round(x, r),
        pick("slot", "rounds", w.CHOOSE_ONE),
    ),
    _of_rhythm(
        "question_adopted",
        c.AdoptQuestion,
        lambda s, _p, _id, x, r: s.rhythms.adopt_question(x, r),
        choice("kind", "turns", w.CHOOSE_ONE),
        line("words", rw.SAY_QUESTION),
    ),
    _of_rhythm(
        "question_retired",
        c.RetireQuestion,
        lambda s, _p, _id, x, r: s.rhythms.retire_question(x, r),
        pick("question", "own_questions", w.CHOOSE_ONE),
    ),
    _of_rhythm(
        "digests_chosen",
        c.ChooseDigests,
        lambda s, _p, _id, x, r: s.rhythms.choose_digests(x, r),
        choice("posts_by_itself", "by_itself", w.CHOOSE_ONE),
        choice("tells_the_funder", "tells", w.CHOOSE_ONE),
        before=_digests_now,
    ),
    _of_rhythm(
        "asking",
        c.ChangeAsking,
        lambda s, _p, _id, x, r: s.rhythms.change_asking(x, r),
        choice("is_asked", "asked", w.CHOOSE_ONE),
        choice("wants_nothing", "nothing"),
        choice("way", "ways", w.CHOOSE_ONE),
        choice("weekday", "weekdays"),
        line("at"),
        line("zone"),
        choice("every", "every"),
        Field("paused_until", "day"),
        action=Action.RECORD,
        before=_asking_now,
    ),
)
"""When a place asks, and how each person is asked."""
