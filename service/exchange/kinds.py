"""The kinds of line that a JSONL file may hold, and the command that each stands for."""

from __future__ import annotations

from typing import Any

from service.application import commands as c
from service.bootstrap import LEARNING_PARTNER_HERE
from service.exchange.kind import Kind
from service.exchange.loop_kinds import LOOP_KINDS

__all__ = ["KINDS", "SAY_WHO", "Kind", "schema"]


def _reflection(part: str, by: str | None = "by") -> dict[str, Any]:
    return {"refs": ("place", part), "by": by}


KINDS: dict[str, Kind] = {
    "programme": Kind(c.OpenProgramme, lambda s, x, r, _: s.places.open_programme(x, r)),
    "framework": Kind(c.LoadFramework, lambda s, x, r, _: s.places.load_framework(x, r)),
    "place": Kind(c.JoinPlace, lambda s, x, r, _: s.places.join_place(x, r)),
    "route_in": Kind(c.DescribeRouteIn, lambda s, x, r, _: s.places.describe_route_in(x, r)),
    "person": Kind(c.WelcomePerson, lambda s, x, r, _: s.people.welcome_person(x, r)),
    "perspective": Kind(c.ChangePerspective, lambda s, x, r, _: s.people.change_perspective(x, r)),
    "preferences": Kind(
        c.ChangePreferences,
        lambda s, x, r, _: s.people.change_preferences(r.actor.person_id, x, r),
        refs=("place",),
        by="by",
    ),
    "role_given": Kind(c.GiveRole, lambda s, x, r, _: s.places.give_role(x, r)),
    "role_ended": Kind(c.EndRole, lambda s, x, r, _: s.places.end_role(x, r)),
    "local_phrase": Kind(c.AdoptPhrase, lambda s, x, r, _: s.places.adopt_phrase(x, r)),
    "phrase_retired": Kind(c.RetirePhrase, lambda s, x, r, _: s.places.retire_phrase(x, r)),
    "language_stage": Kind(
        c.ChangeLanguageStage, lambda s, x, r, _: s.places.change_language_stage(x, r)
    ),
    "focus": Kind(c.ChooseFocus, lambda s, x, r, _: s.places.choose_focus(x, r)),
    "context": Kind(c.NoteContext, lambda s, x, r, _: s.places.note_context(x, r)),
    "tension": Kind(c.NameTension, lambda s, x, r, _: s.places.name_tension(x, r)),
    "tension_revisited": Kind(c.RevisitTension, lambda s, x, r, _: s.places.revisit_tension(x, r)),
    "reflection": Kind(c.RecordReflection, lambda s, x, r, _: s.capture.record_reflection(x, r)),
    "reflection_amended": Kind(
        c.AmendReflection,
        lambda s, x, r, at: s.capture.amend_reflection(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "scope_changed": Kind(
        c.ChangeScope,
        lambda s, x, r, at: s.capture.change_scope(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "name_choice": Kind(
        c.ChooseName,
        lambda s, x, r, at: s.capture.choose_name(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "held": Kind(
        c.HoldReflection,
        lambda s, x, r, at: s.capture.hold_reflection(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "released": Kind(
        c.ReleaseReflection,
        lambda s, x, r, at: s.capture.release_reflection(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "withdrawn": Kind(
        c.WithdrawReflection,
        lambda s, x, r, at: s.capture.withdraw_reflection(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "tag": Kind(
        c.TagReflection,
        lambda s, x, r, at: s.tagging.tag_reflection(at["place"], at["reflection"], x, r),
        **_reflection("reflection", by="tagger"),
    ),
    "tag_disputed": Kind(
        c.DisputeTag,
        lambda s, x, r, at: s.tagging.dispute_tag(at["place"], at["reflection"], at["tag"], x, r),
        refs=("place", "reflection", "tag"),
        by="by",
    ),
    "none_fits": Kind(
        c.NoteNothingFits,
        lambda s, x, r, at: s.tagging.note_nothing_fits(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "memo": Kind(
        c.WriteMemo,
        lambda s, x, r, at: s.tagging.write_memo(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
    ),
    "question": Kind(
        c.AskBack,
        lambda s, x, r, at: s.tagging.ask_back(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
        otherwise_by=LEARNING_PARTNER_HERE,
    ),
    "question_answered": Kind(
        c.AnswerBack,
        lambda s, x, r, at: s.capture.answer_back(
            at["place"], at["reflection"], at["question"], x, r
        ),
        refs=("place", "reflection", "question"),
        by="by",
    ),
    "acknowledged": Kind(
        c.Acknowledge,
        lambda s, x, r, at: s.tagging.acknowledge(at["place"], at["reflection"], x, r),
        **_reflection("reflection"),
        otherwise_by=LEARNING_PARTNER_HERE,
    ),
    "prototype": Kind(c.StartPrototype, lambda s, x, r, _: s.trials.start_prototype(x, r)),
    "plan_do_review": Kind(
        c.HoldPlanDoReview,
        lambda s, x, r, at: s.trials.hold_plan_do_review(at["place"], at["prototype"], x, r),
        refs=("place", "prototype"),
    ),
    "prototype_learning": Kind(
        c.DrawLearning,
        lambda s, x, r, at: s.trials.draw_learning(at["place"], at["prototype"], x, r),
        refs=("place", "prototype"),
    ),
    "at_the_margins": Kind(
        c.FindAtMargins,
        lambda s, x, r, at: s.trials.find_at_margins(at["place"], at["prototype"], x, r),
        refs=("place", "prototype"),
    ),
    "normalised": Kind(
        c.NormalisePrototype,
        lambda s, x, r, at: s.trials.normalise_prototype(at["place"], at["prototype"], x, r),
        refs=("place", "prototype"),
    ),
    "prototype_ended": Kind(
        c.EndPrototype,
        lambda s, x, r, at: s.trials.end_prototype(at["place"], at["prototype"], x, r),
        refs=("place", "prototype"),
    ),
    **LOOP_KINDS,
}
"""Lines refer to each other by `external_id`, and to people by what the place calls them."""

SAY_WHO = frozenset(
    {
        "preferences",
        "reflection_amended",
        "scope_changed",
        "name_choice",
        "held",
        "released",
        "withdrawn",
        "tag_disputed",
        "memo",
        "question_answered",
    }
)
"""Kinds that whoever imports cannot do in their own name: the line has to say who did it."""


def schema() -> dict[str, Any]:
    """The JSON Schema of one line."""
    variants = []
    definitions: dict[str, Any] = {}
    for name, kind in KINDS.items():
        model = kind.command.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= model.pop("$defs", {})
        beside = [*kind.refs, *([kind.by] if kind.by else [])]
        own = model.get("properties", {})
        called = {"kind": kind.kind_as}
        model["title"] = name
        model["properties"] = {
            "kind": {"const": name},
            **{field: {"type": "string", "minLength": 1} for field in beside},
            **{called.get(field, field): what for field, what in own.items()},
            "recorded_on": {"type": "string", "format": "date"},
            "command": {"type": "string", "format": "uuid"},
        }
        needed = (called.get(field, field) for field in model.get("required", []))
        model["required"] = list(dict.fromkeys(["kind", *kind.refs, *needed]))
        variants.append(model)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of a doubleloop JSONL file",
        "oneOf": variants,
        "$defs": definitions,
    }
