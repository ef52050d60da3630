"""Golden events: one stored row per topic and version; run as a module to add what is missing."""

from __future__ import annotations

import json
from pathlib import Path

from eventsourcing.persistence import JSONTranscoder, StoredEvent

from service.domain.base import Event
from service.eventstore import PydanticMapper, event_classes
from tests.support.samples import sample_event

FOLDER = Path(__file__).parent.parent / "golden" / "events"
MAPPER = PydanticMapper(JSONTranscoder())


def file_of(topic: str, version: int) -> Path:
    """Where a topic's row of one version is kept."""
    return FOLDER / f"{topic}.v{version}.json"


def stored_now(kind: type[Event]) -> StoredEvent:
    """A row as today's code stores it."""
    return MAPPER.to_stored_event(sample_event(kind))


def read(file: Path) -> StoredEvent:
    """A row as it was stored when its file was written."""
    kept = json.loads(file.read_text())
    event = sample_event(event_classes()[kept["topic"]])
    return StoredEvent(event.originator_id, 1, kept["topic"], kept["state"].encode())


def write_missing() -> list[str]:
    """Write what is not there yet for today's versions, and change nothing that is."""
    written = []
    for topic, kind in event_classes().items():
        file = file_of(topic, kind.class_version)
        if not file.exists():
            row = {"topic": topic, "state": stored_now(kind).state.decode()}
            file.write_text(json.dumps(row, indent=2, ensure_ascii=False) + "\n")
            written.append(file.name)
    return written


if __name__ == "__main__":
    print("\n".join(write_missing()))  # noqa: T201 - a command
