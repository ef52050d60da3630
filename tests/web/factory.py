"""A made-up place for the page tests: small by default, as large or as hostile as a test asks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from service.domain.vocabulary import (
    SYSTEM_PERSPECTIVES,
    LanguageStage,
    Movement,
    Perspective,
    Scope,
    SpeakingAs,
    Stance,
    TagMethod,
)
from service.projections.shapes import (
    Entry,
    EntryKind,
    Lane,
    PlaceView,
    Tag,
    TimelineView,
    Trial,
    Voices,
)

SPACE = UUID("00000000-0000-4000-8000-00000000d1ce")
TODAY = date(2026, 6, 23)
FIRST = date(2025, 1, 1)

BEHAVIOURS: tuple[tuple[str, str, str, str], ...] = (
    ("PERS-1", "Perspective", "It all joins up", "People view themselves as one whole"),
    ("PERS-2", "Perspective", "What people bring", "People are seen as resourceful"),
    ("PERS-3", "Perspective", "Pulling the same way", "People share a vision"),
    ("POW-1", "Power", "Everyone gets heard", "Power is shared, and equality of voice promoted"),
    ("POW-2", "Power", "Who gets to decide", "Decision-making is devolved"),
    ("POW-3", "Power", "Answering to each other", "Accountability is mutual"),
    ("PART-1", "Participation", "Saying the hard thing", "Open, trusting relationships"),
    ("PART-2", "Participation", "Anyone can lead", "Leadership is promoted at every level"),
    ("PART-3", "Participation", "Changing as we learn", "Feedback drives adaptation"),
)
GLOSS = {
    "Perspective": "how people see things",
    "Power": "who gets a say",
    "Participation": "how people work together",
}
BLOCKS: tuple[tuple[str, str, str], ...] = (
    ("BB-1", "Where money comes from", "Funding and commissioning"),
    ("BB-2", "Who holds the reins", "Governance"),
    ("BB-3", "How work is joined", "Delivery"),
)
ROLES = {
    Perspective.STATUTORY: ("Housing officer", "GP receptionist", "Social worker"),
    Perspective.NON_STATUTORY: ("Advice worker", "Youth worker"),
    Perspective.CITIZEN_COMMUNITY: ("Resident",),
    Perspective.INTERMEDIARY: ("Learning partner",),
    Perspective.FUNDER: ("Programme officer",),
}
Words = Callable[[str], str]


def plain(words: str) -> str:
    """Leave words as they are; tests give something nastier."""
    return words


def make_id(*parts: object) -> UUID:
    """The same id for the same parts."""
    return uuid5(SPACE, "/".join(str(part) for part in parts))


def tag(code: str, *, stance: Stance = Stance.PRESENT, words: Words = plain, **more: object) -> Tag:
    """A reading of a reflection."""
    fields: dict[str, object] = {
        "id": make_id("tag", code, stance),
        "code": code,
        "framework": "system-behaviours@2018",
        "stance": stance,
        "method": TagMethod.PARTNER,
        "tagger": make_id("tagger"),
        "tagger_name": words("Priya N."),
        "reason": words("She says who could decide."),
        "tagged_on": TODAY,
        "disputed": 0,
    }
    return Tag.model_validate(fields | more)


def entry(number: int, on: date, kind: EntryKind = "reflection", **more: object) -> Entry:
    """One thing on the timeline; everything has a plain default."""
    fields: dict[str, object] = {
        "kind": kind,
        "id": make_id("entry", number),
        "about": None,
        "external_id": None,
        "title": "" if kind == "reflection" else f"Title {number}",
        "text": f"Words number {number}.",
        "meaning": None,
        "role": "Housing officer" if kind == "reflection" else None,
        "perspective": Perspective.STATUTORY if kind == "reflection" else None,
        "speaking_as": SpeakingAs.SELF if kind == "reflection" else None,
        "relayed_perspective": None,
        "scope": Scope.PLACE_TEAM if kind == "reflection" else None,
        "occurred_on": on,
        "until": None,
        "recorded_at": datetime.combine(on, time(12), UTC),
        "reported_late": False,
        "position": number,
        "behaviours": [],
        "building_blocks": [],
        "tags": [],
    }
    return Entry.model_validate(fields | more)


def voices(entries: Sequence[Entry], words: Words = plain) -> Voices:
    """Whose voices these entries are, counted roughly: one role is one person."""
    said = [e for e in entries if e.kind == "reflection"]
    direct = {(e.perspective, e.role) for e in said if not e.is_relayed}
    by = {p.value: sum(1 for who, _ in direct if who == p) for p in Perspective}
    relayed = {
        p.value: sum(1 for e in said if e.is_relayed and e.relayed_perspective == p)
        for p in Perspective
    }
    return Voices(
        contributors=len(direct),
        posts=len(said),
        effective_voices=1.0,
        perspective_balance=1.0,
        by_perspective={code: count for code, count in by.items() if count},
        relayed={code: count for code, count in relayed.items() if count},
        missing=[p.value for p in SYSTEM_PERSPECTIVES if not by[p.value]],
        sentence=words(f"Rests on {len(direct)} people."),
    )


def lane(
    code: str,
    group: str | None,
    name: str,
    wording: str,
    entries: Sequence[Entry],
) -> Lane:
    """A row with its entries."""
    return Lane(
        code=code,
        group=group,
        group_gloss=GLOSS.get(group or "", ""),
        name=name,
        wording=wording,
        entries=list(entries),
        voices=voices(entries),
        first_words_on=min((e.occurred_on for e in entries), default=None),
    )


def view(
    entries: Sequence[Entry] = (),
    trials: Sequence[Trial] = (),
    *,
    framework_words: bool = True,
    words: Words = plain,
    from_on: date | None = None,
    to_on: date | None = None,
    as_known_on: date | None = None,
) -> TimelineView:
    """A timeline of these entries, with a lane for each behaviour and building block."""

    def of(code: str) -> list[Entry]:
        return [e for e in entries if code in e.behaviours or code in e.building_blocks]

    return TimelineView(
        place=PlaceView(
            id=make_id("place"),
            name=words("Eastmoor"),
            zone="Europe/London",
            language_stage=LanguageStage.BRIDGING if framework_words else LanguageStage.LOCAL_ONLY,
            phrases=[],
            focus=[],
            joined_on=FIRST,
        ),
        from_on=from_on,
        to_on=to_on,
        as_known_on=as_known_on,
        entries=list(entries),
        lanes=[
            lane(
                code,
                group if framework_words else None,
                words(name),
                wording if framework_words else "",
                of(code),
            )
            for code, group, name, wording in BEHAVIOURS
        ],
        blocks=[
            lane(code, None, words(name), wording if framework_words else "", of(code))
            for code, name, wording in BLOCKS
        ],
        trials=list(trials),
        voices=voices(entries, words),
    )


def trial(number: int, fate: str = "running", words: Words = plain, **more: object) -> Trial:
    """A trial."""
    fields: dict[str, object] = {
        "id": make_id("trial", number),
        "name": words(f"Trial number {number}"),
        "fate": fate,
        "started_on": FIRST + timedelta(days=40 * number),
        "ended_on": date(2026, 3, 1) if fate == "ended" else None,
        "purpose": words("To learn."),
        "expected": words("That it helps."),
        "expected_blocks": [],
        "conditions_missing": [],
    }
    return Trial.model_validate(fields | more)


def eastmoor(
    reflections: int = 40, *, words: Words = plain, seed: int = 1
) -> tuple[list[Entry], list[Trial]]:
    """Eighteen months of a place with every kind of entry, the same for the same seed."""
    chance = random.Random(seed)
    made: list[Entry] = []

    def add(on: date, kind: EntryKind = "reflection", **more: object) -> Entry:
        extra = {"text": words(f"Words number {len(made)}."), "title": ""} | more
        if kind != "reflection":
            extra = {"title": words(f"Name of {len(made)}")} | more | {"text": extra["text"]}
        made.append(entry(len(made) + 1, on, kind, **extra))
        return made[-1]

    for number in range(reflections):
        who = list(ROLES)[number % 5] if number % 7 == 0 else SYSTEM_PERSPECTIVES[number % 3]
        relaying = number % 6 == 5
        on = FIRST + timedelta(days=chance.randrange(520))
        late = number % 11 == 3
        code = BEHAVIOURS[chance.randrange(9)][0]
        add(
            on,
            role=words(chance.choice(ROLES[who])) if number % 13 else None,
            perspective=who if number % 17 else None,
            speaking_as=SpeakingAs.RELAYING if relaying else SpeakingAs.SELF,
            relayed_perspective=Perspective.CITIZEN_COMMUNITY if relaying else None,
            reported_late=late,
            recorded_at=datetime.combine(on + timedelta(days=30 * late), time(9), UTC),
            behaviours=[] if number % 19 == 18 else [code],
            building_blocks=[chance.choice(BLOCKS)[0]] if number % 4 == 0 else [],
            tags=[tag(code, words=words), tag(code, stance=Stance.ABSENT, disputed=2, words=words)],
            meaning=words("We should ask."),
        )
    add(date(2025, 9, 1), "context", until=date(2025, 10, 31))
    add(date(2026, 5, 7), "context")
    held = add(date(2025, 6, 1), "tension", behaviours=["POW-2"])
    add(date(2026, 2, 1), "tension_revisited", about=held.id, movement=Movement.EASED)
    trials = [
        trial(n, fate, words)
        for n, fate in enumerate(("running", "at_the_margins", "normalised", "ended"), 1)
    ]
    for one in trials:
        add(one.started_on, "prototype_started", about=one.id)
        add(one.started_on + timedelta(days=3), "plan_do_review", about=one.id)
        add(date(2025, 11, 3), "prototype_learning", about=one.id, building_blocks=["BB-1"])
        ends: dict[str, EntryKind] = {
            "at_the_margins": "at_the_margins",
            "normalised": "normalised",
            "ended": "prototype_ended",
        }
        if one.fate in ends:
            add(date(2026, 3, 1), ends[one.fate], about=one.id)
    return sorted(made, key=lambda e: (e.occurred_on, e.position)), trials
