"""Examples of bodies in OpenAPI: reflections, places, people and trials."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from service.api import bodies
from service.application import commands
from service.application.mention_commands import EraseMention, RedactSpan

BODIES: dict[type[BaseModel], dict[str, Any]] = {
    commands.RecordReflection: {
        "place": "Harrow Vale",
        "external_id": "HV-0142",
        "text": "The housing desk rang her before the letter went out. She knew what to do.",
        "meaning": "Nobody had told them to. They just did it.",
        "role": "Advice worker",
        "perspective": "non_statutory",
        "speaking_as": "self",
        "scope": "place_team",
        "name_shown": True,
        "behaviours": ["POW-2"],
        "occurred_on": "2026-03-14",
    },
    commands.AmendReflection: {
        "text": "The housing desk rang her the day before the letter went out.",
        "reason": "I had the day wrong.",
    },
    commands.ChangeScope: {"scope": "programme"},
    commands.ChooseName: {"name_shown": True},
    commands.WithdrawReflection: {"reason": "She would know that it is about her."},
    commands.HoldReflection: {"category": "third_party"},
    commands.ReleaseReflection: {},
    commands.EraseReflection: {},
    RedactSpan: {"words": "Juliet Marsh", "category": "name"},
    EraseMention: {},
    commands.TagReflection: {
        "code": "POW-2",
        "stance": "growing",
        "reason": "The desk decided, without asking upwards.",
    },
    commands.DisputeTag: {"reason": "They may decide this one thing, and nothing else."},
    commands.NoteNothingFits: {"why": "This is about being tired, and nothing here says that."},
    commands.WriteMemo: {"text": "Third time this month that somebody rang first."},
    commands.AskBack: {"question": "Who rang her?"},
    commands.AnswerBack: {"answer": "Somebody from the front desk."},
    commands.Acknowledge: {},
    commands.ChangePreferences: {"scope": "place_team", "name_shown": True},
    commands.JoinPlace: {
        "place": "Harrow Vale",
        "route_in": "prototype_led",
        "direction": "from_the_edge",
        "zone": "Europe/London",
    },
    commands.WelcomePerson: {
        "place": "Harrow Vale",
        "contributor": "advice-3",
        "perspective": "non_statutory",
        "name": "Sam Okafor",
        "role": "Advice worker",
        "organisation": "Harrow Vale Advice",
    },
    bodies.RouteInHere: {
        "route_in": "prototype_led",
        "direction": "from_the_edge",
        "why": "It began at the housing desk, and nobody had planned it.",
    },
    bodies.RoleHere: {"contributor": "advice-3", "role": "coordinator"},
    bodies.EndRoleHere: {"contributor": "advice-3", "role": "coordinator"},
    bodies.LanguageStageHere: {
        "stage": "bridging",
        "reason": "People asked what we write beside their words.",
        "agreed_with": ["advice-3"],
    },
    bodies.PhraseHere: {
        "phrase": "ring before you write",
        "codes": ["POW-2"],
        "meaning": "Whoever is nearest decides what to do first.",
        "agreed_by": ["advice-3"],
    },
    bodies.FocusHere: {
        "codes": ["POW-2", "PART-3"],
        "reason": "The desk has begun to decide things itself.",
        "from_on": "2026-03-01",
        "to_on": "2026-08-31",
    },
    bodies.ContextHere: {
        "what": "Council budget is cut",
        "detail": "Two of five posts at the desk go in summer.",
        "external_id": "HV-C1",
        "from_on": "2026-02-20",
        "affects": ["funding-and-commissioning"],
    },
    bodies.TensionHere: {
        "pole_a": "Collect what is owed",
        "pole_b": "Find out why it was not paid",
        "external_id": "HV-T1",
    },
    bodies.RevisitHere: {
        "movement": "eased",
        "narrative": "Collecting waits a fortnight now while somebody asks.",
    },
    commands.StartPrototype: {
        "place": "Harrow Vale",
        "name": "Call before the letter",
        "purpose": "To see what a missed payment tells us.",
        "expected": "Payments start again within eight weeks.",
        "building_blocks": ["delivery"],
    },
    commands.HoldPlanDoReview: {
        "planned": "Call everybody who missed one payment.",
        "done": "Called forty, reached thirty-one.",
        "learned": "Most were in some other trouble first.",
        "next_step": "Bring the advice desk along.",
    },
    commands.DrawLearning: {
        "building_block": "delivery",
        "learned": "The letter goes out by itself; nobody at the desk can stop it.",
        "cites": ["HV-0142"],
    },
    commands.FindAtMargins: {"conditions_missing": ["Somebody who may stop the letter."]},
    commands.NormalisePrototype: {
        "building_blocks": ["delivery"],
        "decisions": ["HV-D1"],
        "note": "Calling first is in the desk's own guide now.",
    },
    commands.EndPrototype: {
        "what_we_keep": "The list of what to ask first.",
        "what_remains": "Nobody may stop the letter yet.",
    },
}
