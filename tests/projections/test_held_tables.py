"""Held, table by table: each table is in what somebody is given of themselves, or says why not."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.bootstrap import System
from tests.support.digests import Month, month_in
from tests.support.town import Town
from tests.support.traces import leave_a_trace_everywhere

HELD = {
    "log.doubleloop_events": "noted_about_you",
    "vault.identities": "known_in_slack_as",
    "access.tokens": "ways_in",
    "access.sessions": "ways_in",
    "access.invitations": "ways_in",
    "care.cases": "concerns_raised",
    "slack.people": "in_slack",
    "slack.posts": "slack_messages_to_you",
    "slack.sources": "kept_from_slack",
    "slack.asks": "asked_whether_to_keep",
    "letters.letters": "letters",
    "read_models.people": "perspective",
    "read_models.people_places": "places",
    "read_models.entries": "reflections",
    "read_models.tags": "beside_other_peoples_words",
    "read_models.remarks": "beside_other_peoples_words",
    "read_models.digest_remarks": "said_about_digests",
    "read_models.askings": "places",
    "read_models.prompts": "prompts",
    "read_models.asked_quotes": "quotes",
    "read_models.digests": "quotes",
    "read_models.loops": "decisions",
    "read_models.loop_links": "decisions",
    "read_models.looks_due": "decisions",
}
"""Where in the download each table is whose rows tell of a person."""

OF_NOBODY = "its rows are of a place, a thing or the service, and name no person"
EXCEPT = {
    "keystore.keys": "keys tell nothing by themselves, and nobody may have one",
    "read_models.mentions": "it knows whom words are about by a name only, and anybody could "
    "give any name: a learning partner looks them up for who asks",
    "read_models.answers_told": "which reflections were answered; that is told by the prompts",
    "read_models.parked": "facts that could not be folded, by their stream; `verify` shows them",
    "slack.progress": OF_NOBODY,
    "slack.installations": OF_NOBODY,
    "slack.oauth_states": OF_NOBODY,
    "slack.channels": OF_NOBODY,
    "letters.progress": OF_NOBODY,
    "read_models.focuses": OF_NOBODY,
    "read_models.phrases": OF_NOBODY,
    "read_models.place_stages": OF_NOBODY,
    "read_models.places": OF_NOBODY,
    "read_models.programme_frameworks": OF_NOBODY,
    "read_models.progress": OF_NOBODY,
    "read_models.prompt_questions": OF_NOBODY,
    "read_models.prototype_fates": OF_NOBODY,
    "read_models.prototype_learning": OF_NOBODY,
    "read_models.prototype_turns": OF_NOBODY,
    "read_models.prototypes": OF_NOBODY,
    "read_models.published_figures": OF_NOBODY,
    "read_models.rhythms": OF_NOBODY,
    "read_models.rounds": OF_NOBODY,
    "read_models.slots": OF_NOBODY,
}
"""Why the others are not in it."""

NAMES_NOBODY = frozenset(name for name, why in EXCEPT.items() if why == OF_NOBODY)


@pytest.fixture
def month(place: Town) -> Month:
    """A place with a digest, in which the first person has left a trace everywhere."""
    return month_in(place)


def tables(system: System) -> dict[str, dict[str, str]]:
    """Every table of the database with its columns and their types."""
    with system.database.reading() as connection:
        rows = connection.execute(
            "SELECT table_schema || '.' || table_name, column_name, udt_name "
            "FROM information_schema.columns JOIN information_schema.tables "
            "USING (table_catalog, table_schema, table_name) "
            "WHERE table_type = 'BASE TABLE' "
            "AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def tables_with(system: System, person: UUID) -> set[str]:
    """The tables in which somebody's id stands in clear."""
    found = set()
    with system.database.reading() as connection:
        for table in tables(system):
            row = connection.execute(
                f"SELECT EXISTS (SELECT FROM {table} AS t WHERE "
                "strpos(t::text, %(id)s) > 0 OR strpos(t::text, %(hex)s) > 0)".encode(),
                {"id": str(person), "hex": str(person).encode().hex()},
            ).fetchone()
            if row and row[0]:
                found.add(table)
    return found


def test_a_new_table_is_thought_about(system: System) -> None:
    everything = tables(system).keys() - {"public.doubleloop_migrations"}
    assert sorted(everything - HELD.keys() - EXCEPT.keys()) == []
    assert sorted((HELD.keys() | EXCEPT.keys()) - everything) == []
    assert not HELD.keys() & EXCEPT.keys()


def test_all_of_them_that_tell_of_somebody_are_in_the_download(month: Month) -> None:
    person = leave_a_trace_everywhere(month)
    found = month.system.reading.held_about(month.town.member(person))
    assert {table for table, part in HELD.items() if not found[part]} == set()
    (seen,) = [one for one in found["places"] if one["asking"]["weekday"] == 3]
    assert seen["place"] == month.town.name
    assert {one["way_in"] for one in found["ways_in"]} == {"token", "invitation", "session"}
    assert {one["link"] for one in found["decisions"]} == {"led_to", "expectation"}
    assert {one["kind"] for one in found["beside_other_peoples_words"]} == {"tag", "memo"}
    (quote,) = found["quotes"]
    assert [(one["digest"], one["sent_at"] is not None) for one in quote["digests"]] == [
        ("funder", True)
    ]


def test_what_is_said_to_name_nobody_names_nobody(month: Month) -> None:
    person = leave_a_trace_everywhere(month)
    assert tables_with(month.system, person) & NAMES_NOBODY == set()
    assert tables_with(month.system, person) <= HELD.keys() | EXCEPT.keys()
