"""One's own words over the API: their path, answers, names, preferences, and what is kept."""

from __future__ import annotations

from service.domain.vocabulary import ActorRole
from service.policy import Actor
from tests.api.world import COLLEAGUE, NOW, PARTNER, PLACE, World

HERE = f"/places/{PLACE}"


def test_a_question_goes_there_and_back(world: World) -> None:
    id = world.record(text="Asked about.", scope="place_team")
    one = f"{HERE}/reflections/{id}"
    question = world.post(f"{one}/questions", {"question": "Who?"}, by="learning_partner").json()
    answer = world.post(
        f"{one}/questions/{question['id']}/answers", {"answer": "The desk."}, by="partner"
    )
    assert answer.status_code == 201, answer.text
    mine = world.get(f"{HERE}/my-reflections/{id}", by="partner").json()
    (asked,) = mine["questions"]
    assert (asked["id"], asked["question"], asked["answer"]) == (
        question["id"],
        "Who?",
        "The desk.",
    )
    assert mine["heard_on"] is not None
    newest = world.get(f"{HERE}/questions", by="learning_partner").json()[0]
    assert newest == {"entry": newest["entry"], "questions": [asked]}


def test_a_name_is_shown_only_where_its_author_says_so(world: World) -> None:
    id = world.record("colleague", text="Named or not.", scope="place_team")

    def name(by: str) -> object:
        return world.get(f"{HERE}/trail/{id}", by=by).json()["item"]["author_name"]

    assert name("partner") is None
    assert name("learning_partner") is None
    choice = f"{HERE}/reflections/{id}/name-choice"
    assert world.post(choice, {"name_shown": True}, by="partner").status_code == 403
    assert world.post(choice, {"name_shown": True}, by="colleague").status_code == 201
    assert name("partner") == "Name of colleague"
    files = world.get(f"{HERE}/export", by="partner", format="jsonl").text
    assert "Name of colleague" not in files
    assert world.post(choice, {"name_shown": False}, by="colleague").status_code == 201
    assert name("partner") is None


def test_a_coordinator_is_not_told_who_said_what(world: World) -> None:
    id = world.record(text="By whom?", scope="place_team")
    place = world.system.desk.place(PLACE).id
    coordinator = Actor(world.people["colleague"], ActorRole.COORDINATOR, frozenset([place]))
    world.tokens["coordinator"] = world.system.access.make_token(coordinator, "coordinator", NOW)
    assert world.get(f"{HERE}/people", by="coordinator").status_code == 200
    files = world.get(f"{HERE}/export", by="coordinator", format="jsonl").text
    assert str(id) in files
    assert PARTNER not in files
    assert world.get(f"{HERE}/waiting", by="coordinator").status_code == 403
    body = {"contributor": COLLEAGUE, "role": "coordinator"}
    assert world.post(f"{HERE}/roles", body, by="coordinator").status_code == 200


def test_what_waits_goes_once_it_is_heard(world: World) -> None:
    id = world.record(text="Waits.", scope="author_and_lp")
    before = world.get(f"{HERE}/waiting", by="learning_partner", limit=1).json()
    assert len(before["items"]) == 1
    one = f"{HERE}/reflections/{id}/acknowledgements"
    assert world.post(one, None, by="learning_partner").status_code == 201
    after = world.get(f"{HERE}/waiting", by="learning_partner", limit=100).json()
    assert after["unread"] == before["unread"] - 1
    assert str(id) not in {entry["id"] for entry in after["items"]}


def test_everybody_gets_what_is_kept_about_them_and_no_more(world: World) -> None:
    world.record("colleague", text="Kept about the colleague.")
    mine = world.get("/me", by="colleague").json()
    assert mine["name"] == "Name of colleague"
    assert "Kept about the colleague." in {one["noticed"] for one in mine["reflections"]}
    theirs = world.get("/me", by="partner").text
    assert "Kept about the colleague." not in theirs
    body = {"speaking_as": "for_organisation"}
    assert world.post(f"{HERE}/my-preferences", body, by="colleague").status_code == 201
    assert world.get("/me", by="colleague").json()["preferences"] == {
        "scope": "author_and_lp",
        "name_shown": False,
        "speaking_as": "for_organisation",
    }
