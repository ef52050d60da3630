"""The demo's people in Slack: they are the story's own, in the channels where they belong."""

from __future__ import annotations

from bot.practice.world import World
from service.cli import demo_slack
from service.demo import DAY
from service.demo.people import personas, who_looks_after
from service.domain.vocabulary import PlaceRole


def names_in(world: World, channel: str) -> set[str]:
    """Who is in a channel, by name."""
    members = world.channels[channel].members
    return {world.users[user].real_name for user in members}


def test_every_role_is_somebodys_and_nobody_is_there_twice() -> None:
    assert {who_looks_after(role).looks_after for role in PlaceRole} == set(PlaceRole)
    for known in ("contributor", "user", "name", "handle"):
        assert len({getattr(one, known) for one in personas()}) == len(personas())


def test_the_people_of_the_story_say_what_they_do() -> None:
    titles = {one.name: one.title for one in personas()}
    assert titles["Maureen Stott"] == "Front desk adviser, Harrow Vale Borough Council"
    assert titles["Niamh Corrigan"] == "Learning partner, Fieldnote Collective"
    assert titles["Yusuf Karim"] == "Coordinator; Link worker, Millrace Community Trust"
    assert titles["Sandra Pike"] == "Resident, Bellmoor"


def test_the_workspace_holds_them_and_nobody_of_practice_slacks_own() -> None:
    world = demo_slack.world(lambda: DAY)
    here = {user.real_name for user in world.users.values() if user.team == demo_slack.TEAM}
    assert here == {*(one.name for one in personas()), "doubleloop"}
    assert names_in(world, demo_slack.VALE) == here
    assert names_in(world, demo_slack.READING) == {"Niamh Corrigan", "doubleloop"}
    assert world.channels[demo_slack.READING].is_private
    assert "Sandra Pike" not in names_in(world, demo_slack.SHARED)
    assert "Petra Quill" in names_in(world, demo_slack.SHARED)
    assert {token.user for token in world.tokens.values() if token.user} <= set(world.users)
    assert world.now() == DAY.timestamp()
