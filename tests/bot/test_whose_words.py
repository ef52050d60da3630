"""Whose words they are: passed on or one's own, and from where somebody speaks, asked once."""

from __future__ import annotations

from service.domain.vocabulary import Perspective, SpeakingAs
from service.projections.shapes import Entry
from tests.bot.looking import entries
from tests.bot.test_belief import opens, refused
from tests.bot.test_decide import fields
from tests.bot.test_trial import started
from tests.support.workspace import ROSA, TOMAS, Workspace

TOLD = {"words": "The lift is broken again.", "speaking_as": "relaying"}
QUESTION = "Where do you speak from?"


def passed_on(slack: Workspace, **more: str) -> Entry:
    """Rosa passes on what somebody told her."""
    opens(slack, ROSA, "reflect")
    slack.submits(ROSA, **TOLD, **more)
    slack.deliver()
    (entry,) = entries(slack)
    return entry


def test_words_that_are_passed_on_say_whose_they_are(slack: Workspace) -> None:
    entry = passed_on(slack, relayed="citizen_community")
    assert (entry.is_relayed, entry.relayed_perspective) == (True, Perspective.CITIZEN_COMMUNITY)
    assert "You passed on what a resident said." in str(slack.told(ROSA)[0].blocks)
    assert "passing on what a resident said" in str(slack.told(TOMAS)[0].blocks)


def test_who_does_not_know_whose_they_are_need_not_say(slack: Workspace) -> None:
    assert passed_on(slack).relayed_perspective is None
    assert "You passed on what somebody said." in str(slack.told(ROSA)[0].blocks)


def test_passing_on_is_for_this_once(slack: Workspace) -> None:
    passed_on(slack, relayed="citizen_community")
    usual = slack.system.people.preferences_of(slack.person(ROSA))
    assert usual.speaking_as == SpeakingAs.SELF


def test_words_are_never_somebodys_own_and_passed_on_at_once(slack: Workspace) -> None:
    opens(slack, ROSA, "reflect")
    told = TOLD | {"speaking_as": "self", "relayed": "citizen_community"}
    assert list(refused(slack, ROSA, **told)) == ["relayed"]
    slack.submits(ROSA, relayed="own")
    (entry,) = entries(slack)
    assert not entry.is_relayed


def test_from_where_somebody_speaks_is_asked_once(slack: Workspace) -> None:
    slack.says(ROSA, "The lift works.")
    slack.says(ROSA, "The desk said yes.")
    slack.deliver()
    first, second = slack.told(ROSA)
    assert QUESTION in str(first.blocks)
    assert QUESTION not in str(second.blocks)
    (menu,) = [one["accessory"] for one in first.blocks if one.get("block_id") == "speaks_from"]
    slack.clicks(ROSA, "saved.perspective", first, value=menu["options"][0]["value"])
    assert slack.system.people.perspective_of(slack.person(ROSA)) == Perspective.STATUTORY
    slack.says(ROSA, "Now they know.")
    slack.deliver()
    assert QUESTION not in str([message.blocks for message in slack.told(ROSA)])
    assert [entry.perspective for entry in entries(slack)].count(Perspective.STATUTORY) == 1


def test_the_trial_that_was_chosen_last_is_offered_first(slack: Workspace) -> None:
    trial = str(started(slack))
    opens(slack, ROSA, "reflect")
    assert fields(slack, ROSA)["prototype"]["initial_option"]["value"] == "none"
    slack.submits(ROSA, words="The lift works.", prototype=trial)
    slack.deliver()
    opens(slack, ROSA, "reflect")
    assert fields(slack, ROSA)["prototype"]["initial_option"]["value"] == trial
    slack.submits(ROSA, words="The desk said yes.", prototype="none")
    slack.deliver()
    opens(slack, ROSA, "reflect")
    assert fields(slack, ROSA)["prototype"]["initial_option"]["value"] == "none"
