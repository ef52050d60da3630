"""The timeline over HTTP: pages that join without a gap, filters, and people counted first."""

from __future__ import annotations

import pytest

from tests.api.world import COLLEAGUE, PARTNER, World

PLACE = "Long Reach"
DAYS = range(1, 8)


@pytest.fixture(scope="module")
def long(world: World) -> World:
    """A place with fourteen reflections, two a day."""

    def ask(path: str, body: object) -> None:
        answer = world.post(path, body, by="learning_partner")
        assert answer.status_code == 201, answer.text

    ask("/places", {"place": PLACE})
    seen_from = {PARTNER: "non_statutory", COLLEAGUE: "statutory"}
    for who, perspective in seen_from.items():
        ask("/people", {"place": PLACE, "contributor": who, "perspective": perspective})
    for day in DAYS:
        for who in (PARTNER, COLLEAGUE):
            ask(
                "/reflections",
                {
                    "place": PLACE,
                    "contributor": who,
                    "text": f"{who} on day {day}",
                    "occurred_on": f"2026-03-{day + 9:02}",
                    "behaviours": ["POW-1"] if day == 1 else ["PART-3"],
                    "building_blocks": ["delivery"] if day == 2 else [],
                    "speaking_as": "relaying" if day == 7 else "self",
                    "relayed_perspective": "citizen_community" if day == 7 else None,
                },
            )
    return world


def texts(world: World, **params: object) -> list[str]:
    return world.texts("learning_partner", PLACE, **params)


@pytest.mark.parametrize("limit", [1, 3, 7, 14, 200])
def test_pages_join_without_a_gap(long: World, limit: int) -> None:
    found: list[str] = []
    after: dict[str, str] = {}
    pages = 0
    while True:
        answer = long.get(
            f"/places/{PLACE}/timeline", by="learning_partner", limit=limit, **after
        ).json()
        assert answer["voices"]["contributors"] == 2
        assert answer["voices"]["posts"] == 14
        found += [entry["text"] for entry in answer["entries"]]
        pages += 1
        if answer["next"] is None:
            break
        after = {"after": answer["next"]}
    assert found == [f"{who} on day {day}" for day in DAYS for who in (PARTNER, COLLEAGUE)]
    assert pages == -(-14 // limit)


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"from": "2026-03-12", "to": "2026-03-13"}, 4),
        ({"behaviour": "POW-1"}, 2),
        ({"block": "delivery"}, 2),
        ({"behaviour": "POW-1", "block": "delivery"}, 4),
        ({"behaviour": ["POW-1", "PART-3"]}, 14),
        ({"perspective": "statutory"}, 6),
        ({"perspective": ["statutory", "citizen_community"]}, 8),
        ({"relayed": "false"}, 12),
        ({"as_known_on": "2026-03-19"}, 0),
        ({"as_known_on": "2026-03-20"}, 14),
        ({"trial": "00000000-0000-4000-8000-000000000000"}, 0),
    ],
)
def test_filters(long: World, params: dict[str, object], count: int) -> None:
    assert len(texts(long, **params)) == count
    voices = long.get(f"/places/{PLACE}/voices", by="learning_partner", **params).json()
    assert voices["posts"] == count


def test_a_code_that_nobody_knows_is_refused(long: World) -> None:
    for path in ("timeline", "voices"):
        answer = long.get(f"/places/{PLACE}/{path}", by="learning_partner", behaviour="NOPE-1")
        assert answer.status_code == 422


def test_a_place_is_found_by_name_in_any_spelling_and_by_id(long: World) -> None:
    found = long.get(f"/places/{PLACE}", by="learning_partner").json()
    for reference in ("long reach", "LONG  REACH", found["id"]):
        assert long.get(f"/places/{reference}", by="learning_partner").json() == found


def test_other_questions(long: World) -> None:
    here = f"/places/{PLACE}"
    readings = long.get(f"{here}/perspectives", by="learning_partner", behaviour="PART-3").json()
    assert {one["perspective"]: len(one["entries"]) for one in readings} == {
        "citizen_community": 2,
        "non_statutory": 5,
        "statutory": 5,
    }
    first = long.get(f"{here}/first-words", by="learning_partner").json()
    assert {one["code"]: one["first"] and one["first"]["occurred_on"] for one in first}[
        "PART-3"
    ] == "2026-03-11"
    people = long.get(f"{here}/people", by="learning_partner").json()
    assert {one["perspective"] for one in people} == {"statutory", "non_statutory"}
    frameworks = long.get("/frameworks", by="learning_partner").json()
    assert len(frameworks["behaviours"]["items"]) == 9
