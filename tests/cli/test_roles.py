"""The commands that say who looks after what in a place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.command import Command, Inside
from tests.support.postgres import MASTER_KEY, Postgres

SAM = ("--place", "Two towns", "--name", "sam")
LEAD = ("--role", "safeguarding_lead")


@pytest.fixture
def town(postgres: Postgres) -> Iterator[Command]:
    """A place with somebody in it."""
    with postgres.fresh() as url:
        command = Inside.on(url, MASTER_KEY)
        for line in (
            ("place", "place=Two towns"),
            ("person", "place=Two towns", "contributor=sam"),
        ):
            assert command.run("record", *line).code == 0
        yield command


def test_a_role_is_given_once_and_ended_once(town: Command) -> None:
    said = [
        town.run("role", what, *SAM, *LEAD).out.strip() for what in ("give", "give", "end", "end")
    ]
    assert said == ["Given.", "They had it already.", "Ended.", "They did not have it."]


def test_a_role_is_for_somebody_of_the_place(town: Command) -> None:
    nobody = town.run("role", "give", "--place", "Two towns", "--name", "kim", *LEAD)
    assert (nobody.code, nobody.out) == (1, "")
    assert nobody.err.strip() == "Nobody called 'kim' has been welcomed here."
