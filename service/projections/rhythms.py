"""Rhythms: when each place asks, the rounds and prompts there were, and how each wants asking."""

from __future__ import annotations

from uuid import UUID

from service.domain.base import Event
from service.domain.decision import Decision
from service.domain.expectation import Expectation
from service.domain.person import Person
from service.domain.prompt import Prompt
from service.domain.quote import Quote
from service.domain.rhythm import Rhythm
from service.domain.round import Round
from service.domain.values import Party
from service.projections.batch import Batch, Table

VERSION = 4

TABLE = """
CREATE TABLE rhythms (
    rhythm_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    version int NOT NULL,
    every text NOT NULL,
    anchor date NOT NULL,
    at time NOT NULL,
    nation text NOT NULL,
    first_slot date NOT NULL,
    chosen_on date NOT NULL,
    is_paused boolean NOT NULL DEFAULT false,
    paused_until date,
    resumed_on date,
    posts_by_itself boolean NOT NULL DEFAULT false,
    posts_by_itself_since timestamptz,
    tells_the_funder boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX rhythms_place_idx ON rhythms (place_id);
CREATE TABLE slots (
    rhythm_id uuid NOT NULL,
    slot date NOT NULL,
    moved_to date,
    is_skipped boolean NOT NULL DEFAULT false,
    PRIMARY KEY (rhythm_id, slot)
);
CREATE TABLE prompt_questions (
    question_id uuid NOT NULL,
    rhythm_id uuid NOT NULL,
    kind text NOT NULL,
    words bytea NOT NULL,
    position bigint NOT NULL,
    is_retired boolean NOT NULL DEFAULT false,
    PRIMARY KEY (rhythm_id, question_id)
);
CREATE TABLE rounds (
    round_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    slot date NOT NULL,
    number int NOT NULL,
    kind text NOT NULL,
    question_id uuid,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE INDEX rounds_place_idx ON rounds (place_id, slot);
CREATE TABLE prompts (
    prompt_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    way text NOT NULL,
    round_id uuid,
    slot date,
    about uuid[] NOT NULL,
    position bigint NOT NULL,
    planned_at timestamptz NOT NULL,
    put_off_until timestamptz,
    asked_again_at timestamptz,
    reminded_at timestamptz,
    answer text,
    answered_at timestamptz
);
CREATE INDEX prompts_person_idx ON prompts (person_id, planned_at);
CREATE INDEX prompts_round_idx ON prompts (round_id);
CREATE INDEX prompts_put_off_idx ON prompts (put_off_until) WHERE put_off_until IS NOT NULL;
CREATE TABLE askings (
    person_id uuid NOT NULL,
    place_id uuid NOT NULL,
    asking jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (place_id, person_id)
);
CREATE TABLE asked_quotes (
    quote_id uuid PRIMARY KEY,
    place_id uuid NOT NULL,
    person_id uuid NOT NULL,
    reflection_id uuid NOT NULL,
    audience text NOT NULL,
    words bytea NOT NULL,
    standing text NOT NULL,
    credit bytea,
    given_scope text,
    asked_at timestamptz NOT NULL
);
CREATE INDEX asked_quotes_person_idx ON asked_quotes (person_id);
CREATE INDEX asked_quotes_reflection_idx ON asked_quotes (reflection_id);
CREATE TABLE answers_told (
    position bigint NOT NULL,
    decision_id uuid NOT NULL,
    reflection_id uuid NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (position, reflection_id)
);
CREATE INDEX answers_told_reflection_idx ON answers_told (reflection_id);
CREATE INDEX answers_told_at_idx ON answers_told (told_at);
CREATE TABLE looks_due (
    thing uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    place_id uuid,
    due_on date,
    PRIMARY KEY (thing, person_id)
);
"""

RHYTHMS: Table = (
    "rhythms",
    (
        "rhythm_id",
        "place_id",
        "version",
        "every",
        "anchor",
        "at",
        "nation",
        "first_slot",
        "chosen_on",
    ),
)
ROUNDS: Table = (
    "rounds",
    ("round_id", "place_id", "slot", "number", "kind", "question_id", "opened_at"),
)
PROMPTS: Table = (
    "prompts",
    (
        "prompt_id", "place_id", "person_id", "purpose", "way", "round_id", "slot", "about",
        "position", "planned_at",
    ),
)  # fmt: skip
QUOTES: Table = (
    "asked_quotes",
    (
        "quote_id", "place_id", "person_id", "reflection_id", "audience", "words", "standing",
        "asked_at",
    ),
)  # fmt: skip
LOOKS: Table = ("looks_due", ("thing", "person_id", "purpose", "place_id", "due_on"))
TOLD: Table = ("answers_told", ("position", "decision_id", "reflection_id", "told_at"))


def fold(event: Event, position: int, batch: Batch) -> None:
    """Apply one event."""
    match event:
        case Rhythm.Event():
            _fold_rhythm(event, position, batch)
        case Round.Opened():
            row = (event.place_id, event.slot, event.number, event.kind, event.question_id)
            batch.add(ROUNDS, (event.originator_id, *row, event.recorded_at))
        case Round.Closed():
            batch.run(
                "UPDATE rounds SET closed_at = %s WHERE round_id = %s",
                (event.recorded_at, event.originator_id),
            )
        case Prompt.Event():
            _fold_prompt(event, position, batch)
        case Person.AskingChanged():
            asking = event.asking.model_dump_json()
            batch.run(_ASKING, (event.originator_id, event.place_id, asking, event.recorded_at))
        case Person.Erased():
            for statement in _FORGET:
                batch.run(statement, (event.originator_id,))
        case Quote.Event():
            _fold_quote(event, batch)
        case Decision.Taken():
            for person in _those_who_look(event, event.decided_by):
                batch.add(LOOKS, (event.originator_id, person, "review", None, event.review_on))
        case Decision.Reviewed():
            batch.run(
                "UPDATE looks_due SET due_on = %s WHERE thing = %s",
                (event.review_again_on, event.originator_id),
            )
        case Expectation.Stated():
            for person in _those_who_look(event, event.stated_by):
                look = (person, "expectation", event.place_id, event.by_when)
                batch.add(LOOKS, (event.originator_id, *look))
        case Decision.ContributorsTold():
            for reflection in event.reflections:
                batch.add(TOLD, (position, event.originator_id, reflection, event.recorded_at))
        case _:
            pass


def _those_who_look(event: Event, parties: tuple[Party, ...]) -> set[UUID]:
    """Who looks at it again: those of the place who are named, else whoever wrote it down."""
    named = {party.person for party in parties if party.person is not None}
    return named or {event.envelope.actor}


def _fold_rhythm(event: Event, position: int, batch: Batch) -> None:
    rhythm = event.originator_id
    match event:
        case Rhythm.Chosen():
            cadence = (event.every, event.anchor, event.at, event.nation)
            chosen_on = event.envelope.occurred_at.date()
            batch.add(RHYTHMS, (rhythm, event.place_id, 1, *cadence, event.anchor, chosen_on))
        case Rhythm.CadenceChanged():
            cadence = (event.every, event.anchor, event.at, event.nation)
            batch.run(
                "UPDATE rhythms SET version = %s, every = %s, anchor = %s, at = %s, nation = %s, "
                "first_slot = %s WHERE rhythm_id = %s",
                (event.version, *cadence, event.first_slot, rhythm),
            )
        case Rhythm.Paused():
            batch.run(
                "UPDATE rhythms SET is_paused = true, paused_until = %s WHERE rhythm_id = %s",
                (event.until, rhythm),
            )
        case Rhythm.Resumed():
            batch.run(
                "UPDATE rhythms SET is_paused = false, paused_until = NULL, resumed_on = %s "
                "WHERE rhythm_id = %s",
                (event.envelope.occurred_at.date(), rhythm),
            )
        case Rhythm.SlotMoved():
            batch.run(_MOVED, (rhythm, event.slot, event.to))
        case Rhythm.SlotSkipped():
            batch.run(_SKIPPED, (rhythm, event.slot))
        case Rhythm.QuestionAdopted():
            row = (event.question_id, rhythm, event.kind, event.words.box, position)
            batch.run(_ADOPTED, row)
        case Rhythm.QuestionRetired():
            batch.run(
                "UPDATE prompt_questions SET is_retired = true "
                "WHERE rhythm_id = %s AND question_id = %s",
                (rhythm, event.question_id),
            )
        case Rhythm.DigestsChosen():
            told = {"by_itself": event.posts_by_itself, "tells": event.tells_the_funder}
            batch.run(_DIGESTS, told | {"now": event.recorded_at, "rhythm": rhythm})
        case _:
            pass


def _fold_prompt(event: Event, position: int, batch: Batch) -> None:
    prompt, moment = event.originator_id, event.recorded_at
    match event:
        case Prompt.Planned():
            row = (event.place_id, event.person_id, event.purpose, event.way, event.round_id)
            batch.add(PROMPTS, (prompt, *row, event.slot, list(event.about), position, moment))
        case Prompt.PutOff():
            batch.run(_PUT_OFF, (event.until, prompt))
        case Prompt.AskedAgain():
            batch.run(_ASKED_AGAIN, (moment, prompt))
        case Prompt.Reminded():
            batch.run("UPDATE prompts SET reminded_at = %s WHERE prompt_id = %s", (moment, prompt))
        case Prompt.Answered():
            batch.run(
                "UPDATE prompts SET answer = %s, answered_at = %s WHERE prompt_id = %s",
                (event.answer, moment, prompt),
            )
        case _:
            pass


def _fold_quote(event: Event, batch: Batch) -> None:
    quote = event.originator_id
    match event:
        case Quote.Asked():
            row = (event.place_id, event.person_id, event.reflection_id, event.audience)
            batch.add(QUOTES, (quote, *row, event.words.box, "asked", event.recorded_at))
        case Quote.Given():
            batch.run(
                "UPDATE asked_quotes SET standing = 'given', credit = %s, given_scope = %s "
                "WHERE quote_id = %s",
                (event.credit.box, event.scope, quote),
            )
        case Quote.Declined():
            batch.run(_STANDS, ("declined", quote))
        case Quote.TakenBack():
            batch.run(_STANDS, ("taken_back", quote))
        case Quote.Erased():
            batch.run("DELETE FROM asked_quotes WHERE quote_id = %s", (quote,))
        case _:
            pass


_MOVED = (
    "INSERT INTO slots (rhythm_id, slot, moved_to) VALUES (%s, %s, %s) "
    "ON CONFLICT (rhythm_id, slot) DO UPDATE SET moved_to = excluded.moved_to"
)
_SKIPPED = (
    "INSERT INTO slots (rhythm_id, slot, is_skipped) VALUES (%s, %s, true) "
    "ON CONFLICT (rhythm_id, slot) DO UPDATE SET is_skipped = true"
)
_ADOPTED = (
    "INSERT INTO prompt_questions (question_id, rhythm_id, kind, words, position) "
    "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (rhythm_id, question_id) DO UPDATE "
    "SET kind = excluded.kind, words = excluded.words, position = excluded.position, "
    "is_retired = false"
)
_DIGESTS = (
    "UPDATE rhythms SET posts_by_itself = %(by_itself)s, tells_the_funder = %(tells)s, "
    "posts_by_itself_since = CASE WHEN %(by_itself)s "
    "THEN coalesce(posts_by_itself_since, %(now)s) END WHERE rhythm_id = %(rhythm)s"
)
_ASKING = (
    "INSERT INTO askings (person_id, place_id, asking, changed_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (place_id, person_id) DO UPDATE "
    "SET asking = excluded.asking, changed_at = excluded.changed_at"
)
_PUT_OFF = "UPDATE prompts SET put_off_until = %s WHERE prompt_id = %s"
_ASKED_AGAIN = "UPDATE prompts SET put_off_until = NULL, asked_again_at = %s WHERE prompt_id = %s"
_STANDS = "UPDATE asked_quotes SET standing = %s, credit = NULL WHERE quote_id = %s"
_FORGET = (
    "DELETE FROM askings WHERE person_id = %s",
    "DELETE FROM looks_due WHERE person_id = %s",
    "DELETE FROM prompts WHERE person_id = %s",
    # Their rows stay until each is erased in the log as well: see service/erasing.py.
    "UPDATE asked_quotes SET standing = 'erased', words = '', credit = NULL WHERE person_id = %s",
)
