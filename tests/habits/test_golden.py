"""What was stored once loads for ever: a golden row for every event and version proves it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import register_topic

from service.domain.base import Event
from service.eventstore import event_classes
from tests.support.golden import FOLDER, MAPPER, file_of, read, stored_now

FILES = sorted(FOLDER.glob("*.json"))
CLASSES = event_classes()


def test_every_event_has_a_golden_row_for_each_of_its_versions_and_no_other() -> None:
    wanted = {
        file_of(topic, version)
        for topic, kind in CLASSES.items()
        for version in range(1, kind.class_version + 1)
    }
    assert set(FILES) == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_row_loads_as_the_event_of_its_topic(file: Path) -> None:
    stored = read(file)
    assert file.name.startswith(f"{stored.topic}.v")
    event = MAPPER.to_domain_event(stored)
    assert type(event) is CLASSES[stored.topic]
    assert event.originator_id == stored.originator_id


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_row_of_todays_version_is_stored_again_byte_for_byte(file: Path) -> None:
    stored = read(file)
    again = MAPPER.to_stored_event(MAPPER.to_domain_event(stored))
    version = json.loads(stored.state).get("class_version", 1)
    if version == CLASSES[stored.topic].class_version:
        assert again.state == stored.state
        assert stored_now(CLASSES[stored.topic]).state == stored.state
    else:
        assert json.loads(again.state)["class_version"] > version


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_row_from_before_a_field_was_added_loads_as_well(file: Path) -> None:
    stored = read(file)
    kind, state = CLASSES[stored.topic], json.loads(stored.state)
    fields = kind.model_fields
    needed = {
        key: value for key, value in state.items() if key not in fields or fields[key].is_required()
    }
    event = MAPPER.to_domain_event(
        StoredEvent(stored.originator_id, 1, stored.topic, json.dumps(needed).encode())
    )
    assert type(event) is kind


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_row_with_something_unknown_in_it_is_refused(file: Path) -> None:
    stored = read(file)
    state = json.dumps(json.loads(stored.state) | {"surprise": "words"}).encode()
    with pytest.raises(ValueError, match="surprise"):
        MAPPER.to_domain_event(StoredEvent(stored.originator_id, 1, stored.topic, state))


class Grown(Event):
    """An event whose third version renamed a field that the second had added."""

    TOPIC: ClassVar[str] = "test.grown"
    class_version: ClassVar[int] = 3
    people: int

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        """Count nobody where nobody was counted."""
        state["persons"] = 0

    @staticmethod
    def upcast_v2_v3(state: dict[str, Any]) -> None:
        """The same under its new name."""
        state["people"] = state.pop("persons")


register_topic(Grown.TOPIC, Grown)


@pytest.mark.parametrize(("old", "people"), [({}, 0), ({"class_version": 2, "persons": 4}, 4)])
def test_earlier_versions_are_brought_up_to_date_step_by_step(
    old: dict[str, int], people: int
) -> None:
    row = read(file_of("reflection.released", 1))
    state = json.dumps(json.loads(row.state) | old).encode()
    event = MAPPER.to_domain_event(StoredEvent(row.originator_id, 1, "test.grown", state))
    assert (type(event), event.people) == (Grown, people)
    again = MAPPER.to_stored_event(event)
    assert json.loads(again.state)["class_version"] == 3
    assert MAPPER.to_domain_event(again) == event
