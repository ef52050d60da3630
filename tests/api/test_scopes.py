"""Who sees and changes what: authors, scopes, the funder, and places with words of their own."""

from __future__ import annotations

import json

import pytest

from service.application import commands
from service.domain.frameworks import default_frameworks
from service.projections import runner
from tests.api.matrix import LINES
from tests.api.test_roles import filled
from tests.api.world import COLLEAGUE, PARTNER, PLACE, QUIET, World, belief, decision


def one(id: object, place: str = PLACE) -> str:
    return f"/places/{place}/reflections/{id}"


@pytest.mark.parametrize(
    ("scope", "readers"),
    [
        ("author_and_lp", {"partner", "learning_partner"}),
        ("place_team", {"partner", "learning_partner", "colleague"}),
        ("public", {"partner", "learning_partner", "colleague"}),
    ],
)
def test_the_scope_says_who_reads(world: World, scope: str, readers: set[str]) -> None:
    """Invariant I2."""
    id = world.record(text=f"Only for {scope}", scope=scope)
    trails = {
        who: world.get(f"/places/{PLACE}/trail/{id}", by=who).status_code
        for who in ("partner", "learning_partner", "colleague", "operator", "stranger", "funder")
    }
    assert {who for who, status in trails.items() if status == 200} == readers
    for who in ("partner", "learning_partner", "colleague"):
        assert (f"Only for {scope}" in world.texts(who)) == (who in readers)


def test_narrowing_holds_at_once(world: World) -> None:
    """Invariant I2, also for the past."""
    id = world.record(text="Then everybody, now two.", scope="place_team")
    assert "Then everybody, now two." in world.texts("colleague")
    world.post(f"{one(id)}/scope", {"scope": "author_and_lp"}, by="partner")
    assert "Then everybody, now two." not in world.texts("colleague")
    assert "Then everybody, now two." not in world.texts("colleague", as_known_on="2026-03-20")


@pytest.mark.parametrize(
    ("what", "body"),
    [("amendments", {"text": "Mine now."}), ("withdrawal", {}), ("scope", {"scope": "public"})],
)
def test_only_the_author_amends_withdraws_and_widens(
    world: World, what: str, body: dict[str, str]
) -> None:
    """Invariant I1."""
    id = world.record(scope="place_team")
    for who in ("colleague", "learning_partner"):
        answer = world.post(f"{one(id)}/{what}", body, by=who)
        assert answer.status_code == 403, answer.text
    assert world.post(f"{one(id)}/{what}", body, by="partner").status_code == 201


def test_whoever_handles_it_may_narrow(world: World) -> None:
    id = world.record(scope="place_team")
    narrower = {"scope": "author_and_lp"}
    assert world.post(f"{one(id)}/scope", narrower, by="learning_partner").status_code == 201


def test_somebody_elses_words_stay_theirs(world: World) -> None:
    """A token's person need not be the author."""
    body = {"place": PLACE, "text": "As told on the phone.", "contributor": COLLEAGUE}
    id = world.post("/reflections", body, by="learning_partner").json()["id"]
    assert "As told on the phone." in world.texts("colleague")
    assert "As told on the phone." not in world.texts("partner")
    answer = world.post(f"{one(id)}/amendments", {"text": "x"}, by="learning_partner")
    assert answer.status_code == 403
    refused = world.post("/reflections", body | {"contributor": PARTNER}, by="colleague")
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "what",
    [
        "hold",
        "release",
        "erasure",
        "memos",
        "tags",
        "scope",
    ],
)
def test_what_somebody_may_not_see_they_cannot_find_by_trying(world: World, what: str) -> None:
    id = world.record(scope="author_and_lp")
    body = (LINES[f"POST /places/{{place}}/reflections/{{reflection}}/{what}"]).body
    there = world.post(f"{one(id)}/{what}", body, by="colleague")
    nowhere = world.post(f"{one('HV-none')}/{what}", body, by="colleague")
    assert there.status_code == nowhere.status_code == 404
    assert there.json()["detail"] == nowhere.json()["detail"]


OF_DIGESTS = {"GET /digests", "GET /digests/{digest}", "POST /digests/{digest}/answers"}
"""What a funder may use. What it shows them is looked at in a story of its own."""


@pytest.mark.parametrize("route", [route for route in LINES if route not in OF_DIGESTS])
def test_a_funder_is_shown_nothing_by_any_other_route(world: World, route: str) -> None:
    """Invariant I12."""
    line = LINES[route]
    method, path = route.split(" ", 1)
    path, _ = filled(path, line, world)
    answer = world.ask(method, path, by="funder", json=line.body, params=line.params)
    assert answer.status_code in (403, 404), answer.text
    assert "Seen." not in answer.text


@pytest.fixture(scope="module")
def quiet(world: World) -> World:
    """A place that uses only its own words, in which the framework was used for everything."""
    system = world.system

    def ask(path: str, body: object) -> str:
        answer = world.post(path, body, by="learning_partner")
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["id"])

    here = f"/places/{QUIET}"
    said = {"place": QUIET, "text": "Quiet words.", "contributor": "quiet-1"}
    trial = ask(
        "/prototypes",
        {"place": QUIET, "name": "Bench", "expected": "Talk.", "building_blocks": ["governance"]},
    )
    id = ask(
        "/reflections",
        said | {"scope": "place_team", "behaviours": ["POW-1"], "prototype": "Bench"},
    )
    ask(f"{one(id, QUIET)}/tags", {"code": "delivery", "stance": "growing", "reason": "So."})
    ask(f"{one(id, QUIET)}/nothing-fits", {"why": "Tired."})
    ask(f"{here}/phrases", {"phrase": "sitting down first", "codes": ["POW-1", "PART-3"]})
    ask(f"{here}/focus", {"codes": ["PART-3"], "reason": "Now.", "from_on": "2026-03-01"})
    ask(
        f"{here}/context",
        {"what": "A cut", "from_on": "2026-03-01", "affects": ["funding-and-commissioning"]},
    )
    drawn = {"building_block": "delivery", "learned": "Much.", "cites": [id]}
    ask(f"{here}/prototypes/{trial}/learning", drawn)
    believed = ask("/assumptions", belief(place=QUIET, building_block="governance"))
    changed = {"rests_on": [believed], "building_blocks": ["governance"], "behaviours": ["POW-1"]}
    decided = ask("/decisions", decision(place=QUIET, **changed))
    normalised = {"building_blocks": ["governance"], "decisions": [decided]}
    ask(f"{here}/prototypes/{trial}/normalised", normalised)
    runner.wait(system.database, system.log.head)
    return world


def framework_words() -> set[str]:
    frameworks = default_frameworks()
    both = (frameworks.behaviours, frameworks.building_blocks)
    items = [item for framework in both for item in framework.items]
    return {item.code for item in items} | {item.wording for item in items}


@pytest.mark.parametrize(
    "path",
    [
        "/places", f"/places/{QUIET}", f"/places/{QUIET}/timeline", f"/places/{QUIET}/voices",
        f"/places/{QUIET}/prototypes",
        f"/places/{QUIET}/perspectives",
        f"/places/{QUIET}/nothing-fitted", f"/places/{QUIET}/first-words", "/frameworks",
        f"/places/{QUIET}/timeline?behaviour=POW-1", f"/places/{QUIET}/people",
        f"/places/{QUIET}/voices?block=delivery",
    ],
)  # fmt: skip
def test_where_only_local_words_are_used_partners_see_no_others(quiet: World, path: str) -> None:
    """Invariant I13."""
    shown = json.dumps(quiet.ask("GET", path, by="quiet_partner").json(), ensure_ascii=False)
    assert not {words for words in framework_words() if words in shown}
    assert quiet.ask("GET", path, by="learning_partner").status_code == 200


def test_there_the_learning_partner_sees_them(quiet: World) -> None:
    shown = quiet.get(f"/places/{QUIET}/timeline", by="learning_partner").text
    assert "POW-1" in shown
    assert "governance" in shown


def test_there_the_trail_has_no_codes_either(quiet: World) -> None:
    entries = quiet.get(f"/places/{QUIET}/timeline", by="quiet_partner").json()["entries"]
    assert entries
    for entry in entries:
        answer = quiet.get(f"/places/{QUIET}/trail/{entry['id']}", by="quiet_partner")
        assert answer.status_code == 200
        assert not {words for words in framework_words() if words in answer.text}


def test_there_a_phrase_stands_for_its_codes(quiet: World) -> None:
    place = quiet.get(f"/places/{QUIET}", by="quiet_partner").json()
    (phrase,) = place["phrases"]
    assert phrase["codes"] == []
    found = ["Quiet words.", "The desk rings first."]
    assert quiet.texts("quiet_partner", QUIET, behaviour=phrase["id"]) == found
    assert quiet.texts("quiet_partner", QUIET, behaviour="POW-1") == []


def test_a_trial_of_another_place_cannot_be_named(world: World) -> None:
    start = commands.StartPrototype(place=QUIET, name="Elsewhere's own", expected="Talk.")
    trial = world.system.trials.start_prototype(start, world.request()).id
    body = {"place": PLACE, "text": "a", "prototype": str(trial)}
    assert world.post("/reflections", body, by="partner").status_code == 404


def test_partners_cannot_find_out_who_else_takes_part(world: World) -> None:
    body = {"place": PLACE, "text": "a"}
    answers = [
        world.post("/reflections", body | {"contributor": somebody}, by="partner").status_code
        for somebody in (COLLEAGUE, "nobody-1")
    ]
    assert answers[0] == answers[1]
